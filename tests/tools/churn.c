/*
 * churn - sockets that last, while others come and go
 *
 *	churn tcp|udp|unix COUNT SECONDS
 *
 * Makes COUNT sockets that last: listeners of tcp at ports 1000 and up, of many
 * loopback addresses; bound sockets of udp; unix sockets called @lasting/N,
 * some with a newline and the look of a row after that. Prints "ready" and a
 * line with the name of each, as netstat prints it, and "end". Then it makes
 * and closes others of the same kind, at ports below 1000 or with other names,
 * until its standard input is closed, at most SECONDS.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { AT_ONCE = 300, PORTS = 500 };

static const char *kind;

static int must(int result, const char *what)
{
	if (result < 0) {
		perror(what);
		exit(1);
	}
	return result;
}

static void prepare(int seconds)
{
	struct ifreq ifr = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	struct rlimit r;
	int fd = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");

	alarm(seconds);
	must(ioctl(fd, SIOCSIFFLAGS, &ifr), "lo up");
	close(fd);
	must(getrlimit(RLIMIT_NOFILE, &r), "getrlimit");
	r.rlim_cur = r.rlim_max;
	must(setrlimit(RLIMIT_NOFILE, &r), "setrlimit");
}

/* Number N of those from port FIRST on. */
static struct sockaddr_in place(int n, int first)
{
	struct sockaddr_in a = { .sin_family = AF_INET };

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK + n / PORTS);
	a.sin_port = htons(first + n % PORTS);
	return a;
}

static int inet_socket(int n, int first)
{
	struct sockaddr_in a = place(n, first);
	int tcp = !strcmp(kind, "tcp"), one = 1;
	int fd = must(socket(AF_INET, tcp ? SOCK_STREAM : SOCK_DGRAM, 0),
		"socket");

	must(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one),
		"SO_REUSEADDR");
	must(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
	if (tcp)
		must(listen(fd, 4), "listen");
	return fd;
}

/* The name has N bytes after the NUL. */
static int unix_socket(const char *name, int n)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");

	memcpy(a.sun_path + 1, name, n);
	must(bind(fd, (struct sockaddr *)&a,
		offsetof(struct sockaddr_un, sun_path) + 1 + n), "bind");
	must(listen(fd, 4), "listen");
	return fd;
}

/* Every third one has the look of a row after its own. */
static int unix_name(char *name, size_t size, const char *first, int n)
{
	return snprintf(name, size, n % 3 ? "%s/%d" : "%s/%d\n0000000000000000:"
		" 00000002 00000000 00010000 0001 01 %d @forged", first, n,
		n + 1);
}

static void last(int n)
{
	struct sockaddr_in a = place(n, 1000);
	char name[108];

	if (!strcmp(kind, "unix")) {
		unix_socket(name, unix_name(name, sizeof name, "lasting", n));
		printf("@lasting/%d\n", n);
	} else {
		inet_socket(n, 1000);
		printf("%s:%d\n", inet_ntoa(a.sin_addr), ntohs(a.sin_port));
	}
}

static int come(int n)
{
	char name[108];

	if (strcmp(kind, "unix"))
		return inet_socket(n, 400);
	if (n % 2)
		return unix_socket(name,
			unix_name(name, sizeof name, "passing", n));
	/* one without a name */
	return must(socket(AF_UNIX, SOCK_DGRAM, 0), "socket");
}

int main(int argc, char **argv)
{
	struct pollfd in = { .events = POLLIN | POLLHUP };
	int fd[AT_ONCE], count, seconds;

	if (argc != 4 || (count = atoi(argv[2])) < 1 ||
	    (seconds = atoi(argv[3])) < 1) {
		fprintf(stderr, "usage: churn tcp|udp|unix COUNT SECONDS\n");
		return 2;
	}
	kind = argv[1];
	prepare(seconds);
	puts("ready");
	for (int i = 0; i < count; i++)
		last(i);
	puts("end");
	fflush(stdout);
	for (int i = 0; i < AT_ONCE; i++)
		fd[i] = come(i);
	while (poll(&in, 1, 0) == 0)
		for (int i = 0; i < AT_ONCE; i++) {
			/* in an order that scatters them */
			int n = i * 7 % AT_ONCE;

			close(fd[n]);
			fd[n] = come(n);
		}
	return 0;
}
