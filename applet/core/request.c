/* request.c: the meaning of options together: a command line becomes a request.
 */
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/core.h"

static int add_family(struct request *q, unsigned family)
{
	q->families |= 1u << family;
	if (q->listed == LIMIT(FAMILIES))
		return args_bad_word("-A", "too many families");
	q->list[q->listed++] = family;
	return -1;
}

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
		family = add_family(q, family);
		if (family >= 0 || !list[n])
			return family;
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
	static const char names[][5] = {
		[SOURCE_PROC] = "proc", [SOURCE_DIAG] = "diag",
	};

	for (q->source = SOURCE_PROC; q->source < nitems(names); q->source++)
		if (!strcmp(arg, names[q->source]))
			return -1;
	return args_bad_word(arg, "no such source");
}

static int take_metrics(struct request *q, const char *arg)
{
	static const char forms[][12] = {
		[METRICS_OPEN] = "openmetrics", [METRICS_CGI] = "cgi",
	};

	q->metrics = METRICS_TEXT;
	while (arg && strcmp(arg, forms[q->metrics]))
		if (++q->metrics == nitems(forms))
			return args_bad_word(arg, "no such form");
	return -1;
}

/* The address of --to, which may have a zone: fe80::1%eth0. */
static int take_to(struct request *q, const char *arg)
{
	const char *end = scan_ip(arg, &q->to);

	q->to_iface = end && *end == '%' ? end + 1 : "";
	if (end)
		addr_fold(&q->to);
	return end && (!*end || *q->to_iface) ? -1 :
		args_bad_word(arg, "no address");
}

/* The columns of the terminal, within what --fit takes, or 80. */
static unsigned terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		return 80;
	return size.ws_col < FIT_LEAST ? FIT_LEAST :
		size.ws_col > FIT_MOST ? FIT_MOST : size.ws_col;
}

static int take_fit(struct request *q, const char *arg)
{
	uint64_t n = arg ? 0 : terminal_width();
	const char *end = arg ? scan_u64(arg, &n) : "";

	q->fit = n;
	/* fit.c cuts, not the rows */
	q->opts |= BIT(WIDE);
	if (end && !*end && n >= FIT_LEAST && n <= FIT_MOST)
		return -1;
	usage_begin(OPT_FIT, arg, text_len(arg), "no number from 40 to 1000");
	return usage_end();
}

/* With the interval, or without. */
static int take_watch(struct request *q, const char *arg)
{
	const char *end = arg ? scan_interval(arg, &q->interval) : NULL;

	return !arg || (end && !*end && q->interval && *arg != ' ') ? -1 :
		args_bad_word(arg, "no interval in seconds");
}

static int take_json(struct request *q, const char *arg)
{
	q->json_array = !strcmp(arg, "array");
	return q->json_array ? -1 : args_bad_word(arg, "no form of --json");
}

/* Options with an argument. */
static int take_argument(struct request *q, int id, const char *arg)
{
	if (CFG(ROUTE_TO) && id == OPT_TO)
		return take_to(q, arg);
	if (CFG(ROUTE_DEST) && id == OPT_DEST)
		return filter_take(id, arg);
	if (CFG(SORT) && id == OPT_SORT)
		return sort_take(arg);
	if (CFG(FORMAT) && id == OPT_FORMAT)
		return format_take(arg);
	switch (id) {
	case OPT_FAMILY:
		return CFG(FAMILY) ? request_families(q, arg) : -1;
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
	case OPT_JSON:
		return CFG(JSON) && arg ? take_json(q, arg) : -1;
	case OPT_FIT:
		return CFG(FIT) ? take_fit(q, arg) : -1;
	case OPT_WATCH:
		return CFG(WATCH) ? take_watch(q, arg) : -1;
	case OPT_METRICS:
		return CFG(METRICS) ? take_metrics(q, arg) : -1;
	case OPT_MATCH:
		q->match = arg;
		break;
	case OPT_RESOLVE_TIMEOUT:
		return CFG(DNS) ? take_patience(q, arg) : -1;
	}
	return -1;
}

