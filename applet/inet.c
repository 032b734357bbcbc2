/* inet.c: tcp, udp, udplite, raw and icmp sockets, IPv4 and IPv6, from the
 * tables of /proc/net. They share one line format:
 *
 *   sl: local:port remote:port st tx:rx tr:when retrnsmt uid timeout inode ...
 *
 * (net/ipv4/tcp_ipv4.c, udp.c, raw.c and their twins in net/ipv6).
 */
#include "netstat.h"

struct protocol {
	unsigned char opt;
	const char *name[2];	/* in the first column: of IPv4, of IPv6 */
	const char *file[2];
	const char *label;	/* in messages, as net-tools words it */
	const char *timers[5];
	unsigned char ports;	/* enum name_kind */
};

/* One file of a protocol. */
struct table {
	const struct protocol *protocol;
	const char *name;
	/* Listeners only, and Linux walks them first (an old one with their
	 * half-open connections after each), then all others: the first row
	 * that is neither ends the table. */
	bool sorted;
};

const char *const tcp_states[12] = {
	"", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",
	"TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING",
};

/* a row of the kernel is 150 or 180 bytes */
enum { LONGEST = 256 };

enum { ESTABLISHED = 1, SYN_RECV = 3, CLOSE = 7, LISTEN = 10 };

/* A number of 32 bits into 64, which keep their -1 if there is none. */
static const char *scan_counter(const char *s, int64_t *value)
{
	uint32_t v;

	s = scan_u32(s, &v);
	if (s)
		*value = v;
	return s;
}

/* What follows the inode: its users, a pointer, and then of tcp
 *
 *   rto ato quick<<1|pingpong cwnd ssthresh
 *
 * unless it is no full socket, of the others what they dropped. */
static void scan_counters(const char *s, unsigned opt, struct sock *k)
{
	int64_t *c = k->counter, unused;

	memset(c, -1, sizeof k->counter);
	s = scan_word(scan_int(s, &unused));
	if (opt != OPT_TCP) {
		scan_counter(s, &c[SOCK_DROPS]);
		return;
	}
	c[SOCK_RETRANSMITS] = k->retransmits;
	/* of a listener the numbers there mean something else */
	if (k->state == LISTEN)
		return;
	s = scan_int(scan_int(scan_int(s, &c[SOCK_RTO]), &unused), &unused);
	/* this one has a sign: none yet is -1 */
	if (scan_counter(scan_counter(s, &c[SOCK_CWND]), &c[SOCK_SSTHRESH]) &&
	    c[SOCK_SSTHRESH] > INT32_MAX)
		c[SOCK_SSTHRESH] = -1;
	/* the kernel has 1/100 s */
	if (__builtin_mul_overflow(c[SOCK_RTO], 10, &c[SOCK_RTO]))
		c[SOCK_RTO] = -1;
}

static bool sock_scan(const char *s, const struct request *q, unsigned opt,
	struct sock *k, uint64_t *slot)
{
	uint64_t lport, pport, state, timer;
	const char *uid, *timeout, *end;

	s = scan_char(scan_dec(s, slot), ':');
	s = scan_hex(scan_char(scan_addr(s, &k->local), ':'), &lport);
	s = scan_hex(scan_char(scan_addr(s, &k->peer), ':'), &pport);
	s = scan_hex(s, &state);
	s = scan_word32(scan_char(scan_word32(s, &k->txq), ':'), &k->rxq);
	s = scan_word32(scan_char(scan_hex(s, &timer), ':'), &k->when);
	s = scan_word32(s, &k->retransmits);
	if (!s || lport > 0xffff || pport > 0xffff || state > 0xffffffff ||
	    timer > 0xffffffff || k->local.v6 != k->peer.v6)
		return false;
	k->lport = lport;
	k->pport = pport;
	k->state = state;
	k->timer = timer;
	/* a kernel may end its line early */
	k->uid = k->timeout = k->inode = 0;
	uid = scan_u32(s, &k->uid);
	timeout = scan_u32(uid, &k->timeout);
	end = scan_end(scan_dec(timeout, &k->inode));
	k->has_user = uid;
	k->no_inode = !end;
	if (!end && *scan_blanks(timeout ? timeout : uid ? uid : s))
		return false;
	if ((CFG(COUNTERS) || CFG(HEALTH_MORE)) && q->counters)
		scan_counters(end, opt, k);
	return true;
}

/* net-tools tells tcp listeners by the remote port, the others by the remote
 * address, whatever the state says. */
static bool sock_wanted(const struct request *q, unsigned opt,
	const struct sock *k)
{
	bool connected = opt == OPT_TCP ? k->pport != 0 : !addr_is_any(&k->peer);

	return has(q, ALL) || connected != has(q, LISTENING);
}

/* udp has but two of tcp's states: connected and not. */
static const char *sock_state(unsigned opt, unsigned state)
{
	if (opt == OPT_TCP ? state < COUNT(tcp_states) : state == ESTABLISHED)
		return tcp_states[state];
	return opt != OPT_TCP && state == CLOSE ? "" : "UNKNOWN";
}

