/* foreign.c: text of other processes, before it reaches a terminal */
#include <string.h>

#include "text/text.h"
#include "world.h"

enum { MOST = 1 << 12 };

/* Safe text is copied, any other byte becomes four. */
static size_t expected(char *d, const char *s, size_t n)
{
	char *start = d;

	while (n) {
		size_t len = 0;

		for (size_t i = 1; i <= 4 && i <= n && !len; i++)
			if (*s != '\n' && safe_text(s, i))
				len = i;
		if (len) {
			memcpy(d, s, len);
			d += len;
		} else {
			*d++ = '\\';
			*d++ = 'x';
			*d++ = "0123456789abcdef"[*s >> 4 & 15];
			*d++ = "0123456789abcdef"[*s & 15];
			len = 1;
		}
		s += len;
		n -= len;
	}
	return d - start;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char want[4 * MOST], got[4 * MOST];
	const char *s = (const char *)data;
	size_t n;

	if (size > MOST)
		return 0;
	n = expected(want, s, size);
	must(fmt_foreign(got, s, size) - got == (ptrdiff_t)n);
	must(!memcmp(got, want, n));
	must(safe_text(got, n));

	world_out.n = 0;
	out_reset();
	out_foreign(s, size);
	out_flush();
	must(world_out.n == n && !memcmp(world_out.s, want, n));
	return 0;
}
