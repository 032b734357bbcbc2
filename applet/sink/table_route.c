/* table_route.c: -r and -rC, IPv4 and IPv6.
 */
#include "sink/sink.h"

enum number {
	REFCNT, USE, METRIC, MSS, WINDOW, IRTT,
	IFACE,
	CACHE,				/* those of the cache follow */
};

/* The columns after the flags. */
struct layout {
	const char *header;
	struct column {
		unsigned char number;
		signed char width;	/* see fmt_int(); 0: the last one */
	} columns[8];
};

/* With -e, without, with -ee, and for the cache. */
static const struct layout layouts[] = {
	{
		" Metric" COL_LEFT " Ref" COL_LEFT "    Use" COL_RIGHT
		" Iface" COL_LEFT "\n",
		{ { METRIC, -6 }, { REFCNT, -2 }, { USE, 7 }, { IFACE, 0 } }
	}, {
		"   MSS" COL_RIGHT " Window" COL_LEFT "  irtt" COL_RIGHT
		" Iface" COL_LEFT "\n",
		{ { MSS, 5 }, { WINDOW, -5 }, { IRTT, 6 }, { IFACE, 0 } }
	}, {
		" Metric" COL_LEFT " Ref" COL_LEFT "    Use" COL_RIGHT
		" Iface   " COL_LEFT " MSS  " COL_LEFT " Window" COL_LEFT
		" irtt" COL_LEFT "\n",
		{
			{ METRIC, -6 }, { REFCNT, -3 }, { USE, 6 },
			{ IFACE, -8 }, { MSS, -5 }, { WINDOW, -6 }, { IRTT, 0 }
		}
	},
	IF(ROUTE_CACHE, {
		" Metric" COL_LEFT " Ref" COL_LEFT "    Use" COL_RIGHT
		" Iface   " COL_LEFT " MSS  " COL_LEFT " Window" COL_LEFT
		" irtt" COL_LEFT "  TOS" COL_LEFT " HHRef" COL_LEFT
		" HHUptod" COL_LEFT "     SpecDst" COL_NET "\n",
		{
			{ METRIC, -6 }, { REFCNT, -3 }, { USE, 6 },
			{ IFACE, -8 }, { MSS, -5 }, { WINDOW, -6 },
			{ IRTT, -5 }, { CACHE, 0 }
		}
	},)
};

/* The width of a column of an address, and of all columns after the gateway
 * except that of the interface. */
enum {
	HOST = 16,
	REST = HOST + ROUTE_LETTERS + 6 * (DEC_TEXT + 3),
	LONG_NAME = 64		/* the longest name with --fit */
};

/* The text between gateway and interface of the previous route: of 300,000
 * routes most differ from the previous one only in their addresses. */
struct route_middle {
	const struct layout *layout;	/* of the table; NULL: no rows */
	const struct column *column;	/* the one of the interface */
	size_t len;
	char text[REST];
};

BUFFER(struct route_middle, middle);

static bool route_numeric(const struct request *q)
{
	return has(q, NUMERIC_HOSTS) || has(q, SYMBOLIC);
}

static bool is_cached(const struct route *r)
{
	return CFG(ROUTE_CACHE) && r->record.has & ROUTE_CACHED;
}

/* The columns that this many -e select in net-tools, or NULL. */
static const struct layout *choose_layout(const struct request *q, bool cache)
{
	unsigned n = CFG(EXTEND) ? q->extend : 0;

	if (n < 2)
		return &layouts[!n];
	n = (n + 1) % 4;
	if (CFG(ROUTE_CACHE) && cache && n == 3)
		n++;
	return n ? &layouts[n - 1] : NULL;
}

void route_header(const struct request *q, const struct record *table)
{
	bool v6 = table->has & ROUTE_V6, cache = table->has & ROUTE_CACHED;

	middle.layout = choose_layout(q, cache);
	if (!header_begin(q))
		return;
	out_str(v6 ? "Kernel IPv6 routing " : "Kernel IP routing ");
	out_str(cache ? "cache\n" : "table\n");
	if (v6) {
		out_header(COL_TABLE "Destination                    " COL_NET
			"Next Hop                   " COL_NET "Flag " COL_LEFT
			"Met " COL_LEFT "Ref " COL_LEFT " Use" COL_RIGHT
			" If" COL_LEFT "\n");
	} else if (middle.layout) {
		out_header(cache ? COL_TABLE "Source          " COL_NET
			"Destination     " COL_NET "Gateway         " COL_NET :
			COL_TABLE "Destination     " COL_NET
			"Gateway         " COL_NET "Genmask         " COL_NET);
		out_header("Flags" COL_LEFT);
		out_header(middle.layout->header);
	}
	header_end(q);
}

