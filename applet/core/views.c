/* views.c: the sources that a request reads, and their order.
 */
#include "core/core.h"

/* All sources, then all views that are not shown together with sockets: the
 * option and the function of each. */
static const unsigned char view_options[] = {
#define SOURCE(cfg, id, read) IF(cfg, OPT_##id,)
#define VIEW SOURCE
#include "source/sources.def"
#undef SOURCE
#undef VIEW
};

static source_fn *const view_sources[] = {
#define SOURCE(cfg, id, read) IF(cfg, read,)
#define VIEW SOURCE
#include "source/sources.def"
#undef SOURCE
#undef VIEW
};

enum {
	VIEWS = nitems(view_options),
	TABLES = 0
#define SOURCE(cfg, id, read) IF(cfg, + 1)
#define VIEW(cfg, id, read)
#include "source/sources.def"
#undef SOURCE
#undef VIEW
};

/* Families that net-tools knows. Those without a source here are missing, as
 * they are in most kernels. */
static const struct {
	unsigned char family;
	bool shown;
	char label[10];
} others[] = {
	{ F_IPX, CFG(IPX), "AF IPX" }, { F_AX25, CFG(X25), "AF AX25" },
	{ F_X25, CFG(X25), "AF X25" }, { F_NETROM, CFG(X25), "AF NETROM" },
	{ F_ROSE, CFG(X25), "AF ROSE" },
};

struct views {
	emit_fn *emit;		/* destination of records */
};

STATE(struct views, views);

static void mark(unsigned kind, unsigned opt, unsigned has)
{
	const struct record r = { kind, opt, has };

	views.emit(&r);
}

static void read_source(const struct request *q, source_fn *read, unsigned opt,
	bool every)
{
	struct feed f = {
		.q = q, .emit = views.emit, .opt = opt, .every = every,
		.unordered = has(q, COUNT) || is_metrics(q),
	};
	struct sock_filter filter;

	if (CFG(DIAG) && CFG(FILTERS) && q->opts & SOCK_FILTERS) {
		filter_kernel(&filter, is_tcp(opt));
		f.filter = &filter;
	}
	read(&f);
}

/* -- sockets and groups ---------------------------------------------------- */

static bool view_wanted(const struct request *q, unsigned opt)
{
	return q->opts >> opt & 1 || (!q->asked &&
		!((MORE_TABLES | BIT(GROUPS)) >> opt & 1));
}

/* The tables that share a title. */
static uint64_t kind_of(unsigned opt)
{
	const uint64_t bit = UINT64_C(1) << opt;

	return INET_ROWS & bit ? INET_ROWS :
		BLUETOOTH_TABLES & bit ? BLUETOOTH_TABLES : bit;
}

static void show_tables(const struct request *q)
{
	uint64_t seen = 0;

	for (size_t i = 0; i < TABLES; i++) {
		unsigned opt = view_options[i];

		if (!view_wanted(q, opt))
			continue;
		/* these have no title if there is no table */
		if (!(FAMILY_TABLES >> opt & 1))
			mark(RECORD_VIEW, opt,
				seen & kind_of(opt) ? 0 : VIEW_FIRST);
		seen |= kind_of(opt);
		read_source(q, view_sources[i], opt, false);
	}
	for (size_t i = 0; CFG(FAMILY) && i < nitems(others); i++)
		if (!others[i].shown &&
		    (!q->asked || q->families >> others[i].family & 1))
			no_support(q, others[i].label);
}

/* Rows without a column of owners: other sinks and --sort look at them. */
static bool shows_owners(const struct request *q)
{
	uint64_t rows = SOCKET_TABLES & ~(has(q, COUNT) || has(q, JSON) ||
		formats(q) || sorts(q) ?
		0 : UNOWNED_TABLES);

	return CFG(PRG) && (!q->asked || q->opts & (rows | OWNER_FILTERS));
}

/* The condition is here, so that a compiler that does not optimize leaves out
 * the calls too. */
