/* fmt.c: numbers, addresses and columns into the caller's buffer; pure
 * functions, no I/O. */
#include "netstat.h"

/* Small pieces are copied in steps of 8 and not in a loop of bytes, which a
 * compiler turns into a call of memset() or a string instruction: either
 * takes longer to start than such a piece to write. */
char *fmt_fill(char *d, const char *end)
{
	for (; d < end - 8; d += 8)
		memcpy(d, "        ", 8);
	while (d < end)
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

static char *fmt_group(char *d, unsigned v)
{
	for (int shift = 12; shift >= 0; shift -= 4)
		if (v >> shift || !shift)
			*d++ = "0123456789abcdef"[v >> shift & 15];
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
		d = fmt_group(d, group[i]);
	}
	return d;
}

char *fmt_addr(char *d, const struct addr *a)
{
	return a->v6 ? fmt_ip6(d, a->byte) : fmt_ip4(d, a->byte);
}
