/* fields.c: the fields of records, by name. */
#include "record/fields.h"

#define KEY FIELD

static const char field_names[] =
#define FIELD(cfg, kind, name, type, needs, member, filter) IF(cfg, name "\0")
#include "record/fields.def"
#undef FIELD
;

#define STRUCT_SOCK struct sock
#define STRUCT_ROUTE struct route
#define STRUCT_IFACE struct iface
#define STRUCT_GROUP struct membership
#define STRUCT_NAT struct nat
#define STRUCT_COUNTER struct counter
#define STRUCT_FINDING struct finding
#define STRUCT_LEVEL struct level
#define STRUCT_HOP struct hop

static const struct field_row {
	/* six bytes a row */
	unsigned short kind : 4, type : 5, filter : 7;
	unsigned short at : 10, high : 6;
	unsigned short needs;	/* the low bits; those above are in high */
} field_rows[] = {
#define FIELD(cfg, kind, name, type, needs, member, filter) IF(cfg, \
	{ RECORD_##kind, TYPE_##type, filter, \
	  offsetof(STRUCT_##kind, member), (needs) >> 16, (needs) & 0xffff },)
#include "record/fields.def"
#undef FIELD
};

#undef KEY

enum {
	KEYS = 0
#define KEY(cfg, ...) IF(cfg, + 1)
#define FIELD(cfg, ...)
#include "record/fields.def"
#undef FIELD
#undef KEY
};

static void field_load(struct field *f)
{
	const struct field_row *row = &field_rows[f->nth];

	f->type = row->type;
	f->filter = row->filter;
	f->at = row->at;
	f->needs = row->needs | (uint32_t)row->high << 16;
}

void field_first(struct field *f, unsigned kind)
{
	*f = (struct field){ .kind = kind, .name = field_names };
	for (f->nth = 0; field_rows[f->nth].kind != kind; f->nth++)
		f->name += text_len(f->name) + 1;
	field_load(f);
}

void field_next(struct field *f)
{
	f->name += text_len(f->name) + 1;
	f->nth++;
	if (f->nth == nitems(field_rows) ||
	    field_rows[f->nth].kind != f->kind)
		f->name = NULL;
	else
		field_load(f);
}

bool field_is_key(const struct field *f)
{
	return f->name && f->nth < KEYS;
}

bool field_find(struct field *f, const char *name, size_t n)
{
	*f = (struct field){ .name = field_names };
	while (!text_begins(name, f->name, n) || f->name[n]) {
		f->name += text_len(f->name) + 1;
		if (++f->nth == nitems(field_rows))
			return false;
	}
	f->kind = field_rows[f->nth].kind;
	field_load(f);
	return true;
}

const void *field_at(const struct field *f, const struct record *r)
{
	return (const char *)r + f->at;
}

bool field_lacks(const struct field *f, const struct record *r)
{
	int64_t number;

	if (f->needs && !(f->needs & r->has))
		return true;
	if (f->type == TYPE_NAME)
		return !*(const char *)field_at(f, r);
	if (f->type != TYPE_OPTIONAL)
		return false;
	memcpy(&number, field_at(f, r), sizeof number);
	return number < 0;
}

bool field_pick(struct field *f, const struct field *key,
	const struct record *r)
{
	*f = *key;
	while (field_lacks(f, r)) {
		if (!key->shared)
			return false;
		do
			field_next(f);
		while (f->name && strcmp(f->name, key->name));
		if (!f->name)
			return false;
	}
	return true;
}

static char *fmt_word(char *d, const struct field *f, const struct record *r)
{
	const char *word;

	memcpy(&word, field_at(f, r), sizeof word);
	if (f->type == TYPE_STATE && !word)
		return fmt_int(d, (int32_t)
			((const struct sock *)r)->state_number, 0);
	return word ? fmt_left(d, word, 0) : d;
}

struct addr field_addr(const struct field *f, const struct record *r)
{
	struct addr a;
	unsigned bits;

	memcpy(&a, field_at(f, r), sizeof a);
	addr_fold(&a);
	if (!f->network)
		return a;
	bits = f->bits[a.v6];
	for (unsigned i = 0; i < 16; i++, bits -= bits < 8 ? bits : 8)
		a.byte[i] &= bits < 8 ? 0xff00 >> bits : 0xff;
	return a;
}

static char *fmt_network(char *d, const struct field *f, const struct record *r)
{
	struct addr a = field_addr(f, r);
	unsigned bits = f->bits[a.v6];
	bool any = addr_is_any(field_at(f, r));

	d = fmt_addr(d, &a);
	if (!any && bits < (a.v6 ? 128 : 32)) {
		*d++ = '/';
		d = fmt_dec(d, bits);
	}
	return d;
}

char *field_fmt(char *d, const struct field *f, const struct record *r)
{
	const void *at = field_at(f, r);
	uint64_t u64;
	uint32_t u32;

	switch (f->type) {
	case TYPE_WORD:
	case TYPE_STATE:
		return fmt_word(d, f, r);
	case TYPE_ADDR:
		return f->network ? fmt_network(d, f, r) :
			fmt_addr(d, at);
	case TYPE_U64:
	case TYPE_OPTIONAL:
		memcpy(&u64, at, sizeof u64);
		return fmt_dec(d, u64);
	case TYPE_SECONDS:
		memcpy(&u64, at, sizeof u64);
		return fmt_left(fmt_dec(d, u64), u64 ? "000" : "", 0);
	case TYPE_UNIX_FLAGS:
		memcpy(&u64, at, sizeof u64);
		return fmt_flags(d, flag_letters(r), u64);
	}
	memcpy(&u32, at, sizeof u32);
	if (f->type == TYPE_LETTERS)
		return fmt_flags(d, flag_letters(r), u32);
	if (f->type == TYPE_S32)
		return fmt_int(d, (int32_t)u32, 0);
	return fmt_dec(d, u32);
}

char *field_show(char *d, const struct field *f, const struct record *r)
{
	uint32_t port;
	char *end;

	if (field_lacks(f, r))
		return fmt_left(d, "-", 0);
	if (f->type == TYPE_PORT) {
		memcpy(&port, field_at(f, r), sizeof port);
		if (!port)
			return fmt_left(d, "*", 0);
	}
	end = field_fmt(d, f, r);
	return end == d ? fmt_left(d, "-", 0) : end;
}

struct text field_text(const struct field *f, const struct record *r)
{
	struct text text = { field_at(f, r), 0 };

	if (f->type == TYPE_STRING)
		memcpy(&text.s, field_at(f, r), sizeof text.s);
	if (f->type == TYPE_STRING || f->type == TYPE_NAME)
		text.n = text_len(text.s);
	else
		memcpy(&text, field_at(f, r), sizeof text);
	return text;
}