static void owners_start_if(const struct request *q, bool wanted,
	emit_fn *deliver)
{
	if (CFG(PRG) && wanted)
		owners_start(q, deliver);
}

static void owners_end_if(bool wanted)
{
	if (CFG(PRG) && wanted)
		owners_end();
}

/* What was sorted. Returns true if the tables must be read again. */
static bool show_sorted(const struct request *q)
{
	bool owners = CFG(PRG) && q->late_owners && shows_owners(q), more;

	/* messages of the first reading are not repeated */
	err_mute(false);
	owners_start_if(q, owners, flow_print);
	more = sort_next(CFG(PRG) && owners ? owners_add : flow_print);
	owners_end_if(owners);
	err_mute(more);
	return more;
}

/* Sockets that have been destroyed since the previous report: before the
 * tables, which may still have a connection as TIME_WAIT. */
static void read_destroyed(const struct request *q)
{
	watch_ended(true);
	read_source(q, destroy_read, OPT_TCP, false);
	watch_ended(false);
}

static bool needs_tables_again(const struct request *q)
{
	if (CFG(COUNT) && has(q, COUNT))
		return count_next(q);
	if (sorts(q))
		return show_sorted(q);
	return is_watch(q) && watch_again();
}

static void show_sockets(const struct request *q)
{
	bool owners = CFG(PRG) && q->owners && shows_owners(q);
	bool counts = CFG(COUNT) && has(q, COUNT);

	if (counts)
		count_start();
	if (sorts(q))
		sort_start(q, !has(q, JSON) && !q->format, count_most());
	if (CFG(WATCH) && CFG(DIAG) && q->watch)
		read_destroyed(q);
	do {
		owners_start_if(q, owners, flow_deliver);
		show_tables(q);
		owners_end_if(owners);
	} while (needs_tables_again(q));
	if (is_watch(q))
		watch_end(false);
}

/* -- views of several sources ---------------------------------------------- */

static void read_levels(const struct request *q)
{
	read_source(q, levels_read, OPT_HEALTH, false);
	read_source(q, inet_read, OPT_TCP, false);
}

/* The tables with sockets that lose messages, except ALREADY. */
static void read_losses(const struct request *q, unsigned already)
{
	static const unsigned char tables[] = {
		OPT_UDP, IF(UDPLITE, OPT_UDPLITE,) IF(RAW, OPT_RAW,)
		IF(ICMP, OPT_ICMP,)
	};

	for (size_t i = 0; CFG(HEALTH_MORE) && i < nitems(tables); i++)
		if (tables[i] != already && (!(q->opts & INET_TABLES) ||
		    q->implied || q->opts >> tables[i] & 1))
			read_source(q, inet_read, tables[i], true);
	if (CFG(HEALTH_MORE) && CFG(PACKET))
		read_source(q, netlink_read, OPT_NETLINK, true);
}

static void show_health(const struct request *q)
{
	bool owners = CFG(HEALTH_MORE) && CFG(PRG) && q->owners;

	mark(RECORD_VIEW, OPT_HEALTH, VIEW_FIRST);
	read_source(q, all_counters_read, OPT_STATS, true);
	read_source(q, dev_read, OPT_HEALTH, false);
	read_source(q, columns_read, OPT_HEALTH, false);
	owners_start_if(q, owners, flow_deliver);
	read_losses(q, OPT_TCP);
	/* with an interval, the first report only stores counters */
	if (!CFG(RATE) || !q->interval || run.round)
		read_levels(q);
	owners_end_if(owners);
	if (CFG(HEALTH_LEVELS) && has(q, VERBOSE) &&
	    (!q->interval || run.round)) {
		mark(RECORD_TABLE, OPT_HEALTH, TABLE_LEVELS);
		read_levels(q);
	}
	mark(RECORD_END, OPT_HEALTH, 0);
}

