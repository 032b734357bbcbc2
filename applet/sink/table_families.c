/* table_families.c: sockets and routes of IPX, X.25 and amateur radio.
 */
#include <arpa/inet.h>

#include "sink/sink.h"

/* At least DIGITS, in capitals as the kernel has them; aligned as out_dec(). */
static void put_capitals(uint32_t value, int digits, int width)
{
	char hex[8], *end = fmt_hex(hex, value, digits);

	for (char *d = hex; d < end; d++)
		*d -= *d >= 'a' ? 'a' - 'A' : 0;
	out_text(hex, end, width);
}

/* -- IPX ------------------------------------------------------------------- */

void ipx_header(const struct request *q)
{
	out_str("Active IPX sockets\n");
	out_header(COL_TABLE "Proto " COL_LEFT "Recv-Q " COL_RIGHT
		"Send-Q " COL_RIGHT "Local Address              " COL_ADDR
		"Foreign Address            " COL_ADDR "State" COL_LEFT);
	if (has(q, EXTEND))
		out_header(" User" COL_LEFT);
	out_char('\n');
}

/* net-tools takes the kernel's number for one in network order. */
static void put_ipx_end(struct text address, uint32_t port)
{
	size_t at = out_at();

	if (address.s) {
		out_mem(address.s, address.n);
		out_char(':');
		put_capitals(ntohs(port), 4, 0);
	} else {
		out_char('-');
	}
	out_fill(at, 26);
	out_cell();
	out_char(' ');
}

void print_ipx(const struct request *q, const struct record *r)
{
	const struct sock *k = (const void *)r;
	const char *state = k->state_number == INET_ESTABLISHED ? "ESTAB" :
		k->state_number == INET_CLOSE ? "" : "UNK.";

	out_left("IPX", 6);
	out_cell();
	/* the other way around, as in net-tools */
	out_column(k->txq, 6);
	out_cell();
	out_column(k->rxq, 6);
	out_cell();
	put_ipx_end(k->text[0], k->lport);
	put_ipx_end(k->text[1], k->rport);
	out_done(fmt_state(out_space(5 + COLOR_BYTES), state, 5));
	out_cell();
	if (has(q, EXTEND)) {
		out_char(' ');
		put_user(q, k->uid);
		out_cell();
	}
	out_char('\n');
}

/* -- stations -------------------------------------------------------------- */

/* The end of all but ROSE. */
#define STATION_COLUMNS(numbers) "Device  " COL_NAME numbers \
	"State        " COL_LEFT "Vr/Vs  "

void station_header(unsigned table)
{
	out_header(
		table == OPT_AX25 ? "Active AX.25 sockets\n"
		COL_TABLE "Dest       " COL_LEFT "Source     " COL_LEFT
		STATION_COLUMNS() "  " COL_RIGHT :
		table == OPT_X25 ? "Active X.25 sockets\n"
		COL_TABLE "Dest         " COL_LEFT "Source          " COL_LEFT
		STATION_COLUMNS("LCI  " COL_RIGHT) COL_RIGHT :
		table == OPT_NETROM ? "Active NET/ROM sockets\n"
		COL_TABLE "User       " COL_LEFT "Dest       " COL_LEFT
		"Source     " COL_LEFT STATION_COLUMNS() "  " COL_RIGHT :
		"Active ROSE sockets\n"
		COL_TABLE "dest_addr   " COL_LEFT "dest_call  " COL_LEFT
		"src_addr    " COL_LEFT "src_call  " COL_LEFT
		"dev   " COL_NAME "lci " COL_RIGHT "neigh   " COL_RIGHT
		"state" COL_LEFT "\n");
	if (table != OPT_ROSE)
		out_header("Send-Q  " COL_LEFT "Recv-Q" COL_LEFT "\n");
}

/* The columns of a row: a letter, a width as of out_dec(), and the blanks after
 * it. 0 to 4 are text[]. */
static const struct cell {
	char what;
	signed char width, gap;
} ax25_cells[] = {
	{ '1', 9, 2 }, { '0', 9, 2 }, { '2', 6, 2 }, { 's', 11, 2 },
	{ 'v', 3, 2 }, { 'q', -6, 2 }, { 'Q', -6, 0 }, { 0, 0, 0 },
}, x25_cells[] = {
	{ '1', 15, 1 }, { '0', 15, 1 }, { '2', 7, 1 }, { 'c', -3, 2 },
	{ 's', 11, 2 }, { 'v', 2, 2 }, { 'q', -6, 2 }, { 'Q', -6, 0 },
	{ 0, 0, 0 },
}, netrom_cells[] = {
	{ '3', 9, 2 }, { '1', 9, 2 }, { '0', 9, 2 }, { '2', 6, 2 },
	{ 's', 11, 2 }, { 'v', 3, 2 }, { 'q', -6, 2 }, { 'Q', -6, 0 },
	{ 0, 0, 0 },
}, rose_cells[] = {
	{ '1', 10, 2 }, { '4', 9, 2 }, { '0', 10, 2 }, { '3', 9, 1 },
	{ '2', 5, 1 }, { 'c', 3, 1 }, { 'n', 5, 3 }, { 's', 0, 0 },
	{ 0, 0, 0 },
};

