/* text.c: texts that are seldom printed, in half their room (see text.awk).
 */
#include "netstat.h"
#define TEXT_DATA
#include "text.h"

_Static_assert(PAIR_DEPTH <= TEXT_DEPTH && LONGEST_TEXT < TEXT_ROW,
	"no room to unpack a text");

void text_open(struct text *t, unsigned at)
{
	t->s = texts + at;
	t->n = 0;
}

unsigned text_next(struct text *t)
{
	unsigned c = t->n ? t->pairs[--t->n] : *t->s++;

	while (c && (c < ' ' || c > '~')) {
		const unsigned char *pair = pairs[(unsigned char)(c - 127)];

		t->pairs[t->n++] = pair[1];
		c = pair[0];
	}
	return c;
}

unsigned text_skip(unsigned at)
{
	return at + strlen((const char *)texts + at) + 1;
}

unsigned text_row(unsigned at, char *row)
{
	struct text t;

	text_open(&t, at);
	while ((*row++ = text_next(&t)))
		;
	return t.s - texts;
}
