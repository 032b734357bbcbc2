/* route.c: the IPv4 routing table from /proc/net/route
 * (net/ipv4/fib_trie.c fib_route_seq_show):
 *
 *   Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT
 *
 * and the routing cache that Linux had up to 3.5 from /proc/net/rt_cache
 * (net/ipv4/route.c rt_cache_seq_show), which has the source address in place
 * of the mask, and more behind. Today only its header is left.
 *
 *   ... Source MTU Window IRTT TOS HHRef HHUptod SpecDst
 */
#include "netstat.h"

enum number {
	REFCNT, USE, METRIC, MSS, WINDOW, IRTT,
	TOS, HH_REFS, HH_VALID,		/* of the cache */
	NUMBERS, IFACE,
	CACHE,				/* these of the cache follow */
};

struct route {
	const char *iface;
	size_t len;			/* of iface */
	struct addr dest, gateway, mask;
	uint32_t flags;
	uint32_t number[NUMBERS];
	struct addr spec_dst;		/* of the cache, the one to answer from */
};

/* What follows the flags. */
struct layout {
	const char *header;
	struct column {
		unsigned char number;
		signed char width;	/* see fmt_int(); 0: the last one */
	} columns[8];
};

/* The longest name of an interface, a column of an address, one of flags, and
 * all columns behind the gateway but that of the interface. */
enum {
	ROUTE_NAME = 15, HOST = 16, LETTERS = 32,
	REST = HOST + LETTERS + 6 * (DEC_TEXT + 2)
};

/* One file that is shown. */
struct route_table {
	bool cache;
	bool titled;
	bool rows;			/* there was one */
	const struct layout *layout;	/* NULL: no rows */
	struct route route;		/* the last one that was read */
	/* What followed the gateway of the last one, and the columns that it
	 * became, up to the interface: of 300,000 routes most differ from the
	 * one before in their addresses alone. */
	size_t rest_len, text_len;
	char rest[64], text[REST];
	const struct column *column;	/* the one of the interface */
};

enum { RTF_UP = 1, RTF_HOST = 4 };

/* See fmt_flags(). A '!' replaces what is before it. */
static const char route_letters[] =
	"\1U" "\2G" "\12\177!" "\3H" "\4R" "\5D" "\6M" "\21d" "\22a" "\23c"
	"\26o" "\27e" "\31c" "\32f" "\33p" "\40l" "\7u" "\10w" "\11i" "\13n";
/* those of the cache, linux/in_route.h */
static const char cache_letters[] =
	"\2G" "\12\177!" "\4R" "\5D" "\6M" "\1-" "\3o" "\21n" "\22d" "\24t"
	"\26f" "\27q" "\30Ns" "\31r" "\33i" "\34Nd" "\35b" "\36m" "\37#" "\40l";
/* With -e, without, with -ee, and so of the cache. */
static const struct layout layouts[] = {
	{
		" Metric Ref    Use Iface\n",
		{ { METRIC, -6 }, { REFCNT, -2 }, { USE, 7 }, { IFACE, 0 } }
	}, {
		"   MSS Window  irtt Iface\n",
		{ { MSS, 5 }, { WINDOW, -5 }, { IRTT, 6 }, { IFACE, 0 } }
	}, {
		" Metric Ref    Use Iface    MSS   Window irtt\n",
		{
			{ METRIC, -6 }, { REFCNT, -3 }, { USE, 6 },
			{ IFACE, -8 }, { MSS, -5 }, { WINDOW, -6 }, { IRTT, 0 }
		}
	},
	IF(ROUTE_CACHE, {
		" Metric Ref    Use Iface    MSS   Window irtt"
		"  TOS HHRef HHUptod     SpecDst\n",
		{
			{ METRIC, -6 }, { REFCNT, -3 }, { USE, 6 },
			{ IFACE, -8 }, { MSS, -5 }, { WINDOW, -6 },
			{ IRTT, -5 }, { CACHE, 0 }
		}
	},)
};