static char *fmt_state(char *d, unsigned opt, unsigned state)
{
	/* of raw sockets net-tools shows the number, and a signed one */
	if (CFG(RAW) && opt == OPT_RAW)
		return fmt_int(d, (int32_t)state, -11);
	return fmt_left(d, sock_state(opt, state), 11);
}

/* ADDRESS:PORT in 23 columns and a blank. Without -W a text longer than that
 * loses the end of its address, so that the port stays whole. */
static char *fmt_end(char *d, const struct request *q, const struct addr *a,
	unsigned port)
{
	char *start = d;
	size_t n = port ? digits(port) : 1;

	if (a->v6 && !has(q, NUMERIC_HOSTS) && addr_is_any(a))
		d = fmt_left(d, "[::]", 0);
	else
		d = fmt_addr(d, a);
	if (!has(q, WIDE) && d - start + n > 22)
		d = start + 22 - n;
	*d++ = ':';
	if (port)
		d = fmt_dec(d, port);
	else
		*d++ = '*';
	d = fmt_fill(d, start + 23);
	*d++ = ' ';
	return d;
}

static void sock_counters(const struct sock *k)
{
	for (int i = 0; i < SOCK_COUNTERS; i++) {
		int64_t n = k->counter[i];

		out_char(' ');
		if (n < 0)
			out_str("     -");
		else
			out_int(n, 6);
	}
}

/* Which timer runs, or NULL. */
static const char *timer_name(const struct table *t, const struct sock *k)
{
	const struct protocol *p = t->protocol;

	return k->timer < COUNT(p->timers) ? p->timers[k->timer] : NULL;
}

/* Which timer runs, then (seconds/retransmits/unanswered probes). */
static void print_timer(const struct table *t, const struct sock *k)
{
	const struct protocol *p = t->protocol;
	const char *word = timer_name(t, k);
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
	/* of udp net-tools prints none */
	out_dec(p->opt == OPT_UDP || p->opt == OPT_UDPLITE ? 0 :
		k->retransmits, 0);
	out_char('/');
	out_int((int32_t)k->timeout, 0);
	out_char(')');
}

/* the longest text of the columns up to the state */
enum { ROW = 6 + 2 * (DEC_TEXT + 1) + 2 * (ADDR_TEXT + DEC_TEXT + 2) + 11 };

static void sock_print(const struct request *q, const struct table *t,
	const struct sock *k)
{
	bool named = by_name(q, NUMERIC_HOSTS) || by_name(q, NUMERIC_PORTS);
	char *d;
	size_t at;

	if (by_name(q, NUMERIC_HOSTS)) {
		name_ask(q, &k->local);
		name_ask(q, &k->peer);
	}
	d = out_room(ROW);
	d = fmt_left(d, t->name, 6);
	d = fmt_right(d, k->rxq, 6);
	*d++ = ' ';
	d = fmt_right(d, k->txq, 6);
	*d++ = ' ';
	if (named) {
		out_done(d);
		name_end(q, &k->local, t->protocol->ports, k->lport);
		name_end(q, &k->peer, t->protocol->ports, k->pport);
		d = out_room(ROW);
	} else {
		d = fmt_end(d, q, &k->local, k->lport);
		d = fmt_end(d, q, &k->peer, k->pport);
	}
	out_done(fmt_state(d, t->protocol->opt, k->state));
	show_tail(q, k->uid, k->inode);
	at = out_at();
	if (has(q, TIMERS)) {
		out_char(' ');
		print_timer(t, k);
	}
	if (CFG(COUNTERS) && q->counters) {
		out_fill(at, has(q, TIMERS) ? TIMER_WIDTH : 0);
		sock_counters(k);
	}
	out_char('\n');
}

/* The counters in JSON; retransmits are there anyway. */
static void sock_add(const struct sock *k)
{
	static const char keys[SOCK_COUNTERS][10] = {
		[SOCK_DROPS] = "drops-", [SOCK_RTO] = "rto-",
		[SOCK_CWND] = "cwnd-", [SOCK_SSTHRESH] = "ssthresh-",
	};

	for (int i = 0; i < SOCK_COUNTERS; i++)
		if (*keys[i] && k->counter[i] >= 0)
			json_add(keys[i], k->counter[i]);
}

/* What only is_record() is about. */
static void sock_describe(const struct table *t, struct sock *k)
{
	unsigned opt = t->protocol->opt;

	k->has_addr = true;
	k->has_port = opt != OPT_RAW;
	k->proto = t->name;
	k->more_local = k->more_peer = NULL;
	k->timer_name = timer_name(t, k);
	if (!k->timer_name)
		k->timer_name = "";
	k->add = CFG(JSON) && CFG(COUNTERS) ? sock_add : NULL;
	k->expires = k->timer ? k->when * 10 : 0;
	k->state_name = k->number;
	if (CFG(RAW) && opt == OPT_RAW)
		*fmt_int(k->number, (int32_t)k->state, 0) = '\0';
	else
		k->state_name = sock_state(opt, k->state);
}

