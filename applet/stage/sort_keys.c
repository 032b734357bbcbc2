/* sort_keys.c: the keys of --sort, and what a record has for them as bytes. */
#include "stage/sort.h"

BUFFER(struct keys, sort_by);

int sort_take(const char *list)
{
	return keys_take(&sort_by, OPT_SORT, list);
}

const struct keys *sort_keys(void)
{
	return &sort_by;
}

void sort_reset(void)
{
	sort_by.n = 0;
}

/* -- values ---------------------------------------------------------------- */

static bool first_holder(void *ctx, const char *holder, bool first)
{
	(void)first;
	*(const char **)ctx = holder;
	return false;
}

/* The number of its bytes, then these, the highest first. */
static size_t number_key(unsigned char *d, uint64_t value)
{
	size_t n = 0;

	while (n < 8 && value >> 8 * n)
		n++;
	*d = n;
	for (size_t i = n; i; i--, value >>= 8)
		d[i] = value;
	return 1 + n;
}

static size_t text_key(unsigned char *d, const char *s, size_t n)
{
	if (n > SORT_TEXT)
		n = SORT_TEXT;
	memcpy(d, s, n);
	d[n] = 0;
	return n ? n + 1 : 0;
}

static size_t addr_key(unsigned char *d, const struct field *f,
	const struct record *r)
{
	struct addr a = field_addr(f, r);
	size_t n = a.v6 ? 16 : 4;

	*d = a.v6;
	memcpy(d + 1, a.byte, n);
	return 1 + n;
}

/* PID/NAME of its first holder. */
static size_t owner_key(unsigned char *d, const struct field *f,
	const struct record *r)
{
	const char *holder;
	uint64_t pid;

	if (!holders_each(((const struct sock *)r)->inode, first_holder,
	    &holder))
		return 0;
	holder = scan_dec(holder, &pid) + 1;
	return f->type == TYPE_PID ? number_key(d, pid) :
		text_key(d, holder, text_len(holder));
}

/* Writes the value, if there is one. Returns its length. */
static size_t value_key(unsigned char *d, const struct field *key,
	const struct record *r)
{
	struct field f;
	struct text t;
	uint32_t u32;
	uint64_t u64;
	char text[FIELD_TEXT];

	if (!field_pick(&f, key, r))
		return 0;
	switch (f.type) {
	case TYPE_PID:
	case TYPE_PROGRAM:
		return CFG(PRG) ? owner_key(d, &f, r) : 0;
	case TYPE_ADDR:
		return addr_key(d, &f, r);
	case TYPE_U64:
	case TYPE_OPTIONAL:
		memcpy(&u64, field_at(&f, r), sizeof u64);
		return number_key(d, u64);
	case TYPE_PORT:
	case TYPE_U32:
		memcpy(&u32, field_at(&f, r), sizeof u32);
		return number_key(d, u32);
	case TYPE_WORD:
	case TYPE_STATE:
	case TYPE_UNIX_FLAGS:
		return text_key(d, text, field_fmt(text, &f, r) - text);
	}
	t = field_text(&f, r);
	return text_key(d, t.s, t.n);
}

void sort_key(struct sort_key *k, unsigned title, const struct record *r)
{
	unsigned char *d = k->byte;
	size_t n;

	*d++ = title;
	*d++ = r->kind == RECORD_SOCK;
	for (unsigned i = 0; r->kind == RECORD_SOCK && i < sort_by.n; i++) {
		n = value_key(d + 1, &sort_by.key[i], r);
		*d++ = !n;
		for (; n; n--, d++)
			*d ^= sort_by.key[i].falling ? 0xff : 0;
	}
	k->len = d - k->byte;
}
