/* args.c: the command line becomes a request. Every option comes from
 * options.def; getopt_long() would cost three times this file and keeps state
 * between two calls in one process.
 */
#include "netstat.h"
#include "text.h"

/* The option table: letter, long name, NUL. A row that is not configured keeps
 * its place with letter '-', which no option has. */
static const char options[] =
#define OPT(cfg, id, letter, name, help) \
	IF(cfg, letter IF(LONG_OPTS, name)) OPT_ELSE(cfg) "\0"
#define OPT_ELSE(cfg) OPT_ELSE_(CFG(cfg))
#define OPT_ELSE_(on) OPT_ELSE__(on)
#define OPT_ELSE__(on) OPT_ELSE_##on
#define OPT_ELSE_0 "-"
#define OPT_ELSE_1
#include "options.def"
#undef OPT
;

/* Family names for -A; the first LONG_FAMILIES of them are long options too,
 * in the order that decides an abbreviation (--ine is --inet). */
static const struct {
	char name[10];
	unsigned char family;
} families[] = {
	{ "ax25", F_AX25 }, { "x25", F_X25 }, { "ip", F_INET },
	{ "ipx", F_IPX }, { "appletalk", F_NOTHING }, { "netrom", F_NETROM },
	{ "inet", F_INET }, { "inet6", F_INET6 }, { "ddp", F_NOTHING },
	{ "rose", F_ROSE }, { "unix", F_UNIX }, { "bluetooth", F_BLUETOOTH },
	{ "tcpip", F_INET },
	{ "ip6", F_INET6 }, { "econet", F_NOTHING }, { "ash", F_NOTHING },
};

enum { LONG_FAMILIES = 13 };

const char *family_name(unsigned family)
{
	static const char names[] = "inet\0inet6\0unix\0bluetooth\0"
		"ipx\0ax25\0x25\0netrom\0rose\0ddp";
	const char *s = names;

	while (family--)
		s += strlen(s) + 1;
	return s;
}

static const char *next_option(const char *o)
{
	return o + strlen(o) + 1;
}

static void usage_line(const char *o, const char *help)
{
	const char *name = o + 1;
	size_t at = out_at();

	if (!*help || (*o == ' ' && !*name))
		return;
	out_str("  ");
	if (*o != ' ') {
		out_char('-');
		out_char(*o);
		out_str(*name ? ", " : "");
	} else {
		out_str("    ");
	}
	if (*name)
		out_str("--");
	out_str(name);
	out_fill(at, 28);
	out_str(help);
	out_char('\n');
}

#define OPERANDS IF(INTERVAL, " [INTERVAL [COUNT]]") "\n"

/* Without a help text the letters at least. */
static void linux_letters(void)
{
	const char *o = options;

	out_str("Usage: netstat [-");
	for (int id = 0; id < OPTIONS; id++, o = next_option(o))
		if (*o != ' ' && *o != '-')
			out_char(*o);
	out_str("]" OPERANDS);
}

static void linux_usage(void)
{
	const char *o = options;
	char help[TEXT_ROW];
	unsigned at = BLOCK_HELP;

	if (!CFG(USAGE)) {
		linux_letters();
		return;
	}
	out_str("Usage: netstat [OPTION]..." OPERANDS
		"Show the sockets of this machine.\n\n");
	for (int id = 0; id < OPTIONS; id++, o = next_option(o)) {
		at = text_row(at, help);
		usage_line(o, help);
	}
}

/* The help text, on stdout when it was asked for, else on stderr. */
static int usage(const struct request *q, int status)
{
	if (status)
		err_begin();
	if (is_windows(q) && status)
		win_usage();
	else
		linux_usage();
	if (status)
		err_end();
	return status;
}

int args_bad(const struct request *q, const char *arg, size_t n,
	const char *why)
{
	err_begin();
	out_str("netstat: ");
	out_foreign(arg, n);
	out_str(": ");
	out_str(why);
	out_str("\n");
	err_end();
	return usage(q, STATUS_USAGE);
}

/* Adds the families of a comma list. */
int args_families(struct request *q, const char *list)
{
	for (;; list++) {
		size_t n = 0, i;

		while (list[n] && list[n] != ',')
			n++;
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
			return args_bad(q, list, n, "too many families");
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
		args_bad(q, arg, strlen(arg), "no time in seconds");
}

/* Carries out one option. Returns -1 to go on, else the exit status. */
static int take(struct request *q, int id, const char *arg)
{
	q->opts |= 1ull << id;
	if (SOCK_FILTERS >> id & 1)
		return filter_take(q, id, arg);
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
	case OPT_ROUTE:
	case OPT_IFACES:
	case OPT_STATS:
	case OPT_MASQ:
		q->whole++;
		break;
	case OPT_HEALTH:
		q->whole++;
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
		return CFG(COUNT) ? count_take(q, arg) : 0;
	case OPT_TOP:
		return CFG(COUNT) ? count_top(q, arg) : 0;
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
		return usage(q, 0);
	}
	return -1;
}

static bool takes_argument(const char *o)
{
	return *o == 'A' || *o == 'I' || (CFG(LONG_OPTS) && strchr(o, '='));
}

/* A bundle of letters, of which the last may have its argument behind it or
 * in the next word. */
static int take_letters(struct request *q, char ***argv)
{
	const char *s = **argv + 1, *o, *arg;
	int id, status = -1;

	for (; *s && status < 0; s++) {
		o = options;
		for (id = 0; id < OPTIONS && *o != *s; id++)
			o = next_option(o);
		if (id == OPTIONS || *s == ' ' || *s == '-')
			return args_bad(q, s, 1, "unknown option");
		arg = NULL;
		if (takes_argument(o)) {
			arg = s[1] ? s + 1 : *++*argv;
			if (!arg)
				return args_bad(q, s, 1, "needs an argument");
			s = strchr(arg, 0) - 1;
		}
		status = take(q, id, arg);
	}
	return status;
}

