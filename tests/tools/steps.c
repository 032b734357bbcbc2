/*
 * steps - open and close sockets step by step
 *
 *	steps [-n]
 *
 * Reads a step from each line of its standard input, and prints "done" after it.
 * With -n in a new network namespace. Sockets are numbered from 0 in the order
 * in which they are opened, -1 is the newest one; it holds them until its
 * standard input is closed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static int sock[40000];
static int count;

static int must(int result, const char *what)
{
	if (result < 0) {
		perror(what);
		exit(1);
	}
	return result;
}

static int add(int fd)
{
	if (count == LEN(sock))
		exit(1);
	return sock[count++] = fd;
}

static struct sockaddr_in at(int port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};
}

static int tcp(void)
{
	return must(socket(AF_INET, SOCK_STREAM, 0), "socket");
}

/* Close it at once, without TIME_WAIT. */
static void reset(int fd)
{
	const struct linger now = { 1, 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(fd);
}

static void do_listen(int port)
{
	struct sockaddr_in a = at(port);
	int fd = add(tcp()), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	must(bind(fd, (void *)&a, sizeof a), "bind");
	must(listen(fd, 128), "listen");
}

static void do_connect(int port)
{
	struct sockaddr_in a = at(port);

	must(connect(add(tcp()), (void *)&a, sizeof a), "connect");
}

static void do_accept(int n)
{
	add(must(accept(sock[n], NULL, NULL), "accept"));
}

static void do_udp(int port)
{
	struct sockaddr_in a = at(port);
	int fd = add(must(socket(AF_INET, SOCK_DGRAM, 0), "socket"));

	must(bind(fd, (void *)&a, sizeof a), "bind");
}

static void do_unix(int n)
{
	struct sockaddr_un a = { AF_UNIX, "" };
	int fd = add(must(socket(AF_UNIX, SOCK_STREAM, 0), "socket"));

	n = sprintf(a.sun_path + 1, "step%d", n) + 1;
	must(bind(fd, (void *)&a, offsetof(struct sockaddr_un, sun_path) + n),
		"bind");
	must(listen(fd, 5), "listen");
}

static void do_close(int n)
{
	close(sock[n < 0 ? count + n : n]);
}

/* So many connections to socket 0, the newest sockets. */
static void do_pairs(int n)
{
	struct sockaddr_in a;
	socklen_t len = sizeof a;

	must(getsockname(sock[0], (void *)&a, &len), "getsockname");
	while (n-- > 0) {
		do_connect(ntohs(a.sin_port));
		do_accept(0);
	}
}

/* Closes the newest ones, so many connections. */
static void do_unpair(int n)
{
	while (n-- > 0) {
		reset(sock[--count]);
		reset(sock[--count]);
	}
}

static int pace = 4;

/* Milliseconds from one connection of churn to the next. */
static void do_pace(int ms)
{
	pace = ms;
}

/* So many connections come and go, 250 in a second with a pace of 4: 1000
 * changes. At each time 250 of them are open. */
static void do_churn(int n)
{
	const struct timespec pause = { pace / 1000, pace % 1000 * 1000000 };
	int first = count;

	for (int i = 0; i < n + 250; i++) {
		int *pair = sock + first + i % 250 * 2;

		if (i >= 250) {
			reset(pair[0]);
			reset(pair[1]);
		}
		count = pair - sock;
		if (i < n)
			do_pairs(1);
		nanosleep(&pause, NULL);
	}
	count = first;
}

static const struct step {
	const char *name;
	void (*run)(int number);
} steps[] = {
	{ "listen", do_listen }, { "connect", do_connect },
	{ "accept", do_accept }, { "udp", do_udp }, { "unix", do_unix },
	{ "close", do_close }, { "pairs", do_pairs },
	{ "unpair", do_unpair }, { "churn", do_churn }, { "pace", do_pace },
};

static void lo_up(void)
{
	struct ifreq ifr = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");

	must(unshare(CLONE_NEWNET), "unshare");
	close(fd);
	fd = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	must(ioctl(fd, SIOCSIFFLAGS, &ifr), "lo up");
	close(fd);
}

int main(int argc, char **argv)
{
	struct rlimit files = { LEN(sock) + 50, LEN(sock) + 50 };
	char line[100], name[50];
	int number;
	size_t i;

	(void)argv;
	setrlimit(RLIMIT_NOFILE, &files);
	if (argc > 1)
		lo_up();
	puts("done");
	fflush(stdout);
	while (fgets(line, sizeof line, stdin)) {
		if (sscanf(line, "%49s %d", name, &number) != 2)
			return 1;
		for (i = 0; i < LEN(steps); i++)
			if (!strcmp(name, steps[i].name))
				steps[i].run(number);
		puts("done");
		fflush(stdout);
	}
	return 0;
}
