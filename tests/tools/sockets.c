/*
 * sockets - open sockets of every kind and state and hold them open
 *
 *	sockets [-n] [-t SECONDS] SET...
 *
 * Opens the named sets (see the table at the end), prints "ready", and waits
 * until its standard input is closed, at most SECONDS (120). With -n it does so
 * in a new network namespace, which others can enter while it runs: nsenter -n
 * -t PID. A set that this kernel does not support is skipped, with a line "skip
 * SET: reason"; any other failure is fatal.
 *
 * No raw packets are needed to stop a TCP handshake half way: a socket whose
 * filter accepts nothing never receives anything, so its peer stays in the
 * state in which it waits.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#ifndef IPPROTO_UDPLITE
#define IPPROTO_UDPLITE 136
#endif
#define LEN(a) (sizeof(a) / sizeof *(a))
#define WEB_PORT 80

union addr {
	struct sockaddr sa;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_un un;
};

/* Where a socket lives: its family and the address both ends use. */
struct place {
	int family;
	const char *text;
};

/* The longest address is longer than net-tools' column, fe80:: just fits. */
static const struct place places[] = {
	{ AF_INET, "127.0.0.1" },
	{ AF_INET6, "::1" },
	{ AF_INET6, "::ffff:127.0.0.2" },
	{ AF_INET6, "2001:db8:0:1234:0:5678:f0de:bc9a" },
	{ AF_INET6, "fe80::200:ff:fe00:1" },
};

/* The two ends of a connection: a dialled, b was accepted. */
struct pair {
	int a, b;
};

static const char *set_name;	/* the current set, for messages */

static void die(const char *what)
{
	fprintf(stderr, "sockets: %s: %s: %s\n", set_name, what,
		strerror(errno));
	exit(1);
}

static int must(int result, const char *what)
{
	if (result < 0)
		die(what);
	return result;
}

static void skip(const char *what)
{
	printf("skip %s: %s: %s\n", set_name, what, strerror(errno));
}

/* Setting up the namespace */

