/* usage.c: the options of options.def, the help text made from them, and the
 * messages about usage errors.
 */
#include "packed.h"
#include "run/run.h"

/* A row that is not configured keeps its place, with the letter '-', which no
 * option has. */
const char options[] =
#define OPT(cfg, id, letter, name, help) \
	IF(cfg, letter IF(LONG_OPTS, name)) OPT_ELSE(cfg) "\0"
#define OPT_ELSE(cfg) OPT_ELSE_(CFG(cfg))
#define OPT_ELSE_(on) OPT_ELSE__(on)
#define OPT_ELSE__(on) OPT_ELSE_##on
#define OPT_ELSE_0 "-"
#define OPT_ELSE_1
#include "run/options.def"
#undef OPT
;

const char *option_next(const char *o)
{
	return o + text_len(o) + 1;
}

size_t option_until(const char *name)
{
	size_t n = scan_until(name, '=');

	return n && name[n] && name[n - 1] == '[' ? n - 1 : n;
}

/* -- help ----------------------------------------------------------------- */

static void usage_line(const char *o, const char *help)
{
	const char *name = o + 1;
	size_t at = out_at();

	if (!*help || *o == '-' || (*o == ' ' && !*name))
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

/* Without help texts, at least the letters. */
static void usage_letters(void)
{
	const char *o = options;

	out_str("Usage: netstat [-");
	for (int id = 0; id < OPTIONS; id++, o = option_next(o))
		if (*o != ' ' && *o != '-')
			out_char(*o);
	out_str("]" OPERANDS);
}

void usage_help(void)
{
	const char *o = options;
	unsigned at = BLOCK_HELP;

	if (!CFG(USAGE)) {
		usage_letters();
		return;
	}
	out_str("Usage: netstat [OPTION]..." OPERANDS
		"Show the sockets of this machine.\n\n");
	for (int id = 0; id < OPTIONS; id++, o = option_next(o))
		usage_line(o, packed_row(&at));
	out_str(IF(WINDOWS, "-ano is Linux's; as on Windows: netstat /ano, "
		"netstat /?\n") "");
}

/* -- usage errors --------------------------------------------------------- */

STATE(bool, usage_windows);

void usage_reset(bool windows)
{
	usage_windows = windows;
}

void usage_option(int id)
{
	const char *o = options;

	while (id--)
		o = option_next(o);
	out_char('-');
	if (*o != ' ') {
		out_char(*o);
		return;
	}
	out_char('-');
	out_mem(o + 1, option_until(o + 1));
}

void usage_begin(int id, const char *word, size_t n, const char *why)
{
	err_begin();
	out_str("netstat: ");
	if ((CFG(FILTERS) || CFG(COUNT)) && id >= 0) {
		usage_option(id);
		out_char('=');
	}
	out_foreign(word, n);
	out_str(": ");
	out_str(why);
}

void usage_options(uint64_t opts, const char *why)
{
	const char *before = "netstat: ";

	err_begin();
	for (int id = 0; id < OPTIONS && id < OPTION_BITS; id++) {
		if (!(opts >> id & 1))
			continue;
		out_str(before);
		usage_option(id);
		before = " ";
	}
	out_str(": ");
	out_str(why);
}

void usage_choice(const char *word, bool first)
{
	out_str(first ? "; one of " : ", ");
	out_str(word);
}

int usage_end(void)
{
	out_str(CFG(WINDOWS) && usage_windows ? "\nTry 'netstat /?'.\n" :
		"\nTry 'netstat -h'.\n");
	err_end();
	return STATUS_USAGE;
}

int args_bad(const char *arg, size_t n, const char *why)
{
	usage_begin(-1, arg, n, why);
	return usage_end();
}

int args_bad_word(const char *arg, const char *why)
{
	return args_bad(arg, text_len(arg), why);
}

int args_bad_options(uint64_t opts, const char *why)
{
	usage_options(opts, why);
	return usage_end();
}
