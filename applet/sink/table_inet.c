/* table_inet.c: rows of tcp, udp, raw, icmp and sctp sockets.
 */
#include "sink/sink.h"

/* width of the column of -o, if other columns follow */
enum { TIMER_WIDTH = 26 };

static bool shows_details(const struct request *q)
{
	return CFG(COUNTERS) && q->details;
}

void inet_header(const struct request *q)
{
	put_title(q, "Internet connections");
	out_header(COL_TABLE "Proto " COL_LEFT "Recv-Q " COL_RIGHT
		"Send-Q " COL_RIGHT "Local Address           " COL_ADDR
		"Foreign Address         " COL_ADDR "State      " COL_LEFT);
	put_tail_header(q);
	if (has(q, TIMERS)) {
		out_left(" Timer", shows_details(q) ? TIMER_WIDTH : 0);
		out_header(COL_LEFT);
	}
	if (shows_details(q))
		out_header("  Drops " COL_RIGHT "Resent " COL_RIGHT
			"RTO/ms " COL_RIGHT "  Cwnd " COL_RIGHT
			"Thresh" COL_RIGHT);
	out_char('\n');
}

static char *fmt_state_of(char *d, const struct sock *k)
{
	/* for raw sockets net-tools prints the number, signed */
	return k->state ? fmt_state(d, k->state, 11) :
		fmt_int(d, (int32_t)k->state_number, -11);
}

/* ADDRESS:PORT in 23 columns and a blank. Without -W a longer text loses the
 * end of the address, so that the port is complete. */
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
	return fmt_cell(d);
}

/* The number of the N bytes at S that fit into LEN without splitting a
 * character. */
static size_t cut_name(const char *s, size_t n, size_t len)
{
	if (n <= len)
		return n;
	while (len && (s[len] & 0xc0) == 0x80)
		len--;
	return len;
}

/* The same with names, and with the interface that a socket is bound to. */
static void put_end(const struct request *q, const struct addr *a,
	enum name_kind kind, unsigned port, const char *zone)
{
	char host[NAME_TEXT + 1 + 4 * IFACE_NAME], service[NAME_TEXT] = "*";
	char *end = fmt_hostname(host, q, a);
	size_t n = port ? fmt_service(service, q, kind, port) - service : 1;
	size_t at = out_at(), h;

	if (CFG(DIAG_MORE) && zone) {
		*end++ = '%';
		end = fmt_foreign(end, zone, text_len(zone));
	}
	h = end - host;
	if (!has(q, WIDE) && h + n > 22) {
		n = cut_name(service, n, 18);
		h = cut_name(host, h, 22 - n);
	}
	out_mem(host, h);
	out_char(':');
	out_mem(service, n);
	out_fill(at, 23);
	out_char(' ');
	out_cell();
}

/* Segments of tcp: all, or, of /proc, those that are not acknowledged yet. */
static int64_t resent(const struct sock *k)
{
	if (CFG(DIAG_MORE) && k->details.resent >= 0)
		return k->details.resent;
	return k->record.table == OPT_TCP ? (int64_t)k->retransmits : -1;
}

static void put_details(const struct sock *k)
{
	const int64_t detail[] = {
		k->drops, resent(k), k->details.rto, k->details.cwnd,
		k->details.ssthresh,
	};

	for (size_t i = 0; i < nitems(detail); i++) {
		out_char(' ');
		if (detail[i] < 0)
			out_str("     -");
		else if (i)
			out_int(detail[i], 6);
		else
			put_loss(detail[i]);
		out_cell();
	}
}

/* The running timer, and (seconds/retransmits/unanswered probes). */
static void put_timer(const struct sock *k)
{
	uint64_t when = k->expires / 10;
	bool udp = k->record.table == OPT_UDP || k->record.table == OPT_UDPLITE;

	out_str(*k->timer_name ? k->timer_name : "unkn-");
	if (!*k->timer_name)
		out_int((int32_t)k->timer, 0);
	out_str(" (");
	out_dec(when / 100, 0);
	out_char('.');
	out_char('0' + when / 10 % 10);
	out_char('0' + when % 10);
	out_char('/');
	/* net-tools prints none for udp */
	out_dec(udp ? 0 : k->retransmits, 0);
	out_char('/');
	out_int((int32_t)k->probes, 0);
	out_char(')');
	out_cell();
}

/* The kind of names of the ports in a table. */
static enum name_kind port_names(unsigned table)
{
	return is_tcp(table) ? NAME_TCP : table == OPT_RAW ? NAME_RAW :
		table == OPT_ICMP ? NAME_NONE : NAME_UDP;
}

/* the longest text of the columns up to the state */
enum {
	ROW = 6 + 6 + 2 * (DEC_TEXT + 1) + 2 * (ADDR_TEXT + DEC_TEXT + 2) +
		STATE_CHANGE + COLOR_BYTES
};

