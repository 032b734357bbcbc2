/* filter.h: the filters, which filter_args.c parses and filter.c applies. */
#ifndef FILTER_H
#define FILTER_H

#include "stage/stage.h"

/* A word of a list. */
struct filter_word {
	unsigned char opt;
	unsigned char bits;		/* prefix length, or ANY */
	struct addr net;
	uint64_t from, to;		/* ports (of an address too), users,
					 * PIDs, the number of a state */
	const char *text;		/* name of a program or state */
	size_t len;
};

enum { ANY = 255 };

/* Options are bits, as in struct request. */
struct filter_set {
	uint64_t given;
	uint64_t inverted;		/* given with a '!' */
	uint64_t owner;			/* matched by an owner */
	bool ported;			/* an address has a port */
	uint64_t states;		/* bits of filter_state() */
	bool matched;			/* a socket has matched */
	unsigned count;
	struct filter_word word[LIMIT(FILTER_WORDS)];
};

SHARED_BUFFER(struct filter_set, filters);

/* The bit of the state called S, N bytes, or 0 if there is none. Sets the name
 * or number in W. */
uint64_t filter_state(const char *s, size_t n, struct filter_word *w);

#endif
