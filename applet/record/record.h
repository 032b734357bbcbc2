/* record.h: the records that sources emit and sinks print: sockets, routes,
 * interfaces, groups, translated connections and counters, with their names.
 */
#ifndef RECORD_H
#define RECORD_H

#include "run/run.h"

enum record_kind {
	RECORD_SOCK, RECORD_ROUTE, RECORD_IFACE, RECORD_GROUP, RECORD_NAT,
	RECORD_COUNTER, RECORD_FINDING,
	RECORD_KINDS,		/* kinds up to here have fields */

	RECORD_LEVEL = RECORD_KINDS,
	RECORD_SECTION,		/* counters of another section follow */
	RECORD_VIEW,		/* the view of the option begins */
	RECORD_TABLE,		/* its next table begins; routes: see has */
	RECORD_END,		/* the view ends */
	RECORD_NETNS,		/* rows of another network namespace follow */
	RECORD_NOTE		/* a sentence in place of a table */
};

/* The first member of every record. A record is valid until emit() returns. */
struct record {
	unsigned char kind;
	unsigned char table;	/* the option of its table */
	unsigned short has;	/* bits of its kind: which parts it has */
};

/* Where a source sends its records. */
typedef void emit_fn(const struct record *r);

enum { VIEW_FIRST = 1 };	/* RECORD_VIEW: the first of its kind */

/* RECORD_NOTE; and RECORD_NETNS, where the text is "net:[NUMBER]" if it is
 * known. */
struct note {
	struct record record;
	struct text text;
	const char *pid;	/* "": our own namespace */
	struct text owner;	/* PID/NAME of a process in it, or empty */
};

enum { IFACE_NAME = 16 };

/* -- sockets -------------------------------------------------------------- */

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

extern const char tcp_states[12][12];
enum {
	INET_ESTABLISHED = 1, INET_SYN_SENT, INET_SYN_RECV, INET_TIME_WAIT = 6,
	INET_CLOSE,
	INET_LISTEN = 10,
	INET_BOUND = 13		/* in a request of sock_diag: neither listens
				 * nor is connected */
};

/* -- routes --------------------------------------------------------------- */

enum {				/* struct route has... */
	ROUTE_V4 = 1 << 0,	/* mask, mss, window, irtt */
	ROUTE_V6 = 1 << 1,
	ROUTE_CACHED = 1 << 2,	/* IPv4: source to spec_dst */
};

struct route {
	struct record record;
	bool again;		/* all but dest and gateway as before */
	struct addr dest, gateway, mask;
	uint32_t prefix_length;
	uint32_t flags;
	struct text iface;
	uint32_t metric, refcount, use;
	uint32_t mss, window, irtt;
	struct addr source, spec_dst;
	uint32_t tos, hh_valid;
	int32_t hh_refs;	/* -1: no link-layer header */
	/* of its interface, if the kernel was asked */
	struct addr local;
	int32_t index;
};

/* Does a sink show what only the kernel, not /proc, has of routes? */
#define ROUTES_HAVE_LINKS (CFG(WINDOWS) && CFG(ROUTE) && CFG(IFACE))

/* linux/route.h, linux/ipv6_route.h */
enum { ROUTE_UP = 1, ROUTE_HOST = 4, ROUTE_REJECT = 0x200 };

static inline bool route_rejects(const struct route *r)
{
	return !(r->record.has & ROUTE_CACHED) && r->flags & ROUTE_REJECT;
}

/* The letters of the flags, for fmt_flags(): at most ROUTE_LETTERS bytes. */
enum { ROUTE_LETTERS = 32 };
const char *route_letters(const struct route *r);

/* -- interfaces ----------------------------------------------------------- */

enum iface_counter {
	RX_BYTES, RX_PACKETS, RX_ERRORS, RX_DROPPED, RX_FIFO, RX_FRAME,
	RX_COMPRESSED, RX_MULTICAST,
	TX_BYTES, TX_PACKETS, TX_ERRORS, TX_DROPPED, TX_FIFO, TX_COLLISIONS,
	TX_CARRIER, TX_COMPRESSED, COUNTERS
};

enum {				/* struct iface has... */
	IFACE_COUNTERS = 1 << 0,
	IFACE_ASKED = 1 << 1,	/* the kernel was asked: flags */
	IFACE_MTU = 1 << 2,
	IFACE_INET = 1 << 3,	/* address, and maybe: */
	IFACE_NETMASK = 1 << 4,
	IFACE_BROADCAST = 1 << 5,
	IFACE_PEER = 1 << 6,
	IFACE_INET6 = 1 << 7,	/* inet6 is known */
	IFACE_QUEUE = 1 << 8,	/* tx_queue */
};

/* An IPv6 address of an interface. */
struct iface_addr {
	const struct iface_addr *next;
	struct addr addr;
	uint32_t prefix_length, scope;
};

struct iface {
	struct record record;
	char name[IFACE_NAME];		/* padded with NULs */
	uint64_t counter[COUNTERS];
	uint64_t time;			/* when the counters were read, in ns */
	uint64_t elapsed;		/* us, in which counters changed */
	int32_t mtu, index;
	uint32_t flags;			/* of the ioctl: 16 bits */
	struct addr address, netmask, broadcast, peer;
	const struct iface_addr *inet6;
	unsigned short hardware;	/* linux/if_arp.h */
	unsigned char hardware_addr[8];
	int32_t tx_queue;
	/* its place on the bus */
	unsigned long mem_start, mem_end;
	unsigned short base_addr;
	unsigned char irq, dma;
};

/* -- groups, translated connections --------------------------------------- */

struct membership {
	struct record record;
	struct text iface;
	uint32_t users;
	struct addr group;
};

enum {				/* struct nat has... */
	NAT_EXPIRES = 1 << 0,
	NAT_PORTS = 1 << 1,	/* of way... */
	NAT_REPLY_PORTS = 1 << 2,	/* ... and of back */
	NAT_ID = 1 << 3,	/* ICMP: the ID of each way is in sport */
	NAT_PACKETS = 1 << 4,
	NAT_BYTES = 1 << 5,
};

struct nat {
	struct record record;
	struct text protocol;		/* name */
	uint64_t number;		/* number of the IP protocol */
	uint64_t expires;		/* s */
	struct nat_way {
		struct addr source, dest;
		uint64_t sport, dport;
	} way, back;
	uint64_t translated;		/* the translated port */
	uint64_t packets, bytes;	/* in both directions */
};

#endif
