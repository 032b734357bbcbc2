/* inet.c: tcp, udp, udplite, raw and icmp sockets, IPv4 and IPv6, from the
 * tables of /proc/net. They share one line format:
 *
 *   sl: local:port remote:port st tx:rx tr:when retrnsmt uid timeout inode ...
 *
 * (net/ipv4/tcp_ipv4.c, udp.c, raw.c and their twins in net/ipv6).
 */
#include <errno.h>
#include <netinet/in.h>

#include "source/diag.h"
#include "source/inet.h"

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

	no_details(k);
	s = scan_word(scan_int(s, &unused));
	if (k->record.table != OPT_TCP) {
		scan_detail(s, &k->drops);
		return;
	}
	/* these columns mean something else for listeners */
	if (k->state_number == INET_LISTEN)
		return;
	s = scan_int(scan_int(scan_int(s, &k->details.rto), &unused), &unused);
	/* this column is signed: -1 is none */
	s = scan_detail(scan_detail(s, &k->details.cwnd), &k->details.ssthresh);
	if (s && k->details.ssthresh > INT32_MAX)
		k->details.ssthresh = -1;
	/* the kernel's unit is 1/100 s */
	if (__builtin_mul_overflow(k->details.rto, 10, &k->details.rto))
		k->details.rto = -1;
}

/* The uid, probes and inode, which a kernel may leave out. */
static inline __attribute__((always_inline))
bool scan_owner(const char *s, const struct request *q, struct sock *k)
{
	const char *uid, *probes, *end;

	k->inode = 0;
	k->uid = k->probes = 0;
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
	k->lport = (uint32_t)lport;
	k->rport = (uint32_t)rport;
	k->state_number = (uint32_t)state;
	k->timer = (uint32_t)timer;
	k->expires = timer ? when * 10 : 0;	/* the kernel has 1/100 s */
	return scan_owner(s, q, k);
}

static enum row inet_row(const struct feed *f, const char *line)
{
	struct inet_table *t = f->ctx;
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
	if (SOCKS_HAVE_ZONES)
		k.bound = f->q->zones && addr_is_link_local(&k.local) ?
			addr6_zone(&k.local) : 0;
	if (CFG(DIAG_MORE) && t->step)
		diag_fill(t->step, &k);
	inet_emit(f, t, &k);
	return ROW_OK;
}

/* linux/in.h */
enum { PROTOCOL_MPTCP = 262 };

static const struct protocol protocols[] = {
	{
		OPT_TCP, IPPROTO_TCP, { "tcp", "tcp6" },
		"net/tcp6"
	},
	{
		OPT_UDP, IPPROTO_UDP, { "udp", "udp6" },
		"net/udp6"
	},
	IF(UDPLITE, {
		OPT_UDPLITE, 0, { "udpl", "udpl6" },
		"net/udplite6"
	},)
	IF(RAW, {
		OPT_RAW, 0, { "raw", "raw6" },
		"net/raw6"
	},)
	IF(ICMP, {
		OPT_ICMP, 0, { "icmp", "icmp6" },
		"net/icmp6"
	},)
	IF(MPTCP, {
		OPT_MPTCP, PROTOCOL_MPTCP, { "mptcp", "mptcp6" },
		"net/mptcp6"
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

/* Reads a file of /proc. */
static int inet_file(struct feed *f, struct inet_table *t)
{
	const struct request *q = f->q;
	char name[sizeof t->protocol->file];
	char *end = fmt_left(name, t->protocol->file, 0);
	bool known = CFG(FAST) && f->opt == OPT_TCP && is_linux();
	int error;

	t->sorted = known && has(q, LISTENING) && !has(q, ALL);
	if (known && t->v6 && no_tcp6(t->sorted))
		return 0;
	end[t->v6 - 1] = '\0';
	/* only sock_diag has it */
	error = CFG(MPTCP) && f->opt == OPT_MPTCP ? ENOENT :
		table_read(f, name, 1, inet_row, t);
	/* not reported: a kernel without IPv6 has no such file */
	if (error && !t->v6)
		table_missing(q, name + 4);
	return error;
}

const struct protocol *inet_protocol(unsigned opt)
{
	const struct protocol *p = protocols;

	while (p->opt != opt)
		p++;
	return p;
}

bool inet_family(const struct request *q, bool v6)
{
	return !q->asked || q->families & (v6 ? FAM(INET6) : FAM(INET));
}

/* The sockets that only have a port, if they are wanted. */
static void inet_bound(struct feed *f, struct inet_table *t)
{
	t->bound = CFG(DIAG_MORE) && is_tcp(f->opt) && f->q->bound;
	if (t->bound)
		diag_inet(f, t);
	t->bound = false;
}

/* Reads a table from the better source. Returns 0, ENOENT or EACCES. */
static int inet_table(struct feed *f, struct inet_table *t)
{
	struct diag_step step;
	int error = 0;

	if (!CFG(DIAG) || !diag_inet(f, t)) {
		t->step = CFG(DIAG_MORE) && diag_beside(f, t, &step) ? &step :
			NULL;
		error = inet_file(f, t);
		if (CFG(DIAG_MORE))
			diag_close(&step.list, f->q);
	}
	inet_bound(f, t);
	return error;
}

void inet_read(struct feed *f)
{
	const struct request *q = f->q;
	struct inet_table t = { .protocol = inet_protocol(f->opt) };

	f->longest = LONGEST;
	t.v6 = BOTH;
	if (CFG(DIAG_MORE) && f->unordered && f->opt == OPT_TCP &&
	    inet_family(q, 0) && inet_family(q, 1) && diag_inet(f, &t)) {
		inet_bound(f, &t);
		return;
	}
	for (t.v6 = 0; t.v6 <= CFG(IPV6); t.v6++) {
		if (inet_family(q, t.v6)) {
			int error = inet_table(f, &t);

			if (is_metrics(q) && !error)
				f->emit(&(struct record){
					RECORD_TABLE, f->opt,
					TABLE_IPV4 << t.v6
				});
		} else if (CFG(DIAG_MORE) && t.v6 && q->dual) {
			t.dual = true;
			diag_inet(f, &t);
		}
	}
}