/* Whether NAME, N bytes, is the beginning of FULL up to '=' or the end: 0 no, 1
 * yes, 2 of an option that net-tools has, which goes first, 3 all of it. */
static int name_match(const char *name, size_t n, const char *full, int id)
{
	if (!n || strncmp(name, full, n))
		return 0;
	if (!full[n] || full[n] == '=')
		return 3;
	return id < OPT_RATE || id >= OPT_VERBOSE ? 2 : 1;
}

/* --name or --name=argument, or any beginning of a name that means one option
 * alone. */
static int take_long(struct request *q, char ***argv)
{
	const char *name = **argv + 2, *o = options, *found = NULL, *arg;
	size_t n = 0;
	int id, match, best = 0, chosen = 0;
	bool ambiguous = false;

	while (name[n] && name[n] != '=')
		n++;
	for (id = 0; id < LONG_FAMILIES && best < 3; id++) {
		match = name_match(name, n, families[id].name, 0);
		if (match > best) {
			best = match;
			found = families[id].name;
			chosen = -1;
		}
	}
	for (id = 0; id < OPTIONS && best < 3; id++, o = next_option(o)) {
		match = *o == '-' ? 0 : name_match(name, n, o + 1, id);
		ambiguous |= match && match == best;
		if (match > best) {
			ambiguous = false;
			best = match;
			found = o;
			chosen = id;
		}
	}
	if (!found)
		return args_bad(q, **argv, n + 2, "unknown option");
	if (ambiguous)
		return args_bad(q, **argv, n + 2, "ambiguous option");
	if (chosen < 0)
		return name[n] ? args_bad(q, **argv, n + 2, "takes no argument")
			: args_families(q, found);
	/* as a beginning of --programs it has no argument */
	if (CFG(FILTER_OWNER) && chosen == OPT_PROGRAM && !name[n])
		return take(q, OPT_PROGRAMS, NULL);
	/* --interfaces is -i, --interfaces=NAME is -I */
	if (CFG(IFACE) && chosen == OPT_IFACES && name[n])
		return take(q, OPT_IFACE, name + n + 1);
	arg = NULL;
	if (takes_argument(found)) {
		arg = name[n] ? name + n + 1 : *++*argv;
		if (!arg)
			return args_bad(q, name - 2, n + 2, "needs an argument");
	} else if (name[n]) {
		return args_bad(q, **argv, n + 2, "takes no argument");
	}
	return take(q, chosen, arg);
}

/* An operand: the interval, then the number of reports. */
static int take_operand(struct request *q, const char *arg, unsigned nth)
{
	const char *end;
	uint64_t *n = nth ? &q->reports : &q->interval;

	if (!CFG(INTERVAL))
		return -1;	/* net-tools ignores them */
	end = nth ? scan_dec(arg, n) : scan_interval(arg, n);
	if (nth > 1 || !end || *end || !*n || *arg == ' ')
		return args_bad(q, arg, strlen(arg), nth == 0 ?
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
	/* who names a state wants to see it */
	if (has(q, STATE) && !has(q, LISTENING))
		q->opts |= BIT(ALL);
	q->bare = has(q, COUNT) || has(q, JSON);
	q->records = q->bare || q->opts & SOCK_FILTERS;
	q->counters = q->extend > 1 || has(q, JSON);
	if (CFG(PRG))
		q->owners = q->programs || q->opts & OWNER_FILTERS ||
			(CFG(COUNT) && count_owners());
	q->asked = q->opts & (SOCKET_TABLES | BIT(GROUPS)) ||
		q->families & ~FAM(NOTHING);
	if (!q->listed)
		q->list[q->listed++] = F_INET;
}

/* At most one of -r -i -s -M, and that once, as net-tools has it. */
static bool too_many(const struct request *q)
{
	uint64_t whole = q->opts & WHOLE_VIEWS;

	return q->whole > 1 || whole & (whole - 1);
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
			status = args_bad(q, arg, strlen(arg), "unknown option");
	}
	return status;
}

/* What rooms remember of a command line. */
static void reset(void)
{
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
		return args_bad(q, "--rate", 6, "needs -s or -i, and an interval");
	if (!CFG(RATE) && has(q, HEALTH) &&
	    (q->interval || has(q, CONTINUOUS)))
		return args_bad(q, "--health", 8, "once only");
	if (q->opts & (SOCK_FILTERS | BIT(COUNT)) && !shows_sockets(q))
		return args_bad(q, "filters and --count", 19,
			"are for sockets alone");
	if (has(q, JSON) && is_windows(q) && win_whole(q))
		return args_bad(q, "--json", 6, "is for sockets here");
	if (has(q, TOP) && !has(q, COUNT))
		return args_bad(q, "--top", 5, "needs --count");
	return too_many(q) ? usage(q, STATUS_USAGE) : -1;
}

/* A word with a '/' makes a Windows command line of all words. */
int args_parse(struct request *q, char **argv)
{
	int status;

	reset();
	status = parse(q, argv);
	if (CFG(WINDOWS) && status == AS_WINDOWS) {
		reset();
		*q = (struct request){
			.proc = "/proc", .root = -1, .view = -1, .home = -1,
			.windows = true,
		};
		status = parse(q, argv);
	}
	if (status < 0 && is_windows(q))
		status = win_complete(q);
	if (status < 0)
		status = contradiction(q);
	/* the first report is what the next one is compared with */
	if (has(q, HEALTH) && q->reports)
		q->reports++;
	complete(q);
	return status;
}