static void lo_up(void)
{
	struct ifreq ifr = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = must(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");

	must(ioctl(fd, SIOCSIFFLAGS, &ifr), "lo up");
	close(fd);
}

/* As in linux/ipv6.h, which cannot be included beside netinet/in.h. */
struct lo_address {
	struct in6_addr addr;
	unsigned prefix;
	int ifindex;
};

static void lo_address(const char *text)
{
	struct lo_address a = { .prefix = 128, .ifindex = if_nametoindex("lo") };
	int fd = must(socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");

	inet_pton(AF_INET6, text, &a.addr);
	if (ioctl(fd, SIOCSIFADDR, &a) < 0 && errno != EEXIST)
		die(text);
	close(fd);
}

static int have_ipv6(void)
{
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return 0;
	close(fd);
	return access("/proc/net/if_inet6", F_OK) == 0;
}

/* Addresses */

static socklen_t address(union addr *a, const struct place *p, int port)
{
	memset(a, 0, sizeof *a);
	a->sa.sa_family = p->family;
	if (p->family == AF_INET) {
		inet_pton(AF_INET, p->text, &a->in.sin_addr);
		a->in.sin_port = htons(port);
		return sizeof a->in;
	}
	inet_pton(AF_INET6, p->text, &a->in6.sin6_addr);
	a->in6.sin6_port = htons(port);
	if (IN6_IS_ADDR_LINKLOCAL(&a->in6.sin6_addr))
		a->in6.sin6_scope_id = if_nametoindex("lo");
	return sizeof a->in6;
}

static int port_of(int fd)
{
	union addr a;
	socklen_t len = sizeof a;

	must(getsockname(fd, &a.sa, &len), "getsockname");
	return ntohs(a.sa.sa_family == AF_INET ? a.in.sin_port
					       : a.in6.sin6_port);
}

static int new_socket(int family, int type, int protocol)
{
	return must(socket(family, type | SOCK_CLOEXEC, protocol), "socket");
}

static void bind_to(int fd, const struct place *p, int port)
{
	union addr a;
	socklen_t len = address(&a, p, port);

	int tries = 3000;

	/* the kernel checks a new address of IPv6 in the background */
	while (bind(fd, &a.sa, len) < 0) {
		if (errno != EADDRNOTAVAIL || !tries--)
			die("bind");
		usleep(10000);
	}
}

static void connect_to(int fd, const struct place *p, int port)
{
	union addr a;
	socklen_t len = address(&a, p, port);

	if (connect(fd, &a.sa, len) < 0 && errno != EINPROGRESS)
		die("connect");
}

static void set_int(int fd, int level, int name, int value)
{
	must(setsockopt(fd, level, name, &value, sizeof value), "setsockopt");
}

static void nonblocking(int fd)
{
	must(fcntl(fd, F_SETFL, O_NONBLOCK), "fcntl");
}

/* From now on every packet for this socket is lost. */
static void deafen(int fd)
{
	struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog prog = { 1, &nothing };

	must(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof prog),
	     "SO_ATTACH_FILTER");
}

static void send_bytes(int fd, size_t n)
{
	static const char zeros[4096];

	must(send(fd, zeros, n, 0), "send");
}

/* Writes until the peer's window and our own buffer are full. */
static void fill(int fd)
{
	static const char zeros[65536];

	nonblocking(fd);
	while (write(fd, zeros, sizeof zeros) > 0)
		;
	if (errno != EAGAIN)
		die("write");
}

/* TCP: one function per situation, for a given place */

static int tcp_socket(const struct place *p)
{
	return new_socket(p->family, SOCK_STREAM, 0);
}

static int listener(const struct place *p, int port, int backlog)
{
	int fd = tcp_socket(p);

	set_int(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	bind_to(fd, p, port);
	must(listen(fd, backlog), "listen");
	return fd;
}

static int dial(const struct place *p, int port)
{
	int fd = tcp_socket(p);

	connect_to(fd, p, port);
	return fd;
}

static struct pair connected(const struct place *p)
{
	int l = listener(p, 0, 1);
	struct pair c;

	c.a = dial(p, port_of(l));
	c.b = must(accept4(l, NULL, NULL, SOCK_CLOEXEC), "accept");
	close(l);
	return c;
}

static int tcp_state(int fd)
{
	struct tcp_info info;
	socklen_t len = sizeof info;

	must(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len), "TCP_INFO");
	return info.tcpi_state;
}

/* Waits for the expected state, which lo takes no time for. */
static void settle(int fd, int state)
{
	const struct timespec ms = { .tv_nsec = 1000000 };

	for (int i = 0; i < 30000; i++) {
		if (tcp_state(fd) == state)
			return;
		nanosleep(&ms, NULL);
	}
	fprintf(stderr, "sockets: %s: in state %d, not %d\n", set_name,
		tcp_state(fd), state);
	exit(1);
}

static void tcp_listen(const struct place *p)
{
	listener(p, 0, 5);
}

static void tcp_backlog(const struct place *p)
{
	int port = port_of(listener(p, 0, 5));

	for (int i = 0; i < 3; i++)
		dial(p, port);
}

/* The SYN is answered, the answer is not received: SYN_SENT and SYN_RECV. */
static void tcp_half_open(const struct place *p)
{
	int port = port_of(listener(p, 0, 5));
	int fd = tcp_socket(p);

	deafen(fd);
	nonblocking(fd);
	connect_to(fd, p, port);
	settle(fd, TCP_SYN_SENT);
}

static void tcp_idle(const struct place *p)
{
	settle(connected(p).a, TCP_ESTABLISHED);
}

static void tcp_unread(const struct place *p)
{
	send_bytes(connected(p).a, 1234);
}

static void tcp_unsent(const struct place *p)
{
	fill(connected(p).a);
}

static void tcp_unacknowledged(const struct place *p)
{
	struct pair c = connected(p);

	deafen(c.b);
	send_bytes(c.a, 7);
}

static void tcp_keepalive(const struct place *p)
{
	struct pair c = connected(p);

	set_int(c.a, SOL_SOCKET, SO_KEEPALIVE, 1);
}

static void tcp_fin_wait1(const struct place *p)
{
	struct pair c = connected(p);

	deafen(c.b);
	shutdown(c.a, SHUT_WR);
	settle(c.a, TCP_FIN_WAIT1);
}

/* The same after the program has ended: no inode, no owner. */
static void tcp_fin_wait1_orphan(const struct place *p)
{
	struct pair c = connected(p);

	deafen(c.b);
	close(c.a);
}

static void tcp_fin_wait2(const struct place *p)
{
	struct pair c = connected(p);

	shutdown(c.a, SHUT_WR);
	settle(c.a, TCP_FIN_WAIT2);
	settle(c.b, TCP_CLOSE_WAIT);
}

/* The kernel keeps it as a small TIME_WAIT record, but shows FIN_WAIT2. */
static void tcp_fin_wait2_orphan(const struct place *p)
{
	struct pair c = connected(p);

	close(c.a);
	settle(c.b, TCP_CLOSE_WAIT);
}

static void tcp_closing(const struct place *p)
{
	struct pair c = connected(p);

	deafen(c.b);
	shutdown(c.a, SHUT_WR);
	shutdown(c.b, SHUT_WR);
	settle(c.a, TCP_CLOSING);
}

static void tcp_last_ack(const struct place *p)
{
	struct pair c = connected(p);

	shutdown(c.a, SHUT_WR);
	settle(c.b, TCP_CLOSE_WAIT);
	deafen(c.a);
	shutdown(c.b, SHUT_WR);
	settle(c.b, TCP_LAST_ACK);
}

static void tcp_time_wait(const struct place *p)
{
	struct pair c = connected(p);

	close(c.a);
	settle(c.b, TCP_CLOSE_WAIT);
	close(c.b);
}

static void (*const tcp_situations[])(const struct place *) = {
	tcp_listen, tcp_backlog, tcp_half_open, tcp_idle, tcp_unread,
	tcp_unsent, tcp_unacknowledged, tcp_keepalive,
	tcp_fin_wait1, tcp_fin_wait1_orphan, tcp_fin_wait2,
	tcp_fin_wait2_orphan, tcp_closing, tcp_last_ack, tcp_time_wait,
};

/* UDP, UDP-Lite, raw */

static int bound(const struct place *p, int type, int protocol)
{
	int fd = new_socket(p->family, type, protocol);

	bind_to(fd, p, 0);
	return fd;
}

static void datagrams_at(const struct place *p, int protocol)
{
	int receiver = bound(p, SOCK_DGRAM, protocol);
	int sender = bound(p, SOCK_DGRAM, protocol);

	connect_to(sender, p, port_of(receiver));
	send_bytes(sender, 100);	/* not read: a receive queue */
}

/* A datagram held back by UDP_CORK is the simplest send queue. */
static void corked_at(const struct place *p)
{
	int fd = bound(p, SOCK_DGRAM, IPPROTO_UDP);

	connect_to(fd, p, port_of(bound(p, SOCK_DGRAM, IPPROTO_UDP)));
	set_int(fd, IPPROTO_UDP, UDP_CORK, 1);
	send_bytes(fd, 100);
}

/*
 * Protocols with and without a name in /etc/protocols, and none that our other
 * sockets use: a raw socket gets a copy of every packet, retransmissions too.
 */
static const int raw_protocols[] = { 1, 2, 47, 58, 89, 255, 200 };
#define LAST_RAW (LEN(raw_protocols) - 1)

static void raw_at(const struct place *p)
{
	for (size_t i = 0; i <= LAST_RAW; i++) {
		int fd = bound(p, SOCK_RAW, raw_protocols[i]);

		connect_to(fd, p, 0);
		bound(p, SOCK_RAW, raw_protocols[i]);
		new_socket(p->family, SOCK_RAW, raw_protocols[i]);
		if (i == LAST_RAW)
			send_bytes(fd, 100);
	}
}

/* The sets */

static size_t usable_places;

static void set_tcp(void)
{
	for (size_t i = 0; i < usable_places; i++)
		for (size_t k = 0; k < LEN(tcp_situations); k++)
			tcp_situations[k](&places[i]);
}

static const struct place any[] = {
	{ AF_INET, "0.0.0.0" }, { AF_INET6, "::" },
};

static size_t usable_any(void)
{
	return usable_places > 1 ? 2 : 1;
}

/* Listeners on every address, and a few clients from different hosts. */
static void set_web(void)
{
	static const struct place visitors[] = {
		{ AF_INET, "127.0.0.5" }, { AF_INET, "127.0.0.6" },
		{ AF_INET, "127.0.0.6" }, { AF_INET, "127.0.0.7" },
	};

	for (size_t i = 0; i < usable_any(); i++) {
		int l = tcp_socket(&any[i]);

		if (any[i].family == AF_INET6)
			set_int(l, IPPROTO_IPV6, IPV6_V6ONLY, 1);
		bind_to(l, &any[i], WEB_PORT);
		must(listen(l, 16), "listen");
	}
	for (size_t i = 0; i < LEN(visitors); i++) {
		int fd = tcp_socket(&visitors[i]);

		bind_to(fd, &visitors[i], 0);
		connect_to(fd, &places[0], WEB_PORT);
	}
}

static void set_udp(void)
{
	for (size_t i = 0; i < usable_any(); i++)
		bound(&any[i], SOCK_DGRAM, IPPROTO_UDP);
	for (size_t i = 0; i < usable_places; i++)
		datagrams_at(&places[i], IPPROTO_UDP);
	corked_at(&places[0]);
}

static void set_udplite(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE);

	if (fd < 0) {
		skip("socket");
		return;
	}
	close(fd);
	for (size_t i = 0; i < usable_any(); i++)
		bound(&any[i], SOCK_DGRAM, IPPROTO_UDPLITE);
	for (size_t i = 0; i < usable_places; i++)
		datagrams_at(&places[i], IPPROTO_UDPLITE);
}

