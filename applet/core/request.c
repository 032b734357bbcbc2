/* request.c: the meaning of options together: a command line becomes a request.
 */
#include "core/core.h"

int request_families(struct request *q, const char *list)
{
	int family;
	size_t n;

	for (;; list += n + 1) {
		n = scan_until(list, ',');
		family = family_find(list, n);
		if (family < 0) {
			err_begin();
			out_str("Unknown address family `");
			out_foreign(list, n);
			out_str("'.\n");
			err_end();
			return STATUS_FAILED;
		}
		q->families |= 1u << family;
		if (q->listed == LIMIT(FAMILIES))
			return args_bad(list, n, "too many families");
		q->list[q->listed++] = family;
		if (!list[n])
			return -1;
	}
}

const char *scan_interval(const char *s, uint64_t *ns)
{
	uint64_t unit = 1000000000;

	s = scan_dec(s, ns);
	if (!s || *ns > 1000000000)
		return NULL;
	*ns *= unit;
	if (*s == '.')
		for (s++; *s >= '0' && *s <= '9'; s++)
			*ns += (unit /= 10) * (*s - '0');
	return s;
}

static int take_patience(struct request *q, const char *arg)
{
	uint64_t ns = 0;
	const char *end = scan_interval(arg, &ns);

	/* less than 50 days */
	q->patience = ns / 1000000 < UINT32_MAX ? ns / 1000000 : UINT32_MAX;
	return end && !*end && *arg != ' ' ? -1 :
		args_bad_word(arg, "no time in seconds");
}

/* Where to look for sockets; each gives the same. */
static int take_source(struct request *q, const char *arg)
{
	static const char names[] = "proc\0diag";

	for (q->source = SOURCE_PROC; q->source <= SOURCE_DIAG; q->source++)
		if (!strcmp(arg, names + (q->source - SOURCE_PROC) * 5))
			return -1;
	return args_bad_word(arg, "no such source");
}

/* With the interval, or without. */
static int take_watch(struct request *q, const char *arg)
{
	const char *end = arg ? scan_interval(arg, &q->interval) : NULL;

	q->watch = true;
	return !arg || (end && !*end && q->interval && *arg != ' ') ? -1 :
		args_bad_word(arg, "no interval in seconds");
}

/* Options with an argument. */
static int take_argument(struct request *q, int id, const char *arg)
{
	switch (id) {
	case OPT_FAMILY:
		return request_families(q, arg);
	case OPT_IFACE:
		q->opts |= BIT(IFACES);
		q->iface = arg + (*arg == '=');
		break;
	case OPT_COUNT:
		return CFG(COUNT) ? count_take(arg) : 0;
	case OPT_TOP:
		return CFG(COUNT) ? count_top(arg) : 0;
	case OPT_PROC:
		q->proc = arg;
		break;
	case OPT_NETNS:
		q->netns = arg;
		q->all_netns = CFG(NETNS) && !strcmp(arg, "all");
		break;
	case OPT_SOURCE:
		return CFG(DIAG_MORE) ? take_source(q, arg) : -1;
	case OPT_WATCH:
		return CFG(WATCH) ? take_watch(q, arg) : -1;
	case OPT_RESOLVE_TIMEOUT:
		return CFG(DNS) ? take_patience(q, arg) : -1;
	}
	return -1;
}

int request_take(struct request *q, int id, const char *arg)
{
	uint64_t bit = id < OPTION_BITS ? UINT64_C(1) << id : 0;

	q->opts |= bit;
	q->whole += (WHOLE_VIEWS & bit) != 0;
	if (SOCK_FILTERS & bit)
		return filter_take(id, arg);
	if (has(q, CRLF))
		out_crlf();
	switch (id) {
	case OPT_INET:
		return request_families(q, "inet");
	case OPT_INET6:
		return request_families(q, "inet6");
	case OPT_UNIX:
		return request_families(q, "unix");
	case OPT_NUMERIC:
		q->opts |= BIT(NUMERIC_HOSTS) | BIT(NUMERIC_PORTS) |
			BIT(NUMERIC_USERS);
		break;
	case OPT_EXTEND:
		q->extend++;
		break;
	case OPT_PROGRAMS:
		q->programs++;
		break;
	case OPT_VERSION:
		out_str("netstat " VERSION "\n");
		return 0;
	case OPT_HELP:
		usage_help();
		return 0;
	}
	return take_argument(q, id, arg);
}

