/* route6.c: the IPv6 routing table from /proc/net/ipv6_route, all in hex
 * (net/ipv6/route.c rt6_info_route, ipv6_route.c):
 *
 *   DEST PLEN SOURCE PLEN NEXTHOP METRIC REFCNT USE FLAGS IFACE
 */
#include <net/if.h>
#include <sys/ioctl.h>

#include "run/memory.h"
#include "source/source.h"

enum { RTF_CACHE = 0x1000000 };

static bool route6_scan(const char *s, struct route *r)
{
	struct addr source;
	uint64_t plen, prefix, metric, refcount, use, flags;

	s = scan_hex(scan_addr6(s, &r->dest), &prefix);
	s = scan_hex(scan_addr6(s, &source), &plen);
	s = scan_word32(scan_addr6(s, &r->gateway), &metric);
	s = scan_word32(scan_word32(s, &refcount), &use);
	s = scan_blanks(scan_end(scan_word32(s, &flags)));
	r->iface.s = s;
	s = scan_word(s);
	if (!s || prefix > 128 ||
	    (metric | refcount | use | flags) > UINT32_MAX)
		return false;
	r->iface.n = s - r->iface.s;
	r->prefix_length = (uint32_t)prefix;
	r->metric = (uint32_t)metric;
	r->record.has |= metric == UINT32_MAX ? 0 : ROUTE_METRIC;
	r->refcount = (uint32_t)refcount;
	r->use = (uint32_t)use;
	r->flags = (uint32_t)flags;
	return true;
}

static enum row route6_row(const struct feed *f, const char *line)
{
	struct route r = { .record = { RECORD_ROUTE, OPT_ROUTE, ROUTE_V6 } };
	bool cache = *(const bool *)f->ctx;
	struct ifreq a;

	if (!route6_scan(line, &r))
		return ROW_BAD;
	if (ROUTES_HAVE_LINKS && f->every) {
		link_ask_text(r.iface, SIOCGIFINDEX, &a);
		r.index = a.ifr_ifindex;
	}
	if (!(r.flags & RTF_CACHE) == !cache)
		f->emit(&r.record);
	return ROW_OK;
}

/* The kernel has routes and cache in one file. */
int route6_table(struct feed *f, bool cache)
{
	f->head = (struct record){
		RECORD_TABLE, OPT_ROUTE,
		ROUTE_V6 | (cache ? ROUTE_CACHED : 0)
	};
	return table_read(f, "net/ipv6_route", MAY_BE_EMPTY,
		route6_row, &cache);
}

/* -- sorted by destination ------------------------------------------------- */

/* with its NUL */
enum { ROUTE6_LINE = 160, SPARE_ROUTES = SPARE(64, LIMIT(ROUTES) + 1) };

/* Lines in their order, which is that of destinations: all numbers have their
 * leading zeros. The table is read again as long as it has more of them. */
struct sorted {
	bool more;
	size_t used;
	char last[ROUTE6_LINE];	/* the last one that was emitted */
	uint32_t size;		/* of the following, with one more than fit */
	char (*line)[ROUTE6_LINE];
	struct table table;	/* and its spare: */
	char spare[SPARE_ROUTES][ROUTE6_LINE];
};

BUFFER(struct sorted, sorted);

static enum row sort_row(const struct feed *f, const char *line)
{
	struct route r;
	size_t i = sorted.used;

	if (!route6_scan(line, &r) || f->lines->len >= ROUTE6_LINE)
		return ROW_BAD;
	if (strcmp(line, sorted.last) <= 0)
		return ROW_OK;
	for (; i && strcmp(line, sorted.line[i - 1]) < 0; i--)
		memcpy(sorted.line[i], sorted.line[i - 1], ROUTE6_LINE);
	memcpy(sorted.line[i], line, f->lines->len + 1);
	if (sorted.used == sorted.size - 1)
		sorted.more = true;
	else
		sorted.used++;
	return ROW_OK;
}

/* A kernel without IPv6 misses nothing. */
void route6_sorted(struct feed *f)
{
	bool cache = false;

	f->head = (struct record){ RECORD_TABLE, OPT_ROUTE, ROUTE_V6 };
	*sorted.last = '\0';
	sorted.size = memory_table(&sorted.table, ROUTE6_LINE,
		LIMIT(ROUTES) + 1, SPARE_ROUTES);
	sorted.line = sorted.table.at;
	do {
		sorted.more = false;
		sorted.used = 0;
		table_read(f, "net/ipv6_route", MAY_BE_EMPTY, sort_row, &cache);
		f->head.kind = RECORD_ROUTE;	/* it is one table */
		for (size_t i = 0; i < sorted.used; i++)
			route6_row(f, memcpy(sorted.last, sorted.line[i],
				ROUTE6_LINE));
	} while (sorted.more);
}
