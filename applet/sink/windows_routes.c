/* windows_routes.c: what Windows has for /r.
 */
#include <net/if_arp.h>

#include "sink/sink.h"

static void win_line(void)
{
	for (int i = 0; i < 75; i++)
		out_char('=');
	out_char('\n');
}

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
	win_line();
	out_str("Persistent Routes:\n  None\n");
}

/* A table begins; the one before ends. */
static void begin_routes(bool v6)
{
	if (v6)
		end_routes();
	else
		win_line();
	out_str(v6 ? "\nIPv6 Route Table\n" : "\nIPv4 Route Table\n");
	win_line();
	out_str("Active Routes:\n");
	out_str(v6 ? " If Metric Network Destination      Gateway\n" :
		"Network Destination        Netmask          Gateway       "
		"Interface  Metric\n");
}

/* The column of an address; none is TEXT. */
static void win_column(const struct addr *a, const char *text)
{
	char column[ADDR_TEXT];

	if (!addr_is_any(a) || !text)
		out_text(column, fmt_addr(column, a), 17);
	else
		out_text(text, text + text_len(text), 17);
}

static void win_route4(const struct route *r)
{
	char text[4 * IFACE_NAME];

	win_column(&r->dest, NULL);
	win_column(&r->mask, NULL);
	win_column(&r->gateway, "On-link");
	*fmt_foreign(text, r->iface.s, r->iface.n) = '\0';
	win_column(&r->local, text);
	out_dec(r->metric, 7);
	out_char('\n');
}

static void win_route6(const struct route *r)
{
	size_t at;

	out_dec(r->index, 3);
	out_column(r->metric, 7);
	at = out_at();
	out_addr(&r->dest);
	out_char('/');
	out_dec(r->prefix_length, 0);
	out_fill(at, 24);
	out_char(' ');
	if (addr_is_any(&r->gateway))
		out_str("On-link");
	else
		out_addr(&r->gateway);
	out_char('\n');
}

static void win_route(const struct route *r)
{
	if (route_rejects(r))
		return;		/* Windows has no such routes */
	if (r->record.has & ROUTE_V6)
		win_route6(r);
	else
		win_route4(r);
}

void win_routes_record(const struct request *q, const struct record *r)
{
	(void)q;
	switch (r->kind) {
	case RECORD_VIEW:
		win_line();
		out_str("Interface List\n IF...HARDWARE-ADDRESS ......name\n");
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
		win_line();
		print_note((const void *)r);
		break;
	case RECORD_END:
		end_routes();
	}
}
