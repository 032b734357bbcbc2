/* dns.c: the name of an address from the name servers of /etc/resolv.conf, a
 * question of type PTR (RFC 1035) over UDP.
 *
 * Not getnameinfo() or res_query() of the C library. They cannot be
 * interrupted, so they would need a child process that is killed when time is
 * up. musl's waits for the whole time-out even if a server refuses or is not
 * there. And they cost 35 and 16 KiB. As in musl all servers are asked at once,
 * and the first answer is used.
 *
 * The total waiting time of a report is bounded: each wait for an answer
 * reduces the time left, as measured by the clock. A program that is often
 * stopped and continued could keep resetting a timer, which then never fires.
 *
 * The name servers are asked from the network namespace in which the program
 * was started. In another one, the name servers may belong to the party that is
 * being looked at.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lookup/lookup.h"

enum {
	DNS_SECONDS = 5,		/* the default of C libraries */
	DNS_AGAIN = 1000,		/* ms until a question is repeated */
	DNS_MS = 1000000,		/* in ns */
	DNS_PORT = 53,
	DNS_HEADER = 12,
	DNS_QUESTION = DNS_HEADER + 74 + 4,
	DNS_ANSWER = 1500,
	DNS_PTR = 12, DNS_IN = 1,
};

/* Why a question gave no name. */
enum { DNS_LATE = -1, DNS_NOBODY = -2 };

struct resolver {
	bool open, off;
	unsigned servers;
	uint64_t round;			/* the report that LEFT is for */
	uint64_t seconds;		/* time-out of resolv.conf */
	uint64_t left;			/* waiting time left, in ns */
	struct pollfd fd[DNS_SERVERS];
};

BUFFER(struct resolver, dns);

void dns_reset(void)
{
	while (dns.servers)
		close(dns.fd[--dns.servers].fd);
	memset(&dns, 0, sizeof dns);
	ours_reset();
}

/* -- the servers ---------------------------------------------------------- */

/* fe80::1%eth0: the index of the interface */
static uint32_t dns_scope(int fd, const char *text)
{
	struct ifreq r = { .ifr_ifindex = 0 };
	uint64_t number;

	if (scan_dec(text, &number))
		return number;
	for (size_t i = 0; text[i] && i < IFNAMSIZ - 1; i++)
		r.ifr_name[i] = text[i];
	return ioctl(fd, SIOCGIFINDEX, &r) ? 0 : r.ifr_ifindex;
}

/* A connected socket receives answers of its server only, and an error if there
 * is no server. */
static void dns_server(const char *text)
{
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} to = { .in = { .sin_port = htons(DNS_PORT) } };
	struct addr a;
	int fd;

	text = scan_ip(text, &a);
	if (dns.servers == DNS_SERVERS || !text || (*text && *text != '%'))
		return;
	to.sa.sa_family = a.v6 ? AF_INET6 : AF_INET;
	if (a.v6)
		memcpy(&to.in6.sin6_addr, a.byte, 16);
	else
		memcpy(&to.in.sin_addr, a.byte, 4);
	fd = ours_socket(to.sa.sa_family, SOCK_DGRAM | SOCK_NONBLOCK);
	if (fd < 0)
		return;
	if (a.v6 && *text)
		to.in6.sin6_scope_id = dns_scope(fd, text + 1);
	if (connect(fd, &to.sa, sizeof to)) {
		close(fd);
		return;
	}
	dns.fd[dns.servers++] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

/* nameserver 192.0.2.1
 * options timeout:2 */
static bool dns_line(char *s)
{
	const char *value = scan_text(s, "nameserver");
	char *end;

	if (value && value != scan_blanks(value)) {
		end = (char *)scan_word(value);
		if (!end)
			return false;
		*end = '\0';
		dns_server(scan_blanks(value));
		return true;
	}
	value = scan_text(s, "options");
	for (; value; value = scan_word(value))
		scan_dec(scan_text(scan_blanks(value), "timeout:"),
			&dns.seconds);
	return false;
}

