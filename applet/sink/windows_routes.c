/* windows_routes.c: what Windows has for /r.
 */
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>

#include "sink/sink.h"

static void win_line(void)
{
	for (int i = 0; i < 75; i++)
		out_char('=');
	out_char('\n');
}

static int iface_index(const char *name)
{
	struct ifreq r;

	link_ask(name, SIOCGIFINDEX, &r);
	return r.ifr_ifindex;
}

static void win_iface(const struct iface *f)
{
	struct ifreq r;
	size_t at;

	out_dec(iface_index(f->name), 3);
	out_str("...");
	at = out_at();
	link_ask(f->name, SIOCGIFHWADDR, &r);
	for (int i = 0; i < 6 && r.ifr_hwaddr.sa_family == ARPHRD_ETHER; i++) {
		out_hex((unsigned char)r.ifr_hwaddr.sa_data[i], 2);
		out_char(' ');
	}
	while (out_at() - at < 24)
		out_char('.');
	out_foreign(f->name, strlen(f->name));
	out_char('\n');
}

static void end_routes(void)
{
	win_line();
	out_str("Persistent Routes:\n  None\n");
}

/* A table begins; the one before ends. */
static void begin_routes(const struct table_head *head)
{
	if (head->v6)
		end_routes();
	else
		win_line();
	out_str(head->v6 ? "\nIPv6 Route Table\n" : "\nIPv4 Route Table\n");
	win_line();
	out_str("Active Routes:\n");
	out_str(head->v6 ? " If Metric Network Destination      Gateway\n" :
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
		out_text(text, text + strlen(text), 17);
}

/* A copy of a name that is part of a win_line. */
static const char *copy_ifname(char *d, struct text name)
{
	memset(d, 0, IFACE_NAME);
	memcpy(d, name.s, name.n < IFACE_NAME ? name.n : IFACE_NAME - 1);
	return d;
}

static void win_route4(const struct route *r)
{
	char name[IFACE_NAME], text[4 * IFACE_NAME];
	struct addr mine = { .v6 = false };
	struct ifreq ask;

	win_column(&r->dest, NULL);
	win_column(&r->mask, NULL);
	win_column(&r->gateway, "On-link");
	link_ask(copy_ifname(name, r->iface), SIOCGIFADDR, &ask);
	memcpy(mine.byte, ask.ifr_addr.sa_data + 2, 4);
	*fmt_foreign(text, name, strlen(name)) = '\0';
	win_column(&mine, text);
	out_dec(r->metric, 7);
	out_char('\n');
}

static void win_route6(const struct route *r)
{
	char name[IFACE_NAME];
	size_t at;

	out_dec(iface_index(copy_ifname(name, r->iface)), 3);
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
	switch (r->kind) {
	case RECORD_VIEW:
		link_open(q);
		win_line();
		out_str("Interface List\n IF...HARDWARE-ADDRESS ......name\n");
		break;
	case RECORD_IFACE:
		win_iface((const void *)r);
		break;
	case RECORD_TABLE:
		begin_routes((const void *)r);
		break;
	case RECORD_ROUTE:
		win_route((const void *)r);
		break;
	case RECORD_NOTE:
		win_line();
		out_str(((const struct note *)r)->text.s);
		break;
	case RECORD_END:
		end_routes();
		link_close();
	}
}
