/* packed.c: reads rarely printed texts, compressed to half their size by
 * packed.awk. */
#include "text/text.h"
#define PACKED_DATA
#include "packed.h"

_Static_assert(PAIR_DEPTH <= PACKED_DEPTH && LONGEST_TEXT < PACKED_ROW,
	"a text is too long to unpack");

enum { FIRST_PAIR = 96 };

static unsigned symbol(unsigned at)
{
	const unsigned char *s = texts + at * SYMBOL_BITS / 8;

	return (s[0] | s[1] << 8) >> at * SYMBOL_BITS % 8 &
		((1 << SYMBOL_BITS) - 1);
}

void packed_open(struct packed *p, unsigned at)
{
	p->row = p->at = at;
	p->n = 0;
}

unsigned packed_next(struct packed *p)
{
	unsigned c = p->n ? p->pairs[--p->n] : symbol(p->at++);

	while (c >= FIRST_PAIR) {
		c = 2 * (c - FIRST_PAIR);
		p->pairs[p->n++] = symbol(c + 1);
		c = symbol(c);
	}
	return c ? c - 1 + ' ' : 0;
}

unsigned packed_skip(unsigned at)
{
	while (symbol(at++))
		;
	return at;
}

unsigned packed_find(struct packed *p, unsigned at, unsigned end,
	struct text key, const char *marks)
{
	size_t i;
	unsigned c;

	for (; at < end; at = packed_skip(at)) {
		packed_open(p, at);
		for (i = 0; (c = packed_next(p)) && i < key.n; i++)
			if (c != (unsigned char)key.s[i])
				break;
		if (i == key.n && c && scan_find(marks, c))
			return c;
	}
	return 0;
}

unsigned packed_row(unsigned at, char *row)
{
	struct packed p;

	packed_open(&p, at);
	while ((*row++ = packed_next(&p)))
		;
	return p.at;
}
