/* windows_routes.c: what Windows has for /r.
 */
#include <net/if_arp.h>

#include "packed.h"
#include "sink/sink.h"

struct win_table {
	bool rows;		/* its header has been printed */
};

STATE(struct win_table, shown);

static void win_iface(const struct iface *f)
{
	size_t at;

	out_dec(f->index, 3);
	out_str("...");
	at = out_at();
	for (int i = 0; i < 6 && f->hardware == ARPHRD_ETHER; i++) {
		out_hex(f->hardware_addr[i], 2);
		out_char(' ');
	}
	while (out_at() - at < 24)
		out_char('.');
	out_foreign(f->name, text_len(f->name));
	out_char('\n');
}

static void end_routes(void)
{
	win_text(shown.rows ? BLOCK_WIN_LINE : BLOCK_WIN_NONE);
	win_text(BLOCK_WIN_PERSISTENT);
	win_text(BLOCK_WIN_NONE);
}

/* A table begins; the one before, or the list of interfaces, ends. */
static void begin_routes(bool v6)
{
	if (v6)
		end_routes();
	else
		win_text(BLOCK_WIN_LINE);
	shown.rows = false;
	win_text(v6 ? BLOCK_WIN_IPV6 : BLOCK_WIN_IPV4);
	win_text(BLOCK_WIN_LINE);
	win_text(BLOCK_WIN_ACTIVE);
}

static void win_column(const struct addr *a)
{
	char column[ADDR_TEXT];

	out_text(column, fmt_addr(column, a), 17);
}

static void win_route4(const struct route *r)
{
	win_column(&r->dest);
	win_column(&r->mask);
	if (addr_is_any(&r->gateway))
		out_str("         On-link ");
	else
		win_column(&r->gateway);
	win_column(&r->local);
	out_char(' ');
	out_dec(r->metric, 6);
}

/* A long destination has the rest on the next line. */
static void win_route6(const struct route *r)
{
	size_t at;

	out_column(r->index, 3);
	out_column(r->metric, 6);
	at = out_at();
	out_addr(&r->dest);
	out_char('/');
	out_dec(r->prefix_length, 0);
	if (out_at() - at > 24) {
		out_char('\n');
		at = out_at();
		out_fill(at, 11);
		at = out_at();
	}
	out_fill(at, 25);
	if (addr_is_any(&r->gateway))
		out_str("On-link");
	else
		out_addr(&r->gateway);
}

static void win_route(const struct route *r)
{
	bool v6 = r->record.has & ROUTE_V6;

	if (route_rejects(r))
		return;		/* Windows has no such routes */
	if (!shown.rows)
		win_text(v6 ? BLOCK_WIN_COLUMNS6 : BLOCK_WIN_COLUMNS4);
	shown.rows = true;
	if (v6)
		win_route6(r);
	else
		win_route4(r);
	out_char('\n');
}

void win_routes_record(const struct request *q, const struct record *r)
{
	(void)q;
	switch (r->kind) {
	case RECORD_VIEW:
		win_text(BLOCK_WIN_LINE);
		win_text(BLOCK_WIN_INTERFACES);
		break;
	case RECORD_IFACE:
		win_iface((const void *)r);
		break;
	case RECORD_TABLE:
		if (r->has)	/* that of the interfaces has none */
			begin_routes(r->has & ROUTE_V6);
		break;
	case RECORD_ROUTE:
		win_route((const void *)r);
		break;
	case RECORD_NOTE:
		win_text(BLOCK_WIN_LINE);
		print_note((const void *)r);
		break;
	case RECORD_END:
		end_routes();
	}
}