/* A raw IPv6 socket cannot have a v4-mapped address. */
static void set_raw(void)
{
	for (size_t i = 0; i < usable_places; i++)
		if (!strstr(places[i].text, "ffff:127"))
			raw_at(&places[i]);
}

/* nobody, a user without a name, and the largest UID, which is -2 if signed. */
static void set_users(void)
{
	static const unsigned users[] = { 65534, 4242424, 4294967294u };

	for (size_t i = 0; i < LEN(users); i++) {
		setfsuid(users[i]);
		if ((unsigned)setfsuid(users[i]) != users[i])
			die("setfsuid");
		listener(&places[0], 0, 5);
		bound(&places[0], SOCK_DGRAM, IPPROTO_UDP);
		bound(&places[usable_places - 1], SOCK_DGRAM, IPPROTO_UDP);
	}
	setfsuid(0);
}

/* Connecting sockets whose peer's port is 0, as if they were listeners. */
static void set_port0(void)
{
	for (size_t i = 0; i < usable_places; i++) {
		int fd = tcp_socket(&places[i]);

		deafen(fd);
		nonblocking(fd);
		connect_to(fd, &places[i], 0);
		settle(fd, TCP_SYN_SENT);
	}
}

/* What sock_diag and /proc may see differently, at ports from 7001 on. */
enum { FULL_BACKLOG = 3 };

