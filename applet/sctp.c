/* sctp.c: SCTP endpoints and associations from /proc/net/sctp
 * (net/sctp/proc.c):
 *
 *   ENDPT SOCK STY SST HBKT LPORT UID INODE LADDRS
 *   ASSOC SOCK STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT
 *	RPORT LADDRS <-> RADDRS HBINT ...
 *
 * SST is a state of tcp. A list of addresses has a * before the primary one.
 */
#include "netstat.h"

struct sctp {
	uint32_t state, uid, lport, rport, txq, rxq;
	uint64_t inode;
	const char *local;	/* lists of addresses; NULL: none, or no more */
	const char *peer;
};

bool sctp_next_addr(const char **list, struct addr *a)
{
	const char *s = scan_blanks(*list), *star = scan_char(s, '*');

	s = scan_end(scan_ip(star ? star : s, a));
	if (s)
		*list = s;
	return s;
}

/* What follows a list, without blanks. */
static const char *skip_list(const char *list)
{
	struct addr a;

	while (list && sctp_next_addr(&list, &a))
		;
	return scan_blanks(list);
}

static bool eps_scan(const char *s, struct sctp *k)
{
	s = scan_u32(scan_word(scan_word(scan_word(s))), &k->state);
	s = scan_u32(scan_word(s), &k->lport);
	s = scan_u64(scan_u32(s, &k->uid), &k->inode);
	k->local = s;
	k->peer = NULL;
	k->rport = k->txq = k->rxq = 0;
	return s && !*skip_list(s) && k->lport <= 0xffff;
}

static bool assoc_scan(const char *s, struct sctp *k)
{
	uint32_t interval;

	s = scan_u32(scan_word(scan_word(scan_word(s))), &k->state);
	s = scan_word(scan_word(scan_word(s)));
	s = scan_u32(scan_u32(s, &k->txq), &k->rxq);
	s = scan_u64(scan_u32(s, &k->uid), &k->inode);
	k->local = s = scan_u32(scan_u32(s, &k->lport), &k->rport);
	k->peer = s = scan_text(skip_list(s), "<->");
	s = skip_list(s);
	return s && (!*s || scan_u32(s, &interval)) &&
		k->lport <= 0xffff && k->rport <= 0xffff;
}

static bool is_empty(const char *list)
{
	struct addr a;

	return !sctp_next_addr(&list, &a);
}

/* As net-tools has it any option that wants numbers goes for addresses here, and
 * ports have no names. */
static bool sctp_by_name(const struct request *q)
{
	return by_name(q, NUMERIC_HOSTS) && !has(q, NUMERIC_PORTS) &&
		!has(q, NUMERIC_USERS) && !has(q, SYMBOLIC);
}

/* Asks for the names of a list ahead of its row. */
static void ask_sctp(const struct request *q, const char *list)
{
	struct addr a;

	while (sctp_by_name(q) && sctp_next_addr(&list, &a))
		name_ask(q, &a);
}

/* The next address of *LIST in WIDTH columns, with its port if PORT >= 0. */
static void print_sctp_addr(const struct request *q, const char **list,
	int64_t port, size_t width)
{
	char text[NAME_TEXT];
	struct addr a;
	size_t at = out_at();

	if (sctp_next_addr(list, &a)) {
		out_mem(text, (sctp_by_name(q) ? name_host(text, q, &a) :
			fmt_addr(text, &a)) - text);
		if (port >= 0)
			out_char(':');
		if (port > 0)
			out_dec(port, 0);
		else if (!port)
			out_char('*');
	}
	out_fill(at, width);
}

/* NULL: it has no name. */
static const char *sctp_state(uint32_t state)
{
	return state < COUNT(tcp_states) ? tcp_states[state] : NULL;
}

