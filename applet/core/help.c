/* help.c: -h: the first screen, all options, or one word explained. The texts
 * are in options.def and help.def.
 */
#include "core/core.h"
#include "packed.h"

#define OPERANDS IF(INTERVAL, " [INTERVAL [COUNT]]") "\n"

/* An option that is in this build, and its row of the help text: the first
 * letter of its group, in upper case on the first screen, then the text. */
struct option_row {
	const char *option, *help;
	unsigned at, row;
	int next;
};

/* whether the option of a row is in this build */
static const char row_options[] =
#define OPT(cfg, id, letter, name, group, help) IF(cfg, "y") UNLESS(cfg, "n")
#include "run/options.def"
#undef OPT
;

static void option_first(struct option_row *r)
{
	r->at = BLOCK_HELP;
	r->row = r->next = 0;
}

/* Returns false after the last one. */
static bool option_after(struct option_row *r)
{
	do {
		if (r->next == OPTIONS)
			return false;
		while (ALL_TEXTS && row_options[r->row++] == 'n')
			packed_row(&r->at);
		r->option = r->next++ ? option_next(r->option) : options;
		r->help = packed_row(&r->at);
	} while (!*r->help || (*r->option == ' ' && !r->option[1]));
	return true;
}

static void put_letter(char letter)
{
	out_char('-');
	out_char(letter);
}

static void put_long(const char *name)
{
	out_str("--");
	out_str(name);
}

/* -- all options ----------------------------------------------------------- */

static void put_option(const struct option_row *r)
{
	const char *o = r->option;
	size_t at = out_at();

	out_str("  ");
	if (*o == ' ') {
		out_str("    ");
	} else {
		put_letter(*o);
		if (o[1])
			out_str(", ");
	}
	if (o[1])
		put_long(o + 1);
	out_fill(at, 28);
	out_str(r->help + 1);
	out_char('\n');
}

/* Returns whether there are options in the group. */
static bool put_group(const char *group, bool titled)
{
	bool any = false;
	struct option_row r;

	for (option_first(&r); option_after(&r);) {
		if ((*r.help | 0x20) != *group)
			continue;
		any = true;
		if (titled) {
			out_str(group);
			out_char('\n');
			titled = false;
		}
		put_option(&r);
	}
	return any;
}

static void put_groups(void)
{
	unsigned at = BLOCK_GROUPS;
	const char *group;

	while (group = packed_row(&at), *group)
		put_group(group, true);
}

static void put_all(void)
{
	struct option_row r;

	if (CFG(HELP_WORDS))
		put_groups();
	for (option_first(&r); !CFG(HELP_WORDS) && option_after(&r);)
		put_option(&r);
	if (CFG(WINDOWS)) {
		out_str("as on Windows: netstat /ano; -ano is Linux's\n");
		if (CFG(HELP_WORDS))
			win_list('/');
	}
}

/* -- the first screen ------------------------------------------------------ */

enum { SCREEN = 79, MARGIN = 8, CELL = 24 };

/* Prints an option into the next cells that have enough columns for it, in the
 * line that began at *LINE (0: none), with TITLE before the first line. */
static void put_cell(const struct option_row *r, size_t *line,
	const char *title)
{
	const char *o = r->option;
	size_t n = (*o == ' ' ? 2 + text_len(o + 1) : 2) + text_len(r->help);
	size_t column = out_at() - *line - MARGIN;

	column = MARGIN + (column / CELL + 1) * CELL;
	if (*line && column + n <= SCREEN) {
		out_fill(*line, column);
	} else {
		if (*line)
			out_char('\n');
		title = *line ? "" : title;
		*line = out_at();
		out_left(title, MARGIN);
	}
	if (*o == ' ')
		put_long(o + 1);
	else
		put_letter(*o);
	out_char(' ');
	out_str(r->help + 1);
}

static const unsigned short last_lines[] = {
	BLOCK_EXAMPLE, IF(FILTERS, BLOCK_EXAMPLE_FILTERS,)
	IF(COUNT, BLOCK_EXAMPLE_COUNT,)
	BLOCK_MORE, BLOCK_MORE_WORDS, IF(WINDOWS, BLOCK_MORE_WINDOWS,)
};

static void put_screen(void)
{
	unsigned at = BLOCK_GROUPS;
	const char *group;
	struct option_row r;
	size_t line;

	while (group = packed_row(&at), *group) {
		line = 0;
		for (option_first(&r); option_after(&r);)
			if ((*r.help | 0x20) == *group && *r.help != *group)
				put_cell(&r, &line, group);
		if (line)
			out_char('\n');
	}
	for (size_t i = 0; i < nitems(last_lines); i++) {
		at = last_lines[i];
		out_str(packed_row(&at));
		out_char('\n');
	}
}

