/* table.c: prints records as the tables of net-tools.
 */
#include "sink/sink.h"
#include "packed.h"

STATE(bool, finding_titled);

static void unix_header(const struct request *q)
{
	put_title(q, "UNIX domain sockets");
	out_header(COL_TABLE "Proto " COL_LEFT "RefCnt " COL_LEFT
		"Flags       " COL_LEFT "Type       " COL_LEFT
		"State         " COL_LEFT "I-Node  " COL_LEFT);
	if (CFG(PRG) && q->programs)
		put_owner_header(q);
	out_header(" Path" COL_NAME "\n");
}

static void kernel_header(const struct request *q, const char *header)
{
	out_header(header);
	put_tail_header(q);
	out_char('\n');
}

static void group_header(const struct request *q)
{
	out_header("IPv6/IPv4 Group Memberships\n"
		COL_TABLE "Interface       " COL_LEFT "RefCnt " COL_LEFT
		"Group" COL_NET "\n");
	if (!fits(q))
		out_str("--------------- ------ ---------------------\n");
}

static void view_header(const struct request *q, const struct record *view)
{
	bool first = view->has & VIEW_FIRST;
	unsigned opt = view->table;

	if (first && INET_ROWS >> opt & 1)
		inet_header(q);
	else if (CFG(UNIX) && opt == OPT_UNIX)
		unix_header(q);
	else if (CFG(PACKET) && opt == OPT_PACKET)
		kernel_header(q, "Active packet sockets\n"
			COL_TABLE "Proto   " COL_LEFT "Recv-Q " COL_RIGHT
			"Type    " COL_LEFT "Protocol " COL_LEFT
			"Interface       " COL_LEFT "State  " COL_LEFT);
	else if (CFG(PACKET) && opt == OPT_NETLINK)
		kernel_header(q, "Active netlink sockets\n"
			COL_TABLE "Proto   " COL_LEFT "Recv-Q " COL_RIGHT
			"Send-Q " COL_RIGHT "Family         " COL_LEFT
			"Port ID    " COL_LEFT "Groups   " COL_LEFT
			" Drops" COL_RIGHT);
	else if (CFG(VSOCK) && opt == OPT_VSOCK)
		kernel_header(q, "Active vsock connections\n"
			COL_TABLE "Proto   " COL_LEFT "Type     " COL_LEFT
			" Local Address          " COL_ADDR
			" Foreign Address        " COL_ADDR
			" State      " COL_LEFT);
	else if (CFG(BLUETOOTH) && BLUETOOTH_TABLES >> opt & 1)
		bluetooth_header(q, opt == OPT_L2CAP, first);
	else if (CFG(IPX) && opt == OPT_IPX)
		ipx_header(q);
	else if (CFG(X25) && X25_TABLES >> opt & 1)
		station_header(opt);
	else if (CFG(GROUP) && opt == OPT_GROUPS)
		group_header(q);
	else if (CFG(IFACE) && opt == OPT_IFACES)
		iface_header(q);
}

/* The state of a view, and its header. */
static void view_begin(const struct request *q, const struct record *view)
{
	bool titled = header_begin(q);

	if (CFG(HEALTH))
		finding_titled = !titled;
	if (CFG(STATS) && view->table == OPT_STATS)
		counters_begin();
	else if (CFG(MASQ) && view->table == OPT_MASQ)
		nat_begin();
	else if (titled)
		view_header(q, view);
	header_end(q);
}

static void print_sock(const struct request *q, const struct record *r)
{
	const uint64_t special = BIT(UNIX) | BIT(SCTP) | KERNEL_TABLES |
		BLUETOOTH_TABLES | BIT(VSOCK) | FAMILY_TABLES;

	if (!(special >> r->table & 1))
		print_inet(q, r);
	else if (CFG(UNIX) && r->table == OPT_UNIX)
		print_unix(q, r);
	else if (CFG(SCTP) && r->table == OPT_SCTP)
		print_sctp(q, r);
	else if (CFG(PACKET) && r->table == OPT_PACKET)
		print_packet(q, r);
	else if (CFG(PACKET) && r->table == OPT_NETLINK)
		print_netlink(q, r);
	else if (CFG(VSOCK) && r->table == OPT_VSOCK)
		print_vsock(q, r);
	else if (CFG(IPX) && r->table == OPT_IPX)
		print_ipx(q, r);
	else if (CFG(X25) && X25_TABLES >> r->table & 1)
		print_station(q, r);
	else if (CFG(BLUETOOTH))
		print_bluetooth(q, r);
}

