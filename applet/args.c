/* args.c: the command line becomes a request. Every option comes from
 * options.def (see usage.c); getopt_long() would cost three times this file and
 * keeps state between two calls in one process.
 */
#include "netstat.h"

/* Family names for -A; the first LONG_FAMILIES of them are long options too,
 * in the order that decides an abbreviation (--ine is --inet). The first of a
 * family is its name. */
static const struct {
	char name[10];
	unsigned char family;
} families[] = {
	{ "ax25", F_AX25 }, { "x25", F_X25 }, { "inet", F_INET },
	{ "ip", F_INET }, { "ipx", F_IPX }, { "ddp", F_NOTHING },
	{ "appletalk", F_NOTHING }, { "netrom", F_NETROM },
	{ "inet6", F_INET6 }, { "rose", F_ROSE }, { "unix", F_UNIX },
	{ "bluetooth", F_BLUETOOTH }, { "tcpip", F_INET },
	{ "ip6", F_INET6 }, { "econet", F_NOTHING }, { "ash", F_NOTHING },
};

enum { LONG_FAMILIES = 13 };

const char *family_name(unsigned family)
{
	size_t i = 0;

	while (families[i].family != family)
		i++;
	return families[i].name;
}

/* Adds the families of a comma list. */
int args_families(struct request *q, const char *list)
{
	for (;; list++) {
		size_t n = scan_until(list, ','), i;

		for (i = 0; i < COUNT(families); i++)
			if (!strncmp(list, families[i].name, n) &&
			    !families[i].name[n])
				break;
		if (i == COUNT(families)) {
			err_begin();
			out_str("Unknown address family `");
			out_foreign(list, n);
			out_str("'.\n");
			err_end();
			return STATUS_FAILED;
		}
		q->families |= 1u << families[i].family;
		if (q->listed == LIMIT(FAMILIES))
			return args_bad(list, n, "too many families");
		q->list[q->listed++] = families[i].family;
		list += n;
		if (!*list)
			return -1;
	}
}

/* A time in seconds, with a fraction or not, into ns. */
static const char *scan_interval(const char *s, uint64_t *ns)
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

	/* which stays below 50 days */
	q->patience = ns / 1000000 < UINT32_MAX ? ns / 1000000 : UINT32_MAX;
	return end && !*end && *arg != ' ' ? -1 :
		args_bad_word(arg, "no time in seconds");
}

/* Carries out one option. Returns -1 to go on, else the exit status. */
static int take(struct request *q, int id, const char *arg)
{
	q->opts |= 1ull << id;
	q->whole += WHOLE_VIEWS >> id & 1;
	if (SOCK_FILTERS >> id & 1)
		return filter_take(id, arg);
	switch (id) {
	case OPT_INET:
		return args_families(q, "inet");
	case OPT_INET6:
		return args_families(q, "inet6");
	case OPT_UNIX:
		return args_families(q, "unix");
	case OPT_FAMILY:
		return args_families(q, arg);
	case OPT_NUMERIC:
		q->opts |= BIT(NUMERIC_HOSTS) | BIT(NUMERIC_PORTS) |
			BIT(NUMERIC_USERS);
		break;
	case OPT_HEALTH:
		q->opts |= BIT(LISTENING);
		break;
	case OPT_IFACE:
		q->opts |= BIT(IFACES);
		q->iface = arg + (*arg == '=');
		break;
	case OPT_EXTEND:
		q->extend++;
		break;
	case OPT_PROGRAMS:
		q->programs++;
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
	case OPT_RESOLVE_TIMEOUT:
		return CFG(DNS) ? take_patience(q, arg) : -1;
	case OPT_VERSION:
		out_str("netstat " VERSION "\n");
		return 0;
	case OPT_HELP:
		usage_help();
		return 0;
	}
	return -1;
}

static bool takes_argument(const char *o)
{
	return *o == 'A' || *o == 'I' || (CFG(LONG_OPTS) && scan_find(o, '='));
}

static const char name_iface[] = "an interface is named -I=NAME";

static int bad_letter(const char *s, const char *why)
{
	return args_bad((char[]){ '-', *s }, 2, why);
}

/* A bundle of letters, of which the last may have its argument behind it or
 * in the next word. */
static int take_letters(struct request *q, char ***argv)
{
	const char *word = **argv + 1, *s = word, *o, *arg;
	int id, status = -1;
	bool unknown;

	for (; *s && status < 0; s++) {
		o = options;
		for (id = 0; id < OPTIONS && *o != *s; id++)
			o = option_next(o);
		unknown = id == OPTIONS || *s == ' ' || *s == '-';
		if (CFG(IFACE) && (unknown || id == OPT_HELP) &&
		    s > word + 1 && *word == 'i')
			return args_bad_word(word - 1, name_iface);
		if (unknown)
			return bad_letter(s, "unknown option");
		arg = NULL;
		if (takes_argument(o)) {
			arg = s[1] ? s + 1 : *++*argv;
			if (!arg)
				return bad_letter(s, "needs an argument");
			s = arg + strlen(arg) - 1;
		}
		status = take(q, id, arg);
	}
	return status;
}