static int listen_any(const struct place *p, int port, int v6only)
{
	int fd = tcp_socket(p);

	if (p->family == AF_INET6)
		set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, v6only);
	bind_to(fd, p, port);
	must(listen(fd, 7), "listen");
	return fd;
}

static void set_user(unsigned user)
{
	setfsuid(user);
	if ((unsigned)setfsuid(user) != user)
		die("setfsuid");
}

/* A half-open connection to a listener of another user. */
static void foreign_half_open(const struct place *p, int port)
{
	int fd;

	set_user(4242424);
	listener(p, port, 5);
	set_user(0);
	fd = tcp_socket(p);
	deafen(fd);
	nonblocking(fd);
	connect_to(fd, p, port);
	settle(fd, TCP_SYN_SENT);
}

/* Half open for the listener only: it waits for data. */
static void deferring(const struct place *p, int port)
{
	int l = listener(p, port, 5);

	set_int(l, IPPROTO_TCP, TCP_DEFER_ACCEPT, 60);
	settle(dial(p, port), TCP_ESTABLISHED);
}

/* A connection whose keepalive probes are not answered. */
static int probing(const struct place *p)
{
	struct pair c = connected(p);

	deafen(c.b);
	set_int(c.a, IPPROTO_TCP, TCP_KEEPIDLE, 1);
	set_int(c.a, IPPROTO_TCP, TCP_KEEPINTVL, 600);
	set_int(c.a, SOL_SOCKET, SO_KEEPALIVE, 1);
	return c.a;
}