void dns_open(void)
{
	static const char file[] = "/etc/resolv.conf";
	struct lines l;
	bool found = false;
	int error;
	char *s;

	if (dns.open)
		return;
	dns.open = true;
	dns.seconds = DNS_SECONDS;
	dns.round = -1;
	error = lines_open(&l, AT_FDCWD, file);
	if (!error) {
		while ((s = lines_next(&l)))
			found |= dns_line(s);
		error = l.error;
		lines_close(&l);
	}
	/* no default server after a read error */
	if (!warn_unread(file, error) && !found)
		dns_server("127.0.0.1");
}

/* A report starts with its waiting time. Returns false if that is 0. */
static bool dns_ready(const struct request *q)
{
	uint64_t ms;

	dns_open();
	if (dns.round == run.round)
		return true;
	dns.round = run.round;
	ms = has(q, RESOLVE_TIMEOUT) ? q->patience :
		(dns.seconds < 60 ? dns.seconds : 60) * 1000;
	dns.left = ms * DNS_MS;
	dns.off = !ms;
	return ms;
}

/* -- a question ----------------------------------------------------------- */

static uint8_t *dns_text(uint8_t *d, const char *text)
{
	while (*text)
		*d++ = *text++;
	return d;
}

/* Writes 4.3.2.1.in-addr.arpa, or 32 digits and ip6.arpa. Returns the end. */
static uint8_t *dns_question(uint8_t *m, const struct addr *a)
{
	bool mapped = addr_is_mapped(a);
	const uint8_t *byte = a->byte + 12 * mapped;
	uint8_t *d = m + DNS_HEADER, *label;
	uint16_t id;

	memset(m, 0, DNS_QUESTION);
	/* the ID; early in the boot there are no random numbers */
	if (getrandom(m, sizeof id, GRND_NONBLOCK) != sizeof id) {
		id = clock_ns();
		memcpy(m, &id, sizeof id);
	}
	m[2] = 1;		/* recursion desired */
	m[5] = 1;		/* one question */
	if (a->v6 && !mapped) {
		for (int i = 31; i >= 0; i--) {
			*d++ = 1;
			fmt_hex((char *)d++,
				byte[i / 2] >> (i & 1 ? 0 : 4) & 15, 1);
		}
		d = dns_text(d, "\3ip6");
	} else {
		for (int i = 3; i >= 0; i--) {
			label = d;
			d = (uint8_t *)fmt_dec((char *)d + 1, byte[i]);
			*label = d - label - 1;
		}
		d = dns_text(d, "\7in-addr");
	}
	d = dns_text(d, "\4arpa") + 1;
	d[1] = DNS_PTR;
	d[3] = DNS_IN;
	return d + 4;
}

/* -- its answer ----------------------------------------------------------- */

static bool is_host_byte(uint8_t c)
{
	return (unsigned)(c | 0x20) - 'a' < 26 || (unsigned)c - '0' < 10 ||
		c == '-' || c == '_';
}

/* The name at AT of the message M, which may continue at an earlier offset.
 * Returns its length. 0: it is malformed, or has a byte that host names cannot
 * have, which could look like another column. */
static size_t dns_expand(const uint8_t *m, size_t size, size_t at, char *name)
{
	size_t n = 0, start = at;
	unsigned len;

	while (at < size && (len = m[at])) {
		if (len >= 0xc0) {
			/* only backwards, so the loop ends */
			if (at + 1 >= size ||
			    (at = (len & 0x3f) << 8 | m[at + 1]) >= start)
				return 0;
			start = at;
			continue;
		}
		if (len > 63 || len >= size - at || n + len >= NAME_LONGEST)
			return 0;
		for (at++; len--; at++) {
			if (!is_host_byte(m[at]))
				return 0;
			name[n++] = m[at];
		}
		name[n++] = '.';
	}
	return at < size && n && *name != '-' ? n - 1 : 0;
}

/* The end of the name at AT. */
static size_t dns_skip(const uint8_t *m, size_t size, size_t at)
{
	while (at < size && m[at] && m[at] < 0xc0)
		at += 1 + m[at];
	return at + (at < size && m[at] ? 2 : 1);
}

static unsigned dns_short(const uint8_t *m)
{
	return m[0] << 8 | m[1];
}

/* The name in the first PTR record, whatever its owner: a CNAME may have led to
 * another zone. Returns its length. */
