/* usage.c: the options of options.def, and the messages about usage errors. */
#include "run/run.h"

const char options[] =
#define OPT(cfg, id, letter, name, group, help) \
	IF(cfg, letter IF(LONG_OPTS, name) "\0")
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
