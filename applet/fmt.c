/* fmt.c: numbers, addresses and columns into the caller's buffer; pure
 * functions, no I/O. */
#include "netstat.h"

/* Not in a loop of bytes, which a compiler turns into a call of memset() or a
 * string instruction: either takes longer to start than so little to write. */
char *fmt_fill(char *d, const char *end)
{
	ptrdiff_t n = end - d;

	for (; n >= 8; n -= 8, d += 8)
		memcpy(d, "        ", 8);
	if (n <= 0)
		return d;
	if (n & 4)
		memcpy(d, "    ", 4);
	d += n & 4;
	if (n & 2)
		memcpy(d, "  ", 2);
	d += n & 2;
	if (n & 1)
		*d++ = ' ';
	return d;
}

char *fmt_left(char *d, const char *s, size_t width)
{
	const char *end = d + width;

	while (*s)
		*d++ = *s++;
	return fmt_fill(d, end);
}

/* V / 10. A division takes as long as the rest of a number together, and a
 * compiler that saves space would make one. */
static uint32_t tenth(uint32_t v)
{
	return v * UINT64_C(0xcccccccd) >> 35;
}

size_t digits(uint64_t value)
{
	size_t n = 1;
	uint32_t v;

	for (; value > UINT32_MAX; value /= 10)
		n++;
	for (v = value; v > 9; v = tenth(v))
		n++;
	return n;
}

char *fmt_dec(char *d, uint64_t value)
{
	char *end = d += digits(value);
	uint32_t v;

	for (; value > UINT32_MAX; value /= 10)
		*--d = '0' + value % 10;
	for (v = value; v > 9; v = tenth(v))
		*--d = '0' + (v - tenth(v) * 10);
	*--d = '0' + v;
	return end;
}

char *fmt_right(char *d, uint64_t value, size_t width)
{
	size_t n = digits(value);

	return fmt_dec(n < width ? fmt_fill(d, d + width - n) : d, value);
}

char *fmt_int(char *d, int64_t value, int width)
{
	uint64_t v = value < 0 ? -(uint64_t)value : (uint64_t)value;
	int pad = width - (int)digits(v) - (value < 0);
	const char *end = d - width;

	if (pad > 0)
		d = fmt_fill(d, d + pad);
	if (value < 0)
		*d++ = '-';
	d = fmt_dec(d, v);
	return width < 0 ? fmt_fill(d, end) : d;
}

char *fmt_flags(char *d, const char *table, uint32_t flags)
{
	char *start = d;
	uint32_t bit = 0;

	/* to the end of the text of the last bit */
	for (; *table && (flags || bit); table++) {
		if (*table <= ' ') {
			bit = flags & 1u << (*table - 1);
			flags -= bit;
		} else if (bit && *table == '\177') {
			d = start;
		} else if (bit) {
			*d++ = *table;
		}
	}
	return d;
}

static char *fmt_ip4(char *d, const uint8_t *byte)
{
	for (int i = 0; i < 4; i++) {
		unsigned v = byte[i], tens = tenth(v), hundreds = tenth(tens);

		if (hundreds)
			*d++ = '0' + hundreds;
		if (tens)
			*d++ = '0' + (tens - hundreds * 10);
		*d++ = '0' + (v - tens * 10);
		*d++ = '.';
	}
	return d - 1;
}

/* Where -O2 would copy it into itself and others, it would be as much again. */
__attribute__((noinline))
char *fmt_hex(char *d, uint64_t value, int digits)
{
	if (value > 15 || digits > 1)
		d = fmt_hex(d, value >> 4, digits - 1);
	*d++ = "0123456789abcdef"[value & 15];
	return d;
}

/* RFC 5952: lower case, the first longest run of two or more zero groups is
 * "::". As inet_ntop() of glibc, ::a.b.c.d for six zero groups ahead; and as
 * net-tools, a v4-mapped address is its IPv4 address alone. */
static char *fmt_ip6(char *d, const uint8_t *byte)
{
	unsigned group[8], i, run = 0, best = 0, len = 1;

	for (i = 0; i < 8; i++) {
		group[i] = byte[2 * i] << 8 | byte[2 * i + 1];
		run = group[i] ? 0 : run + 1;
		if (run > len) {
			len = run;
			best = i + 1 - run;
		}
	}
	if (len == 5 && group[5] == 0xffff)
		return fmt_ip4(d, byte + 12);
	if (len == 1)
		best = 8;	/* no run */
	for (i = 0; i < 8; i++) {
		if (i == best) {
			*d++ = ':';
			i += len - 1;
			if (i == 7)
				*d++ = ':';
			continue;
		}
		if (i)
			*d++ = ':';
		if (i == 6 && len == 6)
			return fmt_ip4(d, byte + 12);
		d = fmt_hex(d, group[i], 1);
	}
	return d;
}

char *fmt_addr(char *d, const struct addr *a)
{
	return a->v6 ? fmt_ip6(d, a->byte) : fmt_ip4(d, a->byte);
}

/* Characters that no terminal shows, but that change how others are shown: zero
 * width (U+200B to U+200F, U+2060 to U+2064, U+FEFF), the marks, embeddings,
 * overrides and isolates of the bidirectional algorithm (U+061C, U+202A to
 * U+202E, U+2066 to U+206F), and separators of lines (U+2028, U+2029). With
 * them a name reads as another one. */
static bool is_invisible(uint32_t c)
{
	return c - 0x200b < 5 || c - 0x2028 < 7 || c - 0x2060 < 16 ||
		c == 0x61c || c == 0xfeff;
}

/* The length of the printable UTF-8 character at S, or 0 if the byte there
 * must be escaped: no or a broken character, a control or an invisible one. */
static size_t printable(const unsigned char *s, size_t n)
{
	/* the smallest value that may be written in 2, 3 and 4 bytes */
	static const uint32_t least[] = { 0xa0, 0x800, 0x10000 };
	size_t len, i;
	uint32_t c = *s;

	if (c < 0x80)
		return c >= ' ' && c != 0x7f;
	len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	if (c < 0xc2 || c > 0xf4 || len > n)
		return 0;
	c &= 0x7f >> len;
	for (i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < least[len - 2] || c > 0x10ffff || c >> 11 == 0xd800 >> 11 ||
	    is_invisible(c))
		return 0;
	return len;
}

/* With JSON for one of its strings. */
static char *fmt_safe(char *d, const char *s, size_t n, bool json)
{
	size_t len;

	for (; n; s += len, n -= len) {
		len = printable((const unsigned char *)s, n);
		if (json && (*s == '"' || *s == '\\'))
			*d++ = '\\';
		if (len) {
			for (size_t i = 0; i < len; i++)
				*d++ = s[i];
			continue;
		}
		*d++ = '\\';
		if (json)
			d = fmt_left(d, *s & 0x80 ? "\\x" : "u00", 0);
		else
			*d++ = 'x';
		d = fmt_hex(d, (unsigned char)*s, 2);
		len = 1;
	}
	return d;
}

char *fmt_foreign(char *d, const char *s, size_t n)
{
	return fmt_safe(d, s, n, false);
}

char *fmt_json(char *d, const char *s, size_t n)
{
	return fmt_safe(d, s, n, CFG(JSON));
}