static enum row sock_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct table *t = ctx;
	struct sock k;
	uint64_t slot;

	if (!sock_scan(line, q, t->protocol->opt, &k, &slot))
		return ROW_BAD;
	/* Linux counts its rows from 0: who does not has another order too */
	if (CFG(FAST) && slot != l->nr - 2)
		t->sorted = false;
	if (CFG(FAST) && t->sorted && k.state != LISTEN && k.state != SYN_RECV)
		return ROW_LAST;
	if (CFG(HEALTH) && has(q, HEALTH)) {
		health_sock(t->name, k.state == LISTEN, &k);
		return ROW_OK;
	}
	if (!sock_wanted(q, t->protocol->opt, &k) ||
	    (CFG(DNS) && by_name(q, NUMERIC_HOSTS) && is_ours(q, k.inode)))
		return ROW_OK;
	if (is_record(q)) {
		sock_describe(t, &k);
		if (!show_sock(q, &k))
			return ROW_OK;
	}
	if (is_windows(q))
		win_sock(q, t->protocol->opt, &k);
	else
		sock_print(q, t, &k);
	return ROW_OK;
}

static const struct protocol protocols[] = {
	{
		OPT_TCP, { "tcp", "tcp6" }, { "net/tcp", "net/tcp6" },
		"AF INET (tcp)",
		{ "off", "on", "keepalive", "timewait", "probe" }, NAME_TCP
	},
	{
		OPT_UDP, { "udp", "udp6" }, { "net/udp", "net/udp6" },
		"AF INET (udp)",
		{ "off", "on1", "on2" }, NAME_UDP
	},
	IF(UDPLITE, {
		OPT_UDPLITE, { "udpl", "udpl6" }, { "net/udplite", "net/udplite6" },
		"AF INET (udplite)",
		{ "off", "on1", "on2" }, NAME_UDP
	},)
	IF(RAW, {
		OPT_RAW, { "raw", "raw6" }, { "net/raw", "net/raw6" },
		"AF INET (raw)",
		{ "off", "on1", "on2" }, NAME_RAW
	},)
	IF(ICMP, {
		OPT_ICMP, { "icmp", "icmp6" }, { "net/icmp", "net/icmp6" },
		"AF INET (icmp)",
		{ "off", "on1", "on2" }, NAME_NONE
	},)
};

/* A number of a file such as net/sockstat: "TCP: inuse 5 orphan 0 tw 2". */
struct gauge {
	const char *name, *key;
	unsigned skip;		/* words ahead of it */
	uint64_t value;
};

static enum row gauge_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct gauge *g = ctx;
	const char *s = scan_text(line, g->name);

	(void)q;
	(void)l;
	for (unsigned n = g->skip; n; n--)
		s = scan_word(s);
	for (; s; s = scan_word(scan_word(s)))
		if (scan_dec(scan_text(scan_blanks(s), g->key), &g->value))
			return ROW_LAST;
	return ROW_OK;
}

uint64_t inet_gauge(struct request *q, const char *file, const char *name,
	const char *key, unsigned skip, uint64_t otherwise)
{
	struct gauge g = { name, key, skip, otherwise };

	table_read(q, file, 0, 0, gauge_row, &g);
	return g.value;
}

/* Whether there is no tcp socket over IPv6. The kernel keeps those of both
 * families in one table: to find that out from net/tcp6 it walks them all,
 * which costs an eighth of what net/tcp does. "inuse" are all rows but
 * TIME_WAIT, which "tw" counts for both families, and SYN_RECV, which need a
 * listener. */
static bool no_tcp6(struct request *q, bool listeners)
{
	return !inet_gauge(q, "net/sockstat6", "TCP6:", "inuse", 0, 1) &&
		(listeners ||
		 !inet_gauge(q, "net/sockstat", "TCP:", "tw", 0, 1));
}

/* Whether the kernel is Linux, which lists tcp sockets in a known order. gVisor
 * and others mount a procfs too, and list them in any; but only Linux numbers
 * the files of net/ from 0xf0000000 (fs/proc/generic.c PROC_DYNAMIC_FIRST). */
static bool is_linux(const struct request *q)
{
	return q->live && walk_first(q->view, "net") - 0xf0000000 <= 0x0fffffff;
}

void inet_show(struct request *q, unsigned opt)
{
	const struct protocol *p = protocols;
	struct table t;
	bool known = CFG(FAST) && opt == OPT_TCP && is_linux(q);
	int error;

	while (p->opt != opt)
		p++;
	t.protocol = p;
	t.sorted = known && has(q, LISTENING) && !has(q, ALL);

	for (int v6 = 0; v6 <= CFG(IPV6); v6++) {
		if (q->asked && !(q->families & (v6 ? FAM(INET6) : FAM(INET))))
			continue;
		if (known && v6 && no_tcp6(q, t.sorted))
			continue;
		t.name = p->name[v6];
		error = table_read(q, p->file[v6], 1, LONGEST, sock_row, &t);
		/* a kernel without IPv6 misses nothing */
		if (error && !v6)
			table_missing(q, p->label);
	}
}
