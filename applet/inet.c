/* inet.c: tcp, udp, udplite and raw sockets, IPv4 and IPv6, from the tables
 * of /proc/net. They share one line format:
 *
 *   sl: local:port remote:port st tx:rx tr:when retrnsmt uid timeout inode ...
 *
 * (net/ipv4/tcp_ipv4.c, udp.c, raw.c and their twins in net/ipv6).
 */
#include <sys/vfs.h>

#include "netstat.h"

struct sock {
	struct addr local, peer;
	unsigned lport, pport;
	unsigned state;
	uint64_t txq, rxq;	/* bytes; of a tcp listener rxq is its backlog */
	unsigned timer;		/* which one runs */
	uint64_t when;		/* until it fires, in 1/100 s */
	uint64_t retransmits;
	int32_t uid;
	int32_t timeout;	/* unanswered probes */
	uint64_t inode;
};

struct protocol {
	const char *name;	/* in the first column; tcp6 for IPv6 */
	const char *file;	/* below net/; tcp6 for IPv6 */
	const char *label;	/* in messages, as net-tools words it */
	bool (*wanted)(const struct request *q, const struct sock *k);
	void (*print_state)(unsigned state);
	const char *timers[5];
};

/* One file of a protocol. */
struct table {
	const struct protocol *protocol;
	char name[8];
	bool sorted;		/* listeners come first */
};

const char *const tcp_states[12] = {
	"", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",
	"TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING",
};

/* fstatfs() of procfs, from linux/magic.h */
enum { PROC_SUPER_MAGIC = 0x9fa0 };

enum { ESTABLISHED = 1, SYN_RECV = 3, CLOSE = 7, LISTEN = 10 };

static bool sock_scan(const char *s, struct sock *k)
{
	uint64_t slot, lport, pport, state, timer;
	int64_t uid = 0, timeout = 0;

	s = scan_char(scan_dec(s, &slot), ':');
	s = scan_hex(scan_char(scan_addr(s, &k->local), ':'), &lport);
	s = scan_hex(scan_char(scan_addr(s, &k->peer), ':'), &pport);
	s = scan_hex(s, &state);
	s = scan_hex(scan_char(scan_hex(s, &k->txq), ':'), &k->rxq);
	s = scan_hex(scan_char(scan_hex(s, &timer), ':'), &k->when);
	s = scan_hex(s, &k->retransmits);
	if (!s || lport > 0xffff || pport > 0xffff || state > 0xffffffff ||
	    timer > 0xffffffff || k->local.v6 != k->peer.v6)
		return false;
	k->lport = lport;
	k->pport = pport;
	k->state = state;
	k->timer = timer;
	/* a kernel may end its line early */
	k->inode = 0;
	s = scan_dec(scan_int(scan_int(s, &uid), &timeout), &k->inode);
	k->uid = uid;
	k->timeout = timeout;
	return true;
}

/* net-tools tells tcp listeners by the remote port, the others by the remote
 * address, whatever the state says. */
static bool selected(const struct request *q, bool connected)
{
	return has(q, ALL) || connected != has(q, LISTENING);
}

static bool tcp_wanted(const struct request *q, const struct sock *k)
{
	return selected(q, k->pport);
}

static bool peer_wanted(const struct request *q, const struct sock *k)
{
	return selected(q, !addr_is_any(&k->peer));
}

static void tcp_state(unsigned state)
{
	out_left(state < COUNT(tcp_states) ? tcp_states[state] : "UNKNOWN", 11);
}

static void udp_state(unsigned state)
{
	out_left(state == ESTABLISHED ? "ESTABLISHED" :
		state == CLOSE ? "" : "UNKNOWN", 11);
}

static void raw_state(unsigned state)
{
	out_int((int32_t)state, -11);
}

/* ADDRESS:PORT in 23 columns. Without -W a text longer than that loses the
 * end of its address, so that the port stays whole. */
static void print_end(const struct request *q, const struct addr *a,
	unsigned port)
{
	char text[ADDR_TEXT + 1 + DEC_TEXT], number[DEC_TEXT];
	size_t alen = fmt_addr(text, a) - text, plen = 1;

	if (a->v6 && !has(q, NUMERIC_HOSTS) && addr_is_any(a)) {
		memcpy(text, "[::]", 4);
		alen = 4;
	}
	number[0] = '*';
	if (port)
		plen = fmt_dec(number, port) - number;
	if (!has(q, WIDE) && alen + plen > 22)
		alen = 22 - plen;
	text[alen] = ':';
	memcpy(text + alen + 1, number, plen);
	alen += 1 + plen;

	size_t at = out_at();
	out_mem(text, alen);
	out_fill(at, 23);
}

