/* windows.c: the table of connections of Windows, and which record goes where.
 */
#include "sink/sink.h"

static void win_header(const struct request *q)
{
	out_str("\nActive Connections\n\n  Proto  Local Address          "
		"Foreign Address        State");
	out_str(q->win & WIN_PIDS ? "           PID\n" : "\n");
}

/* The name of a host, without its domain unless WHOLE. Returns false if it has
 * none. */
static bool win_hostname(const struct request *q, const struct addr *a,
	bool whole)
{
	char name[NAME_TEXT], number[ADDR_TEXT], *end;
	size_t n;

	if (addr_is_any(a) || !by_name(q, NUMERIC_HOSTS))
		return false;
	end = name_host(name, q, a);
	n = fmt_addr(number, a) - number;
	if ((size_t)(end - name) == n && !memcmp(name, number, n))
		return false;
	for (n = 0; name + n < end && (whole || name[n] != '.'); n++)
		;
	out_mem(name, n);
	return true;
}

/* Nothing is ever cut; addresses of IPv6 have brackets, and all their parts. */
static void win_end(const struct request *q, const struct addr *a,
	enum name_kind kind, unsigned port, bool whole)
{
	char service[NAME_TEXT];
	size_t at = out_at();

	if (!win_hostname(q, a, whole)) {
		if (a->v6)
			out_str(addr_is_mapped(a) ? "[::ffff:" : "[");
		out_addr(a);
		out_str(a->v6 ? "]" : "");
	}
	out_char(':');
	out_mem(service, fmt_service(service, q, kind, port) - service);
	out_fill(at, 22);
	out_char(' ');
}

/* By the number of Linux, from ESTABLISHED on. */
static const char win_states[] =
	"ESTABLISHED\0SYN_SENT\0SYN_RECEIVED\0FIN_WAIT_1\0FIN_WAIT_2\0"
	"TIME_WAIT\0CLOSED\0CLOSE_WAIT\0LAST_ACK\0LISTENING\0CLOSING\0"
	"SYN_RECEIVED\0UNKNOWN";

static const char *nth(const char *s, unsigned n)
{
	while (n--)
		s += text_len(s) + 1;
	return s;
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

static void win_owners(const struct request *q, uint64_t inode)
{
	if (q->win & WIN_PIDS && !holders_each(inode, win_pid, NULL))
		out_char('0');
	out_char('\n');
	if (q->win & WIN_PROGRAMS &&
	    !holders_each(inode, win_program, NULL) && inode)
		out_str(" Can not obtain ownership information\n");
}

static void win_sock(const struct request *q, const struct sock *k)
{
	bool udp = k->record.table == OPT_UDP;
	enum name_kind kind = udp ? NAME_UDP : NAME_TCP;
	unsigned state = k->state_number - 1;

	if (by_name(q, NUMERIC_HOSTS)) {
		name_ask(q, &k->local);
		name_ask(q, &k->peer);
	}
	out_str(udp ? "  UDP    " : "  TCP    ");
	win_end(q, &k->local, kind, k->lport, false);
	if (udp && !k->rport && addr_is_any(&k->peer))
		out_left("*:*", 23);
	else
		win_end(q, &k->peer, kind, k->rport,
			q->win & WIN_FULL_NAMES);
	out_left(udp ? "" : nth(win_states, state < 12 ? state : 12),
		q->win & WIN_PIDS ? 16 : 0);
	if (CFG(PRG))
		win_owners(q, k->inode);
	else
		out_char('\n');
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
		 INET_ROWS >> r->table & 1)
		win_header(q);
	else if (r->kind == RECORD_SOCK && inet)
		win_sock(q, (const void *)r);
	else
		table_record(q, r);
}
