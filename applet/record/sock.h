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
	HAS_STATION = 1 << 16,	/* X25_TABLES: vs, vr; text[] are the local
				 * and the remote station, an interface... */
	HAS_CIRCUIT = 1 << 17,	/* X.25, ROSE: circuit */
	HAS_CALLS = 1 << 18,	/* ROSE: neighbour, ... the local and the remote
				 * callsign */
	HAS_CALLSIGN = 1 << 19,	/* NET/ROM: ... that of the user */
	HAS_VIA = 1 << 20,	/* AX.25: ... the stations between, a list */
	HAS_IPX = 1 << 21,	/* text[] are NETWORK or NETWORK:NODE, or "" */
	/* every kind that has text[]; all but text[0] may be NULL */
	HAS_TEXT = HAS_LISTS | HAS_UNIX | HAS_PACKET | HAS_NETLINK | HAS_L2CAP |
		HAS_RFCOMM | HAS_VSOCK | HAS_STATION | HAS_IPX,
};

/* Texts of a socket: of HAS_STATION, and of others. */
enum { STATION_TEXTS = 5, SOCK_TEXTS = 2 };

enum {				/* text[] of HAS_STATION */
	LOCAL_STATION, PEER_STATION, STATION_IFACE,
	LOCAL_CALL, PEER_CALL,
	CALLSIGN = LOCAL_CALL, VIA = LOCAL_CALL,
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
	uint64_t txq, rxq;	/* bytes; rxq of a tcp listener: its backlog */
	uint32_t uid;
	uint32_t probes;	/* unanswered */
	uint64_t inode;
	uint32_t timer;		/* the kernel's number */
	const char *timer_name;	/* "": unknown */
	int64_t drops;		/* datagrams for which there was no memory; -1:
				 * unknown. Of netlink, and if has_details() */
	uint32_t bound;		/* the index of its interface, of an address
				 * too; 0: any, or unknown */
	const char *type;
	uint64_t refcount, flags;
	union {
		uint32_t port_id;
		uint32_t psm;
		uint32_t circuit;	/* 0: none */
	};
	union {
		uint32_t groups;
		uint32_t dcid;
		uint32_t neighbour;	/* the number of the next station */
	};
	union {
		uint32_t scid;
		uint32_t vs;	/* the number of the next frame to send, */
	};
	union {
		uint32_t imtu;
		uint32_t vr;	/* and of the next one to receive */
	};
	uint32_t omtu;
	const char *security;
	/* texts, and what only sockets with at most SOCK_TEXTS have */
	union {
		struct text text[STATION_TEXTS];
		struct {
			struct text texts[SOCK_TEXTS];
			struct addr local, peer;
			uint64_t expires;	/* ms until the timer does */
			uint64_t retransmits;	/* of unacknowledged data */
		};
	};
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
