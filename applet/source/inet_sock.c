/* inet_sock.c: which tcp, udp, udplite, raw and icmp sockets are wanted, and
 * the names of what they have.
 */
#include "source/inet.h"

/* net-tools takes tcp sockets without a remote port for listeners, and other
 * sockets without a remote address, whatever their state is. */
static bool inet_wanted(const struct feed *f, const struct sock *k)
{
	bool connected = is_tcp(f->opt) ? k->rport != 0 :
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
	if (is_tcp(opt) ? state < nitems(tcp_states) :
	    state == INET_ESTABLISHED)
		return tcp_states[state];
	return !is_tcp(opt) && state == INET_CLOSE ? "" : "UNKNOWN";
}

/* of udp and others, of tcp */
static const char timers[2][5][10] = {
	{ "off", "on1", "on2" },
	{ "off", "on", "keepalive", "timewait", "probe" },
};

void inet_emit(const struct feed *f, const struct inet_table *t,
	struct sock *k)
{
	const struct protocol *p = t->protocol;

	if (!inet_wanted(f, k) || (CFG(DNS) &&
	    by_name(f->q, NUMERIC_HOSTS) && is_ours(k->inode)))
		return;
	k->proto = p->name[t->v6];
	k->state = CFG(DIAG_MORE) && t->bound ? "BOUND" :
		inet_state(p->opt, k->state_number);
	if (SOCKS_HAVE_TIMERS)
		k->timer_name = k->timer < nitems(*timers) ?
			timers[is_tcp(p->opt)][k->timer] : "";
	f->emit(&k->record);
}
