/* fit.c: tables in no more columns than they need, and than there are (--fit).
 *
 * A sink ends each cell of a row with fit_cell(). The header of a table says
 * what its columns are: it begins with COL_TABLE, and each of its cells ends
 * with a byte of COL_. Other lines are sentences. No text has such bytes:
 * fmt_foreign() escapes them.
 *
 * Rows wait in a buffer until the next table, the end, or until it is full.
 * Then columns become as wide as their widest cell. If that is too wide, names
 * are cut first, then addresses, each to a minimum; if even that is too wide,
 * the last columns go to another line, in the header as well.
 */
#include "text/color.h"
#include "text/fit.h"

enum {
	/* the bytes of COL_ */
	FIT_LEFT = 1, FIT_RIGHT, FIT_ADDR, FIT_NET, FIT_NAME, FIT_TABLE,
	FIT_HIDDEN,		/* a FIT_TABLE whose header is not printed */
	FIT_COLUMNS = 20,
	FIT_INDENT = 8,		/* of further lines */
	FIT_NAME_LEAST = 10,	/* columns of a cut name */
	FIT_ADDR_LEAST = 8,	/* of an address, without its port */
};

struct fit {
	unsigned width;		/* of a line; 0: any */
	unsigned columns;	/* of the table */
	bool hide;		/* a header follows that is not printed */
	struct fit_column {
		unsigned char kind;
		bool breaks;	/* is the first of a line */
		unsigned want;	/* its widest cell */
		unsigned tail;	/* the longest port or prefix length */
		unsigned width;
	} column[FIT_COLUMNS];

	size_t len;		/* bytes in text[] */
	/* with space for what out.c has */
	char text[LIMIT(FIT_BUFFER) + LIMIT(OUT)];
};

BUFFER(struct fit, fit);

/* -- text ------------------------------------------------------------------ */

/* Of a character of UTF-8 only the first byte is a column, a colour is none. */
static bool is_column(unsigned char c)
{
	return (c & 0xc0) != 0x80 && !(CFG(COLOR) && c > COLOR_MARK);
}

/* The columns of T. */
static unsigned width_of(struct text t)
{
	unsigned width = 0;

	while (t.n--)
		width += is_column(*t.s++);
	return width;
}

/* The bytes of T in the first WIDTH columns. */
static size_t bytes_in(struct text t, unsigned width)
{
	size_t n = 0;

	for (; n < t.n; n++)
		if (is_column(t.s[n]) && !width--)
			break;
	return n;
}

static struct text without_blanks(struct text t, bool start)
{
	for (; start && t.n && *t.s == ' '; t.s++)
		t.n--;
	while (t.n && t.s[t.n - 1] == ' ')
		t.n--;
	return t;
}

/* What stays of a cut cell: ":PORT" or "/LENGTH". */
static struct text tail_of(struct text t, unsigned kind)
{
	char mark = kind == FIT_ADDR ? ':' : kind == FIT_NET ? '/' : '\0';
	size_t n = t.n;

	while (n && t.s[n - 1] != mark)
		n--;
	return n ? (struct text){ t.s + n - 1, t.n - n + 1 } :
		(struct text){ t.s, 0 };
}

/* Writes T, cut to WIDTH columns with a '~' where it is cut. */
static void put_cut(struct text t, unsigned width, unsigned kind)
{
	struct text tail;

	if (width_of(t) <= width) {
		out_mem(t.s, t.n);
		return;
	}
	tail = tail_of(t, kind);
	if (tail.n >= width)
		tail.n = 0;
	out_mem(t.s, bytes_in(t, width - 1 - tail.n));
	out_char('~');
	out_mem(tail.s, tail.n);
}

/* -- sentences ------------------------------------------------------------- */

/* Breaks a line at blanks. A longer word is cut. */
static void break_line(struct text t)
{
	size_t room = fit.width, n, first;

	t = without_blanks(t, false);
	first = t.n - without_blanks(t, true).n;
	while (width_of(t) > room) {
		n = bytes_in(t, room);
		while (n > first && t.s[n] != ' ')
			n--;
		if (n <= first)
			for (n = first; n < t.n && t.s[n] != ' ';)
				n++;
		put_cut(without_blanks((struct text){ t.s, n }, false), room,
			FIT_ADDR);
		t = without_blanks((struct text){ t.s + n, t.n - n }, true);
		if (!t.n)
			break;
		out_char('\n');
		out_fill(out_at(), FIT_INDENT);
		room = fit.width - FIT_INDENT;
		first = 0;
	}
	out_mem(t.s, t.n);
	out_char('\n');
}

/* -- columns --------------------------------------------------------------- */

/* The cell at *S, and what ends it: a COL_, or a newline, which stays. */
static struct text next_cell(const char **s, unsigned *mark)
{
	struct text t = { *s, 0 };

	while ((unsigned char)t.s[t.n] >= ' ')
		t.n++;
	*s += t.n;
	*mark = (unsigned char)**s;
	*s += *mark != '\n';
	return without_blanks(t, true);
}

static bool is_fit_header(const char *s)
{
	return *s == FIT_TABLE || *s == FIT_HIDDEN;
}

static bool is_sentence(const char *s)
{
	unsigned mark;

	next_cell(&s, &mark);
	return mark == '\n';
}

