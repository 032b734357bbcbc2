/* sort.h: the keys by which sort.c orders records, which sort_keys.c writes. */
#ifndef SORT_H
#define SORT_H

#include "stage/stage.h"

enum {
	SORT_TEXT = 512,	/* a longer text is compared up to here; no
				 * name of a process or socket is longer */
	SORT_KEY = 2 + KEYS_FEW * (SORT_TEXT + 2),
};

/* Bytes whose order is that of memcmp(). */
struct sort_key {
	size_t len;
	unsigned char byte[SORT_KEY];
};

/* Sets *K: TITLE, then a byte that is 0 in the title itself, then the keys:
 * missing ones last, in any direction. */
void sort_key(struct sort_key *k, unsigned title, const struct record *r);

#endif
