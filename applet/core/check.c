/* check.c: options that cannot be combined, or need others.
 */
#include "core/core.h"

/* At most one of -r -i -s -M, and not twice, as in net-tools. */
static int too_many(const struct request *q)
{
	uint64_t whole = q->opts & WHOLE_VIEWS;

	if (!WHOLE_VIEWS || (q->whole < 2 && !(whole & (whole - 1))))
		return -1;
	return args_bad_options(whole, whole & (whole - 1) ?
		"cannot be combined" : "once only");
}

void request_warn(const struct request *q)
{
	uint64_t lost = q->opts & (SOCKET_TABLES | BIT(GROUPS) |
		BIT(LISTENING) | BIT(PROGRAMS) | BIT(TIMERS));

	if (CFG(INTERVAL) && q->ignored)
		warn(q->ignored, has(q, IFACES) ? IFACE_SYNTAX :
			CFG(ROUTE_TO) && has(q, ROUTE) ?
			"the route of an address: --to=ADDR" :
			"no number, ignored");
	if (!CFG(FILTERS) || !(q->opts & WHOLE_VIEWS))
		return;
	if (has(q, STATS))
		lost &= ~INET_TABLES;
	if (has(q, MASQ))
		lost &= ~(INET_ROWS & ~BIT(RAW));
	if (has(q, HEALTH))
		lost &= ~(INET_TABLES | BIT(LISTENING) | BIT(PROGRAMS));
	if (!lost)
		return;
	usage_options(lost, "ignored in this view\n");
	err_end();
}

/* Are sockets shown and nothing else? */
static bool shows_sockets(const struct request *q)
{
	return !(q->opts & (WHOLE_VIEWS | BIT(GROUPS))) &&
		!(has(q, WINDOWS) && q->win & WIN_WHOLE);
}

/* What has no metrics, or cannot be combined with them. */
static int check_metrics(const struct request *q)
{
	uint64_t no = SOCKET_TABLES & ~(BIT(TCP) | BIT(UDP));

	if (CFG(METRICS) && q->match && !is_metrics(q))
		return args_bad_word("--match", "needs --metrics");
	if (!is_metrics(q))
		return -1;
	if (q->interval || is_watch(q))
		return args_bad_word("--metrics", "once only");
	if (formats(q) || sorts(q))
		return args_bad_word("--metrics",
			"cannot be combined with --format or --sort");
	if (has(q, COUNT))
		no = 0;
	else if (q->families & ~(FAM_IP | FAM(NOTHING)) &&
		 !(q->opts & no))
		return args_bad_word("-A", "only inet and inet6 with --metrics");
	no = q->opts & (no | BIT(GROUPS) | BIT(ROUTE) | BIT(MASQ) |
		BIT(JSON) | BIT(WINDOWS) | BIT(CONTINUOUS));
	return no ? args_bad_options(no, "not with --metrics") : -1;
}

int request_check(const struct request *q)
{
	int status = CFG(METRICS) ? check_metrics(q) : -1;

	if (status >= 0)
		return status;
	if (has(q, RATE) && (has(q, WINDOWS) ||
	    !(q->interval || has(q, CONTINUOUS)) ||
	    !(q->opts & (BIT(STATS) | BIT(IFACES)))))
		return args_bad_word("--rate",
			"needs -s or -i, and an interval");
	if (chooses_routes(q) && !has(q, ROUTE))
		return args_bad_word("--to and --dest", "need -r");
	if (CFG(HUMAN) && q->human && !(q->opts & (BIT(IFACES) | BIT(STATS) |
	    BIT(MASQ) | BIT(HEALTH))))
		return args_bad_word("--human",
			"needs -i, -s, -M or --health");
	if (!CFG(RATE) && has(q, HEALTH) &&
	    (q->interval || has(q, CONTINUOUS)))
		return args_bad_word("--health", "once only");
	if (q->opts & (SOCK_FILTERS | BIT(COUNT)) && !shows_sockets(q))
		return args_bad_word("filters and --count",
			"are only for sockets");
	if (sorts(q) && !shows_sockets(q))
		return args_bad_word("--sort", "is only for sockets");
	if (sorts(q) && has(q, COUNT))
		return args_bad_word("--sort",
			"cannot be combined with --count");
	if (formats(q) && !shows_sockets(q))
		return args_bad_word("--format", "is only for sockets");
	if (formats(q) && q->opts & (BIT(COUNT) | BIT(JSON)))
		return args_bad_word("--format",
			"cannot be combined with --count or --json");
	if (is_watch(q) && (!shows_sockets(q) ||
	    q->opts & (BIT(COUNT) | BIT(WINDOWS)) || sorts(q)))
		return args_bad_word("--watch", "is only for rows of sockets");
	if (has(q, JSON) && has(q, WINDOWS) && q->win & WIN_WHOLE)
		return args_bad_word("--json", "is for sockets here");
	if (has(q, TOP) && !has(q, COUNT) && !sorts(q))
		return args_bad_word("--top",
			"needs --count or --sort");
	return too_many(q);
}