/* What follows the gateway. */
static const char *rest_scan(const char *s, struct route *r)
{
	uint64_t flags;

	s = scan_u32(scan_hex(s, &flags), &r->number[REFCNT]);
	s = scan_u32(scan_u32(s, &r->number[USE]), &r->number[METRIC]);
	s = scan_u32(scan_addr(s, &r->mask), &r->number[MSS]);
	s = scan_u32(scan_u32(s, &r->number[WINDOW]), &r->number[IRTT]);
	r->flags = flags;
	return s && !r->mask.v6 && flags <= UINT32_MAX ? s : NULL;
}

/* And then, in the cache. */
static const char *cache_scan(const char *s, struct route *r)
{
	uint64_t tos;

	s = scan_u32(scan_hex(s, &tos), &r->number[HH_REFS]);
	s = scan_addr(scan_u32(s, &r->number[HH_VALID]), &r->spec_dst);
	r->number[TOS] = tos;
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

/* Reads a line. What it has in common with the line before is not read again:
 * *AGAIN. */
static bool route_scan(const struct lines *l, const char *line,
	struct route_table *t, bool *again)
{
	struct route *r = &t->route;
	const char *s, *end;
	size_t left;

	r->iface = scan_blanks(line);
	s = scan_word(r->iface);
	r->len = s ? s - r->iface : 0;
	s = scan_addr(scan_addr(s, &r->dest), &r->gateway);
	if (!s || r->len > ROUTE_NAME || r->dest.v6 || r->gateway.v6)
		return false;
	left = line + l->len - s;
	*again = CFG(FAST) && t->rest_len && t->rest_len <= left &&
		is_same(s, t->rest, t->rest_len);
	if (*again)
		return true;
	end = rest_scan(s, r);
	t->rest_len = 0;
	if (CFG(ROUTE_CACHE) && t->cache)
		return cache_scan(end, r);
	/* with the blank behind it, lest a number go on */
	if (CFG(FAST) && end && *end && (size_t)(end - s) < sizeof t->rest) {
		t->rest_len = end + 1 - s;
		for (size_t i = 0; i < t->rest_len; i++)
			t->rest[i] = s[i];
	}
	return end;
}

bool route_numeric(const struct request *q)
{
	return has(q, NUMERIC_HOSTS) || has(q, SYMBOLIC);
}

/* Where names of hosts go. */
static char *fmt_host(char *d, const struct addr *a)
{
	char *end = d + HOST;

	return fmt_fill(fmt_addr(d, a), end);
}

/* A name loses what does not leave a blank. */
static char *fmt_route_name(char *d, const char *text, const char *end)
{
	size_t n = end - text < HOST ? end - text : HOST - 1;

	memcpy(d, text, n);
	return fmt_fill(d + n, d + HOST);
}

static char *fmt_gateway(char *d, const struct request *q, const struct addr *a)
{
	char text[NAME_TEXT];

	if (!CFG(RESOLVE) || route_numeric(q))
		return fmt_host(d, a);
	return fmt_route_name(d, text, name_host(text, q, a));
}

static bool route_is_host(const struct route *r)
{
	return r->flags & RTF_HOST || r->dest.word[0] & ~r->mask.word[0];
}

/* Where names of networks go; that of everything is known. */
static char *fmt_net(char *d, const struct request *q, const struct route *r)
{
	char text[NAME_TEXT];

	if (addr_is_any(&r->dest) && addr_is_any(&r->mask) && !route_numeric(q))
		return fmt_left(d, "default", HOST);
	if (!CFG(RESOLVE) || route_numeric(q))
		return fmt_host(d, &r->dest);
	return fmt_route_name(d, text, route_is_host(r) ?
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

static bool is_cache(const struct route_table *t)
{
	return CFG(ROUTE_CACHE) && t->cache;
}

static bool rejects(const struct route_table *t)
{
	return !is_cache(t) && t->route.flags & RTF_REJECT;
}

/* The columns of numbers from *C to the interface or to the end; of a route
 * that rejects only metric and use mean something. */
static char *fmt_numbers(char *d, const struct route_table *t,
	const struct column **c)
{
	bool dashes = rejects(t);

	for (;; ++*c) {
		unsigned number = (*c)->number;
		int width = (*c)->width;

		*d++ = ' ';
		if (number >= IFACE)
			return d;
		/* theirs are those of -e, with -ee too */
		if (dashes && number <= USE)
			width = number == USE ? 7 : -2;
		if (dashes && number != METRIC && number != USE)
			d = fmt_dash(d, width);
		else
			/* net-tools has an int for all of them */
			d = fmt_int(d, (int32_t)t->route.number[number], width);
		if (!width)
			return d;
	}
}

static const char *letters(const struct route_table *t)
{
	return is_cache(t) ? cache_letters : route_letters;
}

/* All columns between the gateway and the interface, into t->text. */
static void fmt_middle(struct route_table *t)
{
	const struct route *r = &t->route;
	char *d = is_cache(t) ? t->text : fmt_host(t->text, &r->mask);
	char *end = d + 5;

	d = fmt_flags(d, letters(t), r->flags);
	t->column = t->layout->columns;
	t->text_len = fmt_numbers(fmt_fill(d, end), t, &t->column) - t->text;
}

/* A name in -WIDTH columns loses what does not leave two blanks. */
static char *fmt_iface(char *d, const struct route_table *t, int width)
{
	const char *end = d - width;
	size_t n = t->route.len, most = -width - 2;

	if (rejects(t))
		return fmt_dash(d, width);
	return fmt_fill(fmt_foreign(d, t->route.iface,
		width && n > most ? most : n), end);
}

/* What only the cache has, behind the other columns of -ee. */
static char *fmt_cache(char *d, const struct route *r)
{
	d = fmt_fill(fmt_hex(d, r->number[TOS], 1), d + 4);
	d = fmt_left(fmt_int(d, (int32_t)r->number[HH_REFS], -3), "", 3);
	d = fmt_left(fmt_int(d, (int32_t)r->number[HH_VALID], -3), "", 1);
	d = fmt_fill(d, d + 15 - (fmt_addr(d, &r->spec_dst) - d));
	return fmt_addr(d, &r->spec_dst);
}

/* A row of the cache has the source of its route too, and all its addresses are
 * of hosts. */
static void route_print(const struct request *q, struct route_table *t,
	bool again)
{
	const struct route *r = &t->route;
	const struct column *c;
	char *d;

	if (CFG(RESOLVE) && !route_numeric(q)) {
		if (is_cache(t))
			name_ask(q, &r->mask);
		if (is_cache(t) || route_is_host(r))
			name_ask(q, &r->dest);
		if (!rejects(t))
			name_ask(q, &r->gateway);
	}
	d = out_room(4 * HOST + REST + 4 * ROUTE_NAME);
	d = is_cache(t) ? fmt_gateway(fmt_gateway(d, q, &r->mask), q, &r->dest) :
		fmt_net(d, q, r);
	d = rejects(t) ? fmt_left(d, "-", HOST) :
		fmt_gateway(d, q, &r->gateway);
	if (!again)
		fmt_middle(t);
	/* in steps of 8: there is room behind it, and it is no call */
	for (size_t i = 0; i < t->text_len; i += 8)
		memcpy(d + i, t->text + i, 8);
	c = t->column;
	d = fmt_iface(d + t->text_len, t, c->width);
	if (c++->width) {
		d = fmt_numbers(d, t, &c);
		if (is_cache(t))
			d = fmt_cache(d, r);
	}
	*d++ = '\n';
	out_done(d);
}

static void print_title(const struct request *q, struct route_table *t)
{
	t->titled = true;
	if (q->bare)
		return;
	if (is_windows(q)) {
		win_routes_title(false);
		return;
	}
	out_str(t->cache ? "Kernel IP routing cache\n" :
		"Kernel IP routing table\n");
	if (!t->layout)
		return;
	out_str(t->cache ? "Source          Destination     Gateway         " :
		"Destination     Gateway         Genmask         ");
	out_str("Flags");
	out_str(t->layout->header);
}

/* Every column there is, and the length of the prefix that the mask is. In the
 * cache, without a link-layer header to refer to, there are -1 references. */
static void route_json(const struct request *q, const struct route_table *t)
{
	const struct route *r = &t->route;
	const uint32_t *number = r->number;
	char text[LETTERS];
	unsigned plen = 0;

	json_open(q);
	if (is_cache(t)) {
		json_add("source@destination@", &r->mask, &r->dest);
	} else {
		for (uint32_t mask = r->mask.word[0]; mask; mask &= mask - 1)
			plen++;
		json_add("destination@prefix_length#genmask@",
			&r->dest, (uint64_t)plen, &r->mask);
	}
	json_add("gateway@flags&iface&metric#ref#use#mss#window#irtt#",
		&r->gateway,
		text, (size_t)(fmt_flags(text, letters(t), r->flags) - text),
		r->iface, r->len,
		(uint64_t)number[METRIC], (uint64_t)number[REFCNT],
		(uint64_t)number[USE], (uint64_t)number[MSS],
		(uint64_t)number[WINDOW], (uint64_t)number[IRTT]);
	if (is_cache(t))
		json_add("tos#hh_refs-hh_valid#spec_dst@",
			(uint64_t)number[TOS],
			(int64_t)(int32_t)number[HH_REFS],
			(uint64_t)number[HH_VALID], &r->spec_dst);
	json_close();
}

static enum row route_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct route_table *t = ctx;
	bool again;

	if (!t->titled)
		print_title(q, t);
	if (t->cache && !CFG(ROUTE_CACHE))
		return ROW_LAST;
	if (!route_scan(l, line, t, &again))
		return ROW_BAD;
	t->rows = true;
	if (!(is_cache(t) || t->route.flags & RTF_UP) ||
	    !(t->layout || q->bare))
		return ROW_OK;
	if (CFG(JSON) && has(q, JSON))
		route_json(q, t);
	else if (is_windows(q) && rejects(t))
		return ROW_OK;	/* Windows has no such routes */
	else if (is_windows(q) && !is_cache(t))
		win_route(&t->route.dest, &t->route.mask, &t->route.gateway,
			t->route.iface, t->route.len, t->route.number[METRIC]);
	else
		route_print(q, t, again);
	return ROW_OK;
}

bool route_missing(struct request *q, int error, const char *name,
	const char *family)
{
	if (error) {
		fail_file(q, name, error_text(error));
		out_str(q->bare ? "" : family);
		out_str(q->bare ? "" : " not configured in this system.\n");
	}
	return error;
}

/* The set of columns that so many -e choose in net-tools, or NULL. */
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

static bool show_table(struct request *q, bool cache)
{
	const char *name = cache ? "net/rt_cache" : "net/route";
	struct route_table t = {
		.cache = cache, .layout = choose_layout(q, cache),
	};
	int error = table_read(q, name, cache ? 1 : 1 | MAY_BE_EMPTY, 0,
		route_row, &t);

	if (route_missing(q, error, name, "INET (IPv4)"))
		return false;
	if (!t.titled)
		print_title(q, &t);
	if (cache && !t.rows)
		warn_file(q, name, 0, "Linux has no routing cache since 3.6");
	return true;
}

static bool show_family(struct request *q, unsigned family, bool cache)
{
	if (family == F_INET)
		return show_table(q, cache);
	if (CFG(IPV6) && family == F_INET6)
		return route6_show(q, cache);
	err_begin();
	out_str("No routing for address family `");
	out_str(family_name(family));
	out_str("'.\n");
	err_end();
	q->status = STATUS_USAGE;
	return false;
}

/* Families in the order they were asked for; the first that fails is the
 * last. */
void route_show(struct request *q, unsigned opt)
{
	bool cache = has(q, CACHE), fib = has(q, FIB) || !cache;

	(void)opt;
	for (unsigned i = 0; i < q->listed; i++) {
		if (fib && !show_family(q, q->list[i], false))
			return;
		if (cache && !show_family(q, q->list[i], true))
			return;
	}
}
