/* watch.h: the sockets that --watch follows: same.c recognises them,
 * watch_store.c keeps them, watch.c decides what has happened to them.
 */
#ifndef WATCH_H
#define WATCH_H

#include "stage/stage.h"

/* -- same.c --------------------------------------------------------------- */

/* The same for all records of one socket. */
uint32_t sock_hash(const struct sock *k);

/* Is B a later record of the socket of A? ENDED: it has been destroyed, so that
 * its inode and state do not count. */
bool sock_same(const struct sock *a, const struct sock *b, bool ended);

/* Do both have the same state? */
bool state_same(const struct sock *a, const struct sock *b);

/* -- watch_store.c -------------------------------------------------------- */

/* A network namespace. */
struct watch_place {
	uint32_t id;		/* 0: our own */
	uint32_t number;	/* of net:[NUMBER]; 0: unknown */
	uint32_t pid;		/* of a process in it; 0: ours */
};

/* A socket. The record is followed by its texts, and then by its owners as
 * holders_each() has them, each with a NUL. */
struct watched {
	uint32_t size;		/* bytes to the next one */
	uint32_t next;		/* in the chain of its hash; 0: none */
	uint32_t hash;
	uint32_t round;		/* the last report that had it */
	struct watch_place place;
	uint32_t owners;	/* bytes */
	bool gone;
	bool hidden;		/* filters reject its owners */
	bool brief;		/* destroyed before any report had it */
	bool closed;		/* in that report; kept for a message about it
				 * that is late */
	_Alignas(8) struct record record;
};

/* A buffer for the owners of a socket. */
enum { WATCH_OWNERS = 1024 };

void watched_reset(bool details);

/* Is there no space for another one? */
bool watched_full(void);

/* Loops over all, or over a chain. NULL: the end. */
struct watched *watched_next(const struct watched *w);	/* NULL: the first */
struct watched *watched_chain(uint32_t hash, const struct watched *w);

/* Stores a record in place of W, unless that is NULL, with N bytes of OWNERS.
 * Returns NULL if there is no space for it; then W is gone. */
struct watched *watched_put(struct watched *w, uint32_t hash,
	const struct record *r, const char *owners, size_t n);

/* Stores the record of a W that has the same size. Returns false if it has
 * another. */
bool watched_update(struct watched *w, const struct record *r);

const char *watched_owners(const struct watched *w);
void watched_drop(struct watched *w);

/* Takes back the space of those that are gone. Others move. */
void watched_compact(void);

#endif