/* Metrics of everything, or of the views and tables that were chosen. */
static void show_metrics(const struct request *q)
{
	const uint64_t parts = q->everything ? ~UINT64_C(0) :
		q->opts & WHOLE_VIEWS ? q->opts & WHOLE_VIEWS : q->opts;
	bool owners = CFG(PRG) && q->owners;
	bool judged = CFG(HEALTH) && has(q, HEALTH);

	mark(RECORD_VIEW, OPT_METRICS, VIEW_FIRST);
	if (CFG(STATS) && parts & BIT(STATS))
		read_source(q, all_counters_read, OPT_STATS, true);
	if (CFG(IFACE) && parts & BIT(IFACES))
		read_source(q, dev_read, OPT_IFACES, false);
	if (q->everything) {
		read_source(q, columns_read, OPT_METRICS, false);
		read_source(q, samples_read, OPT_METRICS, false);
	}
	owners_start_if(q, owners, flow_deliver);
	if (parts & BIT(UDP))
		read_source(q, inet_read, OPT_UDP, true);
	if (judged)
		read_losses(q, OPT_UDP);
	if (judged)
		read_source(q, levels_read, OPT_HEALTH, false);
	if (parts & BIT(TCP))
		read_source(q, inet_read, OPT_TCP, true);
	owners_end_if(owners);
	mark(RECORD_END, OPT_METRICS, 0);
}

/* /e, /s and /r of Windows. Letters that are not configured were refused
 * earlier. */
static void show_windows(const struct request *q)
{
	static const struct {
		unsigned char letter, opt;
		source_fn *read[2];
	} parts[] = {
		IF(IFACE, { WIN_TOTALS, OPT_IFACES, { dev_read } },)
		IF(STATS, { WIN_STATISTICS, OPT_STATS, { all_counters_read } },)
		IF(ROUTE, IF(IFACE, {
			WIN_ROUTES, OPT_ROUTE, { dev_read, both_routes_read }
		},))
		{ 0, 0, { NULL } },
	};

	for (size_t i = 0; parts[i].letter; i++) {
		if (!(q->win & parts[i].letter))
			continue;
		mark(RECORD_VIEW, parts[i].opt, VIEW_FIRST);
		for (int n = 0; n < 2 && parts[i].read[n]; n++)
			read_source(q, parts[i].read[n], parts[i].opt,
				parts[i].opt == OPT_ROUTE);
		mark(RECORD_END, parts[i].opt, 0);
	}
}

/* -- a report -------------------------------------------------------------- */

static void show(const struct request *q)
{
	size_t i = TABLES;

	if (is_metrics(q) && (q->everything || !(q->opts &
	    (BIT(COUNT) | BIT(HEALTH))))) {
		show_metrics(q);
		return;
	}
	if (CFG(HEALTH) && has(q, HEALTH)) {
		show_health(q);
		return;
	}
	if (has(q, WINDOWS) && q->win & WIN_WHOLE) {
		show_windows(q);
		return;
	}
	while (i < VIEWS && !(q->opts >> view_options[i] & 1))
		i++;
	if (i == VIEWS) {
		show_sockets(q);
		return;
	}
	mark(RECORD_VIEW, view_options[i], VIEW_FIRST);
	read_source(q, view_sources[i], view_options[i], false);
	mark(RECORD_END, view_options[i], 0);
}

static void show_netns(const struct request *q, uint64_t number)
{
	if (CFG(RATE))
		rate_netns(number);
	if (is_watch(q))
		watch_netns(number);
	show(q);
}

void views_show(const struct request *q)
{
	views.emit = flow_start(q);
	if (CFG(FORMAT))
		format_start();
	if (is_metrics(q))
		metrics_start(q);
	do {
		if (CFG(NETNS) && q->all_netns)
			netns_each(q, views.emit, show_netns);
		else
			show(q);
	} while (is_metrics(q) && metrics_next(q));
	if (is_watch(q))
		watch_end(true);
}
