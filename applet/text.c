/* text.c: texts that are seldom printed, in half their room (see text.awk).
 */
#include "netstat.h"
#define TEXT_DATA
#include "text.h"

_Static_assert(PAIR_DEPTH <= TEXT_DEPTH && LONGEST_TEXT < TEXT_ROW,
	"no room to unpack a text");

enum { FIRST_PAIR = 96 };

static unsigned symbol(unsigned at)
{
	const unsigned char *s = texts + at * SYMBOL_BITS / 8;

	return (s[0] | s[1] << 8) >> at * SYMBOL_BITS % 8 &
		((1 << SYMBOL_BITS) - 1);
}

void text_open(struct text *t, unsigned at)
{
	t->row = t->at = at;
	t->n = 0;
}

unsigned text_next(struct text *t)
{
	unsigned c = t->n ? t->pairs[--t->n] : symbol(t->at++);

	while (c >= FIRST_PAIR) {
		c = 2 * (c - FIRST_PAIR);
		t->pairs[t->n++] = symbol(c + 1);
		c = symbol(c);
	}
	return c ? c - 1 + ' ' : 0;
}

unsigned text_skip(unsigned at)
{
	while (symbol(at++))
		;
	return at;
}

unsigned text_row(unsigned at, char *row)
{
	struct text t;

	text_open(&t, at);
	while ((*row++ = text_next(&t)))
		;
	return t.at;
}
