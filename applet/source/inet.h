/* inet.h: what the two sources of tcp and udp sockets share: inet.c reads
 * /proc/net, diag_inet.c asks the kernel.
 */
#ifndef INET_H
#define INET_H

#include "source/source.h"

struct protocol {
	unsigned char opt;
	unsigned short number;	/* for sock_diag; 0: it is not asked */
	char name[2][7];	/* in the first column: of IPv4, of IPv6 */
	char file[13];		/* of IPv6; that of IPv4 lacks its 6 */
};

/* One table of a protocol. */
struct inet_table {
	const struct protocol *protocol;
	int v6;			/* BOTH: of both families, in any order */
	bool dual;		/* only those of IPv6 that take IPv4, too */
	bool bound;		/* only those that only have a port */
	struct diag_step *step;	/* a list beside the file, for details */
	/* Only listeners are wanted, and Linux lists them first (old kernels
	 * with their half-open connections after each), then all others: the
	 * first row of the file that is neither ends it. */
	bool sorted;
};

enum { BOTH = 2 };

const struct protocol *inet_protocol(unsigned opt);

/* Whether sockets of IPv4, or of IPv6, are wanted. */
bool inet_family(const struct request *q, bool v6);

/* Emits the record of a socket whose numbers and addresses have been read, if
 * it is wanted: adds its names. */
void inet_emit(const struct feed *f, const struct inet_table *t,
	struct sock *k);

/* Asks the kernel for the table. Returns false if its file is to be read: that
 * is faster, or exact where the kernel's answers are not, or there is no
 * answer. */
bool diag_inet(struct feed *f, const struct inet_table *t);

/* Asks for the list of a table whose file will be read: it has more about each
 * socket. Returns false if it does not come. */
bool diag_beside(struct feed *f, struct inet_table *t, struct diag_step *s);

/* -- diag_more.c ---------------------------------------------------------- */

/* Adds what the list beside a file has about a socket. */
void diag_fill(struct diag_step *s, struct sock *k);

#endif
