/* inet.c: tcp, udp, udplite, raw and icmp sockets, IPv4 and IPv6, from the
 * tables of /proc/net. They share one line format:
 *
 *   sl: local:port remote:port st tx:rx tr:when retrnsmt uid timeout inode ...
 *
 * (net/ipv4/tcp_ipv4.c, udp.c, raw.c and their twins in net/ipv6).
 */
#include "source/source.h"

struct protocol {
	unsigned char opt;
	const char *name[2];	/* in the first column: of IPv4, of IPv6 */
	const char *file[2];
	const char *label;	/* in messages, as net-tools words it */
	const char *timers[5];
};

/* One file of a protocol. */
struct inet_file {
	const struct protocol *protocol;
	const char *name;
	/* Only listeners are wanted, and Linux lists them first (old kernels
	 * with their half-open connections after each), then all others: the
	 * first row that is neither ends the table. */
	bool sorted;
};

/* a row of Linux has 150 or 180 bytes */
enum { LONGEST = 256 };

/* Scans a 32-bit number into 64 bits; without a number *VALUE stays -1. */
static const char *scan_detail(const char *s, int64_t *value)
{
	uint32_t v;

	s = scan_u32(s, &v);
	if (s)
		*value = v;
	return s;
}

/* The columns after the inode: users, a pointer, and then for tcp
 *
 *   rto ato quick<<1|pingpong cwnd ssthresh
 *
 * unless it is no full socket (TIME_WAIT, SYN_RECV); of others the drops. */
static void scan_details(const char *s, struct sock *k)
{
	int64_t unused;

	k->drops = k->rto = k->cwnd = k->ssthresh = -1;
	s = scan_word(scan_int(s, &unused));
	if (k->record.table != OPT_TCP) {
		scan_detail(s, &k->drops);
		return;
	}
	/* these columns mean something else for listeners */
	if (k->state_number == INET_LISTEN)
		return;
	s = scan_int(scan_int(scan_int(s, &k->rto), &unused), &unused);
	/* this column is signed: -1 is none */
	if (scan_detail(scan_detail(s, &k->cwnd), &k->ssthresh) &&
	    k->ssthresh > INT32_MAX)
		k->ssthresh = -1;
	/* the kernel's unit is 1/100 s */
	if (__builtin_mul_overflow(k->rto, 10, &k->rto))
		k->rto = -1;
}

/* The uid, probes and inode, which a kernel may leave out. */
static inline __attribute__((always_inline))
bool scan_owner(const char *s, const struct request *q, struct sock *k)
{
	const char *uid, *probes, *end;

	k->uid = k->probes = k->inode = 0;
	uid = scan_u32(s, &k->uid);
	probes = scan_u32(uid, &k->probes);
	end = scan_end(scan_dec(probes, &k->inode));
	if (uid)
		k->record.has |= HAS_USER | HAS_PROBES;
	if (end)
		k->record.has |= HAS_INODE;
	else if (*scan_blanks(probes ? probes : uid ? uid : s))
		return false;
	if (has_details(q))
		scan_details(end, k);
	return true;
}

static inline __attribute__((always_inline))
bool inet_scan(const char *s, const struct request *q, struct sock *k,
	uint64_t *slot)
{
	uint64_t lport, rport, state, timer, when;

	s = scan_char(scan_dec(s, slot), ':');
	s = scan_hex(scan_char(scan_addr(s, &k->local), ':'), &lport);
	s = scan_hex(scan_char(scan_addr(s, &k->peer), ':'), &rport);
	s = scan_hex(s, &state);
	s = scan_word32(scan_char(scan_word32(s, &k->txq), ':'), &k->rxq);
	s = scan_word32(scan_char(scan_hex(s, &timer), ':'), &when);
	s = scan_word32(s, &k->retransmits);
	if (!s || lport > 0xffff || rport > 0xffff || state > 0xffffffff ||
	    timer > 0xffffffff || k->local.v6 != k->peer.v6)
		return false;
	k->lport = lport;
	k->rport = rport;
	k->state_number = state;
	k->timer = timer;
	k->expires = timer ? when * 10 : 0;	/* the kernel has 1/100 s */
	return scan_owner(s, q, k);
}

/* net-tools takes tcp sockets without a remote port for listeners, and other
 * sockets without a remote address, whatever their state is. */
static bool inet_wanted(const struct feed *f, const struct sock *k)
{
	bool connected = f->opt == OPT_TCP ? k->rport != 0 :
		!addr_is_any(&k->peer);

	return has(f->q, ALL) || f->every ||
		connected != has(f->q, LISTENING);
}

/* udp has only two of tcp's states: connected and not. The state of raw sockets
 * is a number. */