static void bound_to_lo(int fd)
{
	must(setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3),
	     "SO_BINDTODEVICE");
}

static void set_diag(void)
{
	const struct timespec wait = { .tv_sec = 1, .tv_nsec = 400000000 };
	int fd, busy = -1;

	listen_any(&any[0], 7001, 0);
	for (size_t i = 1; i < usable_any(); i++) {
		listen_any(&any[1], 7002, 0);	/* IPv4 too */
		listen_any(&any[1], 7003, 1);
		listen_any(&places[1], 7004, 0);
		listen_any(&places[2], 7005, 0);
		dial(&places[0], 7002);		/* mapped at the other end */
		bind_to(tcp_socket(&any[1]), &any[1], 7007);
		fd = new_socket(AF_INET6, SOCK_DGRAM, 0);
		set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
		bind_to(fd, &any[1], 7003);
		bind_to(new_socket(AF_INET6, SOCK_DGRAM, 0), &any[1], 7002);
	}
	bind_to(tcp_socket(&any[0]), &any[0], 7006);
	listener(&places[0], 7008, FULL_BACKLOG);
	for (int i = 0; i <= FULL_BACKLOG; i++)
		dial(&places[0], 7008);
	fd = tcp_socket(&places[0]);
	bound_to_lo(fd);
	bind_to(fd, &any[0], 7010);
	must(listen(fd, 5), "listen");
	fd = new_socket(AF_INET, SOCK_DGRAM, 0);
	bound_to_lo(fd);
	bind_to(fd, &any[0], 7010);
	for (size_t i = 0; i < usable_any(); i++) {
		foreign_half_open(&places[i], 7011 + i);
		deferring(&places[i], 7013 + i);
		probing(&places[i]);
		busy = probing(&places[i]);
	}
	nanosleep(&wait, NULL);
	send_bytes(busy, 7);	/* after a probe */
}

static void set_mptcp(void)
{
	enum { MPTCP = 262 };
	int fd = socket(AF_INET, SOCK_STREAM, MPTCP);

	if (fd < 0) {
		skip("socket");
		return;
	}
	bind_to(fd, &places[0], 7001);
	must(listen(fd, 5), "listen");
	connect_to(new_socket(AF_INET, SOCK_STREAM, MPTCP), &places[0], 7001);
	must(accept(fd, NULL, NULL), "accept");
}

/* Unix sockets.  A name is LEN bytes, one that starts with NUL is abstract. */

struct name {
	const char *bytes;
	socklen_t len;
};
#define NAME(s) { s, sizeof s - 1 }

static socklen_t unix_address(union addr *a, const struct name *n)
{
	memset(a, 0, sizeof *a);
	a->un.sun_family = AF_UNIX;
	memcpy(a->un.sun_path, n->bytes, n->len);
	return offsetof(struct sockaddr_un, sun_path) + n->len;
}

static int unix_bound(int type, const struct name *n)
{
	int fd = new_socket(AF_UNIX, type, 0);
	union addr a;
	socklen_t len = unix_address(&a, n);

	must(bind(fd, &a.sa, len), n->bytes[0] ? n->bytes : "abstract name");
	return fd;
}

static int unix_listener(int type, const struct name *n)
{
	int fd = unix_bound(type, n);

	must(listen(fd, 5), "listen");
	return fd;
}

static int unix_dial(int type, const struct name *n)
{
	int fd = new_socket(AF_UNIX, type, 0);
	union addr a;
	socklen_t len = unix_address(&a, n);

	must(connect(fd, &a.sa, len), "connect");
	return fd;
}

/* A listener with an accepted, a waiting and a closed connection. */
static void unix_server(int type, const struct name *n)
{
	int l = unix_listener(type, n);

	unix_dial(type, n);
	must(accept4(l, NULL, NULL, SOCK_CLOEXEC), "accept");
	unix_dial(type, n);
	close(unix_dial(type, n));
}

static void unix_pair(int type)
{
	int fd[2];

	must(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fd), "socketpair");
}

