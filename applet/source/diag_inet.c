/* diag_inet.c: tcp and udp sockets as the kernel lists them over netlink
 * (net/ipv4/inet_diag.c), in the order of /proc/net/tcp and udp. What both
 * have is the same but for half-open connections (SYN_RECV), whose user is 0
 * here, and for the counts of timers.
 */
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "source/diag_inet.h"

/* Where the sockets are so many that the kernel lists them faster than it
 * prints its file, which takes it quadratic time for udp. */
enum { MANY_TCP = 2000, MANY_UDP = 1000 };

enum { ALL_STATES = 0xffe, TCP_LISTENERS = 1 << INET_LISTEN };

/* The states that can be shown, a bit each. */
static uint32_t states_of(const struct feed *f, const struct inet_table *t)
{
	const struct request *q = f->q;
	uint32_t states = ALL_STATES;

	if (t->bound)
		states = 1 << INET_BOUND;
	else if (is_tcp(f->opt) && (t->dual || (!has(q, ALL) && !f->every)))
		states = t->dual || has(q, LISTENING) ? TCP_LISTENERS :
			states & ~TCP_LISTENERS;
	return f->filter ? states & f->filter->states : states;
}

/* Whether there are more than the kernel's file is good for. */
static bool has_many(const struct inet_table *t)
{
	bool tcp = is_tcp(t->protocol->opt), v6 = t->v6 == 1;
	uint64_t n = tcp ? gauge("net/sockstat", "TCP:", "tw", 0, 0) : 0;

	n += gauge(v6 ? "net/sockstat6" : "net/sockstat",
		tcp ? v6 ? "TCP6:" : "TCP:" : v6 ? "UDP6:" : "UDP:",
		"inuse", 0, 0);
	return n > (tcp ? MANY_TCP : MANY_UDP);
}

/* Does the kernel's list have what is shown of sockets in these states, and is
 * it the better source? */
static bool is_better(const struct feed *f, const struct inet_table *t,
	uint32_t states)
{
	const struct request *q = f->q;
	bool tcp = is_tcp(f->opt);

	/* only the kernel has them */
	if (t->dual || t->bound || f->opt == OPT_MPTCP)
		return true;
	if (tcp && states == TCP_LISTENERS)
		return true;
	/* a metric of listeners is only in the list */
	if (CFG(DIAG_MORE) && q->details)
		return is_metrics(q) && tcp;
	if (tcp && (has(q, TIMERS) ||
	    (q->users && states & 1 << INET_SYN_RECV)))
		return false;
	/* only the list has the zone of an address that several interfaces
	 * have */
	if (SOCKS_HAVE_ZONES && q->zones && t->v6)
		return true;
	return source_of(q) == SOURCE_DIAG || has_many(t);
}

static void copy_addr(struct addr *a, const struct inet_diag_row *r,
	const uint32_t *word)
{
	a->v6 = r->family == AF_INET6;
	/* one of IPv4 is the first word */
	memcpy(a->word, word, sizeof a->word);
}

void diag_sock(struct sock *k, const struct inet_diag_row *r)
{
	copy_addr(&k->local, r, r->id.local);
	copy_addr(&k->peer, r, r->id.peer);
	k->lport = ntohs(r->id.lport);
	k->rport = ntohs(r->id.rport);
	k->state_number = r->state;
	k->rxq = r->rxq;
	/* that of a listener is the limit of its backlog */
	k->txq = r->state == INET_LISTEN ? 0 : r->txq;
	k->uid = r->uid;
	k->inode = r->inode;
	k->bound = r->id.iface;
	k->timer = r->timer;
	k->expires = r->timer ? r->expires / 10 * 10 : 0;
	/* what is counted depends on the timer */
	k->probes = r->timer == 2 || r->timer == 4 ? r->retransmits : 0;
	k->retransmits = k->probes ? 0 : r->retransmits;
}

