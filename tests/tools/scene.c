/*
 * scene - the programs of a server and its clients, for docs/screen.svg
 *
 *	scene serve ADDRESS PORT BACKLOG ACCEPTED
 *	scene dial ADDRESS PORT hold|close FROM...
 *	scene keep ADDRESS PORT
 *	scene send ADDRESS PORT COUNT
 *
 * serve listens, and accepts so many connections, which it never closes. dial
 * connects from each of its addresses, and closes at once or never. keep is a
 * UDP socket that nobody reads. send sends datagrams, and ends. The others print
 * "ready" and stay until they are killed, at most ten minutes.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static struct sockaddr_in place(const char *address, const char *port)
{
	struct sockaddr_in to = { .sin_family = AF_INET };

	if (inet_pton(AF_INET, address, &to.sin_addr) != 1)
		die(address);
	to.sin_port = htons(atoi(port));
	return to;
}

static int opened(int type, const char *address, const char *port)
{
	struct sockaddr_in own = place(address, port);
	int s = socket(AF_INET, type, 0), on = 1;

	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(s, (struct sockaddr *)&own, sizeof own))
		die(address);
	return s;
}

static void stay(void)
{
	puts("ready");
	fflush(stdout);
	for (;;)
		pause();
}

static void serve(char **arg)
{
	int s = opened(SOCK_STREAM, arg[0], arg[1]);

	if (listen(s, atoi(arg[2])))
		die("listen");
	puts("ready");
	fflush(stdout);
	for (int left = atoi(arg[3]); left > 0; left--)
		if (accept(s, NULL, NULL) < 0)
			die("accept");
	for (;;)
		pause();
}

static int is_connecting(int s)
{
	struct tcp_info info;
	socklen_t len = sizeof info;

	if (getsockopt(s, IPPROTO_TCP, TCP_INFO, &info, &len))
		die("TCP_INFO");
	return info.tcpi_state == TCP_SYN_SENT;
}

/*
 * Slow enough that each is accepted or waits before the next. Whoever does not
 * fit into the backlog is still connecting: after a second it has tried again,
 * as the program may be slow to accept.
 */
static void dial(char **arg)
{
	struct sockaddr_in to = place(arg[0], arg[1]);
	int close_it = !strcmp(arg[2], "close");

	for (char **from = arg + 3; *from; from++) {
		int s = opened(SOCK_STREAM | (close_it ? 0 : SOCK_NONBLOCK),
			       *from, "0");

		if (connect(s, (struct sockaddr *)&to, sizeof to) &&
		    errno != EINPROGRESS)
			die("connect");
		for (int i = 0; i < 60 && is_connecting(s); i++)
			usleep(20000);
		if (close_it)
			close(s);
		usleep(20000);
	}
	stay();
}

static void keep(char **arg)
{
	int s = opened(SOCK_DGRAM, arg[0], arg[1]), size = 1;

	setsockopt(s, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
	stay();
}

static void send_to(char **arg)
{
	struct sockaddr_in to = place(arg[0], arg[1]);
	int s = socket(AF_INET, SOCK_DGRAM, 0);
	static const char data[512];

	for (int left = atoi(arg[2]); left > 0; left--)
		if (sendto(s, data, sizeof data, 0, (struct sockaddr *)&to,
			   sizeof to) < 0)
			die("sendto");
}

static const struct {
	const char *name;
	int arguments;
	void (*act)(char **arg);
} roles[] = {
	{ "serve", 4, serve },
	{ "dial", 4, dial },
	{ "keep", 2, keep },
	{ "send", 3, send_to },
};

int main(int argc, char **argv)
{
	alarm(600);
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (argc > 1 && !strcmp(argv[1], roles[i].name) &&
		    argc - 2 >= roles[i].arguments) {
			roles[i].act(argv + 2);
			return 0;
		}
	fputs("usage: scene ROLE ADDRESS PORT ARGUMENT...\n", stderr);
	return 2;
}
