/* route6.c: the IPv6 routing table from /proc/net/ipv6_route, all in hex
 * (net/ipv6/route.c rt6_info_route, ipv6_route.c):
 *
 *   DEST PLEN SOURCE PLEN NEXTHOP METRIC REFCNT USE FLAGS IFACE
 */
#include "netstat.h"

struct route6 {
	struct addr dest, gateway;
	uint64_t plen, metric, refcnt, use, flags;
	const char *iface;
};

struct route6_table {
	bool cache;
	bool titled;
};

enum { RTF_CACHE = 0x1000000 };

/* see fmt_flags() */
static const char route6_letters[] =
	"\1U" "\12!" "\2G" "\3H" "\21D" "\23A" "\31C" "\22a" "\27e" "\6m"
	"\26n" "\32f";

/* the longest text of a row up to the interface */
enum { ROUTE6_ROW = ADDR_TEXT + 4 + 27 + ADDR_TEXT + 16 + 3 * 12 };

static bool route6_scan(const char *s, struct route6 *r)
{
	struct addr source;
	uint64_t plen;

	s = scan_hex(scan_addr6(s, &r->dest), &r->plen);
	s = scan_hex(scan_addr6(s, &source), &plen);
	s = scan_word32(scan_addr6(s, &r->gateway), &r->metric);
	s = scan_word32(scan_word32(s, &r->refcnt), &r->use);
	s = scan_blanks(scan_end(scan_word32(s, &r->flags)));
	r->iface = s;
	return scan_word(s) && r->plen <= 128 &&
		(r->metric | r->refcnt | r->use | r->flags) <= UINT32_MAX;
}

/* Where names of hosts go. */
static char *fmt_host6(char *d, const struct request *q, const struct addr *a)
{
	if (CFG(RESOLVE) && !route_numeric(q))
		return name_host(d, q, a);
	return !route_numeric(q) && addr_is_any(a) ? fmt_left(d, "[::]", 0) :
		fmt_addr(d, a);
}

/* Ends a column that begins at START. */
static char *fmt_pad(char *d, const char *start, size_t width)
{
	d = fmt_fill(d, start + width);
	*d++ = ' ';
	return d;
}

static void route6_print(const struct request *q, const struct route6 *r)
{
	bool named = CFG(RESOLVE) && !route_numeric(q);
	char row[CFG(RESOLVE) ? ROUTE6_ROW + 2 * NAME_TEXT : 1], *d, *start;

	if (named) {
		name_ask(q, &r->dest);
		name_ask(q, &r->gateway);
	}
	/* names may be longer than the room there is */
	start = d = named ? row : out_room(ROUTE6_ROW);
	d = fmt_host6(d, q, &r->dest);
	*d++ = '/';
	start = d = fmt_pad(fmt_dec(d, r->plen), start, 30);
	start = d = fmt_pad(fmt_host6(d, q, &r->gateway), start, 26);
	start = d = fmt_pad(fmt_flags(d, route6_letters, r->flags), start, 4);
	/* what the kernel has unsigned, net-tools prints with a sign */
	d = fmt_pad(fmt_int(d, (int32_t)r->metric, 0), start, 3);
	*(d = fmt_int(d, (int32_t)r->refcnt, 0)) = ' ';
	*(d = fmt_int(d + 1, (int32_t)r->use, 6)) = ' ';
	if (named)
		out_mem(row, d + 1 - row);
	else
		out_done(d + 1);
	out_foreign(r->iface, scan_word(r->iface) - r->iface);
	out_char('\n');
}

static void print_title6(const struct request *q, struct route6_table *t)
{
	if (t->titled)
		return;
	t->titled = true;
	if (q->bare)
		return;
	if (is_windows(q)) {
		win_routes_title(true);
		return;
	}
	out_str(t->cache ? "Kernel IPv6 routing cache\n" :
		"Kernel IPv6 routing table\n");
	out_str("Destination                    "
		"Next Hop                   Flag Met Ref  Use If\n");
}

static void route6_json(const struct request *q, const struct route6 *r)
{
	char text[16];

	json_open(q);
	json_add("destination@prefix_length#gateway@flags&iface&"
		"metric#ref#use#",
		&r->dest, r->plen, &r->gateway,
		text, (size_t)(fmt_flags(text, route6_letters, r->flags) - text),
		r->iface, (size_t)(scan_word(r->iface) - r->iface),
		r->metric, r->refcnt, r->use);
	json_close();
}

static enum row route6_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct route6_table *t = ctx;
	struct route6 r;

	(void)l;
	print_title6(q, t);
	if (!route6_scan(line, &r))
		return ROW_BAD;
	if (!(r.flags & RTF_CACHE) != !t->cache)
		return ROW_OK;
	if (CFG(JSON) && has(q, JSON))
		route6_json(q, &r);
	else if (is_windows(q) && r.flags & RTF_REJECT)
		return ROW_OK;	/* Windows has no such routes */
	else if (is_windows(q))
		win_route6(&r.dest, r.plen, &r.gateway, r.iface,
			scan_word(r.iface) - r.iface, r.metric);
	else
		route6_print(q, &r);
	return ROW_OK;
}

/* The kernel has both in one file. */
bool route6_show(struct request *q, bool cache)
{
	static const char name[] = "net/ipv6_route";
	struct route6_table t = { .cache = cache };
	int error = table_read(q, name, MAY_BE_EMPTY, 0, route6_row, &t);

	if (is_windows(q) && error)
		return false;
	if (route_missing(q, error, name, "INET6 (IPv6)"))
		return false;
	print_title6(q, &t);
	return true;
}
