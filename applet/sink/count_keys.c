/* count_keys.c: the keys of --count, and the line that a socket has for them.
 */
#include "sink/sink.h"

struct count_request {
	struct keys keys;
	uint64_t top;			/* lines; 0: all */
};

BUFFER(struct count_request, counting);

int count_take(const char *list)
{
	return keys_take(&counting.keys, OPT_COUNT, list);
}

int count_top(const char *arg)
{
	const char *end = scan_dec(arg, &counting.top);

	return end && !*end && counting.top ? -1 :
		keys_bad(OPT_TOP, arg, text_len(arg), "no number of lines");
}

bool count_owners(void)
{
	return keys_have_owner(&counting.keys);
}

bool count_users(void)
{
	return keys_have_user(&counting.keys);
}

uint64_t count_most(void)
{
	return counting.top;
}

void count_reset(void)
{
	counting.keys.n = counting.top = 0;
}

/* -- the line of a socket -------------------------------------------------- */

/* Writes the first owner to *CTX. */
static bool take_holder(void *ctx, const char *holder, bool first)
{
	(void)first;
	*(const char **)ctx = holder;
	return false;
}

/* A ZERO socket, made from the values that filters name, has its program in
 * text[0] and its PID in inode. */
static char *fmt_owner(char *d, const struct field *f, const struct sock *k,
	bool json, bool zero)
{
	const char *holder = NULL, *quote = json ? "\"" : "";
	struct text t = k->text[0];

	if (!zero && !holders_each(k->inode, take_holder, &holder))
		return fmt_left(d, json ? "null" : "-", 0);
	if (f->type == TYPE_PID) {
		if (zero)
			return fmt_dec(d, k->inode);
		t = holder_pid(holder);
		return fmt_json(d, t.s, t.n);
	}
	if (!zero)
		t = holder_program(holder);
	d = fmt_left(d, quote, 0);
	d = json ? fmt_json(d, t.s, t.n) : fmt_foreign(d, t.s, t.n);
	return fmt_left(d, quote, 0);
}

static char *fmt_key(char *d, const struct field *f, const struct record *r,
	bool json, bool zero)
{
	if (json) {
		d = fmt_left(fmt_left(d, "\"", 0), f->name, 0);
		d = fmt_left(d, "\":", 0);
	}
	if (field_lacks(f, r))
		return fmt_left(d, json ? "null" : "-", 0);
	if (CFG(PRG) && (f->type == TYPE_PROGRAM || f->type == TYPE_PID))
		return fmt_owner(d, f, (const void *)r, json, zero);
	return CFG(JSON) && json ? fmt_json_field(d, f, r) :
		field_show(d, f, r);
}

/* A label of a metric, with the text of a table. */
static char *fmt_key_label(char *d, const struct field *f,
	const struct record *r, bool zero)
{
	char text[4 * WALK_NAME];
	char *end = fmt_key(text, f, r, false, zero);

	d = fmt_left(fmt_left(d, f->name, 0), "=\"", 0);
	d = fmt_label(d, text, end - text);
	*d++ = '"';
	return d;
}

char *count_line(char *d, const struct request *q, const struct record *r,
	bool zero)
{
	bool any = q->asked, json = has(q, JSON);

	/* of implied tables, count only sockets with such a key */
	for (unsigned i = 0; i < counting.keys.n; i++)
		any |= !field_lacks(&counting.keys.key[i], r);
	if (!any)
		return NULL;
	for (unsigned i = 0; i < counting.keys.n; i++) {
		if (i)
			*d++ = json || is_metrics(q) ? ',' : ' ';
		d = is_metrics(q) ?
			fmt_key_label(d, &counting.keys.key[i], r, zero) :
			fmt_key(d, &counting.keys.key[i], r, json, zero);
	}
	return d;
}

bool count_values(const struct request *q, unsigned nth, struct sock *k)
{
	struct sock other;

	for (unsigned i = 0; i < counting.keys.n; i++)
		if (!filter_value(q, &counting.keys.key[i], nth, k) ||
		    (counting.keys.n > 1 && (nth ||
		    filter_value(q, &counting.keys.key[i], 1, &other))))
			return false;
	return true;
}
