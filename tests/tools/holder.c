/*
 * holder - a process that holds the sockets that its arguments name
 *
 *	holder [STEP...]
 *
 * Does the steps in turn (see the table at the end), prints "ready", and stays
 * until SIGTERM, at most an hour. The caller chooses its argv[0], which is
 * what most tests look at. A step that takes the PID of a child needs that PID
 * to be free in this PID namespace, and root's right to choose it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <pthread.h>
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

static int last = -1;		/* the socket of the previous step */
static char *title, *title_end;	/* the memory that holds argv */

static int must(int result, const char *what)
{
	if (result < 0) {
		perror(what);
		exit(1);
	}
	return result;
}

static void lo_up(void)
{
	struct ifreq ifr = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = must(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");

	ioctl(fd, SIOCSIFFLAGS, &ifr);	/* fails without root: lo is up then */
	close(fd);
}

static struct sockaddr_in loopback(const char *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET };

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	a.sin_port = htons(atoi(port));
	return a;
}

static void step_listen(const char *port)
{
	struct sockaddr_in a = loopback(port);

	last = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
	must(bind(last, (struct sockaddr *)&a, sizeof a), "bind");
	must(listen(last, 16), "listen");
}

static void step_dial(const char *port)
{
	struct sockaddr_in a = loopback(port);

	last = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
	must(connect(last, (struct sockaddr *)&a, sizeof a), "connect");
}

static void step_udp(const char *port)
{
	struct sockaddr_in a = loopback(port);

	last = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	must(bind(last, (struct sockaddr *)&a, sizeof a), "bind");
}

static void step_device(const char *name)
{
	must(setsockopt(last, SOL_SOCKET, SO_BINDTODEVICE, name,
		strlen(name) + 1), "SO_BINDTODEVICE");
}

/* Sends more datagrams than the receive buffer of the socket holds. */
static void step_drops(const char *port)
{
	struct sockaddr_in a = loopback(port);
	int from = must(socket(AF_INET, SOCK_DGRAM, 0), "socket"), least = 1;
	char big[1000] = "";

	step_udp(port);
	must(setsockopt(last, SOL_SOCKET, SO_RCVBUF, &least, sizeof least),
		"SO_RCVBUF");
	for (int i = 0; i < 20; i++)
		must(sendto(from, big, sizeof big, 0, (struct sockaddr *)&a,
			sizeof a), "sendto");
	close(from);
}

static void step_ping(const char *ident)
{
	struct sockaddr_in a = loopback(ident);

	last = must(socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP), "socket");
	must(bind(last, (struct sockaddr *)&a, sizeof a), "bind");
}

static void step_ping6(const char *ident)
{
	struct sockaddr_in6 a = { .sin6_family = AF_INET6 };

	a.sin6_addr = in6addr_loopback;
	a.sin6_port = htons(atoi(ident));
	last = must(socket(AF_INET6, SOCK_DGRAM, IPPROTO_ICMPV6), "socket");
	must(bind(last, (struct sockaddr *)&a, sizeof a), "bind");
}

/* 0x0806,lo: that protocol, on that interface */
static void packet(const char *what, int type)
{
	struct sockaddr_ll a = { .sll_family = AF_PACKET };
	char *end;

	a.sll_protocol = htons(strtol(what, &end, 16));
	if (*end)
		a.sll_ifindex = must(if_nametoindex(end + 1), end + 1);
	last = must(socket(AF_PACKET, type, 0), "socket");
	must(bind(last, (struct sockaddr *)&a, sizeof a), "bind");
}

static void step_packet(const char *what)
{
	packet(what, SOCK_RAW);
}

static void step_cooked(const char *what)
{
	packet(what, SOCK_DGRAM);
}

/* 0,5,17: that family, port and groups */
static void step_netlink(const char *what)
{
	struct sockaddr_nl a = { .nl_family = AF_NETLINK };
	char *end;
	int family = strtol(what, &end, 10);

	if (*end)
		a.nl_pid = strtol(end + 1, &end, 10);
	if (*end)
		a.nl_groups = strtol(end + 1, &end, 16);
	last = must(socket(AF_NETLINK, SOCK_RAW, family), "socket");
	must(bind(last, (struct sockaddr *)&a, sizeof a), "bind");
}

