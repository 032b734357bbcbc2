/* route.c: the IPv4 routing table from /proc/net/route
 * (net/ipv4/fib_trie.c fib_route_seq_show):
 *
 *   Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT
 *
 * and the routing cache, which Linux had up to 3.5, from /proc/net/rt_cache
 * (net/ipv4/route.c rt_cache_seq_show), which has the source address instead of
 * the mask, and more columns. Newer kernels have only its header.
 *
 *   ... Source MTU Window IRTT TOS HHRef HHUptod SpecDst
 */
#include <net/if.h>
#include <sys/ioctl.h>

#include "source/source.h"

/* One file during the scan. */
struct route_file {
	bool cache;
	bool rows;			/* it has rows */
	struct route route;		/* the previous one */
	/* The columns after its gateway: of 300,000 routes most differ from the
	 * previous one only in their addresses. */
	size_t rest_len;
	char rest[64];
};

/* The columns after the gateway. */
static const char *rest_scan(const char *s, struct route *r)
{
	uint64_t flags;

	s = scan_u32(scan_hex(s, &flags), &r->refcount);
	s = scan_u32(scan_u32(s, &r->use), &r->metric);
	s = scan_u32(scan_addr(s, &r->mask), &r->mss);
	s = scan_u32(scan_u32(s, &r->window), &r->irtt);
	r->flags = (uint32_t)flags;
	r->record.has &= ~ROUTE_METRIC;
	r->record.has |= r->metric == UINT32_MAX ? 0 : ROUTE_METRIC;
	return s && !r->mask.v6 && flags <= UINT32_MAX ? s : NULL;
}

/* The columns after those, in the cache. */
static const char *cache_scan(const char *s, struct route *r)
{
	uint64_t tos;
	uint32_t hh_refs = 0;

	s = scan_u32(scan_hex(s, &tos), &hh_refs);
	s = scan_addr(scan_u32(s, &r->hh_valid), &r->spec_dst);
	r->source = r->mask;
	r->tos = (uint32_t)tos;
	r->hh_refs = hh_refs;
	return s && tos <= 0xff && !r->spec_dst.v6 ? s : NULL;
}

/* memcmp() for 8 bytes and more */
static bool is_same(const char *a, const char *b, size_t n)
{
	uint64_t x, y;

	for (size_t i = 0; i < n; i += 8) {
		if (i > n - 8)
			i = n - 8;
		memcpy(&x, a + i, 8);
		memcpy(&y, b + i, 8);
		if (x != y)
			return false;
	}
	return true;
}

/* Scans a line. Columns that equal those of the previous line are not scanned
 * again. */
static bool route_scan(const struct lines *l, const char *line,
	struct route_file *t)
{
	struct route *r = &t->route;
	const char *s, *end;
	size_t left;

	r->iface.s = scan_blanks(line);
	s = scan_word(r->iface.s);
	r->iface.n = s ? s - r->iface.s : 0;
	s = scan_addr(scan_addr(s, &r->dest), &r->gateway);
	if (!s || r->iface.n >= IFACE_NAME || r->dest.v6 || r->gateway.v6)
		return false;
	left = line + l->len - s;
	r->again = CFG(FAST) && t->rest_len && t->rest_len <= left &&
		is_same(s, t->rest, t->rest_len);
	if (r->again)
		return true;
	end = rest_scan(s, r);
	t->rest_len = 0;
	if (CFG(ROUTE_CACHE) && t->cache)
		return cache_scan(end, r);
	r->prefix_length = 0;
	for (uint32_t mask = r->mask.word[0]; mask; mask &= mask - 1)
		r->prefix_length++;
	/* including the blank after it, so that the last number is complete */
	if (CFG(FAST) && end && *end && (size_t)(end - s) < sizeof t->rest) {
		t->rest_len = end + 1 - s;
		for (size_t i = 0; i < t->rest_len; i++)
			t->rest[i] = s[i];
	}
	return end;
}

/* The address of the interface. */
static void ask_local(struct route *r)
{
	struct ifreq a;

	link_ask_text(r->iface, SIOCGIFADDR, &a);
	r->local.v6 = false;
	memcpy(r->local.byte, a.ifr_addr.sa_data + 2, 4);
}

static enum row route_row(const struct feed *f, const char *line)
{
	struct route_file *t = f->ctx;

	if (t->cache && !CFG(ROUTE_CACHE))
		return ROW_LAST;
	if (!route_scan(f->lines, line, t))
		return ROW_BAD;
	t->rows = true;
	if (ROUTES_HAVE_LINKS && f->every)
		ask_local(&t->route);
	if (t->cache || t->route.flags & ROUTE_UP)
		f->emit(&t->route.record);
	return ROW_OK;
}

/* Returns 0 or an errno. */
static int route_table(struct feed *f, bool cache)
{
	const char *name = cache ? "net/rt_cache" : "net/route";
	struct route_file t = {
		.cache = cache,
		.route.record = {
			RECORD_ROUTE, OPT_ROUTE, cache ? ROUTE_CACHED : ROUTE_V4
		},
	};
	int error;

	f->head = t.route.record;
	f->head.kind = RECORD_TABLE;
	error = table_read(f, name, cache ? 1 : 1 | MAY_BE_EMPTY,
		route_row, &t);
	if (!error && cache && !t.rows)
		warn_file(name, 0, "Linux has no routing cache since 3.6");
	return error;
}

/* Returns false if no more families may be read. */
static bool read_family(struct feed *f, unsigned family, bool cache)
{
	int error;

	if (family == F_INET) {
		error = route_table(f, cache);
		if (error)
			table_absent(f, error, cache ? "net/rt_cache" :
				"net/route",
				"INET (IPv4) not configured in this system.\n");
		if (CFG(ROUTE_TO) && f->q->has_to)
			local_routes_read(f);
		return !error;
	}
	if (CFG(ROUTES6) && family == F_INET6) {
		error = route6_table(f, cache);
		if (error)
			table_absent(f, error, "net/ipv6_route", "INET6 "
				"(IPv6) not configured in this system.\n");
		return !error;
	}
	if (!CFG(FAMILY) && family != F_INET6)
		return true;
	if (FAMILIES_ROUTED >> family & 1)
		return cache || family_routes_read(f, family);
	err_begin();
	out_str("No routing for address family `");
	out_str(CFG(FAMILY) ? family_name(family) : "inet6");
	out_str("'.\n");
	err_end();
	run.status = STATUS_USAGE;
	return false;
}

/* Reads the tables of the families in q->list, in their order, up to the first
 * that fails. */
void route_read(struct feed *f)
{
	const struct request *q = f->q;
	bool cache = has(q, CACHE), fib = has(q, FIB) || !cache;

	for (unsigned i = 0; i < q->listed; i++) {
		if (fib && !read_family(f, q->list[i], false))
			return;
		if (cache && !read_family(f, q->list[i], true))
			return;
	}
}

void both_routes_read(struct feed *f)
{
	if (ROUTES_HAVE_LINKS && f->every)
		link_open(f->q);
	read_family(f, F_INET, false);
	if (CFG(ROUTES6))
		route6_sorted(f);
	if (ROUTES_HAVE_LINKS && f->every)
		link_close();
}
