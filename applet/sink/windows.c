/* windows.c: the table of connections of Windows, and which record goes where.
 */
#include "packed.h"
#include "sink/sink.h"

/* of the columns of addresses, of the state and of a PID */
enum { WIN_END = 21, WIN_STATE = 16, WIN_PID = 9 };

static void win_header(const struct request *q)
{
	static const unsigned short ends[] = {
		BLOCK_WIN_PLAIN, BLOCK_WIN_PID, BLOCK_WIN_OFFLOADED,
		BLOCK_WIN_PID_OFFLOADED,
	};

	win_text(BLOCK_WIN_CONNECTIONS);
	win_text(ends[!!(q->win & WIN_PIDS) + 2 * !!(q->win & WIN_OFFLOAD)]);
}

/* Addresses of IPv6 have brackets, all their parts, and their zone. */
static void win_addr(const struct addr *a, uint32_t zone)
{
	if (a->v6)
		out_str(addr_is_mapped(a) ? "[::ffff:" : "[");
	out_addr(a);
	if (zone && addr_is_link_local(a)) {
		out_char('%');
		out_dec(zone, 0);
	}
	out_str(a->v6 ? "]" : "");
}

/* Whether an address is this host: the one that all have, 127.0.0.1 or ::1. */
static bool is_self(const struct addr *a)
{
	const uint32_t *w = a->word;
	uint32_t last = w[a->v6 ? 3 : 0], loopback;

	memcpy(&loopback, a->v6 ? "\0\0\0\1" : "\177\0\0\1", sizeof loopback);
	return !(a->v6 && (w[0] | w[1] | w[2])) && (!last || last == loopback);
}

/* The name of the other host, without its domain unless all is asked for. A
 * listener has that of this host there, and so has the loopback address.
 * Returns false if there is none. */
static bool win_hostname(const struct request *q, const struct addr *a)
{
	char name[NAME_TEXT + 1], *end;

	if (!by_name(q, NUMERIC_HOSTS))
		return false;
	end = is_self(a) ? name_self(name) : name_known(name, q, a);
	*end = '\0';
	out_mem(name, q->win & WIN_FULL_NAMES ? (size_t)(end - name) :
		scan_until(name, '.'));
	return end != name;
}

/* Nothing is ever cut; two blanks follow the column, and a longer text too. */
static void end_column(size_t at)
{
	out_fill(at, WIN_END);
	out_str("  ");
}

/* This end always has numbers. */
static void win_local(const struct sock *k)
{
	size_t at = out_at();

	win_addr(&k->local, k->bound);
	out_char(':');
	out_dec(k->lport, 0);
	end_column(at);
}

static void win_peer(const struct request *q, const struct sock *k, bool udp)
{
	char service[NAME_TEXT];
	size_t at = out_at();

	if (udp && !k->rport && addr_is_any(&k->peer)) {
		out_str("*:*");
	} else {
		if (!win_hostname(q, &k->peer))
			win_addr(&k->peer, k->bound);
		out_char(':');
		out_mem(service, fmt_service(service, q,
			udp ? NAME_UDP : NAME_TCP, k->rport) - service);
	}
	end_column(at);
}

static bool win_pid(void *ctx, const char *holder, bool first)
{
	struct text pid = holder_pid(holder);

	(void)ctx;
	(void)first;
	out_mem(pid.s, pid.n);
	return false;
}

static bool win_program(void *ctx, const char *holder, bool first)
{
	struct text program = holder_program(holder);

	(void)ctx;
	(void)first;
	out_str(" [");
	out_foreign(program.s, program.n);
	out_str("]\n");
	return false;
}

static void win_sock(const struct request *q, const struct sock *k)
{
	bool udp = k->record.table == OPT_UDP;
	unsigned state = k->state_number;
	bool offload;
	size_t at;

	if (by_name(q, NUMERIC_HOSTS) && !is_self(&k->peer))
		name_ask(q, &k->peer);
	out_str(udp ? "  UDP    " : "  TCP    ");
	win_local(k);
	win_peer(q, k, udp);
	offload = q->win & WIN_OFFLOAD && !udp;
	at = out_at();
	if (!udp)
		win_text(win_nth(BLOCK_WIN_STATES, state <= 12 ? state : 0));
	if (q->win & WIN_PIDS || offload)
		out_fill(at, WIN_STATE);
	at = out_at();
	if (CFG(PRG) && q->win & WIN_PIDS &&
	    !holders_each(k->inode, win_pid, NULL))
		out_char('0');
	if (offload) {
		out_fill(at, q->win & WIN_PIDS ? WIN_PID : 0);
		/* Linux leaves no connection to the network card */
		win_text(BLOCK_WIN_IN_HOST);
	}
	out_char('\n');
	if (CFG(PRG) && q->win & WIN_PROGRAMS &&
	    !holders_each(k->inode, win_program, NULL) && k->inode)
		win_text(BLOCK_WIN_NO_OWNER);
}

/* /e, /s and /r. */
static void win_part(const struct request *q, const struct record *r)
{
	if (CFG(IFACE) && r->table == OPT_IFACES)
		win_totals_record(q, r);
	else if (CFG(STATS) && r->table == OPT_STATS)
		win_counters_record(q, r);
	else if (CFG(ROUTE) && CFG(IFACE))
		win_routes_record(q, r);
}

/* What Windows does not have is in the layout of net-tools. */
void win_record(const struct request *q, const struct record *r)
{
	bool inet = (INET_ROWS & ~BIT(SCTP)) >> r->table & 1;

	if (q->win & WIN_WHOLE && r->kind != RECORD_NETNS &&
	    r->table != OPT_HEALTH)
		win_part(q, r);
	else if (r->kind == RECORD_VIEW && r->has & VIEW_FIRST &&
		 INET_ROWS >> r->table & 1 &&
		 !(CFG(NO_HEADER) && q->no_header))
		win_header(q);
	else if (r->kind == RECORD_SOCK && inet)
		win_sock(q, (const void *)r);
	else
		table_record(q, r);
}