/* with zeros in front */
static void put_number(uint32_t n, int width)
{
	for (int i = digits(n); i < width; i++)
		out_char('0');
	out_dec(n, 0);
}

static void put_station_cell(const struct request *q, const struct sock *k,
	const struct cell *c)
{
	size_t at = out_at();
	struct text text;

	switch (c->what) {
	case 's':
		out_done(fmt_state(out_space(12 + COLOR_BYTES), k->state,
			c->width));
		return;
	case 'v':
		put_number(k->vr, c->width);
		out_char('/');
		put_number(k->vs, c->width);
		return;
	case 'c':
		put_capitals(k->circuit, 1, c->width);
		return;
	case 'n':
		out_dec(k->neighbour, c->width);
		return;
	case 'q':
		out_int((int32_t)k->txq, c->width);
		return;
	case 'Q':
		out_int((int32_t)k->rxq, c->width);
		return;
	}
	text = k->text[c->what - '0'];
	/* net-tools lacks the last of the ten columns of a source */
	if (k->record.table == OPT_X25 && c->what == '0' && !has(q, WIDE) &&
	    text.n > 9)
		text.n = 9;
	out_foreign(text.s, text.n);
	out_fill(at, c->width);
}

void print_station(const struct request *q, const struct record *r)
{
	const struct cell *c = r->table == OPT_AX25 ? ax25_cells :
		r->table == OPT_X25 ? x25_cells :
		r->table == OPT_NETROM ? netrom_cells : rose_cells;

	for (; c->what; c++) {
		put_station_cell(q, (const void *)r, c);
		out_fill(out_at(), c->gap);
		out_cell();
	}
	out_char('\n');
}

/* -- routes ---------------------------------------------------------------- */

void hop_header(const struct request *q, unsigned table)
{
	if (!header_begin(q))
		return;
	out_header(
		CFG(IPX) && table == OPT_IPX ? "Kernel IPX routing table\n"
		COL_TABLE "Destination               " COL_LEFT
		"Router Net                " COL_LEFT "Router Node" COL_LEFT :
		table == OPT_AX25 ? "Kernel AX.25 routing table\n"
		COL_TABLE "Destination  " COL_LEFT "Iface    " COL_NAME
		"Use" COL_RIGHT :
		table == OPT_X25 ? "Kernel X.25 routing table\n"
		COL_TABLE "Destination          " COL_NET "Iface" COL_NAME :
		table == OPT_NETROM ? "Kernel NET/ROM routing table\n"
		COL_TABLE "Destination  " COL_LEFT "Mnemonic  " COL_LEFT
		"Quality  " COL_RIGHT "Neighbour  " COL_LEFT "Iface" COL_NAME :
		"Kernel ROSE routing table\n"
		"Destination  neigh1 callsign  device  neigh2 callsign  device"
		"  neigh3 callsign  device");
	out_char('\n');
	header_end(q);
}

/* In WIDTH columns, then GAP blanks. A neighbour may be unknown. */
static void put_name(struct text word, size_t width, size_t gap)
{
	size_t at = out_at();

	if (word.n)
		out_foreign(word.s, word.n);
	out_fill(at, width);
	out_fill(out_at(), gap);
	out_cell();
}

static void put_rose(const struct hop *h)
{
	if (!h->again)
		put_name(h->dest, 10, 3);
	if (h->record.has & HOP_NEIGHBOUR) {
		put_number(h->neighbour, 5);
		out_str("  ");
	}
	if (h->callsign.s) {
		put_name(h->callsign, 10, 3);
		put_name(h->iface, 5, 0);
	}
	if (h->last)
		out_char('\n');
}

/* ADDRESS/DIGITS, or * for all. */
static void put_x25_dest(const struct hop *h)
{
	size_t at = out_at();

	if (h->digits) {
		out_foreign(h->dest.s, h->dest.n);
		out_char('/');
		out_dec(h->digits, 0);
	} else {
		out_char('*');
	}
	out_fill(at, h->digits ? 18 : 21);
	if (h->digits)
		out_str("   ");
	out_cell();
}

static void put_ipx(const struct hop *h)
{
	put_name(h->dest, 25, 1);
	put_name(h->router, 25, 1);
	put_name(h->node, 25, 0);
	out_char('\n');
}

static void put_netrom(const struct hop *h)
{
	put_name(h->dest, 9, 4);
	put_name(h->mnemonic, 7, 3);
	out_dec(h->quality, 3);
	out_str("      ");
	out_cell();
	put_name(h->callsign, 9, 2);
	put_name(h->iface, 0, 0);
	out_char('\n');
}

void print_hop(const struct request *q, const struct record *r)
{
	const struct hop *h = (const void *)r;

	(void)q;
	if (CFG(IPX) && r->table == OPT_IPX) {
		put_ipx(h);
	} else if (r->table == OPT_ROSE) {
		put_rose(h);
	} else if (r->table == OPT_NETROM) {
		put_netrom(h);
	} else if (r->table == OPT_X25) {
		put_x25_dest(h);
		put_name(h->iface, 5, 0);
		out_char('\n');
	} else {
		put_name(h->dest, 9, 4);
		put_name(h->iface, 5, 2);
		/* the kernel does not count how often a route is used */
		out_str("    0\n");
	}
}