void print_inet(const struct request *q, const struct record *r)
{
	const struct sock *k = (const void *)r;
	const char *zone = CFG(DIAG_MORE) && shows_details(q) &&
		k->iface[0] ? k->iface : NULL;
	bool named = by_name(q, NUMERIC_HOSTS) || by_name(q, NUMERIC_PORTS) ||
		zone;
	char *d;
	size_t at;

	if (by_name(q, NUMERIC_HOSTS)) {
		name_ask(q, &k->local);
		name_ask(q, &k->peer);
	}
	d = out_space(ROW);
	d = fmt_cell(fmt_left(d, k->proto, 6));
	d = fmt_cell(fmt_right(d, k->rxq, 6));
	*d++ = ' ';
	d = fmt_cell(fmt_right(d, k->txq, 6));
	*d++ = ' ';
	if (named) {
		out_done(d);
		put_end(q, &k->local, port_names(r->table), k->lport, zone);
		put_end(q, &k->peer, port_names(r->table), k->rport,
			addr_is_link_local(&k->peer) ? zone : NULL);
		d = out_space(ROW);
	} else {
		d = fmt_end(d, q, &k->local, k->lport);
		d = fmt_end(d, q, &k->peer, k->rport);
	}
	out_done(fmt_cell(fmt_state_of(d, k)));
	put_tail(q, k);
	at = out_at();
	if (has(q, TIMERS)) {
		out_char(' ');
		put_timer(k);
	}
	if (shows_details(q)) {
		out_fill(at, has(q, TIMERS) ? TIMER_WIDTH : 0);
		put_details(k);
	}
	out_char('\n');
	if (CFG(DIAG_MORE) && shows_details(q))
		put_more(q, k);
}

/* -- SCTP ------------------------------------------------------------------ */

/* As in net-tools, any numeric option applies to addresses here, and ports have
 * no names. */
static bool sctp_by_name(const struct request *q)
{
	return !has(q, NUMERIC_HOSTS) && !has(q, NUMERIC_PORTS) &&
		!has(q, NUMERIC_USERS) && !has(q, SYMBOLIC);
}

/* Resolves the addresses of a list before the row begins. */
static void ask_list(const struct request *q, const char *list)
{
	struct addr a;

	while (CFG(RESOLVE) && list && sctp_by_name(q) &&
	       scan_next_ip(&list, &a))
		name_ask(q, &a);
}

static bool is_empty(const char *list)
{
	struct addr a;

	return !list || !scan_next_ip(&list, &a);
}

/* The next address of *LIST in WIDTH columns, with its port if PORT >= 0. */
static void put_sctp_addr(const struct request *q, const char **list,
	int64_t port, size_t width)
{
	char text[NAME_TEXT];
	struct addr a;
	size_t at = out_at();

	if (*list && scan_next_ip(list, &a)) {
		out_mem(text, (CFG(RESOLVE) && sctp_by_name(q) ?
			name_host(text, q, &a) : fmt_addr(text, &a)) - text);
		if (port >= 0)
			out_char(':');
		if (port > 0)
			out_dec(port, 0);
		else if (!port)
			out_char('*');
	}
	out_fill(at, width);
	out_cell();
}

static void put_sctp_state(const struct sock *k)
{
	size_t at = out_at();

	out_char(' ');
	out_done(fmt_state(out_space(FIELD_TEXT), k->state, 0));
	if (k->state_number >= nitems(tcp_states)) {
		out_char('(');
		out_int((int32_t)k->state_number, 0);
		out_char(')');
	}
	out_fill(at, 12);
	out_cell();
}

static void put_no_state(void)
{
	out_left("", 12);
	out_cell();
}

/* The columns before the addresses of an endpoint have no text. */
static void skip_cells(void)
{
	out_cell();
	out_cell();
	out_cell();
}

/* A line for each further address. */
static void continue_row(void)
{
	out_char('\n');
	out_fill(out_at(), 20);
	skip_cells();
}

static void put_endpoint(const struct request *q, const struct sock *k,
	const char *local)
{
	for (bool first = true; !is_empty(local); first = false) {
		if (first) {
			out_left(k->proto, 20);
			skip_cells();
		} else {
			continue_row();
		}
		put_sctp_addr(q, &local, k->lport, 47);
		out_cell();
		if (first)
			put_sctp_state(k);
		else
			put_no_state();
	}
}

static void put_association(const struct request *q, const struct sock *k,
	const char *local, const char *peer)
{
	for (bool first = true; !is_empty(local) || !is_empty(peer);
	     first = false) {
		if (first) {
			out_left(k->proto, 6);
			out_cell();
			out_column(k->rxq, 6);
			out_cell();
			out_column(k->txq, 6);
			out_cell();
		} else {
			continue_row();
		}
		put_sctp_addr(q, &local, first ? (int64_t)k->lport : -1, 23);
		out_char(' ');
		put_sctp_addr(q, &peer, first ? (int64_t)k->rport : -1, 23);
		if (first)
			put_sctp_state(k);
		else
			put_no_state();
	}
}

void print_sctp(const struct request *q, const struct record *r)
{
	const struct sock *k = (const void *)r;
	const char *local = k->text[0].s, *peer = k->text[1].s;

	ask_list(q, local);
	ask_list(q, peer);
	if (peer)
		put_association(q, k, local, peer);
	else
		put_endpoint(q, k, local);
	put_tail(q, k);
	if (has(q, TIMERS))
		out_char(' ');
	out_char('\n');
}
