/* packed.c: texts that are seldom printed, in a third of their size. packed.awk
 * says how; this makes the same counts, and so finds each bit again. Texts are
 * unpacked as far as the row that is wanted, once in a run.
 */
#include "text/text.h"
#define PACKED_DATA
#include "packed.h"

enum {
	BEFORE = 3,		/* zeros before the first character */
	/* These are not in texts. In place of a character before: any; the
	 * last guess was wrong, right, and the one before it too. */
	ANYTHING = 1, WRONG, RIGHT, RIGHT_TWICE,
};

/* All is 0 at first. */
struct unpacked {
	const unsigned char *next;	/* of texts[] */
	char *end;		/* of text[] */
	uint32_t range, code;	/* where in the range the number is */
	uint16_t last[1 << 16];	/* what followed the same three characters */
	unsigned char counts[1 << 16][2];	/* of bits that were 0 and 1 */
	char text[BEFORE + BLOCK_END + 1];
};

BUFFER(struct unpacked, unpacked);

/* The place of three characters, or of two and some bits. */
static uint16_t place_of(uint32_t a, unsigned b, unsigned c)
{
	return ((a << 7 | b) << 7 | c) * 1000003 >> 16;
}

/* The next bit, for which the counts at three places say how likely it is 1:
 * each is worth four times the one before. */
static unsigned next_bit(unsigned a, unsigned b, unsigned c)
{
	const unsigned at[] = { a, b, c };
	uint32_t often[2] = { 2, 2 }, range = unpacked.range, part;
	unsigned char *n;
	bool bit;
	int i;

	for (; range < 1 << 24; range <<= 8)
		unpacked.code = unpacked.code << 8 | *unpacked.next++;
	for (i = 0; i < 3; i++) {
		n = unpacked.counts[at[i]];
		often[0] += n[0] << 2 * i;
		often[1] += n[1] << 2 * i;
	}
	part = range / (often[0] + often[1]) * often[1];
	bit = unpacked.code < part;
	if (bit) {
		range = part;
	} else {
		range -= part;
		unpacked.code -= part;
	}
	unpacked.range = range;
	for (i = 0; i < 3; i++) {
		n = unpacked.counts[at[i]];
		n[bit] += n[bit] < 255;
		if (n[!bit] > 1)
			n[!bit] = n[!bit] / 2 + 1;
	}
	return bit;
}

/* The character at S when the guess was wrong: seven bits. */
static char next_character(const char *s)
{
	unsigned bits = 1;

	while (bits < 128)
		bits = 2 * bits + next_bit(place_of(ANYTHING, ANYTHING, bits),
			place_of(ANYTHING, s[-1], bits),
			place_of(s[-2], s[-1], bits));
	return bits - 128;
}

static void unpack_row(void)
{
	char *s = unpacked.end;
	const char *guess = unpacked.text;
	unsigned state = WRONG;
	uint16_t *last;

	do {
		last = &unpacked.last[place_of(s[-3], s[-2], s[-1])];
		if (state == WRONG)
			guess = unpacked.text + *last;
		*last = s - unpacked.text;
		*s = *guess++;
		if (next_bit(place_of(state, ANYTHING, ANYTHING),
		    place_of(state, ANYTHING, *s),
		    place_of(state, s[-1], *s))) {
			state += state < RIGHT_TWICE;
			continue;
		}
		state = WRONG;
		*s = next_character(s);
	} while (*s++);
	unpacked.end = s;
}

const char *packed_row(unsigned *at)
{
	const char *row = unpacked.text + BEFORE + *at;

	if (!unpacked.range) {
		unpacked.range = 1;
		unpacked.next = texts;
		unpacked.end = unpacked.text + BEFORE;
	}
	while (unpacked.end <= row)
		unpack_row();
	*at += text_len(row) + 1;
	return row;
}

const char *packed_find(unsigned at, unsigned end, struct text key,
	const char *marks)
{
	const char *row, *mark;

	while (at < end) {
		row = packed_row(&at);
		mark = row + key.n;
		if (text_begins(row, key.s, key.n) && *mark &&
		    scan_find(marks, *mark))
			return mark;
	}
	return NULL;
}
