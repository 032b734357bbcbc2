/* foreign.c: makes text from other processes safe for a terminal and for JSON;
 * pure functions, no I/O. */
#include "text/text.h"

/* Characters that no terminal shows, but that change how others are shown: zero
 * width (U+200B to U+200F, U+2060 to U+2064, U+FEFF), the marks, embeddings,
 * overrides and isolates of the bidirectional algorithm (U+061C, U+202A to
 * U+202E, U+2066 to U+206F), and line separators (U+2028, U+2029). With them a
 * name looks like another one. */
static bool is_invisible(uint32_t c)
{
	return c - 0x200b < 5 || c - 0x2028 < 7 || c - 0x2060 < 16 ||
		c == 0x61c || c == 0xfeff;
}

/* The length of the printable UTF-8 character at S. 0: its first byte must be
 * escaped, as the character is invalid, a control or invisible. */
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

/* What the text is put in: nothing, a JSON string, a label of a metric. */
enum style { STYLE_PLAIN, STYLE_JSON, STYLE_LABEL };

static char *fmt_safe(char *d, const char *s, size_t n, enum style style)
{
	size_t len;

	for (; n; s += len, n -= len) {
		len = printable((const unsigned char *)s, n);
		if (style && (*s == '"' || *s == '\\'))
			*d++ = '\\';
		if (len) {
			for (size_t i = 0; i < len; i++)
				*d++ = s[i];
			continue;
		}
		*d++ = '\\';
		d = fmt_left(d, !style ? "x" : *s & 0x80 ||
			(CFG(METRICS) && style == STYLE_LABEL) ?
			"\\x" : "u00", 0);
		d = fmt_hex(d, (unsigned char)*s, 2);
		len = 1;
	}
	return d;
}

char *fmt_foreign(char *d, const char *s, size_t n)
{
	return fmt_safe(d, s, n, STYLE_PLAIN);
}

char *fmt_json(char *d, const char *s, size_t n)
{
	return fmt_safe(d, s, n, CFG(JSON) ? STYLE_JSON : STYLE_PLAIN);
}

char *fmt_label(char *d, const char *s, size_t n)
{
	return fmt_safe(d, s, n, STYLE_LABEL);
}