/* sun_path full to its last byte: no NUL ends it. */
#define LONG_NAME "longest.socket.path.that.fits.aaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* Relative names, in the directory that enter_directory() makes. */
static const struct name unix_paths[] = {
	NAME("stream.path"), NAME("./seq.path"), NAME("dgram.path"),
	NAME(LONG_NAME), NAME("\0abstract"), NAME("\0a\0b\0"), NAME("\0"),
	NAME("caf\303\251"),
};

static void set_unix(void)
{
	const struct name autobind = { "", 0 };

	unix_server(SOCK_STREAM, &unix_paths[0]);
	unix_server(SOCK_SEQPACKET, &unix_paths[1]);
	unix_bound(SOCK_DGRAM, &unix_paths[2]);
	unix_dial(SOCK_DGRAM, &unix_paths[2]);
	unix_bound(SOCK_STREAM, &unix_paths[3]);
	unix_server(SOCK_STREAM, &unix_paths[4]);
	for (size_t i = 5; i < LEN(unix_paths); i++)
		unix_bound(SOCK_DGRAM, &unix_paths[i]);
	unix_bound(SOCK_DGRAM, &autobind);
	unix_pair(SOCK_STREAM);
	unix_pair(SOCK_DGRAM);
	unix_pair(SOCK_SEQPACKET);
	new_socket(AF_UNIX, SOCK_STREAM, 0);
}

/*
 * Names that could confuse a reader or a terminal: blanks, control bytes, C1 in
 * UTF-8, a stray byte, a line break.
 */
static const struct name odd_names[] = {
	NAME("two  blanks in.path "), NAME("\0 leading blank"),
	NAME("\0tab\there"), NAME("\0esc\033[31mred"), NAME("\0del\177"),
	NAME("\0c1\302\233"), NAME("\0stray\377"), NAME("\0cut\342\202"),
	NAME("\0ok\342\202\254"), NAME("\0first\nsecond"),
	NAME("\0after the line break"),
};

static void set_odd_unix(void)
{
	for (size_t i = 0; i < LEN(odd_names); i++)
		unix_listener(SOCK_STREAM, &odd_names[i]);
}

/* A name that looks as if a row of the socket INODE followed it. */
static struct name forgery(char *d, size_t size, const char *what,
	unsigned long inode)
{
	int n = snprintf(d, size, "%c%s %d\n0000000000000000: 00000002 "
		"00000000 00010000 0001 01 %lu @forged", 0, what, inode != 0,
		inode);

	return (struct name){ d, n };
}

static unsigned long inode_of(int fd)
{
	struct stat st;

	must(fstat(fd, &st), "fstat");
	return st.st_ino;
}

static const struct name lines_names[] = {
	NAME("path\nof two"), NAME("path ends\n"), NAME("\0ends\n"),
	NAME("\0\n\n\nthree"), NAME("\0empty\n\nline"), NAME("\0\n"),
	NAME("\0first\nsecond\nthird"), NAME("\0first"),
};

/* Listeners with connections, and datagram sockets. */
static void set_lines(void)
{
	unsigned long real;
	char name[108];
	struct name n = NAME("\0genuine");

	real = inode_of(unix_listener(SOCK_STREAM, &n));
	for (size_t i = 0; i < LEN(lines_names); i++)
		unix_server(SOCK_STREAM, &lines_names[i]);
	for (int i = 0; i < 2; i++) {
		n = forgery(name, sizeof name, "stream", i ? real : 0);
		unix_server(SOCK_STREAM, &n);
		n = forgery(name, sizeof name, "dgram", i ? real : 0);
		unix_bound(SOCK_DGRAM, &n);
	}
	/* one name, which ends with a line break, begins the other */
	n = forgery(name, sizeof name, "cheat", 0);
	unix_server(SOCK_STREAM, &n);
	n.len = strchr(name + 1, '\n') + 1 - name;
	unix_server(SOCK_STREAM, &n);
	n = (struct name)NAME("\0last");
	unix_bound(SOCK_DGRAM, &n);
}