/* -- a word ---------------------------------------------------------------- */

/* Prints NAME:TEXT. */
static void put_meaning(const char *row)
{
	size_t at = out_at(), n = scan_until(row, ':');

	out_str("  ");
	out_mem(row, n);
	out_fill(at, 21);
	out_str(row + n + 1);
	out_char('\n');
}

enum { HAVE_KEYS = CFG(COUNT) || CFG(JSON) || CFG(FORMAT) };

static bool explain_name(unsigned at, unsigned end, struct text word)
{
	const char *mark = packed_find(at, end, word, ":");

	if (mark)
		put_meaning(mark - word.n);
	return mark;
}

static void put_states(void)
{
	unsigned at = BLOCK_STATES;
	const char *row;

	while (row = packed_row(&at), *row)
		put_meaning(row);
}

/* In any case, with '-' for '_'. */
static bool explain_state(struct text word)
{
	char name[16];
	size_t i = 0;

	for (; i < word.n && i < sizeof name; i++)
		name[i] = word.s[i] == '-' ? '_' : word.s[i] & ~0x20;
	word.s = name;
	return i == word.n && explain_name(BLOCK_STATES, BLOCK_KEYS, word);
}

static bool explain_key(struct text word)
{
	struct field f;

	return HAVE_KEYS && field_find(&f, word.s, word.n) &&
		explain_name(BLOCK_KEYS, BLOCK_HELP_END, word);
}

/* The fields of sockets, or those by which they can be counted. */
static void put_keys(bool few)
{
	unsigned at = BLOCK_KEYS;
	const char *row;
	struct field f;

	while (row = packed_row(&at), *row)
		if (field_find(&f, row, scan_until(row, ':')) &&
		    f.kind == RECORD_SOCK && (!few || field_is_key(&f)))
			put_meaning(row);
}

static bool is_word(struct text word, const char *name)
{
	return word.n == text_len(name) && text_begins(word.s, name, word.n);
}

/* A letter, or with LONG_NAME or several letters the beginning of a name. */
static bool explain_options(struct text word, bool long_name)
{
	const char *argument;
	bool any = false;
	struct option_row r;

	for (option_first(&r); option_after(&r);) {
		if (word.n == 1 && !long_name ? *r.option != *word.s :
		    !text_begins(word.s, r.option + 1, word.n))
			continue;
		put_option(&r);
		any = true;
		argument = scan_find(r.option, '=');
		if (CFG(FILTERS) && r.next == OPT_STATE + 1)
			put_states();
		else if (HAVE_KEYS && argument && !strcmp(argument, "=KEYS"))
			put_keys(r.next == OPT_COUNT + 1);
	}
	return any;
}

static bool explain_group(struct text word)
{
	unsigned at = BLOCK_GROUPS;
	const char *group;

	if (is_word(word, "states")) {
		put_states();
		return true;
	}
	if (HAVE_KEYS && is_word(word, "keys")) {
		put_keys(false);
		return true;
	}
	while (group = packed_row(&at), *group)
		if (is_word(word, group))
			return put_group(group, false);
	return false;
}

static int explain(const char *arg)
{
	bool long_name = *arg == '-' && arg[1] == '-', found;
	struct text word = { arg + (*arg == '-') + long_name, 0 };

	word.n = scan_until(word.s, '=');
	found = word.n && explain_group(word);
	if (word.n && !found) {
		found |= explain_options(word, long_name);
		found |= explain_key(word);
		found |= explain_state(word);
	}
	return found ? 0 : args_bad_word(arg,
		"no such option, key, state or group");
}

/* -------------------------------------------------------------------------- */

/* Without help texts, at least the letters. */
static void put_letters(void)
{
	const char *o = options;

	for (int id = 0; id < OPTIONS; id++, o = option_next(o))
		if (*o != ' ')
			out_char(*o);
	out_str("]" OPERANDS);
}

int help_show(const char *word)
{
	if (CFG(HELP_WORDS) && word && strcmp(word, "all"))
		return explain(word);
	out_str(CFG(USAGE) ? "Usage: netstat [OPTION]..." OPERANDS :
		"Usage: netstat [-");
	if (!CFG(USAGE))
		put_letters();
	else if (CFG(HELP_WORDS) && !word)
		put_screen();
	else
		put_all();
	return 0;
}