static const char *inet_state(unsigned opt, uint32_t state)
{
	if (CFG(RAW) && opt == OPT_RAW)
		return NULL;
	if (opt == OPT_TCP ? state < nitems(tcp_states) :
	    state == INET_ESTABLISHED)
		return tcp_states[state];
	return opt != OPT_TCP && state == INET_CLOSE ? "" : "UNKNOWN";
}

static enum row inet_row(const struct feed *f, const char *line)
{
	struct inet_file *t = f->ctx;
	const struct protocol *p = t->protocol;
	struct sock k;
	uint64_t slot;

	k.record = (struct record){
		RECORD_SOCK, p->opt, HAS_ADDR | HAS_RXQ | HAS_TXQ | HAS_TIMER |
		(CFG(RAW) && p->opt == OPT_RAW ? HAS_PROTOCOL : HAS_PORT)
	};
	if (!inet_scan(line, f->q, &k, &slot))
		return ROW_BAD;
	/* Linux numbers its rows from 0; other kernels may have another order
	 * too */
	if (CFG(FAST) && slot != f->lines->nr - 2)
		t->sorted = false;
	if (CFG(FAST) && t->sorted && k.state_number != INET_LISTEN &&
	    k.state_number != INET_SYN_RECV)
		return ROW_LAST;
	if (!inet_wanted(f, &k) || (CFG(DNS) &&
	    by_name(f->q, NUMERIC_HOSTS) && is_ours(k.inode)))
		return ROW_OK;
	k.proto = t->name;
	k.state = inet_state(p->opt, k.state_number);
	k.timer_name = k.timer < nitems(p->timers) && p->timers[k.timer] ?
		p->timers[k.timer] : "";
	f->emit(&k.record);
	return ROW_OK;
}

static const struct protocol protocols[] = {
	{
		OPT_TCP, { "tcp", "tcp6" }, { "net/tcp", "net/tcp6" },
		"AF INET (tcp)",
		{ "off", "on", "keepalive", "timewait", "probe" }
	},
	{
		OPT_UDP, { "udp", "udp6" }, { "net/udp", "net/udp6" },
		"AF INET (udp)", { "off", "on1", "on2" }
	},
	IF(UDPLITE, {
		OPT_UDPLITE, { "udpl", "udpl6" },
		{ "net/udplite", "net/udplite6" },
		"AF INET (udplite)", { "off", "on1", "on2" }
	},)
	IF(RAW, {
		OPT_RAW, { "raw", "raw6" }, { "net/raw", "net/raw6" },
		"AF INET (raw)", { "off", "on1", "on2" }
	},)
	IF(ICMP, {
		OPT_ICMP, { "icmp", "icmp6" }, { "net/icmp", "net/icmp6" },
		"AF INET (icmp)", { "off", "on1", "on2" }
	},)
};

/* Are there no tcp sockets over IPv6? The kernel keeps those of both families
 * in one hash table. To learn this from net/tcp6 it walks the whole table,
 * which takes an eighth of the time for net/tcp. "inuse" is all rows except
 * TIME_WAIT, which "tw" has for both families, and SYN_RECV, which need a
 * listener. */
static bool no_tcp6(bool listeners)
{
	return !gauge("net/sockstat6", "TCP6:", "inuse", 0, 1) &&
		(listeners || !gauge("net/sockstat", "TCP:", "tw", 0, 1));
}

/* Is the kernel Linux, which lists tcp sockets in a known order? gVisor and
 * others mount a procfs too, with any order; but only Linux numbers the files
 * of net/ from 0xf0000000 (fs/proc/generic.c PROC_DYNAMIC_FIRST). */
static bool is_linux(void)
{
	return run.live &&
		walk_first(run.view, "net") - 0xf0000000 <= 0x0fffffff;
}

void inet_read(struct feed *f)
{
	const struct request *q = f->q;
	struct inet_file t = { .protocol = protocols };
	bool known = CFG(FAST) && f->opt == OPT_TCP && is_linux();
	int error;

	while (t.protocol->opt != f->opt)
		t.protocol++;
	t.sorted = known && has(q, LISTENING) && !has(q, ALL);
	f->longest = LONGEST;
	for (int v6 = 0; v6 <= CFG(IPV6); v6++) {
		if (q->asked && !(q->families & (v6 ? FAM(INET6) : FAM(INET))))
			continue;
		if (known && v6 && no_tcp6(t.sorted))
			continue;
		t.name = t.protocol->name[v6];
		error = table_read(f, t.protocol->file[v6], 1, inet_row, &t);
		/* not reported: a kernel without IPv6 has no such file */
		if (error && !v6)
			table_missing(q, t.protocol->label);
	}
}