/* Options that have no bit in opts, and the member that notes each. */
static const struct given_option {
	unsigned char id, at;
} given_options[] = {
#define GIVEN(cfg, id, member) \
	IF(cfg, { OPT_##id, offsetof(struct request, member) },)
	GIVEN(HUMAN, HUMAN, human)
	GIVEN(ROUTE_TO, TO, has_to)
	GIVEN(ROUTE_DEST, DEST, dest)
	GIVEN(QUIET, QUIET, quiet)
	GIVEN(SORT, SORT, sort)
	GIVEN(FORMAT, FORMAT, format)
	GIVEN(NO_HEADER, NO_HEADER, no_header)
	GIVEN(WATCH, WATCH, watch)
#undef GIVEN
	{ OPTIONS, 0 },
};

static void note_given(struct request *q, int id)
{
	for (const struct given_option *g = given_options; g->id < OPTIONS; g++)
		if (g->id == id)
			((bool *)q)[g->at] = true;
}

static int show_version(bool whole)
{
	out_str("netstat " VERSION "\n");
	if (CFG(BUILD) && whole)
		out_str(BUILT_WITH);
	return 0;
}

int request_take(struct request *q, int id, const char *arg)
{
	uint64_t bit = id < OPTION_BITS ? UINT64_C(1) << id : 0;

	/* so the compiler leaves out what is not configured */
	if (id >= OPTIONS)
		return -1;
	q->opts |= bit;
	q->whole += (WHOLE_VIEWS & bit) != 0;
	if (SOCK_FILTERS & bit)
		return filter_take(id, arg);
	note_given(q, id);
	switch (id) {
	case OPT_COLOR:
		if (CFG(COLOR))
			color_start();
		break;
	case OPT_CRLF:
		if (CFG(WINDOWS))
			out_crlf();
		break;
	case OPT_INET:
		return add_family(q, F_INET);
	case OPT_INET6:
		return add_family(q, F_INET6);
	case OPT_UNIX:
		return add_family(q, F_UNIX);
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
		return show_version(has(q, VERBOSE) ||
			(arg && scan_find(arg, 'v')));
	case OPT_HELP:
		return host_help(arg);
	}
	return take_argument(q, id, arg);
}

/* Without a choice, metrics are of everything. */
static void complete_metrics(struct request *q)
{
	q->everything = !q->families && !(q->opts & (INET_ROWS | WHOLE_VIEWS |
		BIT(COUNT)));
	if (q->everything && metrics_match(q, "netstat_health"))
		q->opts |= BIT(HEALTH);
	if (!(q->opts & (WHOLE_VIEWS | BIT(LISTENING))))
		q->opts |= BIT(ALL);
}

/* Which stages and sinks need owners. */
static void complete_owners(struct request *q)
{
	bool sink = q->programs || (CFG(FORMAT) && q->holders) ||
		(CFG(COUNT) && count_owners());

	q->owners = sink || q->opts & OWNER_FILTERS;
	if (sorts(q)) {
		q->owners = q->opts & OWNER_FILTERS ||
			keys_have_owner(sort_keys());
		q->late_owners = sink;
	}
}

/* What sources have to find out for the stages and the sink. */
static void request_needs(struct request *q)
{
	if (SOCKS_HAVE_ZONES)
		q->zones = has(q, WINDOWS);
	/* its numbers stay numbers */
	if (CFG(HUMAN) && has(q, JSON))
		q->human = false;
	/* what else would be printed is not looked up */
	if (CFG(QUIET) && q->quiet) {
		q->opts &= ~BIT(COUNT);
		q->format = q->sort = false;
		q->programs = 0;
	}
	q->details = is_metrics(q) || has(q, INFO) || has(q, JSON) ||
		has(q, HEALTH);
	q->users = has(q, EXTEND) || has(q, JSON) || has(q, USER) ||
		(CFG(COUNT) && count_users());
	if (formats(q)) {
		q->details |= keys_have_details(format_keys());
		q->users |= keys_have_user(format_keys());
		q->holders = CFG(PRG) && keys_have_owner(format_keys());
	}
	if (sorts(q)) {
		q->details |= keys_have_details(sort_keys());
		q->users |= keys_have_user(sort_keys());
	}
	/* our own views of all sockets; those of net-tools lack them */
	q->bound = has(q, ALL) && (formats(q) ||
		q->opts & (BIT(STATE) | BIT(INFO) | BIT(JSON) | BIT(COUNT)));
	q->dual = q->opts & (BIT(PORT) | BIT(LPORT)) &&
		(q->families & FAM_IP) == FAM(INET);
	if (CFG(PRG))
		complete_owners(q);
}

/* The families whose routes are shown. */
static void complete_routes(struct request *q)
{
	if (CFG(ROUTE_TO) && q->has_to) {
		q->list[0] = q->to.v6 ? F_INET6 : F_INET;
		q->listed = 1;
	}
	if (!q->listed) {
		q->list[q->listed++] = F_INET;
		/* filters look in both families */
		if (CFG(ROUTE_DEST) && CFG(ROUTES6) && q->dest)
			q->list[q->listed++] = F_INET6;
	}
}

/* As in net-tools: -4 or -6 without a table means all tables of that family,
 * with -g too, except in JSON; a table without a family means both families. */
void request_complete(struct request *q)
{
	if (q->families & FAM_IP && !(q->opts & INET_ROWS) &&
	    !(has(q, GROUPS) && has(q, JSON))) {
		q->opts |= INET_TABLES;
		q->implied = true;
	}
	if (has(q, ALL_FAMILIES)) {
		q->opts |= SOCKET_TABLES;
		q->implied = true;
	}
	if (q->opts & (INET_ROWS | BIT(GROUPS)) && !(q->families & FAM_IP))
		q->families |= FAM_IP;
	if (q->families & FAM(UNIX))
		q->opts |= BIT(UNIX);
	if (q->families & FAM(BLUETOOTH) && !(q->opts & BLUETOOTH_TABLES))
		q->opts |= BLUETOOTH_TABLES;
	q->opts |= FAMILY_TABLE(q, IPX) | FAMILY_TABLE(q, AX25) |
		FAMILY_TABLE(q, X25) | FAMILY_TABLE(q, NETROM) |
		FAMILY_TABLE(q, ROSE);
	if (is_metrics(q))
		complete_metrics(q);
	if ((has(q, CONTINUOUS) || is_watch(q)) && !q->interval)
		q->interval = 1000000000;
	if (has(q, CONTEXT) && !q->programs)
		q->programs = 1;
	/* a filter also looks for listeners */
	if (q->opts & SOCK_FILTERS && !has(q, LISTENING))
		q->opts |= BIT(ALL);
	/* -a has no effect here */
	if (has(q, HEALTH) && !q->everything)
		q->opts = (q->opts & ~BIT(ALL)) | BIT(LISTENING);
	request_needs(q);
	q->asked = q->opts & (SOCKET_TABLES | BIT(GROUPS)) ||
		q->families & ~FAM(NOTHING);
	complete_routes(q);
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
	if (CFG(SORT))
		sort_reset();
	if (CFG(FORMAT))
		format_reset();
}