static void step_dup(const char *count)
{
	for (int n = atoi(count); n > 0; n--)
		must(dup(last), "dup");
}

static void step_null(const char *count)
{
	struct rlimit r;

	must(getrlimit(RLIMIT_NOFILE, &r), "getrlimit");
	r.rlim_cur = r.rlim_max;
	must(setrlimit(RLIMIT_NOFILE, &r), "setrlimit");
	for (int n = atoi(count); n > 0; n--)
		must(open("/dev/null", O_RDONLY), "/dev/null");
}

/* Sends the socket into a socket pair and closes it: it exists, but no process
 * has a descriptor for it. */
static void step_send(const char *unused)
{
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { .head = {
		CMSG_LEN(sizeof last), SOL_SOCKET, SCM_RIGHTS
	} };
	struct iovec byte = { "", 1 };
	struct msghdr m = { .msg_iov = &byte, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof control };
	int pair[2];

	(void)unused;
	must(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
	memcpy(CMSG_DATA(&control.head), &last, sizeof last);
	must(sendmsg(pair[0], &m, 0), "sendmsg");
	close(last);
}

static pid_t fork_as(const char *number)
{
	FILE *f = *number ? fopen("/proc/sys/kernel/ns_last_pid", "w") : NULL;
	pid_t pid;

	if (f) {
		fprintf(f, "%d\n", atoi(number) - 1);
		fclose(f);
	}
	pid = must(fork(), "fork");
	if (pid == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid;
}

static void step_fork(const char *number)
{
	pid_t pid = fork_as(number);

	while (pid == 0)
		pause();
	must(pid == atoi(number) ? 0 : -1, number);
}

/* Both ends have a process of its own. */
static void step_pair(const char *number)
{
	int pair[2], closed[2];
	char byte;
	pid_t pid;

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
	must(pipe(closed), "pipe");
	pid = fork_as(number);
	close(pair[pid != 0]);
	close(closed[pid != 0]);
	/* the child has one end when it has closed the pipe */
	if (pid == 0)
		close(closed[1]);
	else
		must(read(closed[0], &byte, 1), "pipe");
	while (pid == 0)
		pause();
	close(closed[0]);
}

static void step_zombie(const char *number)
{
	siginfo_t info;
	pid_t pid = fork_as(number);

	if (pid == 0)
		_exit(0);
	/* until it has ended; it stays a zombie */
	must(waitid(P_PID, pid, &info, WEXITED | WNOWAIT), "waitid");
}

static void *stay(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static void step_threads(const char *count)
{
	pthread_t t;

	for (int n = atoi(count); n > 0; n--)
		must(-pthread_create(&t, NULL, stay, NULL), "thread");
}

/* Overwrites argv in place, as daemons do that show their state. */
static void step_title(const char *text)
{
	memset(title, 0, title_end - title);
	strcpy(title, text);
}

/* Executes the program again without any argument, not even its name. */
static void step_bare(const char *unused)
{
	char *none[] = { NULL };

	(void)unused;
	must(execve("/proc/self/exe", none, none), "execve");
}

static void ready(void)
{
	puts("ready");
	fflush(stdout);
}

/* The main thread ends; its descriptors stay with the other threads. */
static void step_leave(const char *unused)
{
	(void)unused;
	ready();
	pthread_exit(NULL);
}

/* Prevents other processes of this user from reading our /proc/PID. */
static void step_hide(const char *unused)
{
	(void)unused;
	must(prctl(PR_SET_DUMPABLE, 0), "prctl");
}

/* A child opens sockets and ends. There is one at a time: the kernel returns a
 * long table page by page, and a socket that changes in between may be in two
 * pages or in none. */
static void mayfly(void)
{
	if (fork_as("") == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (int i = 0; i < 5; i++) {
			step_listen("0");
			step_dup("3");
		}
		_exit(0);
	}
}

/* Processes and descriptors come and go for ever. */
static void step_churn(const char *unused)
{
	int mine[8];

	(void)unused;
	ready();
	for (;;) {
		mayfly();
		for (size_t i = 0; i < sizeof mine / sizeof *mine; i++)
			mine[i] = must(dup(last), "dup");
		for (size_t i = 0; i < sizeof mine / sizeof *mine; i++)
			close(mine[i]);
		wait(NULL);
		usleep(1000);
	}
}

static void short_life(int odd)
{
	step_title(odd ? "odd" : "even");
	step_udp(odd ? "2001" : "2000");
	usleep(12000);
	_exit(0);
}

/* Children called even and odd take turns to have the same PID; each name has
 * its own socket. */
static void step_turns(const char *number)
{
	pid_t pid;

	ready();
	for (int turn = 0;; turn++) {
		pid = fork_as(number);
		/* another process may have got that PID first */
		if (pid == 0 && getpid() == atoi(number))
			short_life(turn % 2);
		if (pid == 0)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
}

static const struct step {
	const char *name;
	void (*take)(const char *value);
	const char *help;
} steps[] = {
	{ "listen", step_listen, "=PORT: a TCP listener on 127.0.0.1" },
	{ "dial", step_dial, "=PORT: a connection there, never accepted" },
	{ "udp", step_udp, "=PORT: a UDP socket on 127.0.0.1" },
	{ "device", step_device, "=IFACE: binds the last socket to it" },
	{ "drops", step_drops, "=PORT: a UDP socket with dropped datagrams" },
	{ "ping", step_ping, "=ID: an ICMP socket on 127.0.0.1" },
	{ "ping6", step_ping6, "=ID: an ICMPv6 socket on ::1" },
	{ "packet", step_packet, "=HEX[,IFACE]: frames of this protocol" },
	{ "cooked", step_cooked, "=HEX[,IFACE]: the same, without headers" },
	{ "netlink", step_netlink, "=FAMILY[,PORT[,GROUPS]]: that socket" },
	{ "dup", step_dup, "=COUNT: more descriptors of the last socket" },
	{ "null", step_null, "=COUNT: descriptors of /dev/null" },
	{ "send", step_send, "sends the last socket, which nobody receives" },
	{ "fork", step_fork, "=PID: a child that has all we have" },
	{ "pair", step_pair, "=PID: unix sockets, one of them in a child" },
	{ "zombie", step_zombie, "=PID: a child that has died" },
	{ "threads", step_threads, "=COUNT: threads, with our descriptors" },
	{ "title", step_title, "=TEXT: overwrites argv" },
	{ "bare", step_bare, "runs again without any argument" },
	{ "leave", step_leave, "the main thread ends" },
	{ "hide", step_hide, "only root may look into the process" },
	{ "turns", step_turns, "=PID: children that take turns with it" },
	{ "churn", step_churn, "processes come and go" },
};

static void take(const char *text)
{
	size_t n = strcspn(text, "=");

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (!strncmp(text, steps[i].name, n) && !steps[i].name[n]) {
			steps[i].take(text + n + (text[n] == '='));
			return;
		}
	fprintf(stderr, "holder: no step %s\n", text);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		fprintf(stderr, "  %-8s%s\n", steps[i].name, steps[i].help);
	exit(2);
}

static void on_signal(int sig)
{
	(void)sig;
	_exit(0);
}

int main(int argc, char **argv)
{
	char **step = calloc(argc + 1, sizeof *step);

	signal(SIGTERM, on_signal);
	signal(SIGALRM, on_signal);
	alarm(3600);
	lo_up();
	title = argv[0];
	title_end = title;
	for (int i = 0; i < argc; i++) {
		step[i] = strdup(argv[i]);	/* a title overwrites argv */
		title_end = argv[i] + strlen(argv[i]) + 1;
	}
	for (int i = 1; i < argc; i++)
		take(step[i]);
	ready();
	for (;;)
		pause();
}