/* Makes the columns as wide as the cells of a row. */
static void measure(const char *s)
{
	bool header = is_fit_header(s), hidden = *s == FIT_HIDDEN;
	struct fit_column *c = fit.column;
	unsigned mark;

	if (header) {
		memset(fit.column, 0, sizeof fit.column);
		fit.columns = 0;
		s++;
	}
	for (; *s != '\n' && c < fit.column + FIT_COLUMNS; c++) {
		struct text t = next_cell(&s, &mark);
		unsigned width = hidden ? 0 : width_of(t);

		if (header)
			c->kind = mark;
		width = width < fit.width ? width : fit.width;
		c->want = width > c->want ? width : c->want;
		width = tail_of(t, c->kind).n;
		c->tail = width > c->tail ? width : c->tail;
	}
	if (fit.columns < (unsigned)(c - fit.column))
		fit.columns = c - fit.column;
}

/* The width that a column has at least. */
static unsigned least(const struct fit_column *c)
{
	unsigned n = c->want, most = fit.width - FIT_INDENT;

	if (c->kind == FIT_NAME)
		n = FIT_NAME_LEAST;
	else if (c->kind == FIT_ADDR || c->kind == FIT_NET)
		n = FIT_ADDR_LEAST + c->tail;
	n = n < c->want ? n : c->want;
	return n < most ? n : most;
}

/* Cuts columns from FROM to END until they fit into ROOM: names first, and the
 * widest one. */
static void narrow(struct fit_column *from, const struct fit_column *end,
	unsigned room)
{
	struct fit_column *c, *best = from;
	unsigned sum = end - from - 1, most, rank;

	for (c = from; c < end; c++)
		sum += c->width = c->want;
	for (; sum > room; sum--) {
		most = 0;
		for (c = from; c < end; c++) {
			rank = c->width == least(c) ? 0 : c->kind == FIT_NAME ?
				c->width + FIT_MOST : c->width;
			if (rank > most) {
				most = rank;
				best = c;
			}
		}
		best->width--;
	}
}

/* Chooses the lines on which columns are, and their widths. */
static void divide(void)
{
	struct fit_column *c = fit.column, *from;
	const struct fit_column *end = c + fit.columns;
	unsigned indent = 0, used;

	while (c < end) {
		from = c;
		for (used = indent; c < end && (c == from ||
		     used + least(c) <= fit.width); c++)
			used += least(c) + 1;
		narrow(from, c, fit.width - indent);
		from->breaks = indent;
		indent = FIT_INDENT;
	}
}

static void put_row(const char *s)
{
	const struct fit_column *c = fit.column;
	unsigned blanks = 0, pad;
	const struct fit_column *end = c + FIT_COLUMNS;
	bool newline = false;
	unsigned mark;

	if (*s == FIT_HIDDEN)
		return;
	for (s += is_fit_header(s); *s != '\n' && c < end; c++) {
		struct text t = next_cell(&s, &mark);
		unsigned width = width_of(t);

		if (c->breaks) {
			newline = true;
			blanks = FIT_INDENT;
		}
		pad = width < c->width ? c->width - width : 0;
		blanks += c->kind == FIT_RIGHT ? pad : 0;
		if (t.n) {
			if (newline)
				out_char('\n');
			newline = false;
			out_fill(out_at(), blanks);
			put_cut(t, c->width, c->kind);
			blanks = 0;
		}
		blanks += c->kind == FIT_RIGHT ? 1 : 1 + pad;
	}
	out_char('\n');
}

/* -- the buffer ------------------------------------------------------------ */

/* Calls SENTENCE or ROW with each line up to END. Returns the next one. */
static const char *each_line(const char *end, void (*sentence)(struct text),
	void (*row)(const char *s))
{
	const char *s = fit.text, *next;

	for (;; s = next) {
		for (next = s; next < end && *next != '\n';)
			next++;
		if (next == end)
			return s;
		if (!is_sentence(s))
			row(s);
		else if (sentence)
			sentence((struct text){ s, next - s });
		next++;
	}
}

/* Prints the lines in the first N bytes. */
static void put_lines(size_t n)
{
	const char *end = fit.text + n;

	each_line(end, NULL, measure);
	divide();
	end = each_line(end, break_line, put_row);
	fit.len -= end - fit.text;
	memmove(fit.text, end, fit.len);
}

static void fit_take(const char *s, size_t n)
{
	size_t i = fit.len, title = 0;

	/* a header and its title are less than what out.c has at once */
	if (fit.hide) {
		while (title < n && s[title] != FIT_TABLE)
			title++;
		s += title;
		n -= title;
	}
	memcpy(fit.text + i, s, n);
	fit.len += n;
	for (; i < fit.len; i++) {
		if (!is_fit_header(fit.text + i))
			continue;
		if (fit.hide)
			fit.text[i] = FIT_HIDDEN;
		if (i) {
			put_lines(i);
			i = 0;
		}
	}
	if (fit.len <= LIMIT(FIT_BUFFER))
		return;
	put_lines(fit.len);
	/* one line, such as a list of ten thousand owners */
	if (fit.len > LIMIT(FIT_BUFFER)) {
		fit.len = LIMIT(FIT_BUFFER);
		fit.text[fit.len - 1] = '~';
	}
}

/* -- interface ------------------------------------------------------------- */

void fit_start(size_t width)
{
	fit.width = width;
	fit.len = 0;
	fit.hide = false;
	out_divert(width ? fit_take : NULL);
}

void fit_end(void)
{
	if (!fit.width)
		return;
	out_flush();
	out_divert(NULL);
	put_lines(fit.len);
	out_flush();
	out_divert(fit_take);
}

void fit_hide(bool hide)
{
	out_flush();
	fit.hide = hide;
}

char *fit_cell(char *d)
{
	*d = FIT_LEFT;
	return d + (fit.width != 0);
}

void fit_out_cell(void)
{
	if (fit.width)
		out_char(FIT_LEFT);
}

void fit_header(const char *s)
{
	for (; *s; s++)
		if (fit.width || *s >= ' ' || *s == '\n')
			out_char(*s);
}
