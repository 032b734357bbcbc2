/* fmt.c: numbers, addresses and columns into the caller's buffer; pure
 * functions, no I/O. */
#include "text/text.h"

/* No loop of bytes: compilers turn that into a call of memset() or a string
 * instruction, which take longer to start than these few bytes to write. */
__attribute__((noinline))
char *fmt_fill(char *d, const char *end)
{
	/* not a string literal: gcc, if it optimizes only this file, expects
	 * that to be aligned, but another file may have the same one unaligned
	 * */
	const uint64_t blanks = UINT64_C(0x2020202020202020);
	ptrdiff_t n = end - d;

	while (!CFG(FAST) && d < end)
		*d++ = ' ';
	if (!CFG(FAST))
		return d;
	for (; n >= 8; n -= 8, d += 8)
		memcpy(d, &blanks, 8);
	if (n <= 0)
		return d;
	if (n & 4)
		memcpy(d, &blanks, 4);
	d += n & 4;
	if (n & 2)
		memcpy(d, &blanks, 2);
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

/* V / 10. A division takes as long as the rest of a number, and a compiler that
 * optimizes for size would use one. */
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

	/* up to the end of the text of the last set bit */
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

/* noinline: -O2 would unroll the recursion and double the size of this file. */
__attribute__((noinline))
char *fmt_hex(char *d, uint64_t value, int digits)
{
	if (value > 15 || digits > 1)
		d = fmt_hex(d, value >> 4, digits - 1);
	*d++ = "0123456789abcdef"[value & 15];
	return d;
}

/* RFC 5952: lower case, the first longest run of two or more zero groups is
 * "::". As inet_ntop() of glibc, ::a.b.c.d after six zero groups; and as
 * net-tools, a v4-mapped address is only its IPv4 address. */
static char *fmt_ip6(char *d, const uint8_t *byte)
{
	unsigned group[8], i, zeros = 0, best = 0, len = 1;

	for (i = 0; i < 8; i++) {
		group[i] = byte[2 * i] << 8 | byte[2 * i + 1];
		zeros = group[i] ? 0 : zeros + 1;
		if (zeros > len) {
			len = zeros;
			best = i + 1 - zeros;
		}
	}
	if (len == 5 && group[5] == 0xffff)
		return fmt_ip4(d, byte + 12);
	if (len == 1)
		best = 8;	/* no run of zeros */
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

uint64_t rate_whole(uint64_t value, uint64_t elapsed)
{
	if (!elapsed)
		return value;
	if (value > UINT64_MAX / 2000000)
		return value / elapsed * 1000000;
	return (value * 1000000 + elapsed / 2) / elapsed;
}

char *fmt_rate(char *d, uint64_t value, uint64_t elapsed)
{
	uint64_t whole = rate_whole(value, elapsed), part;
	unsigned unit;

	if (!elapsed || whole >= 100)
		return fmt_dec(d, whole);
	part = (value * 1000000000 + elapsed / 2) / elapsed;
	/* three digits: the clock is not more exact */
	unit = part < 1000 ? 1 : part < 10000 ? 10 : 100;
	part = (part + unit / 2) / unit * unit;
	/* a change never prints as 0 */
	part += value && !part;
	d = fmt_dec(d, part / 1000);
	part %= 1000;
	if (!part)
		return d;
	*d++ = '.';
	for (; part; part = part * 10 % 1000)
		*d++ = '0' + part / 100;
	return d;
}