static const struct set {
	const char *name;
	void (*make)(void);
	const char *help;
} sets[] = {
	{ "tcp", set_tcp, "every TCP state, timer and queue, v4 and v6" },
	{ "web", set_web, "servers on port 80 with clients" },
	{ "udp", set_udp, "bound, connected, with queues" },
	{ "udplite", set_udplite, "the same over UDP-Lite" },
	{ "raw", set_raw, "several protocols, bound and connected" },
	{ "users", set_users, "sockets of other users" },
	{ "port0", set_port0, "TCP towards port 0, which is no listener" },
	{ "diag", set_diag, "what sock_diag may see differently, from port 7001" },
	{ "mptcp", set_mptcp, "a listener and a connection at port 7001" },
	{ "unix", set_unix, "all types, paths, abstract names, pairs" },
	{ "lines", set_lines, "unix names with line breaks, some like rows" },
	{ "odd-unix", set_odd_unix, "names with blanks and strange bytes" },
};

static void usage(void)
{
	fprintf(stderr, "usage: sockets [-n] [-t SECONDS] SET...\n");
	for (size_t i = 0; i < LEN(sets); i++)
		fprintf(stderr, "  %-9s %s\n", sets[i].name, sets[i].help);
	exit(2);
}

static const struct set *find_set(const char *name)
{
	for (size_t i = 0; i < LEN(sets); i++)
		if (!strcmp(sets[i].name, name))
			return &sets[i];
	fprintf(stderr, "sockets: no set %s\n", name);
	usage();
	return NULL;
}

/* Unix paths are in a directory of our own, which is removed at the end. */
static char directory[] = "sockets.XXXXXX";

static void enter_directory(void)
{
	if (!mkdtemp(directory))
		die(directory);
	must(chdir(directory), directory);
}

static void remove_names(const struct name *n, size_t count)
{
	char path[sizeof((struct sockaddr_un *)0)->sun_path + 1];

	for (; count--; n++) {
		memcpy(path, n->bytes, n->len);
		path[n->len] = 0;
		unlink(path);
	}
}

static void leave_directory(void)
{
	remove_names(unix_paths, LEN(unix_paths));
	remove_names(odd_names, LEN(odd_names));
	remove_names(lines_names, LEN(lines_names));
	if (chdir("..") == 0)
		rmdir(directory);
}

/* Time is up, or SIGTERM. */
static void on_signal(int sig)
{
	leave_directory();
	_exit(128 + sig);
}

static void wait_for_end(void)
{
	char byte;

	while (read(0, &byte, 1) > 0)
		;
}

/* Half-open connections and those without a program, which else end after a
 * minute or two, stay as long as we do. */
static void be_patient(void)
{
	static const char *const files[] = {
		"tcp_synack_retries", "tcp_syn_retries", "tcp_orphan_retries",
	};
	char path[80];
	int fd;

	for (size_t i = 0; i < LEN(files); i++) {
		snprintf(path, sizeof path, "/proc/sys/net/ipv4/%s", files[i]);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		if (fd < 0)
			continue;
		if (write(fd, "30\n", 3) != 3)
			perror(path);
		close(fd);
	}
}

static void prepare(int new_namespace, int seconds)
{
	signal(SIGALRM, on_signal);
	signal(SIGTERM, on_signal);
	signal(SIGPIPE, SIG_IGN);
	alarm(seconds);
	enter_directory();
	atexit(leave_directory);
	if (new_namespace) {
		must(unshare(CLONE_NEWNET), "unshare");
		be_patient();
	}
	lo_up();
	usable_places = have_ipv6() ? LEN(places) : 1;
	for (size_t i = 3; i < usable_places; i++)
		lo_address(places[i].text);
}

int main(int argc, char **argv)
{
	int opt, new_namespace = 0, seconds = 120;

	while ((opt = getopt(argc, argv, "nt:")) != -1)
		if (opt == 'n')
			new_namespace = 1;
		else if (opt == 't')
			seconds = atoi(optarg);
		else
			usage();
	if (optind == argc)
		usage();
	for (int i = optind; i < argc; i++)
		find_set(argv[i]);

	set_name = "start";
	prepare(new_namespace, seconds);
	for (int i = optind; i < argc; i++) {
		set_name = argv[i];
		find_set(set_name)->make();
	}
	puts("ready");
	fflush(stdout);
	wait_for_end();
	return 0;
}
