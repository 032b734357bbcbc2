/* filter.h: the filters, which filter_args.c reads and filter.c applies. */
#ifndef FILTER_H
#define FILTER_H

#include "stage/stage.h"

/* A word of a list. */
struct filter_word {
	unsigned char opt;
	unsigned char bits;		/* of the address that count, or ANY */
	struct addr net;
	uint64_t from, to;		/* ports (of an address too), users,
					 * PIDs, the number of a state */
	const char *text;		/* a program; the name of a state */
	size_t len;
};

enum { ANY = 255 };

/* Options are a bit each, as in struct request. */
struct filter_set {
	uint64_t given;
	uint64_t inverted;		/* with a '!' */
	uint64_t owner;			/* those that an owner has matched */
	bool ported;			/* some address has a port */
	uint64_t states;		/* a bit each: filter_state() */
	bool matched;			/* some socket did */
	unsigned count;
	struct filter_word word[LIMIT(FILTER_WORDS)];
};

SHARED(struct filter_set, filters);

/* The bit of the state that the N bytes at S name, 0 if there is none. Gives W
 * its name or number. */
uint64_t filter_state(const char *s, size_t n, struct filter_word *w);

/* An IPv4 address in the form of IPv6 becomes what it is. Returns whether it
 * was one. */
bool filter_fold(struct addr *a);

#endif
