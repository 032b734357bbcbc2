/* args.c: the words of a command line. Every option comes from options.def (see
 * usage.c); getopt_long() would cost three times this file and keeps state
 * between two calls in one process.
 */
#include "core/core.h"

static bool takes_argument(const char *o)
{
	return (CFG(FAMILY) && *o == 'A') || (CFG(IFACE) && *o == 'I') ||
		(CFG(LONG_OPTS) && scan_find(o, '='));
}

static int bad_letter(const char *s, const char *why)
{
	return args_bad((char[]){ '-', *s }, 2, why);
}

/* A bundle of letters. The last one may have its argument after it or in the
 * next word. */
static int take_letters(struct request *q, char ***argv)
{
	const char *word = **argv + 1, *s = word, *o, *arg;
	int id, status = -1;
	bool unknown;

	for (; *s && status < 0; s++) {
		o = options;
		for (id = 0; id < OPTIONS && *o != *s; id++)
			o = option_next(o);
		unknown = id == OPTIONS || *s == ' ';
		if (CFG(IFACE) && (unknown || id == OPT_HELP) &&
		    s > word + 1 && *word == 'i')
			return args_bad_word(word - 1, IFACE_SYNTAX);
		if (unknown)
			return bad_letter(s, "unknown option");
		arg = NULL;
		if (takes_argument(o)) {
			arg = s[1] ? s + 1 : *++*argv;
			if (!arg)
				return bad_letter(s, "needs an argument");
			s = arg + text_len(arg) - 1;
		} else if (CFG(HELP_WORDS) && id == OPT_HELP && !s[1]) {
			arg = (*argv)[1];
		} else if (CFG(BUILD) && id == OPT_VERSION) {
			arg = s[1] ? s + 1 : (*argv)[1];
		}
		status = request_take(q, id, arg);
	}
	return status;
}

/* Is it an option that net-tools does not have? */
static bool is_own(int id)
{
	return (id >= BEFORE_RATE && id < OPT_VERBOSE) || id > OPT_DEBUG;
}

/* Is NAME, N bytes, a prefix of FULL, up to '=' or the end? 0: no. 1: yes. 2:
 * yes, of an option that net-tools has, which takes precedence. 3: it is all of
 * FULL. */
static int name_match(const char *name, size_t n, const char *full, int id)
{
	if (!n || !text_begins(name, full, n))
		return 0;
	if (option_until(full) == n)
		return 3;
	return is_own(id) ? 1 : 2;
}

/* Do the N bytes at A and the M at B differ in at most two adjacent letters? */
static bool is_near(const char *a, size_t n, const char *b, size_t m)
{
	while (n && m && *a == *b)
		a++, b++, n--, m--;
	while (n && m && a[n - 1] == b[m - 1])
		n--, m--;
	return n <= 2 && m <= 2;
}

/* Reports that option ARG, with a name of N bytes, does not exist, and which
 * one may be meant. */
static int bad_name(const char *arg, size_t n)
{
	const char *o = options;

	usage_begin(-1, arg, n + 2, "unknown option");
	for (int id = 0; CFG(FILTERS) && id < OPTIONS; id++) {
		if (n > 3 && o[1] && is_near(arg + 2, n, o + 1,
		    option_until(o + 1))) {
			out_str("; did you mean --");
			out_mem(o + 1, option_until(o + 1));
			out_char('?');
			break;
		}
		o = option_next(o);
	}
	return usage_end();
}

/* Has the option the long name of a family? That is found by itself. */
static bool is_family(int id)
{
	return id == OPT_UNIX || id == OPT_INET || id == OPT_INET6 ||
		(id >= 0 && id < OPTION_BITS && FAMILY_TABLES >> id & 1);
}

/* Finds the option, or the family (then below 0), that begins with NAME, N
 * bytes, and its row. */
static int find_long(const char *name, size_t n, const char **found,
	bool *ambiguous)
{
	const char *o = options, *row;
	int match, best = 0, chosen = 0;

	for (int id = -LONG_FAMILIES; id < OPTIONS && best < 3; id++) {
		row = id < 0 ? family_option(id + LONG_FAMILIES) : o;
		match = is_family(id) ? 0 :
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

/* May the argument be left out: "name[=ARGUMENT]"? */
static bool has_default(const char *row)
{
	return row[1 + option_until(row + 1)] == '[';
}

/* --name or --name=argument, or any unambiguous prefix of a name. */
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
		/* a prefix of --programs */
		id = OPT_PROGRAMS;
	} else if (CFG(IFACE) && id == OPT_IFACES && arg) {
		/* --interfaces is -i, --interfaces=NAME is -I */
		id = OPT_IFACE;
	} else if ((CFG(HELP_WORDS) && id == OPT_HELP) ||
	    (CFG(BUILD) && id == OPT_VERSION)) {
		arg = arg ? arg : (*argv)[1];
	} else if (!takes_argument(found)) {
		why = arg ? "takes no argument" : NULL;
	} else if (!arg && !has_default(found)) {
		arg = *++*argv;
		/* options of net-tools take any word that follows */
		if (!arg || (*arg == '-' && is_own(id)))
			why = "needs an argument";
	}
	if (why)
		return args_bad(name - 2, n + 2, why);
	return id < 0 ? request_families(q, found) : request_take(q, id, arg);
}

/* An operand: the interval, then the number of reports. If the first one is not
 * a number, operands are ignored, as net-tools ignores all. */
static int take_operand(struct request *q, const char *arg, unsigned nth)
{
	const char *end = arg;
	uint64_t *n = nth ? &q->reports : &q->interval;
	unsigned dots = 0;

	if (!CFG(INTERVAL) || q->ignored)
		return -1;
	while ((*end >= '0' && *end <= '9') || *end == '.')
		dots += *end++ == '.';
	if (!nth && !has(q, WINDOWS) && (*end || end == arg || dots > 1)) {
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

/* Not an exit status: parse the command line again, as Windows does. */
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
		else if (has(q, WINDOWS) && (arg[0] == '/' || arg[1] != '-'))
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

/* Whether the program is called as Windows calls it. */
static bool is_exe(const char *path)
{
	const char *slash = scan_last(path, '/');

	return !strcmp(slash ? slash + 1 : path, "netstat.exe");
}

/* A word that starts with '/' makes it a Windows command line. */
int args_parse(struct request *q, char **argv)
{
	bool windows = CFG(WINDOWS_DEFAULT);
	int status;

	if (CFG(WINDOWS) && *argv && is_exe(*argv))
		windows = true;
	request_reset(q, windows);
	status = parse(q, argv);
	if (CFG(WINDOWS) && status == AS_WINDOWS) {
		request_reset(q, true);
		status = parse(q, argv);
	}
	if (status < 0 && has(q, WINDOWS))
		status = win_complete(q);
	if (status < 0)
		status = request_check(q);
	if (status < 0)
		request_warn(q);
	/* the first report is only a base for the next one */
	if (has(q, HEALTH) && q->reports)
		q->reports++;
	request_complete(q);
	return CFG(FILTERS) && status < 0 ? filter_check(q) : status;
}