/* As in net-tools: -4 or -6 without a table means all tables of that family; a
 * table without a family means both families. */
void request_complete(struct request *q)
{
	if (q->families & (FAM(INET) | FAM(INET6)) &&
	    !(q->opts & INET_ROWS)) {
		q->opts |= INET_TABLES;
		q->implied = true;
	}
	if (has(q, ALL_FAMILIES)) {
		q->opts |= SOCKET_TABLES;
		q->implied = true;
	}
	if (q->opts & (INET_ROWS | BIT(GROUPS)) &&
	    !(q->families & (FAM(INET) | FAM(INET6))))
		q->families |= FAM(INET) | FAM(INET6);
	if (q->families & FAM(UNIX))
		q->opts |= BIT(UNIX);
	if (q->families & FAM(BLUETOOTH) && !(q->opts & BLUETOOTH_TABLES))
		q->opts |= BLUETOOTH_TABLES;
	if ((has(q, CONTINUOUS) || is_watch(q)) && !q->interval)
		q->interval = 1000000000;
	if (has(q, CONTEXT) && !q->programs)
		q->programs = 1;
	/* a filter also looks for listeners */
	if (q->opts & SOCK_FILTERS && !has(q, LISTENING))
		q->opts |= BIT(ALL);
	/* -a has no effect here */
	if (has(q, HEALTH))
		q->opts = (q->opts & ~BIT(ALL)) | BIT(LISTENING);
	if (SOCKS_HAVE_ZONES)
		q->zones = has(q, WINDOWS);
	q->details = has(q, INFO) || has(q, JSON) || has(q, HEALTH);
	q->users = has(q, EXTEND) || has(q, JSON) || has(q, USER) ||
		(CFG(COUNT) && count_users());
	/* our own views of all sockets; those of net-tools lack them */
	q->bound = has(q, ALL) &&
		q->opts & (BIT(STATE) | BIT(INFO) | BIT(JSON) | BIT(COUNT));
	q->dual = q->opts & (BIT(PORT) | BIT(LPORT)) &&
		(q->families & (FAM(INET) | FAM(INET6))) == FAM(INET);
	if (CFG(PRG))
		q->owners = q->programs || q->opts & OWNER_FILTERS ||
			(CFG(COUNT) && count_owners());
	q->asked = q->opts & (SOCKET_TABLES | BIT(GROUPS)) ||
		q->families & ~FAM(NOTHING);
	if (!q->listed)
		q->list[q->listed++] = F_INET;
}

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

void request_reset(struct request *q, bool windows)
{
	if (CFG(WINDOWS))
		usage_reset(windows);
	*q = (struct request){
		.proc = "/proc", .opts = windows ? BIT(WINDOWS) : 0,
	};
	if (CFG(FILTERS))
		filter_reset();
	if (CFG(COUNT))
		count_reset();
}

int request_check(const struct request *q)
{
	if (has(q, RATE) && (has(q, WINDOWS) ||
	    !(q->interval || has(q, CONTINUOUS)) ||
	    !(q->opts & (BIT(STATS) | BIT(IFACES)))))
		return args_bad_word("--rate",
			"needs -s or -i, and an interval");
	if (!CFG(RATE) && has(q, HEALTH) &&
	    (q->interval || has(q, CONTINUOUS)))
		return args_bad_word("--health", "once only");
	if (q->opts & (SOCK_FILTERS | BIT(COUNT)) && !shows_sockets(q))
		return args_bad_word("filters and --count",
			"are only for sockets");
	if (is_watch(q) && (!shows_sockets(q) ||
	    q->opts & (BIT(COUNT) | BIT(WINDOWS))))
		return args_bad_word("--watch", "is only for rows of sockets");
	if (has(q, JSON) && has(q, WINDOWS) && q->win & WIN_WHOLE)
		return args_bad_word("--json", "is for sockets here");
	if (has(q, TOP) && !has(q, COUNT))
		return args_bad_word("--top", "needs --count");
	return too_many(q);
}