/* -- IPv4 ------------------------------------------------------------------ */

/* An address in a column for names of hosts. */
static char *fmt_host(char *d, const struct addr *a)
{
	char *end = d + HOST;

	return fmt_cell(fmt_fill(fmt_addr(d, a), end));
}

/* Truncates a name so that a blank follows it, or with --fit to LONG_NAME bytes
 * and a '~'. */
static char *fmt_route_name(char *d, const struct request *q, const char *text,
	const char *end)
{
	size_t most = fits(q) ? LONG_NAME : HOST, n = end - text;
	bool cut = n >= most;

	n = cut ? most - 1 : n;
	memcpy(d, text, n);
	if (cut && fits(q))
		d[n++] = '~';
	return fmt_cell(fmt_fill(d + n, d + HOST));
}

static char *fmt_gateway(char *d, const struct request *q, const struct addr *a)
{
	char text[NAME_TEXT];

	if (!CFG(RESOLVE) || route_numeric(q))
		return fmt_host(d, a);
	return fmt_route_name(d, q, text, name_host(text, q, a));
}

static bool route_is_host(const struct route *r)
{
	return r->flags & ROUTE_HOST || r->dest.word[0] & ~r->mask.word[0];
}

/* A network by name or address; that of 0.0.0.0/0 is "default". */
static char *fmt_net(char *d, const struct request *q, const struct route *r)
{
	char text[NAME_TEXT];

	if (addr_is_any(&r->dest) && addr_is_any(&r->mask) && !route_numeric(q))
		return fmt_cell(fmt_left(d, "default", HOST));
	if (!CFG(RESOLVE) || route_numeric(q))
		return fmt_host(d, &r->dest);
	return fmt_route_name(d, q, text, route_is_host(r) ?
		name_host(text, q, &r->dest) : name_network(text, &r->dest));
}

static char *fmt_dash(char *d, int width)
{
	const char *end = d - width;

	if (width > 0)
		d = fmt_fill(d, d + width - 1);
	*d++ = '-';
	return width < 0 ? fmt_fill(d, end) : d;
}

/* The columns of numbers from *C to the interface, or to the end. Of a route
 * that rejects, only metric and use have a meaning. */
static char *fmt_numbers(char *d, const struct route *r,
	const struct column **c)
{
	const uint32_t number[] = {
		[REFCNT] = r->refcount, [USE] = r->use, [METRIC] = r->metric,
		[MSS] = r->mss, [WINDOW] = r->window, [IRTT] = r->irtt,
	};
	bool dashes = route_rejects(r);

	for (;; ++*c) {
		unsigned n = (*c)->number;
		int width = (*c)->width;

		d = fmt_cell(d);
		*d++ = ' ';
		if (n >= IFACE)
			return d;
		/* these dashes have the widths of -e, even with -ee */
		if (dashes && n <= USE)
			width = n == USE ? 7 : -2;
		if (dashes && n != METRIC && n != USE)
			d = fmt_dash(d, width);
		else
			/* all are ints in net-tools */
			d = fmt_int(d, (int32_t)number[n], width);
		if (!width)
			return d;
	}
}

static void fmt_middle(const struct route *r)
{
	char *d = is_cached(r) ? middle.text : fmt_host(middle.text, &r->mask);
	char *end = d + 5;

	d = fmt_fill(fmt_flags(d, flag_letters(&r->record), r->flags), end);
	middle.column = middle.layout->columns;
	middle.len = fmt_numbers(d, r, &middle.column) - middle.text;
}

/* Truncates a name in -WIDTH columns so that two blanks follow it. */
static char *fmt_iface(char *d, const struct route *r, int width)
{
	const char *end = d - width;
	size_t n = r->iface.n, most = -width - 2;

	if (route_rejects(r))
		return fmt_dash(d, width);
	n = width && n > most ? most : n;
	return fmt_fill(fmt_foreign(d, r->iface.s, n), end);
}

