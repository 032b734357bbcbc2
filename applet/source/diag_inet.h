/* diag_inet.h: tcp and udp in the messages of sock_diag (linux/inet_diag.h).
 * Addresses and ports are in network order.
 */
#ifndef DIAG_INET_H
#define DIAG_INET_H

#include "source/diag.h"
#include "source/inet.h"

struct inet_diag_id {
	uint16_t lport, rport;
	uint32_t local[4], peer[4];
	uint32_t iface;
	uint32_t cookie[2];
};

struct inet_diag_row {
	uint8_t family, state, timer, retransmits;
	struct inet_diag_id id;
	uint32_t expires;		/* ms */
	uint32_t rxq, txq;
	uint32_t uid, inode;
};

/* A request for the sockets of one family; or, in the form of old kernels, for
 * tcp of both. */
struct inet_diag_request {
	struct diag_header header;
	union {
		struct {
			uint8_t family, protocol, wants, pad;
			uint32_t states;
			struct inet_diag_id id;
		} one;
		struct {
			uint8_t family, lengths[2], wants;
			struct inet_diag_id id;
			uint32_t states, dbs;
		} both;
	};
	/* both are followed by attributes */
	char attr[2 * sizeof(struct diag_attr) + 4 + 4 * SOCK_FILTER];
};

/* attributes: of a request, */
enum { REQUEST_FILTER = 1, REQUEST_PROTOCOL = 3 };

/* of an answer: */
enum { INET_DIAG_INFO = 2, INET_DIAG_SKMEMINFO = 7,
	INET_DIAG_PROTOCOL = 10, INET_DIAG_SKV6ONLY = 11 };

enum { SKMEMINFO_DROPS = 8 };

/* Fills in what /proc has, and as it has it. */
void diag_sock(struct sock *k, const struct inet_diag_row *r);

/* -- diag_more.c: what /proc does not have -------------------------------- */

/* Fills in the details of a row. */
void diag_details(const struct diag *d, const struct inet_diag_row *r,
	struct sock *k);

#endif