static void diag_row(const struct feed *f, const struct inet_table *t,
	const struct diag *d, const struct inet_diag_row *r)
{
	struct inet_table table = *t;
	struct sock k;

	table.v6 = r->family == AF_INET6;
	k.record = (struct record){
		RECORD_SOCK, f->opt, HAS_ADDR | HAS_RXQ | HAS_TXQ | HAS_TIMER |
		HAS_PORT | HAS_USER | HAS_PROBES | HAS_INODE
	};
	diag_sock(&k, r);
	if (CFG(DIAG_MORE) && (has_details(f->q) || t->dual))
		diag_details(d, r, &k);
	else if (!CFG(DIAG_MORE) && has_details(f->q))
		no_details(&k);
	/* one of IPv6 that takes IPv4, too */
	if (!t->dual || (!k.details.v6only && addr_is_any(&k.local) &&
	    addr_is_any(&k.peer)))
		inet_emit(f, &table, &k);
}

/* Appends an attribute to a request of N bytes. Returns its size. */
static size_t add_attr(struct inet_diag_request *r, size_t n, unsigned type,
	const void *value, size_t size)
{
	const struct diag_attr a = {
		(uint16_t)(sizeof a + size), (uint16_t)type
	};
	char *d = (char *)r + n;

	memcpy(d, &a, sizeof a);
	memcpy(d + sizeof a, value, size);
	return n + a.size;
}

/* Sends the request. Returns 0 or an errno. */
static int inet_diag_open(struct diag *d, const struct feed *f,
	const struct inet_table *t, uint32_t states)
{
	struct inet_diag_request r = { .header.type = DIAG_BY_FAMILY };
	size_t n = sizeof r.header + sizeof r.one;
	uint8_t *wants = &r.one.wants;
	const uint32_t number = t->protocol->number;
	const struct sock_filter *k = f->filter;

	if (CFG(DIAG_MORE) && t->v6 == BOTH) {
		r.header.type = DIAG_TCP;
		r.both.states = states;
		n = sizeof r.header + sizeof r.both;
		wants = &r.both.wants;
	} else {
		r.one.family = t->v6 ? AF_INET6 : AF_INET;
		r.one.protocol = (uint8_t)number;
		r.one.states = states;
	}
	if (CFG(DIAG_MORE) && f->q->details && !is_metrics(f->q))
		*wants = 1 << ((f->opt == OPT_UDP ? INET_DIAG_SKMEMINFO :
			INET_DIAG_INFO) - 1);
	if (CFG(MPTCP) && number > 0xff)
		n = add_attr(&r, n, REQUEST_PROTOCOL, &number, sizeof number);
	if (CFG(FILTERS) && k && k->begin < SOCK_FILTER)
		n = add_attr(&r, n, REQUEST_FILTER, &k->code[k->begin],
			sizeof k->code - sizeof *k->code * k->begin);
	return diag_open(d, DIAG_LIST, &r, n, false);
}

bool diag_inet(struct feed *f, const struct inet_table *t)
{
	const struct inet_diag_row *r;
	uint32_t states = states_of(f, t);
	struct diag d;

	if (!t->protocol->number || !diag_may(f->q) || !is_better(f, t, states))
		return false;
	if (!states)
		return true;
	if (!inet_diag_open(&d, f, t, states))
		while ((r = diag_next(&d, sizeof *r)))
			diag_row(f, t, &d, r);
	return diag_close(&d, f->q);
}

/* Connections that wait to be accepted have no inode, so compare their ends. */
static bool is_inet(const void *row, const struct sock *k)
{
	const struct inet_diag_row *r = row;

	return r->inode == k->inode && ntohs(r->id.lport) == k->lport &&
		ntohs(r->id.rport) == k->rport &&
		!memcmp(k->peer.word, r->id.peer,
			k->peer.v6 ? sizeof r->id.peer : sizeof *r->id.peer);
}

bool diag_beside(struct feed *f, struct inet_table *t, struct diag_step *s)
{
	/* all that the file has: what is missing counts as new */
	const struct feed whole = { .q = f->q, .opt = f->opt };

	*s = (struct diag_step){
		.list.fd = -1, .used = true, .is_of = is_inet,
		.size = sizeof(struct inet_diag_row),
	};
	return f->q->details && !is_metrics(f->q) && t->protocol->number &&
		diag_may(f->q) &&
		!inet_diag_open(&s->list, &whole, t, ALL_STATES);
}
