/* scan.c: typed scanners over a line; pure functions, no I/O. */
#include <arpa/inet.h>

#include "text/text.h"

/* The value of a hex digit, 16 or more for any other byte. */
static inline unsigned hex_digit(char c)
{
	/* plus one, so that 0 is no digit */
	static const unsigned char hex[256] = {
		['0'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
		['A'] = 11, 12, 13, 14, 15, 16,
		['a'] = 11, 12, 13, 14, 15, 16,
	};
	unsigned digit = (unsigned char)c - '0', letter = (c | 0x20) - 'a';

	if (CFG(FAST))
		return hex[(unsigned char)c] - 1u;
	return digit < 10 ? digit : letter < 6 ? letter + 10 : 16;
}

const char *scan_char(const char *s, char c)
{
	return s && *s == c ? s + 1 : NULL;
}

size_t scan_until(const char *s, char c)
{
	size_t n = 0;

	while (s[n] && s[n] != c)
		n++;
	return n;
}

const char *scan_find(const char *s, char c)
{
	s += scan_until(s, c);
	return *s == c ? s : NULL;
}

const char *scan_last(const char *s, char c)
{
	const char *last = NULL;

	for (; *s; s++)
		if (*s == c)
			last = s;
	return last;
}

size_t text_len(const char *s)
{
	return scan_until(s, '\0');
}

bool text_begins(const char *s, const char *text, size_t n)
{
	for (; n && *s == *text; n--, text++)
		s++;
	return !n;
}

const char *scan_text(const char *s, const char *text)
{
	size_t n = text_len(text);

	return s && text_begins(s, text, n) ? s + n : NULL;
}

const char *scan_blanks(const char *s)
{
	if (s)
		while (*s == ' ' || *s == '\t')
			s++;
	return s;
}

const char *scan_word(const char *s)
{
	const char *start = s = scan_blanks(s);

	if (!s)
		return NULL;
	while (*s && *s != ' ' && *s != '\t')
		s++;
	return s != start ? s : NULL;
}

const char *scan_take(const char *s, struct text *word)
{
	const char *start = scan_blanks(s), *end = scan_word(start);

	if (end)
		*word = (struct text){ start, (size_t)(end - start) };
	return end;
}

const char *scan_end(const char *s)
{
	return s && (!*s || *s == ' ' || *s == '\t') ? s : NULL;
}

const char *scan_hex(const char *s, uint64_t *value)
{
	const char *start = s = scan_blanks(s);
	unsigned digit;
	uint64_t v = 0;

	if (!s)
		return NULL;
	for (; (digit = hex_digit(*s)) < 16; s++)
		v = v << 4 | digit;
	*value = v;
	return s != start && s - start <= 16 ? s : NULL;
}

const char *scan_dec(const char *s, uint64_t *value)
{
	const char *start = s = scan_blanks(s);
	unsigned digit;
	uint64_t v = 0;

	if (!s)
		return NULL;
	for (; (digit = (unsigned char)*s - '0') < 10; s++) {
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, digit, &v))
			return NULL;
	}
	*value = v;
	return s != start ? s : NULL;
}

const char *scan_int(const char *s, int64_t *value)
{
	const char *minus = scan_char(s = scan_blanks(s), '-');
	uint64_t v;

	s = scan_dec(minus ? minus : s, &v);
	if (!s || v > INT64_MAX)
		return NULL;
	*value = minus ? -(int64_t)v : (int64_t)v;
	return s;
}

const char *scan_u32(const char *s, uint32_t *value)
{
	const char *start = s = scan_blanks(s);
	unsigned digit;
	uint64_t v = 0;
	int64_t n = 0;

	if (!s)
		return NULL;
	if (!CFG(FAST) || *s == '-') {
		s = scan_int(s, &n);
		if (n < INT32_MIN || (!CFG(FAST) && n > UINT32_MAX))
			return NULL;
		*value = (uint32_t)n;
		return scan_end(s);
	}
	for (; (digit = (unsigned char)*s - '0') < 10; s++) {
		v = v * 10 + digit;
		if (v > UINT32_MAX)
			return NULL;
	}
	*value = (uint32_t)v;
	return s != start ? scan_end(s) : NULL;
}

const char *scan_u64(const char *s, uint64_t *value)
{
	return scan_end(scan_dec(s, value));
}

/* Eight digits at once, one in each byte of X. A socket table is mostly such
 * words; one digit at a time they take longer than all the rest. */
static bool hex_word_fast(const char *s, uint32_t *value)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t x, v, letter;

	memcpy(&x, s, 8);
	/* '0' is 0x30, 'A' 0x41, 'a' 0x61 */
	letter = x >> 6 & ones;
	v = (x & ones * 15) + letter * 9;
	/* all digits are valid if each value is below 16 and formats back to
	 * the same byte */
	letter = (v + ones * 6) >> 4 & ones;
	if (v & ones * 0xf0 ||
	    v + ones * '0' + letter * 7 != (x & ~(letter << 5)))
		return false;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	v = (v | v >> 4) & UINT64_C(0x00ff00ff00ff00ff);
	v = (v | v >> 8) & UINT64_C(0x0000ffff0000ffff);
	*value = (uint32_t)(v | v >> 16);
	return true;
}

