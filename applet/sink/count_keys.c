/* count_keys.c: the keys of --count, and the line that a socket has for them.
 */
#include "sink/sink.h"

struct count_request {
	struct field key[COUNT_KEYS];	/* in the order of the command line */
	unsigned keys;
	uint64_t top;			/* lines; 0: all */
};

STATE(struct count_request, counting);

static const char no_key[] = "no such key";

static int bad_count(int opt, const char *s, size_t n, const char *why)
{
	struct field f;

	usage_begin(opt, s, n, why);
	field_first(&f, RECORD_SOCK);
	for (bool first = true; why == no_key && field_is_key(&f);
	     field_next(&f), first = false)
		usage_choice(f.name, first);
	return usage_end();
}

static bool is_taken(const struct field *f)
{
	for (unsigned i = 0; i < counting.keys; i++)
		if (counting.key[i].nth == f->nth)
			return true;
	return false;
}

int count_take(const char *list)
{
	const char *why;
	struct field f;
	size_t n;

	for (;; list += n + 1) {
		n = scan_until(list, ',');
		why = !field_find(&f, list, n) ? no_key :
			is_taken(&f) ? "key given twice" :
			counting.keys == COUNT_KEYS ? "too many keys" : NULL;
		if (why)
			return bad_count(OPT_COUNT, list, n, why);
		counting.key[counting.keys++] = f;
		if (!list[n])
			return -1;
	}
}

int count_top(const char *arg)
{
	const char *end = scan_dec(arg, &counting.top);

	return end && !*end && counting.top ? -1 :
		bad_count(OPT_TOP, arg, text_len(arg), "no number of lines");
}

static bool has_key(enum field_type type, size_t at)
{
	for (unsigned i = 0; i < counting.keys; i++)
		if (counting.key[i].type == type && counting.key[i].at == at)
			return true;
	return false;
}

bool count_owners(void)
{
	return has_key(TYPE_PROGRAM, offsetof(struct sock, inode));
}

bool count_users(void)
{
	return has_key(TYPE_U32, offsetof(struct sock, uid));
}

uint64_t count_most(void)
{
	return counting.top;
}

void count_reset(void)
{
	counting.keys = counting.top = 0;
}

/* -- the line of a socket -------------------------------------------------- */

/* Writes the first owner's program to *CTX. */
static bool take_program(void *ctx, const char *holder, bool first)
{
	(void)first;
	*(struct text *)ctx = holder_program(holder);
	return false;
}

/* A ZERO socket, made from the values that filters name, has it in text[0]. */
static char *fmt_program(char *d, const struct sock *k, bool json, bool zero)
{
	struct text t = k->text[0];
	const char *quote = json ? "\"" : "";

	if (!zero && !holders_each(k->inode, take_program, &t))
		return fmt_left(d, json ? "null" : "-", 0);
	d = fmt_left(d, quote, 0);
	d = json ? fmt_json(d, t.s, t.n) : fmt_foreign(d, t.s, t.n);
	return fmt_left(d, quote, 0);
}

static char *fmt_key(char *d, const struct field *f, const struct record *r,
	bool json, bool zero)
{
	uint32_t port;
	char *end;

	if (json) {
		d = fmt_left(fmt_left(d, "\"", 0), f->name, 0);
		d = fmt_left(d, "\":", 0);
	}
	if (field_lacks(f, r))
		return fmt_left(d, json ? "null" : "-", 0);
	if (CFG(PRG) && f->type == TYPE_PROGRAM)
		return fmt_program(d, (const void *)r, json, zero);
	if (CFG(JSON) && json)
		return fmt_json_field(d, f, r);
	if (f->type == TYPE_PORT) {
		memcpy(&port, field_at(f, r), sizeof port);
		if (!port)
			return fmt_left(d, "*", 0);
	}
	end = field_fmt(d, f, r);
	return end == d ? fmt_left(d, "-", 0) : end;
}

char *count_line(char *d, const struct request *q, const struct record *r,
	bool zero)
{
	bool any = q->asked, json = has(q, JSON);

	/* of implied tables, count only sockets with such a key */
	for (unsigned i = 0; i < counting.keys; i++)
		any |= !field_lacks(&counting.key[i], r);
	if (!any)
		return NULL;
	for (unsigned i = 0; i < counting.keys; i++) {
		if (i)
			*d++ = json ? ',' : ' ';
		d = fmt_key(d, &counting.key[i], r, json, zero);
	}
	return d;
}

bool count_values(const struct request *q, unsigned nth, struct sock *k)
{
	struct sock other;

	for (unsigned i = 0; i < counting.keys; i++)
		if (!filter_value(q, &counting.key[i], nth, k) ||
		    (counting.keys > 1 && (nth ||
		    filter_value(q, &counting.key[i], 1, &other))))
			return false;
	return true;
}