static void print_state(uint32_t state)
{
	size_t at = out_at();
	const char *name = sctp_state(state);

	out_char(' ');
	if (name) {
		out_str(name);
	} else {
		out_str("UNKNOWN(");
		out_int((int32_t)state, 0);
		out_char(')');
	}
	out_fill(at, 12);
}

/* What is left of a line for more addresses of the same socket. */
static void continue_row(void)
{
	out_char('\n');
	out_fill(out_at(), 20);
}

static void eps_print(const struct request *q, struct sctp *k)
{
	ask_sctp(q, k->local);
	for (bool first = true; !is_empty(k->local); first = false) {
		if (first)
			out_left("sctp", 20);
		else
			continue_row();
		print_sctp_addr(q, &k->local, k->lport, 47);
		print_state(first ? k->state : 0);
	}
}

static void assoc_print(const struct request *q, struct sctp *k)
{
	bool first = true;

	ask_sctp(q, k->local);
	ask_sctp(q, k->peer);

	while (!is_empty(k->local) || !is_empty(k->peer)) {
		if (first) {
			out_str("sctp  ");
			out_column(k->rxq, 6);
			out_column(k->txq, 6);
		} else {
			continue_row();
		}
		print_sctp_addr(q, &k->local,
			first ? (int64_t)k->lport : -1, 23);
		out_char(' ');
		print_sctp_addr(q, &k->peer,
			first ? (int64_t)k->rport : -1, 23);
		print_state(first ? k->state : 0);
		first = false;
	}
}

/* What JSON has of it beside what all sockets have. */
static void sctp_add(const struct sock *k)
{
	if (CFG(JSON)) {
		json_addrs("more_local", k->more_local);
		json_addrs("more_peer", k->more_peer);
	}
}

/* Whether it passes what chooses by more than -a and -l. */
static bool sctp_passes(const struct request *q, const struct sctp *s)
{
	const char *name = sctp_state(s->state);
	struct sock k = {
		.has_addr = true, .has_user = true, .has_port = true,
		.lport = s->lport, .pport = s->rport,
		.txq = s->txq, .rxq = s->rxq,
		.uid = s->uid, .inode = s->inode,
		.proto = "sctp", .state_name = name ? name : "UNKNOWN",
		.more_local = s->local, .more_peer = s->peer,
		.add = sctp_add,
	};

	/* one without an address has the one of any */
	sctp_next_addr(&k.more_local, &k.local);
	sctp_next_addr(&k.more_peer, &k.peer);
	return show_sock(q, &k);
}

static enum row sctp_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	bool endpoints = *(const bool *)ctx;
	struct sctp k;

	(void)l;
	if (!(endpoints ? eps_scan : assoc_scan)(line, &k))
		return ROW_BAD;
	if (is_record(q) && !sctp_passes(q, &k))
		return ROW_OK;
	(endpoints ? eps_print : assoc_print)(q, &k);
	show_tail(q, k.uid, k.inode);
	if (has(q, TIMERS))
		out_char(' ');
	out_char('\n');
	return ROW_OK;
}

/* Both families of one kind. The kernel has all in the first file; net-tools
 * looks for the second too. Returns false if the first is missing. */
static bool show_kind(struct request *q, const char *file, const char *file6,
	bool endpoints)
{
	int error = 0;

	if (!q->asked || q->families & FAM(INET)) {
		error = table_read(q, file, 1, 0, sctp_row, &endpoints);
		if (error)
			table_missing(q, "AF INET (sctp)");
	}
	if (!q->asked || q->families & FAM(INET6))
		table_read(q, file6, 1, 0, sctp_row, &endpoints);
	return !error;
}

void sctp_show(struct request *q, unsigned opt)
{
	bool listening = has(q, LISTENING), both = has(q, ALL);

	(void)opt;
	if ((both || listening) && !show_kind(q, "net/sctp/eps",
		"net/sctp6/eps", true))
		return;
	if (both || !listening)
		show_kind(q, "net/sctp/assocs", "net/sctp6/assocs", false);
}
