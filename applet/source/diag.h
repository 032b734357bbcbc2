/* diag.h: sockets as the kernel lists them over netlink (sock_diag(7)), a
 * second source of what is in /proc/net/tcp, udp and unix.
 */
#ifndef DIAG_H
#define DIAG_H

#include "source/source.h"

/* struct nlmsghdr and struct nlattr of linux/netlink.h, which musl lacks.
 * Lengths are in bytes and include this. */
struct diag_header {
	uint32_t size;
	uint16_t type, flags;
	uint32_t sequence, port;
};

struct diag_attr {
	uint16_t size, type;
};

enum { DIAG_BY_FAMILY = 20, DIAG_TCP = 18 };	/* types of a request */

/* What answers may be taken apart at the same time. */
enum diag_use { DIAG_LIST, DIAG_DETAIL, DIAG_USES };

/* The answer to a request. */
struct diag {
	int fd;
	bool over;		/* no more to come */
	int error;		/* because of this errno, or 0 */
	unsigned rows;		/* that it has had */
	char *buf;		/* of LIMIT(DIAG_BUFFER) bytes */
	const char *next, *end;	/* of what is in it */
	const char *row_end;	/* of the row that diag_next() has returned */
};

/* Sends a request of N bytes, which begins with a struct diag_header; all of
 * that but the type is filled in. It is for ONE socket or a list. Returns 0 or
 * an errno. */
int diag_open(struct diag *d, enum diag_use use, void *request, size_t n,
	bool one);

/* The same for unix sockets and those of virtual machines, whose requests are
 * alike (linux/unix_diag.h, linux/vm_sockets_diag.h): those in STATES, a bit
 * each, or the one with INODE if that is not 0. WANTS: bits of the family. */
int diag_ask(struct diag *d, enum diag_use use, unsigned family,
	uint32_t states, uint32_t inode, uint32_t wants);

/* The next row, of at least N bytes and aligned to 4, which lasts until the
 * next call; NULL after the last one and on an error. */
const void *diag_next(struct diag *d, size_t n);

/* The attribute TYPE of that row, whose fixed part has SIZE bytes: copies at
 * most N bytes of it to TO. Returns how many it has, or -1 if there is none. */
ssize_t diag_attr(const struct diag *d, const void *row, size_t size,
	unsigned type, void *to, size_t n);

/* A list that is read beside a file of /proc: both are in the same order. */
struct diag_step {
	struct diag list;
	const void *row;	/* the next one, or NULL; it may be... */
	bool used;
	unsigned misses;	/* sockets one after the other that are not in
				 * the list */
	size_t size;		/* of the fixed part of a row */
	/* is a row that of the socket K? */
	bool (*is_of)(const void *row, const struct sock *k);
};

/* The row of a socket of the file: one of those that have been received. NULL:
 * there is none, the socket is newer than the list. */
const void *diag_find(struct diag_step *s, const struct sock *k);

/* Closes it. Returns whether the answer counts: false if an error came before
 * any row, and the files of /proc may have what is asked for. An error after a
 * row is reported, and the run has failed. */
bool diag_close(struct diag *d, const struct request *q);

/* A socket that hears of what the kernel multicasts to GROUPS, a bit each; -1:
 * that is not allowed. Then what there is to hear: it ends with EAGAIN, or with
 * ENOBUFS where messages have been lost, and goes on in the next call. */
int diag_listen(uint32_t groups);
void diag_hear(struct diag *d, int fd);

/* Whether the kernel is to be asked at all. */
bool diag_may(const struct request *q);

#endif