/* Which timer runs, then (seconds/retransmits/unanswered probes). */
static void print_timer(const struct table *t, const struct sock *k)
{
	const struct protocol *p = t->protocol;
	const char *word = k->timer < COUNT(p->timers) ?
		p->timers[k->timer] : NULL;
	uint64_t when = k->timer ? k->when : 0;

	out_str(word ? word : "unkn-");
	if (!word)
		out_int((int32_t)k->timer, 0);
	out_str(" (");
	out_dec(when / 100, 0);
	out_char('.');
	out_char('0' + when / 10 % 10);
	out_char('0' + when % 10);
	out_char('/');
	/* the others have none; what udp prints there is something else */
	out_dec(p->wanted == tcp_wanted ? k->retransmits : 0, 0);
	out_char('/');
	out_int(k->timeout, 0);
	out_char(')');
}

static void sock_print(const struct request *q, const struct table *t,
	const struct sock *k)
{
	out_left(t->name, 5);
	out_char(' ');
	out_dec(k->rxq, 6);
	out_char(' ');
	out_dec(k->txq, 6);
	out_char(' ');
	print_end(q, &k->local, k->lport);
	out_char(' ');
	print_end(q, &k->peer, k->pport);
	out_char(' ');
	t->protocol->print_state(k->state);
	show_tail(q, k->uid, k->inode);
	if (has(q, TIMERS)) {
		out_char(' ');
		print_timer(t, k);
	}
	out_char('\n');
}

static enum row sock_row(const struct request *q, const void *table,
	struct lines *l, const char *line)
{
	const struct table *t = table;
	struct sock k;

	(void)l;
	if (!sock_scan(line, &k))
		return ROW_BAD;
	if (t->protocol->wanted(q, &k))
		sock_print(q, t, &k);
	else if (t->sorted && k.state != LISTEN && k.state != SYN_RECV)
		return ROW_LAST;
	return ROW_OK;
}

static const struct protocol tcp = {
	"tcp", "tcp", "AF INET (tcp)", tcp_wanted, tcp_state,
	{ "off", "on", "keepalive", "timewait", "probe" }
};

static const struct protocol udp = {
	"udp", "udp", "AF INET (udp)", peer_wanted, udp_state,
	{ "off", "on1", "on2" }
};

static const struct protocol udplite = {
	"udpl", "udplite", "AF INET (udplite)", peer_wanted, udp_state,
	{ "off", "on1", "on2" }
};

static const struct protocol raw = {
	"raw", "raw", "AF INET (raw)", peer_wanted, raw_state,
	{ "off", "on1", "on2" }
};

/* Whether the tcp tables can be left at the first row that is neither LISTEN
 * nor SYN_RECV. The kernel walks its listeners first (old ones with their
 * half-open connections after each), then the table of all others. Only the
 * kernel's own file has that order; a saved one is read to its end. */
static bool listeners_first(const struct request *q, unsigned opt)
{
	struct statfs fs;

	return opt == OPT_TCP && has(q, LISTENING) && !has(q, ALL) &&
		!fstatfs(q->root, &fs) && fs.f_type == PROC_SUPER_MAGIC;
}

void inet_show(struct request *q, unsigned opt)
{
	const struct protocol *p = opt == OPT_TCP ? &tcp :
		opt == OPT_UDP ? &udp : opt == OPT_RAW ? &raw : &udplite;
	struct table t = { .protocol = p, .sorted = listeners_first(q, opt) };
	char file[16] = "net/";
	int error;

	strcpy(t.name, p->name);
	strcat(file, p->file);
	if (!q->asked || q->families & FAM(INET)) {
		error = table_read(q, file, 1, sock_row, &t);
		if (error)
			table_missing(q, error, file, p->label);
	}
	if (CFG(IPV6) && (!q->asked || q->families & FAM(INET6))) {
		/* without IPv6 in the kernel there is nothing to miss */
		strcat(t.name, "6");
		strcat(file, "6");
		table_read(q, file, 1, sock_row, &t);
	}
}
