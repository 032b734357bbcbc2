/* unix.h: how /proc/net/unix is read beside the list that the kernel has of the
 * same sockets: unix.c reads lines, diag_unix.c knows which of them are rows.
 */
#ifndef UNIX_H
#define UNIX_H

#include "source/diag.h"

enum {
	UNIX_NAME = 108,	/* the longest, in bytes */
	UNIX_LAST = 32
};

struct unix_step {
	const struct request *q;
	bool on;		/* there is such a list */
	bool doubt;		/* the last row may go on in other lines */
	struct diag_step step;
	/* inodes of the last rows: the kernel may go on in its file before the
	 * place where it stopped */
	uint32_t last[UNIX_LAST];
	unsigned rows;
	/* the name of the last row as a file has it, and how much of it has
	 * been read: what is missing is in the next lines */
	size_t len, have;
	struct sock sock;
	char name[UNIX_NAME + 1];
};

/* Asks for the list; s->on: it comes. */
void unix_step_open(struct unix_step *s, const struct request *q);
void unix_step_close(struct unix_step *s);

/* Puts the whole name of a row to s->name; K has its first line. Fills in what
 * else is known of K. Returns false if there is no such socket. */
bool unix_step_row(struct unix_step *s, struct sock *k);

/* The name of the last row does not go on with the N bytes of LINE. Returns
 * whether another one does, which it may have, and puts that to s->name. */
bool unix_step_other(struct unix_step *s, const char *line, size_t n);

#endif
