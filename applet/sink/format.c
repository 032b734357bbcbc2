/* format.c: prints chosen fields of sockets, separated by tabs (--format): a
 * line per socket, or per process that holds it.
 */
#include "sink/sink.h"

enum {
	/* two texts of a line and the name of an owner, with all bytes escaped,
	 * and other values */
	FORMAT_LINE = 4 * (2 * LIMIT(LINE) + WALK_NAME) +
		KEYS_MOST * (FIELD_TEXT + 1),
};

struct format {
	struct keys keys;
	size_t len;			/* of the previous line, */
	unsigned previous;		/* which is here */
	char line[2][FORMAT_LINE];
};

BUFFER(struct format, format);

int format_take(const char *list)
{
	return keys_take(&format.keys, OPT_FORMAT, list);
}

const struct keys *format_keys(void)
{
	return &format.keys;
}

void format_reset(void)
{
	format.keys.n = 0;
}

void format_start(void)
{
	format.len = 0;
}

/* -- a line ---------------------------------------------------------------- */

/* The addresses after the first one, separated by commas. */
static char *fmt_more(char *d, struct text list)
{
	const char *s = list.s, *start = d;
	struct addr a;

	if (s && scan_next_ip(&s, &a))
		while (scan_next_ip(&s, &a)) {
			if (d > start)
				*d++ = ',';
			d = fmt_addr(d, &a);
		}
	return d;
}

/* The value of a key; HOLDER may be NULL. */
static char *fmt_value(char *d, const struct field *key, const struct record *r,
	const char *holder)
{
	struct text t = { NULL, 0 };
	char *start = d;
	struct field f;

	if (!field_pick(&f, key, r))
		return fmt_left(d, "-", 0);
	if (f.type == TYPE_LIST) {
		d = fmt_more(d, field_text(&f, r));
	} else {
		if (f.type == TYPE_TEXT || f.type == TYPE_NAME)
			t = field_text(&f, r);
		else if (f.type != TYPE_PID && f.type != TYPE_PROGRAM)
			return field_show(d, &f, r);
		else if (CFG(PRG) && holder)
			t = f.type == TYPE_PID ? holder_pid(holder) :
				holder_program(holder);
		d = fmt_foreign(d, t.s, t.n);
	}
	return d == start ? fmt_left(d, "-", 0) : d;
}

/* Prints a line, unless all its values are missing or it is as the previous
 * one. */
static void print_line(const struct record *r, const char *holder)
{
	char *line = format.line[!format.previous], *d = line, *start;
	size_t len;
	bool any = false;

	for (unsigned i = 0; i < format.keys.n; i++) {
		if (i)
			*d++ = '\t';
		start = d;
		d = fmt_value(d, &format.keys.key[i], r, holder);
		any |= d - start != 1 || *start != '-';
	}
	*d++ = '\n';
	len = d - line;
	if (!any || (len == format.len &&
	    !memcmp(line, format.line[format.previous], len)))
		return;
	out_mem(line, len);
	format.previous = !format.previous;
	format.len = len;
}

static bool print_holder(void *ctx, const char *holder, bool first)
{
	(void)first;
	print_line(ctx, holder);
	return true;
}

void format_record(const struct request *q, const struct record *r)
{
	const struct sock *k = (const void *)r;

	(void)q;
	if (r->kind == RECORD_SOCK && !(CFG(PRG) &&
	    keys_have_owner(&format.keys) &&
	    holders_each(k->inode, print_holder, (void *)r)))
		print_line(r, NULL);
}