/* Whether net-tools does not have it. */
static bool is_own(int id)
{
	return id >= OPT_RATE && id < OPT_VERBOSE;
}

/* Whether NAME, N bytes, is the beginning of FULL up to '=' or the end: 0 no, 1
 * yes, 2 of an option that net-tools has, which goes first, 3 all of it. */
static int name_match(const char *name, size_t n, const char *full, int id)
{
	if (!n || strncmp(name, full, n))
		return 0;
	if (!full[n] || full[n] == '=')
		return 3;
	return is_own(id) ? 1 : 2;
}

/* Whether the N bytes at A and the M at B differ in at most two letters that
 * are next to each other. */
static bool is_near(const char *a, size_t n, const char *b, size_t m)
{
	while (n && m && *a == *b)
		a++, b++, n--, m--;
	while (n && m && a[n - 1] == b[m - 1])
		n--, m--;
	return n <= 2 && m <= 2;
}

/* Reports that there is no option ARG, whose name has N bytes, and which one
 * may be meant. */
static int bad_name(const char *arg, size_t n)
{
	const char *o = options;

	usage_begin(-1, arg, n + 2, "unknown option");
	for (int id = 0; CFG(FILTERS) && id < OPTIONS; id++) {
		if (n > 3 && o[1] && is_near(arg + 2, n, o + 1,
		    scan_until(o + 1, '='))) {
			out_str("; did you mean --");
			out_mem(o + 1, scan_until(o + 1, '='));
			out_char('?');
			break;
		}
		o = option_next(o);
	}
	return usage_end();
}

/* Finds the option, or the family (then below 0), that NAME of N bytes is a
 * beginning of, and its row. */
static int find_long(const char *name, size_t n, const char **found,
	bool *ambiguous)
{
	const char *o = options, *row;
	int match, best = 0, chosen = 0;

	for (int id = -LONG_FAMILIES; id < OPTIONS && best < 3; id++) {
		row = id < 0 ? families[id + LONG_FAMILIES].name : o;
		match = *row == '-' ? 0 :
			name_match(name, n, row + (id >= 0), id);
		if (id >= 0) {
			*ambiguous |= match && match == best;
			o = option_next(o);
		}
		if (match > best) {
			*ambiguous = false;
			best = match;
			chosen = id;
			*found = row;
		}
	}
	return chosen;
}

/* --name or --name=argument, or any beginning of a name that means only one
 * option. */
static int take_long(struct request *q, char ***argv)
{
	const char *name = **argv + 2, *found = NULL, *arg, *why = NULL;
	size_t n = scan_until(name, '=');
	bool ambiguous = false;
	int id = find_long(name, n, &found, &ambiguous);

	if (!found)
		return bad_name(name - 2, n);
	arg = name[n] ? name + n + 1 : NULL;
	if (ambiguous) {
		why = "ambiguous option";
	} else if (CFG(FILTER_OWNER) && id == OPT_PROGRAM && !arg) {
		/* a beginning of --programs */
		id = OPT_PROGRAMS;
	} else if (CFG(IFACE) && id == OPT_IFACES && arg) {
		/* --interfaces is -i, --interfaces=NAME is -I */
		id = OPT_IFACE;
	} else if (!takes_argument(found)) {
		why = arg ? "takes no argument" : NULL;
	} else if (!arg) {
		arg = *++*argv;
		/* one of net-tools takes what follows, whatever it is */
		if (!arg || (*arg == '-' && is_own(id)))
			why = "needs an argument";
	}
	if (why)
		return args_bad(name - 2, n + 2, why);
	return id < 0 ? args_families(q, found) : take(q, id, arg);
}

/* An operand: the interval, then the number of reports. If the first is no
 * number they are ignored, as net-tools does with all of them. */
static int take_operand(struct request *q, const char *arg, unsigned nth)
{
	const char *end = arg;
	uint64_t *n = nth ? &q->reports : &q->interval;
	unsigned dots = 0;

	if (!CFG(INTERVAL) || q->ignored)
		return -1;
	while ((*end >= '0' && *end <= '9') || *end == '.')
		dots += *end++ == '.';
	if (!nth && !is_windows(q) && (*end || end == arg || dots > 1)) {
		q->ignored = arg;
		return -1;
	}
	end = nth ? scan_dec(arg, n) : scan_interval(arg, n);
	if (nth > 1 || !end || *end || !*n || *arg == ' ')
		return args_bad_word(arg, nth == 0 ?
			"no interval in seconds" : nth == 1 ?
			"no number of reports" : "one word too many");
	return -1;
}

/* What follows from the options given, as net-tools has it: -4 and -6 alone
 * mean all tables of that family; a table alone means both families. */
