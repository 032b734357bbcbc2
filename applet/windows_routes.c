/* windows_routes.c: what Windows has for /r. What is printed was read by
 * route.c, route6.c and iface.c.
 */
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>

#include "netstat.h"

static void line(void)
{
	for (int i = 0; i < 75; i++)
		out_char('=');
	out_char('\n');
}

/* /r is not there without -i, but these printers are. */
static void ask_kernel(const char *name, int what, struct ifreq *r)
{
	if (CFG(IFACE))
		iface_ask(name, what, r);
	else
		memset(r, 0, sizeof *r);
}

static int iface_index(const char *name)
{
	struct ifreq r;

	ask_kernel(name, SIOCGIFINDEX, &r);
	return r.ifr_ifindex;
}

static void print_iface(const struct request *q, const struct iface *f)
{
	struct ifreq r;
	size_t at;

	(void)q;
	out_dec(iface_index(f->name), 3);
	out_str("...");
	at = out_at();
	ask_kernel(f->name, SIOCGIFHWADDR, &r);
	for (int i = 0; i < 6 && r.ifr_hwaddr.sa_family == ARPHRD_ETHER; i++) {
		out_hex((unsigned char)r.ifr_hwaddr.sa_data[i], 2);
		out_char(' ');
	}
	while (out_at() - at < 24)
		out_char('.');
	out_foreign(f->name, strlen(f->name));
	out_char('\n');
}

void win_routes_title(bool v6)
{
	out_str(v6 ? "\nIPv6 Route Table\n" : "\nIPv4 Route Table\n");
	line();
	out_str("Active Routes:\n");
	out_str(v6 ? " If Metric Network Destination      Gateway\n" :
		"Network Destination        Netmask          Gateway       "
		"Interface  Metric\n");
}

static void end_routes(void)
{
	line();
	out_str("Persistent Routes:\n  None\n");
}

/* The column of an address; none is TEXT. */
static void right(const struct addr *a, const char *text)
{
	char column[ADDR_TEXT];

	if (!addr_is_any(a) || !text)
		out_text(column, fmt_addr(column, a), 17);
	else
		out_text(text, text + strlen(text), 17);
}

/* A copy of a name that is part of a line. */
static const char *copy_name(char *d, const char *name, size_t n)
{
	memset(d, 0, IFACE_NAME);
	memcpy(d, name, n < IFACE_NAME ? n : IFACE_NAME - 1);
	return d;
}

void win_route(const struct addr *dest, const struct addr *mask,
	const struct addr *gateway, const char *name, size_t n, uint32_t metric)
{
	char copy[IFACE_NAME], text[4 * IFACE_NAME];
	struct addr mine = { .v6 = false };
	struct ifreq r;

	right(dest, NULL);
	right(mask, NULL);
	right(gateway, "On-link");
	ask_kernel(copy_name(copy, name, n), SIOCGIFADDR, &r);
	memcpy(mine.byte, r.ifr_addr.sa_data + 2, 4);
	*fmt_foreign(text, name, n < IFACE_NAME ? n : IFACE_NAME - 1) = '\0';
	right(&mine, text);
	out_dec(metric, 7);
	out_char('\n');
}

void win_route6(const struct addr *dest, unsigned plen,
	const struct addr *gateway, const char *name, size_t n, uint64_t metric)
{
	char copy[IFACE_NAME];
	size_t at;

	out_dec(iface_index(copy_name(copy, name, n)), 3);
	out_column(metric, 7);
	at = out_at();
	out_addr(dest);
	out_char('/');
	out_dec(plen, 0);
	out_fill(at, 24);
	out_char(' ');
	if (addr_is_any(gateway))
		out_str("On-link");
	else
		out_addr(gateway);
	out_char('\n');
}

void win_routes(struct request *q)
{
	if (!CFG(ROUTE) || !CFG(IFACE))
		return;
	iface_open(q);
	line();
	out_str("Interface List\n IF...HARDWARE-ADDRESS ......name\n");
	iface_each(q, print_iface);
	line();
	q->list[0] = F_INET;
	q->listed = 1;
	route_show(q, 0);
	end_routes();
	if (CFG(IPV6) && route6_show(q, false))
		end_routes();
	iface_close();
}