static size_t dns_answer(const uint8_t *m, size_t size, size_t at, char *name)
{
	unsigned records = dns_short(m + 6), len;

	for (; records; records--, at += 10 + len) {
		at = dns_skip(m, size, at);
		if (at + 10 > size)
			return 0;
		len = dns_short(m + at + 8);
		if (at + 10 + len > size)
			return 0;
		if (dns_short(m + at) == DNS_PTR &&
		    dns_short(m + at + 2) == DNS_IN)
			return dns_expand(m, size, at + 10, name);
	}
	return 0;
}

/* What a server sent. */
enum dns_reply {
	DNS_OTHER,		/* nothing, or another message */
	DNS_KNOWS,		/* a name, or that there is none */
	DNS_REFUSES,
	DNS_GONE,
};

static enum dns_reply dns_send(int fd, const uint8_t *question, size_t n)
{
	return send(fd, question, n, 0) >= 0 || errno == EAGAIN ? DNS_OTHER :
		DNS_GONE;
}

static enum dns_reply dns_receive(int fd, const uint8_t *question, size_t n,
	char *name, size_t *len)
{
	uint8_t m[DNS_ANSWER];
	ssize_t size = recv(fd, m, sizeof m, 0);

	if (size < 0)
		return errno == EAGAIN || errno == EINTR ? DNS_OTHER : DNS_GONE;
	if (size < DNS_HEADER || memcmp(m, question, 2) || !(m[2] & 0x80))
		return DNS_OTHER;
	/* 0: no error; 3: no such name */
	if ((m[3] & 15) != 0 && (m[3] & 15) != 3)
		return DNS_REFUSES;
	/* a server repeats the question in its answer */
	if ((size_t)size < n ||
	    memcmp(m + DNS_HEADER, question + DNS_HEADER, n - DNS_HEADER))
		return DNS_OTHER;
	*len = m[3] & 15 ? 0 : dns_answer(m, size, n, name);
	return DNS_KNOWS;
}

/* Asks all servers until one knows, all refuse, or the clock reaches TIME.
 * Returns 0, or why there is no answer. */
static int dns_ask(const uint8_t *question, size_t n, uint64_t time, char *name,
	size_t *len)
{
	struct pollfd fd[DNS_SERVERS], *end = fd + dns.servers, *s;
	unsigned there = dns.servers;
	int ready = 0, why = DNS_NOBODY;
	enum dns_reply r;
	uint64_t now, wait;

	memcpy(fd, dns.fd, sizeof fd);
	for (;;) {
		for (s = fd; s < end; s++) {
			if (s->fd < 0 || (ready && !s->revents))
				continue;
			r = ready ? dns_receive(s->fd, question, n, name, len) :
				dns_send(s->fd, question, n);
			if (r == DNS_KNOWS)
				return 0;
			if (r == DNS_REFUSES)
				why = 0;
			if (r != DNS_OTHER) {
				s->fd = -1;
				there--;
			}
		}
		if (!there)
			return why;
		now = clock_ns();
		wait = now < time ? (time - now + DNS_MS - 1) / DNS_MS : 0;
		/* repeat the question after silence; other packets do not
		 * matter */
		ready = wait ? poll(fd, end - fd,
			wait < DNS_AGAIN ? wait : DNS_AGAIN) : 0;
		if (!ready && wait <= DNS_AGAIN)
			return DNS_LATE;
	}
}

bool dns_name(const struct request *q, const struct addr *a, char *name,
	size_t *len)
{
	uint8_t question[DNS_QUESTION];
	uint64_t start, spent;
	int why = DNS_LATE;
	size_t n;

	*len = 0;
	if (dns.off || !dns_ready(q))
		return false;
	/* print the finished rows before the wait */
	out_flush();
	n = dns_question(question, a) - question;
	start = clock_ns();
	if (dns.left)
		why = dns_ask(question, n, start + dns.left, name, len);
	spent = clock_ns() - start;
	dns.left -= spent < dns.left ? spent : dns.left;
	if (!why)
		return true;
	dns.off = true;
	warn("DNS", why == DNS_LATE ?
		"no answer in time, hosts are numbers from here on" :
		"no server, hosts are numbers from here on");
	return false;
}