/* The columns that only the cache has, after those of -ee. */
static char *fmt_cache(char *d, const struct route *r)
{
	d = fmt_cell(fmt_fill(fmt_hex(d, r->tos, 1), d + 4));
	d = fmt_cell(fmt_left(fmt_int(d, r->hh_refs, -3), "", 3));
	d = fmt_cell(fmt_left(fmt_int(d, (int32_t)r->hh_valid, -3), "", 1));
	d = fmt_fill(d, d + 15 - (fmt_addr(d, &r->spec_dst) - d));
	return fmt_addr(d, &r->spec_dst);
}

/* A row of the cache also has the source of its route, and all its addresses
 * are hosts. */
static void ask_names(const struct request *q, const struct route *r)
{
	if (is_cached(r))
		name_ask(q, &r->source);
	if (is_cached(r) || route_is_host(r))
		name_ask(q, &r->dest);
	if (!route_rejects(r))
		name_ask(q, &r->gateway);
}

static void print_route4(const struct request *q, const struct route *r)
{
	const struct column *c;
	char *d;

	if (!middle.layout)
		return;
	if (CFG(RESOLVE) && !route_numeric(q))
		ask_names(q, r);
	d = out_space(fits(q) ? 512 : 4 * HOST + REST + 4 * IFACE_NAME);
	d = is_cached(r) ? fmt_gateway(fmt_gateway(d, q, &r->source), q,
		&r->dest) : fmt_net(d, q, r);
	d = route_rejects(r) ? fmt_cell(fmt_left(d, "-", HOST)) :
		fmt_gateway(d, q, &r->gateway);
	if (!r->again)
		fmt_middle(r);
	/* in steps of 8 bytes, without a call: there is space after it */
	for (size_t i = 0; i < middle.len; i += 8)
		memcpy(d + i, middle.text + i, 8);
	c = middle.column;
	d = fmt_iface(d + middle.len, r, fits(q) ? 0 : c->width);
	if (c++->width) {
		d = fmt_numbers(d, r, &c);
		if (is_cached(r))
			d = fmt_cache(d, r);
	}
	/* perhaps with a CR */
	if (!CFG(WINDOWS))
		*d++ = '\n';
	out_done(d);
	if (CFG(WINDOWS))
		out_char('\n');
}

/* -- IPv6 ------------------------------------------------------------------ */

/* the longest text of a row up to the interface */
enum { ROUTE6_ROW = 6 + ADDR_TEXT + 4 + 27 + ADDR_TEXT + 16 + 3 * 12 };

/* A host by name or address. */
static char *fmt_host6(char *d, const struct request *q, const struct addr *a)
{
	if (CFG(RESOLVE) && !route_numeric(q))
		return name_host(d, q, a);
	return !route_numeric(q) && addr_is_any(a) ? fmt_left(d, "[::]", 0) :
		fmt_addr(d, a);
}

/* Pads a column that begins at START. */
static char *fmt_pad(char *d, const char *start, size_t width)
{
	d = fmt_fill(d, start + width);
	*d++ = ' ';
	return fmt_cell(d);
}

static void print_route6(const struct request *q, const struct route *r)
{
	bool named = CFG(RESOLVE) && !route_numeric(q);
	char row[CFG(RESOLVE) ? ROUTE6_ROW + 2 * NAME_TEXT : 1], *d, *start;

	if (CFG(RESOLVE) && named) {
		name_ask(q, &r->dest);
		name_ask(q, &r->gateway);
	}
	/* names may be longer than out_space() allows */
	start = d = named ? row : out_space(ROUTE6_ROW);
	d = fmt_host6(d, q, &r->dest);
	*d++ = '/';
	start = d = fmt_pad(fmt_dec(d, r->prefix_length), start, 30);
	start = d = fmt_pad(fmt_host6(d, q, &r->gateway), start, 26);
	d = fmt_flags(d, flag_letters(&r->record), r->flags);
	start = d = fmt_pad(d, start, 4);
	/* unsigned in the kernel, signed in net-tools */
	d = fmt_pad(fmt_int(d, (int32_t)r->metric, 0), start, 3);
	d = fmt_cell(fmt_int(d, (int32_t)r->refcount, 0));
	*d++ = ' ';
	d = fmt_cell(fmt_int(d, (int32_t)r->use, 6));
	*d++ = ' ';
	if (named)
		out_mem(row, d - row);
	else
		out_done(d);
	out_foreign(r->iface.s, r->iface.n);
	out_char('\n');
}

void print_route(const struct request *q, const struct record *r)
{
	if (CFG(ROUTES6) && r->has & ROUTE_V6)
		print_route6(q, (const void *)r);
	else
		print_route4(q, (const void *)r);
}
