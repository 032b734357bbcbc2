/* keys.c: lists of keys, the arguments of --count and similar options. */
#include "record/fields.h"

static const char no_key[] = "no such key";

/* Finds the key called NAME, N bytes, for the option OPT. */
static bool find_key(struct field *f, int opt, const char *name, size_t n)
{
	struct field other;

	if (!field_find(f, name, n) || f->kind != RECORD_SOCK ||
	    (opt == OPT_COUNT && !field_is_key(f)))
		return false;
	for (other = *f; field_next(&other), other.name;)
		f->shared |= opt != OPT_COUNT && !strcmp(other.name, f->name);
	return true;
}

int keys_bad(int opt, const char *s, size_t n, const char *why)
{
	bool first = true;
	struct field f, same;

	usage_begin(opt, s, n, why);
	field_first(&f, RECORD_SOCK);
	for (; why == no_key && f.name; field_next(&f))
		if (find_key(&same, opt, f.name, text_len(f.name)) &&
		    same.nth == f.nth) {
			usage_choice(f.name, first);
			first = false;
		}
	return usage_end();
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
	const unsigned most = opt == OPT_FORMAT ? KEYS_MOST : KEYS_FEW;
	const char *why;
	struct field f;
	size_t n, name;
	bool falling;

	for (;; list += n + 1) {
		falling = opt == OPT_SORT && *list == '-';
		list += falling;
		n = scan_until(list, ',');
		name = scan_until(list, '/');
		if (name > n)
			name = n;
		why = !find_key(&f, opt, list, name) ? no_key :
			name < n && !take_bits(&f, list + name + 1, list + n) ?
			"no prefix length" :
			is_taken(k, &f) ? "key given twice" :
			k->n == most ? "too many keys" : NULL;
		if (why)
			return keys_bad(opt, list, n, why);
		f.falling = falling;
		k->key[k->n++] = f;
		if (!list[n])
			return -1;
	}
}

static bool has_type(const struct keys *k, enum field_type type)
{
	for (unsigned i = 0; i < k->n; i++)
		if (k->key[i].type == type)
			return true;
	return false;
}

bool keys_have_owner(const struct keys *k)
{
	return has_type(k, TYPE_PID) || has_type(k, TYPE_PROGRAM);
}

/* What is of a type that only details have. */
bool keys_have_details(const struct keys *k)
{
	return has_type(k, TYPE_OPTIONAL) || has_type(k, TYPE_NAME);
}

bool keys_have_user(const struct keys *k)
{
	for (unsigned i = 0; i < k->n; i++)
		if (k->key[i].filter == OPT_USER)
			return true;
	return false;
}