static bool hex_word(const char *s, uint32_t *value)
{
	uint32_t v = 0;
	unsigned digit;

	if (CFG(FAST))
		return hex_word_fast(s, value);
	for (int i = 0; i < 8; i++) {
		digit = hex_digit(s[i]);
		if (digit > 15)
			return false;
		v = v << 4 | digit;
	}
	*value = v;
	return true;
}

const char *scan_word32(const char *s, uint64_t *value)
{
	uint32_t v;

	if (!CFG(FAST))
		return scan_hex(s, value);
	s = scan_blanks(s);
	if (!s || !hex_word(s, &v) || hex_digit(s[8]) < 16)
		return scan_hex(s, value);
	*value = v;
	return s + 8;
}

const char *scan_addr(const char *s, struct addr *a)
{
	unsigned n = 0;

	s = scan_blanks(s);
	if (!s)
		return NULL;
	while (n < 4 && hex_word(s, &a->word[n])) {
		s += 8;
		n++;
		if (hex_digit(*s) > 15) {
			a->v6 = n == 4;
			return n == 1 || n == 4 ? s : NULL;
		}
	}
	return NULL;
}

const char *scan_addr6(const char *s, struct addr *a)
{
	s = scan_addr(s, a);
	if (!s || !a->v6)
		return NULL;
	for (unsigned i = 0; i < 4; i++)
		a->word[i] = htonl(a->word[i]);
	return s;
}

__attribute__((cold))
static const char *scan_ip4(const char *s, uint8_t *byte)
{
	uint64_t v;

	for (int i = 0; i < 4; i++) {
		s = scan_dec(i ? scan_char(s, '.') : s, &v);
		if (!s || v > 255)
			return NULL;
		byte[i] = (uint8_t)v;
	}
	return s;
}

/* The kernel writes all eight groups, people use "::". */
__attribute__((cold))
const char *scan_net4(const char *s, struct addr *a)
{
	uint64_t value;

	*a = (struct addr){ 0 };
	for (int i = 0; i < 4; i++) {
		s = scan_dec(i ? s + 1 : s, &value);
		if (!s || value > 255)
			return NULL;
		a->byte[i] = (uint8_t)value;
		if (*s != '.')
			break;
	}
	return s;
}

const char *scan_ip(const char *s, struct addr *a)
{
	const bool people = CFG(RESOLVE) || CFG(FILTERS);
	unsigned n = 0, gap = 8;	/* groups; of these before the "::" */
	const char *t;
	uint64_t v;

	if (!s)
		return NULL;
	t = scan_hex(s, &v);
	a->v6 = *s == ':' || (t && *t == ':');
	if (!a->v6)
		return scan_ip4(s, a->byte);
	for (;; s = t) {
		if (people && n < 8 && gap == 8 && s[0] == ':' && s[1] == ':') {
			gap = n;
			s += 2;
			if (hex_digit(*s) > 15)
				break;
		} else if (n && *s++ != ':') {
			s--;
			break;
		}
		t = scan_hex(s, &v);
		if (people && t && *t == '.' && n <= 6) {
			s = scan_ip4(s, a->byte + 2 * n);
			n += 2;
			break;
		}
		if (!t || v > 0xffff || n == 8)
			return NULL;
		a->byte[2 * n] = (uint8_t)(v >> 8);
		a->byte[2 * n++ + 1] = (uint8_t)v;
	}
	if ((n == 8) != (gap == 8))
		return NULL;
	if (people && n < 8) {
		memmove(a->byte + 16 - 2 * (n - gap), a->byte + 2 * gap,
			2 * (n - gap));
		memset(a->byte + 2 * gap, 0, 2 * (8 - n));
	}
	return s;
}

bool scan_next_ip(const char **list, struct addr *a)
{
	const char *s = scan_blanks(*list), *star = scan_char(s, '*');

	s = scan_end(scan_ip(star ? star : s, a));
	if (s)
		*list = s;
	return s;
}

bool addr_is_any(const struct addr *a)
{
	const uint32_t *w = a->word;

	return !w[0] && (!a->v6 || !(w[1] | w[2] | w[3]));
}

bool addr_is_in(const struct addr *a, const struct addr *net, unsigned bits)
{
	size_t whole = bits / 8, rest = bits % 8;

	return a->v6 == net->v6 && !memcmp(a->byte, net->byte, whole) &&
		(!rest || !((a->byte[whole] ^ net->byte[whole]) >>
			(8 - rest)));
}

bool addr_is_mapped(const struct addr *a)
{
	const uint32_t *w = a->word;

	return a->v6 && !(w[0] | w[1]) && w[2] == htonl(0xffff);
}

bool addr_fold(struct addr *a)
{
	if (!addr_is_mapped(a))
		return false;
	a->v6 = false;
	a->word[0] = a->word[3];
	return true;
}

uint32_t text_hash(const char *s)
{
	uint32_t hash = 2166136261u;

	while (*s)
		hash = (hash ^ (unsigned char)*s++) * 16777619u;
	return hash;
}
