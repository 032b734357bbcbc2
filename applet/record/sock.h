/* sock.h: what a socket is.
 */
#ifndef SOCK_H
#define SOCK_H

#include "record/record.h"

enum {				/* struct sock has... */
	HAS_ADDR = 1 << 0,	/* local, peer */
	HAS_PORT = 1 << 1,	/* lport, rport */
	HAS_PROTOCOL = 1 << 2,	/* a protocol number in lport */
	HAS_RXQ = 1 << 3,
	HAS_TXQ = 1 << 4,
	HAS_USER = 1 << 5,
	HAS_INODE = 1 << 6,	/* without it inode is 0 */
	HAS_TIMER = 1 << 7,	/* timer_name, expires, retransmits */
	HAS_PROBES = 1 << 8,
	HAS_LISTS = 1 << 9,	/* SCTP: text[] are lists for scan_next_ip() */
	HAS_UNIX = 1 << 10,	/* refcount, flags, type; text[0] is a path */
	HAS_PACKET = 1 << 11,	/* type; text[] are a protocol, an interface */
	HAS_NETLINK = 1 << 12,	/* port_id, groups; text[0] is a family */
	HAS_L2CAP = 1 << 13,	/* psm to security; text[] are addresses */
	HAS_RFCOMM = 1 << 14,	/* psm, a channel; text[] are addresses */
	HAS_VSOCK = 1 << 15,	/* type; text[] are numbers of machines, or * */
	/* every kind that has text[]; one of the two may be NULL */
	HAS_TEXT = HAS_LISTS | HAS_UNIX | HAS_PACKET | HAS_NETLINK | HAS_L2CAP |
		HAS_RFCOMM | HAS_VSOCK,
};

/* What there is beside that of a socket; -1: there is none. From backlog on it
 * is known by sock_diag only. */
struct sock_details {
	int64_t rto;		/* ms until a retransmission */
	int64_t cwnd;		/* segments that may be in flight */
	int64_t ssthresh;	/* from here on cwnd grows slowly */
	/* connections that wait to be accepted, and how many may; more are
	 * refused */
	int64_t backlog, backlog_limit;
	int64_t v6only;		/* 0: it takes IPv4, too */
	int64_t mss;		/* bytes */
	int64_t rtt, rttvar;	/* us */
	int64_t resent;		/* segments, since it is connected */
	int64_t bytes_sent, bytes_acked, bytes_received;
	int64_t last_sent, last_received;	/* ms ago */
	int64_t pacing_rate, delivery_rate;	/* bytes a second */
	int64_t peer_inode;	/* of a unix socket; 0: none */
};

struct sock {
	struct record record;
	const char *proto;	/* as printed */
	const char *state;	/* its name; "": none; NULL: a number */
	uint32_t state_number;	/* the kernel's number */
	uint32_t lport, rport;
	struct addr local, peer;
	uint64_t txq, rxq;	/* bytes; rxq of a tcp listener: its backlog */
	uint32_t uid;
	uint32_t probes;	/* unanswered */
	uint64_t inode;
	uint32_t timer;		/* the kernel's number */
	const char *timer_name;	/* "": unknown */
	uint64_t expires;	/* ms until it expires */
	uint64_t retransmits;	/* of unacknowledged data */
	int64_t drops;		/* datagrams for which there was no memory; -1:
				 * unknown. Of netlink, and if has_details() */
	uint32_t bound;		/* the index of its interface, of an address
				 * too; 0: any, or unknown */
	const char *type;
	uint64_t refcount, flags;
	union {
		uint32_t port_id;
		uint32_t psm;
	};
	union {
		uint32_t groups;
		uint32_t dcid;
	};
	uint32_t scid, imtu, omtu;
	const char *security;
	struct text text[2];
	/* only if has_details(), so the end of the record */
	struct sock_details details;
	char iface[IFACE_NAME];	/* the name of bound, with a NUL; "": none */
};

/* Does some sink show the zones of link-local addresses, which are in bound? */
#define SOCKS_HAVE_ZONES CFG(WINDOWS)
/* Does some sink show the names of timers? */
#define SOCKS_HAVE_TIMERS (CFG(TIMERS) || CFG(JSON) || CFG(COUNT) || \
	CFG(SORT) || CFG(FORMAT))

/* The inode of the other end of a unix socket, 0: none, or not known. */
static inline uint64_t sock_peer(const struct request *q, const struct sock *k)
{
	return CFG(DIAG_UNIX) && has_details(q) && k->record.has & HAS_UNIX &&
		k->details.peer_inode > 0 ? k->details.peer_inode : 0;
}

extern const char tcp_states[12][12];
enum {
	INET_ESTABLISHED = 1, INET_SYN_SENT, INET_SYN_RECV, INET_TIME_WAIT = 6,
	INET_CLOSE,
	INET_LISTEN = 10,
	INET_BOUND = 13		/* in a request of sock_diag: neither listens
				 * nor is connected */
};

#endif
