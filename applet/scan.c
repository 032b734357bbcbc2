/* scan.c: typed scanners over a line; pure functions, no I/O. */
#include "netstat.h"

/* The value of a hex digit, 16 for any other byte. */
static inline unsigned hex_digit(char c)
{
	static const char value['f' - '0' + 1] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 16, 16, 16, 16, 16, 16,
		10, 11, 12, 13, 14, 15, 16, 16, 16, 16, 16, 16, 16, 16, 16,
		16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
		16, 16, 10, 11, 12, 13, 14, 15,
	};
	unsigned i = (unsigned char)c - '0';

	return i < sizeof value ? value[i] : 16;
}

const char *scan_char(const char *s, char c)
{
	return s && *s == c ? s + 1 : NULL;
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
		if (v > (UINT64_MAX - digit) / 10)
			return NULL;
		v = v * 10 + digit;
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

const char *scan_addr(const char *s, struct addr *a)
{
	unsigned digit, n = 0;

	s = scan_blanks(s);
	if (!s)
		return NULL;
	for (; (digit = hex_digit(*s)) < 16; s++, n++) {
		if (n == 32)
			return NULL;
		a->word[n / 8] = a->word[n / 8] << 4 | digit;
	}
	a->v6 = n == 32;
	return a->v6 || n == 8 ? s : NULL;
}

const char *scan_ip(const char *s, struct addr *a)
{
	unsigned i;
	uint64_t v;
	const char *t = scan_hex(s, &v);

	a->v6 = t && *t == ':';
	for (i = 0; i < (a->v6 ? 8 : 4); i++) {
		if (i)
			s = scan_char(s, a->v6 ? ':' : '.');
		s = a->v6 ? scan_hex(s, &v) : scan_dec(s, &v);
		if (!s || v > (a->v6 ? 0xffff : 255))
			return NULL;
		if (a->v6) {
			a->byte[2 * i] = v >> 8;
			a->byte[2 * i + 1] = v;
		} else {
			a->byte[i] = v;
		}
	}
	return s;
}

bool addr_is_any(const struct addr *a)
{
	const uint32_t *w = a->word;

	return !w[0] && (!a->v6 || !(w[1] | w[2] | w[3]));
}
