/*
 * crowd - fill this network namespace with connections
 *
 *	crowd SOCKETS SECONDS		TCP
 *	crowd -p SOCKETS SECONDS	TCP, each peer with its own address
 *	crowd -x SOCKETS SECONDS	unix sockets
 *
 * Opens SOCKETS sockets, a few listeners and the rest connected over loopback,
 * in as many processes as the limit of open files requires. Prints "ready
 * SOCKETS sockets, LISTENERS listeners, PROCESSES processes", and holds them
 * until its standard input is closed, at most SECONDS. Every process waits for
 * that itself, so none outlives the process at the other end of the pipe.
 *
 * Each process has a loopback address of its own and each listener a port,
 * so local ports never run out.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SPARE_FILES 20		/* per process: pipes, inherited files */
#define LISTENERS 10		/* per process */
#define FIRST_PORT 8000
#define FIRST_PEER 0x7f400000	/* 127.64.0.0, 65,536 per process */

enum kind { TCP, PEERS, UNIX };

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static int must(int result, const char *what)
{
	if (result < 0)
		die(what);
	return result;
}

static void lo_up(void)
{
	struct ifreq ifr = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");

	must(ioctl(fd, SIOCSIFFLAGS, &ifr), "lo up");
	close(fd);
}

static int files_of_a_process(void)
{
	struct rlimit r;

	must(getrlimit(RLIMIT_NOFILE, &r), "getrlimit");
	r.rlim_cur = r.rlim_max;
	must(setrlimit(RLIMIT_NOFILE, &r), "setrlimit");
	return r.rlim_cur - SPARE_FILES;
}

static struct sockaddr_in address(int process, int listener)
{
	struct sockaddr_in a = { .sin_family = AF_INET };

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (process << 8));
	a.sin_port = htons(FIRST_PORT + listener);
	return a;
}

static int listener(const struct sockaddr_in *a)
{
	int fd = must(socket(AF_INET, SOCK_STREAM, 0), "socket");

	must(bind(fd, (const struct sockaddr *)a, sizeof *a), "bind");
	must(listen(fd, 16), "listen");
	return fd;
}

/* FROM may be NULL. */
static void join_up(int l, const struct sockaddr_in *a,
	const struct sockaddr_in *from)
{
	int fd = must(socket(AF_INET, SOCK_STREAM, 0), "socket");

	if (from)
		must(bind(fd, (const struct sockaddr *)from, sizeof *from),
			"bind");
	must(connect(fd, (const struct sockaddr *)a, sizeof *a), "connect");
	must(accept(l, NULL, NULL), "accept");
}

/* The share of one process: listeners, then pairs spread over them. */
static void fill(int process, int sockets, enum kind kind)
{
	struct sockaddr_in a[LISTENERS], from = { .sin_family = AF_INET };
	int fd[LISTENERS], count = sockets < LISTENERS ? sockets : LISTENERS;

	for (int i = 0; i < count; i++) {
		a[i] = address(process, i);
		fd[i] = listener(&a[i]);
	}
	for (int i = 0; 2 * i < sockets - count; i++) {
		from.sin_addr.s_addr = htonl(FIRST_PEER + (process << 16) + i);
		join_up(fd[i % count], &a[i % count],
			kind == PEERS ? &from : NULL);
	}
}

static void hold(void)
{
	char byte;

	while (read(0, &byte, 1) > 0)
		;
}

static void fill_unix(int sockets)
{
	int fd[2];

	for (int i = 0; 2 * i < sockets; i++)
		must(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), "socketpair");
}

/* Starts a process, which writes to the pipe when it has its sockets. */
static void spawn(int process, int sockets, int seconds, int ready,
	enum kind kind)
{
	if (must(fork(), "fork") > 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	alarm(seconds);
	if (kind == UNIX)
		fill_unix(sockets);
	else
		fill(process, sockets, kind);
	must(write(ready, "", 1), "write");
	close(ready);
	hold();
	_exit(0);
}

int main(int argc, char **argv)
{
	int sockets, seconds, share, processes = 0, listeners = 0, pipe_fd[2];
	enum kind kind = TCP;
	char byte;

	if (argc > 1 && argv[1][0] == '-') {
		kind = strcmp(argv[1], "-x") ? PEERS : UNIX;
		argc--;
		argv++;
	}
	if (argc != 3 || (sockets = atoi(argv[1])) < 1 ||
	    (seconds = atoi(argv[2])) < 1) {
		fprintf(stderr, "usage: crowd [-p|-x] SOCKETS SECONDS\n");
		return 2;
	}
	alarm(seconds);
	lo_up();
	share = files_of_a_process();
	must(pipe(pipe_fd), "pipe");
	for (int left = sockets; left > 0; left -= share) {
		spawn(++processes, left < share ? left : share, seconds,
			pipe_fd[1], kind);
		listeners += kind == UNIX ? 0 : left < LISTENERS ? left : LISTENERS;
	}
	close(pipe_fd[1]);
	for (int i = 0; i < processes; i++)
		if (read(pipe_fd[0], &byte, 1) != 1) {
			fprintf(stderr, "crowd: a process failed\n");
			return 1;
		}
	printf("ready %d sockets, %d listeners, %d processes\n", sockets,
		listeners, processes);
	fflush(stdout);
	hold();
	while (wait(NULL) > 0)
		;
	return 0;
}
