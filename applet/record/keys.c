/* keys.c: lists of keys, the arguments of --count and similar options. */
#include "record/fields.h"

static const char no_key[] = "no such key";

int keys_bad(int opt, const char *s, size_t n, const char *why)
{
	struct field f;

	usage_begin(opt, s, n, why);
	field_first(&f, RECORD_SOCK);
	for (bool first = true; why == no_key && field_is_key(&f);
	     field_next(&f), first = false)
		usage_choice(f.name, first);
	return usage_end();
}

/* Finds the key called NAME, N bytes. */
static bool find_key(struct field *f, const char *name, size_t n)
{
	for (field_first(f, RECORD_SOCK); field_is_key(f); field_next(f))
		if (text_begins(name, f->name, n) && !f->name[n])
			return true;
	return false;
}

/* The prefix length of networks up to END: N of IPv4, and 64 of IPv6; above 32
 * of IPv6, and whole addresses of IPv4; or both, as N/N. */
static bool take_bits(struct field *f, const char *s, const char *end)
{
	uint64_t v4, v6 = 64;

	if (f->type != TYPE_ADDR)
		return false;
	s = scan_dec(s, &v4);
	if (s && s < end && *s == '/') {
		s = scan_dec(s + 1, &v6);
	} else if (s && v4 > 32) {
		v6 = v4;
		v4 = 32;
	}
	if (s != end || v4 > 32 || v6 > 128)
		return false;
	f->network = true;
	f->bits[0] = v4;
	f->bits[1] = v6;
	return true;
}

static bool is_taken(const struct keys *k, const struct field *f)
{
	for (unsigned i = 0; i < k->n; i++)
		if (k->key[i].nth == f->nth)
			return true;
	return false;
}

int keys_take(struct keys *k, int opt, const char *list)
{
	const char *why;
	struct field f;
	size_t n, name;

	for (;; list += n + 1) {
		n = scan_until(list, ',');
		name = scan_until(list, '/');
		if (name > n)
			name = n;
		why = !find_key(&f, list, name) ? no_key :
			name < n && !take_bits(&f, list + name + 1, list + n) ?
			"no prefix length" :
			is_taken(k, &f) ? "key given twice" :
			k->n == KEYS_MOST ? "too many keys" : NULL;
		if (why)
			return keys_bad(opt, list, n, why);
		k->key[k->n++] = f;
		if (!list[n])
			return -1;
	}
}

bool keys_have(const struct keys *k, enum field_type type)
{
	for (unsigned i = 0; i < k->n; i++)
		if (k->key[i].type == type)
			return true;
	return false;
}

bool keys_have_user(const struct keys *k)
{
	for (unsigned i = 0; i < k->n; i++)
		if (k->key[i].filter == OPT_USER)
			return true;
	return false;
}