static void print_group(const struct request *q, const struct membership *g)
{
	char text[NAME_TEXT];
	size_t at;

	if (by_name(q, NUMERIC_HOSTS))
		name_ask(q, &g->group);
	at = out_at();
	out_foreign(g->iface.s, g->iface.n);
	out_fill(at, 15);
	out_cell();
	out_char(' ');
	out_int((int32_t)g->users, -6);
	out_cell();
	out_char(' ');
	out_mem(text, fmt_hostname(text, q, &g->group) - text);
	out_char('\n');
}

static void print_finding(const struct request *q, const struct finding *f)
{
	size_t at;

	if (!finding_titled)
		out_str(q->interval ?
			"What went wrong since the previous report\n" :
			"What went wrong since the start\n");
	finding_titled = true;
	at = out_at();
	out_foreign(f->section.s, f->section.n);
	out_fill(at, 16);
	out_foreign(f->text.s, f->text.n);
	out_char('\n');
	if (CFG(HEALTH_ADVICE)) {
		out_str("    ");
		out_mem(f->advice.s, f->advice.n);
		out_char('\n');
	}
}

static uint64_t percent(uint64_t value, uint64_t limit)
{
	return value <= UINT64_MAX / 100 ? value * 100 / limit :
		value / (limit / 100 + !(limit / 100));
}

static void print_level(const struct request *q, const struct level *l)
{
	const char *key = *l->key ? l->key : l->name, *s;
	unsigned at = BLOCK_LEVEL_WORDS;
	char text[DEC_TEXT];

	out_left(l->name, 16);
	out_mem(text, fmt_amount(text, q, l->value, 0, false) - text);
	if (l->limit) {
		out_str(" of ");
		out_mem(text, fmt_amount(text, q, l->limit, 0, false) - text);
	}
	while (s = packed_row(&at), *s && strcmp(s, key))
		packed_row(&at);
	out_char(' ');
	out_str(packed_row(&at));
	out_str(*s ? "" : key);
	if (l->limit) {
		out_str(" (");
		out_dec(percent(l->value, l->limit), 0);
		out_str("%)");
	}
	out_char('\n');
}

static void print_netns(const struct note *n)
{
	out_str("Network namespace");
	if (n->text.n) {
		out_char(' ');
		out_foreign(n->text.s, n->text.n);
	}
	if (n->owner.n) {
		out_str(" of ");
		out_foreign(n->owner.s, n->owner.n);
	}
	out_char('\n');
}

/* Titles of tables, and sentences instead of tables. */
static void print_other(const struct request *q, const struct record *r)
{
	const void *record = r;

	if (r->kind == RECORD_VIEW) {
		view_begin(q, r);
	} else if (CFG(HEALTH_LEVELS) && r->kind == RECORD_TABLE &&
		   r->table == OPT_HEALTH) {
		out_str("How full tables and queues are\n");
	} else if (CFG(HEALTH_LEVELS) && r->kind == RECORD_LEVEL) {
		print_level(q, (const void *)r);
	} else if (FAMILIES_ROUTED && FAMILY_TABLES >> r->table & 1) {
		hop_header(q, r->table);
	} else if (CFG(ROUTE) && r->kind == RECORD_TABLE) {
		route_header(q, r);
	} else if (CFG(NETNS) && r->kind == RECORD_NETNS) {
		print_netns(record);
	} else if ((CFG(ROUTE) || CFG(STATS)) && r->kind == RECORD_NOTE) {
		print_note(record);
	}
}

void table_record(const struct request *q, const struct record *r)
{
	if (r->kind == RECORD_SOCK)
		print_sock(q, r);
	else if (CFG(GROUP) && r->kind == RECORD_GROUP)
		print_group(q, (const void *)r);
	else if (CFG(ROUTE) && r->kind == RECORD_ROUTE)
		print_route(q, r);
	else if (FAMILIES_ROUTED && r->kind == RECORD_HOP)
		print_hop(q, r);
	else if (CFG(IFACE) && r->kind == RECORD_IFACE)
		print_iface(q, r);
	else if (CFG(STATS) && (r->kind == RECORD_COUNTER ||
		 r->kind == RECORD_SECTION))
		print_counter(q, r);
	else if (CFG(MASQ) && r->kind == RECORD_NAT)
		print_nat(q, r);
	else if (CFG(HEALTH) && r->kind == RECORD_FINDING)
		print_finding(q, (const void *)r);
	else
		print_other(q, r);
}