static void complete(struct request *q)
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
	if (has(q, CONTINUOUS) && !q->interval)
		q->interval = 1000000000;
	if (has(q, CONTEXT) && !q->programs)
		q->programs = 1;
	/* who asks for a socket wants to see it */
	if (q->opts & SOCK_FILTERS && !has(q, LISTENING))
		q->opts |= BIT(ALL);
	q->bare = has(q, COUNT) || has(q, JSON);
	q->records = q->bare || q->opts & SOCK_FILTERS;
	q->counters = has(q, INFO) || has(q, JSON);
	if (CFG(PRG))
		q->owners = q->programs || q->opts & OWNER_FILTERS ||
			(CFG(COUNT) && count_owners());
	q->asked = q->opts & (SOCKET_TABLES | BIT(GROUPS)) ||
		q->families & ~FAM(NOTHING);
	if (!q->listed)
		q->list[q->listed++] = F_INET;
}

/* At most one of -r -i -s -M, and that once, as net-tools has it. */
static int too_many(const struct request *q)
{
	uint64_t whole = q->opts & WHOLE_VIEWS;

	if (!WHOLE_VIEWS || (q->whole < 2 && !(whole & (whole - 1))))
		return -1;
	return args_bad_options(whole, whole & (whole - 1) ?
		"cannot be combined" : "once only");
}

/* Reports what has no effect. What net-tools ignores is no error. */
static void warn_ignored(const struct request *q)
{
	uint64_t lost = q->opts & (SOCKET_TABLES | BIT(GROUPS) |
		BIT(LISTENING) | BIT(PROGRAMS) | BIT(TIMERS));

	if (CFG(INTERVAL) && q->ignored)
		warn(q->ignored, has(q, IFACES) ? name_iface :
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

/* Whether it shows sockets and nothing else. */
static bool shows_sockets(const struct request *q)
{
	return !(q->opts & (WHOLE_VIEWS | BIT(GROUPS))) &&
		!(is_windows(q) && win_whole(q));
}

/* Not an exit status: the command line is to be read again as Windows'. */
enum { AS_WINDOWS = 256 };

static int parse(struct request *q, char **argv)
{
	int status = -1;
	unsigned operands = 0;
	bool options_end = false;

	while (status < 0 && *argv && *++argv) {
		const char *arg = *argv;

		if (options_end || !arg[0] || !arg[1] ||
		    (arg[0] != '-' && !(CFG(WINDOWS) && arg[0] == '/')))
			status = take_operand(q, arg, operands++);
		else if (is_windows(q) && (arg[0] == '/' || arg[1] != '-'))
			status = win_take(q, &argv);
		else if (arg[0] == '/')
			status = AS_WINDOWS;
		else if (arg[1] != '-')
			status = take_letters(q, &argv);
		else if (!arg[2])
			options_end = true;
		else if (CFG(LONG_OPTS))
			status = take_long(q, &argv);
		else
			status = args_bad_word(arg, "unknown option");
	}
	return status;
}

/* Begins a command line: nothing is asked for and nothing open, here and in the
 * files that keep a part of it. */
static void reset(struct request *q, bool windows)
{
	*q = (struct request){
		.proc = "/proc", .root = -1, .own = -1, .view = -1, .home = -1,
		.windows = windows,
	};
	if (CFG(FILTERS))
		filter_reset();
	if (CFG(COUNT))
		count_reset();
}

/* What cannot be had together. Returns as args_parse() does. */
static int contradiction(const struct request *q)
{
	if (has(q, RATE) && (is_windows(q) ||
	    !(q->interval || has(q, CONTINUOUS)) ||
	    !(q->opts & (BIT(STATS) | BIT(IFACES)))))
		return args_bad_word("--rate", "needs -s or -i, and an interval");
	if (!CFG(RATE) && has(q, HEALTH) &&
	    (q->interval || has(q, CONTINUOUS)))
		return args_bad_word("--health", "once only");
	if (q->opts & (SOCK_FILTERS | BIT(COUNT)) && !shows_sockets(q))
		return args_bad_word("filters and --count",
			"are for sockets alone");
	if (has(q, JSON) && is_windows(q) && win_whole(q))
		return args_bad_word("--json", "is for sockets here");
	if (has(q, TOP) && !has(q, COUNT))
		return args_bad_word("--top", "needs --count");
	return too_many(q);
}

/* A word with a '/' makes a Windows command line of all words. */
int args_parse(struct request *q, char **argv)
{
	int status;

	reset(q, CFG(WINDOWS_DEFAULT));
	status = parse(q, argv);
	if (CFG(WINDOWS) && status == AS_WINDOWS) {
		reset(q, true);
		status = parse(q, argv);
	}
	if (status < 0 && is_windows(q))
		status = win_complete(q);
	if (status < 0)
		status = contradiction(q);
	if (status < 0)
		warn_ignored(q);
	/* the first report is what the next one is compared with */
	if (has(q, HEALTH) && q->reports)
		q->reports++;
	complete(q);
	return CFG(FILTERS) && status < 0 ? filter_check(q) : status;
}
