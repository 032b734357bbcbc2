/* record.h: what sources read and sinks print: sockets, routes, interfaces,
 * groups, translated connections and counters, and the names of what they have.
 */
#ifndef RECORD_H
#define RECORD_H

#include "run/run.h"

enum record_kind {
	RECORD_SOCK, RECORD_ROUTE, RECORD_IFACE, RECORD_GROUP, RECORD_NAT,
	RECORD_COUNTER, RECORD_FINDING,
	RECORD_KINDS,		/* these have fields */

	RECORD_LEVEL = RECORD_KINDS,
	RECORD_SECTION,		/* counters of another section follow */
	RECORD_VIEW,		/* a view begins: that of the option */
	RECORD_TABLE,		/* its next table; routes: see has */
	RECORD_END,		/* it ends */
	RECORD_NETNS,		/* rows of another network namespace follow */
	RECORD_NOTE		/* a sentence in place of a table */
};

/* The first member of all others. It lasts until emit() returns. */
struct record {
	unsigned char kind;
	unsigned char table;	/* the option of the table it is from */
	unsigned short has;	/* what else it has: bits of its kind */
};

/* Where a source puts its records. */
typedef void emit_fn(const struct record *r);

enum { VIEW_FIRST = 1 };	/* RECORD_VIEW: the first of its kind */

/* RECORD_NOTE; and RECORD_NETNS: "net:[NUMBER]" as far as we may see it. */
struct note {
	struct record record;
	struct text text;
	const char *pid;	/* "" is our own */
	struct text owner;	/* PID/NAME of a process there, or nothing */
};

/* -- sockets -------------------------------------------------------------- */

enum {				/* struct sock has... */
	HAS_ADDR = 1 << 0,	/* local, peer */
	HAS_PORT = 1 << 1,	/* lport, rport */
	HAS_PROTOCOL = 1 << 2,	/* a protocol number in lport */
	HAS_RXQ = 1 << 3,
	HAS_TXQ = 1 << 4,
	HAS_USER = 1 << 5,
	HAS_INODE = 1 << 6,	/* else inode is 0, too */
	HAS_TIMER = 1 << 7,	/* timer_name, expires, retransmits */
	HAS_PROBES = 1 << 8,
	HAS_LISTS = 1 << 9,	/* SCTP: text[] are lists for scan_next_ip() */
	HAS_UNIX = 1 << 10,	/* refcount, flags, type; text[0] is a path */
	HAS_PACKET = 1 << 11,	/* type; text[] are a protocol, an interface */
	HAS_NETLINK = 1 << 12,	/* port_id, groups; text[0] is a family */
	HAS_L2CAP = 1 << 13,	/* psm to security; text[] are addresses */
	HAS_RFCOMM = 1 << 14,	/* psm, a channel; text[] are addresses */
	/* all that have text[]; one of the two may be NULL */
	HAS_TEXT = HAS_LISTS | HAS_UNIX | HAS_PACKET | HAS_NETLINK | HAS_L2CAP |
		HAS_RFCOMM,
};

struct sock {
	struct record record;
	const char *proto;	/* as it is printed */
	const char *state;	/* its name; "": none; NULL: a number */
	uint32_t state_number;	/* as the kernel has it */
	uint32_t lport, rport;
	struct addr local, peer;
	uint64_t txq, rxq;	/* bytes; rxq of a tcp listener: its backlog */
	uint32_t uid;
	uint32_t probes;	/* unanswered */
	uint64_t inode;
	uint32_t timer;		/* which one runs */
	const char *timer_name;	/* "": unknown */
	uint64_t expires;	/* ms until it does */
	uint64_t retransmits;	/* of what is not acknowledged */
	/* if has_details(); -1: there is none */
	int64_t drops;		/* datagrams for which there was no memory */
	int64_t rto;		/* ms until a retransmission */
	int64_t cwnd;		/* segments that may be in flight */
	int64_t ssthresh;	/* from here on cwnd grows slowly */

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
};

extern const char *const tcp_states[12];
enum {
	INET_ESTABLISHED = 1, INET_SYN_RECV = 3, INET_CLOSE = 7,
	INET_LISTEN = 10
};

/* -- routes --------------------------------------------------------------- */

enum {				/* struct route has... */
	ROUTE_V4 = 1 << 0,	/* mask, mss, window, irtt */
	ROUTE_V6 = 1 << 1,
	ROUTE_CACHED = 1 << 2,	/* IPv4: source to spec_dst */
};

struct route {
	struct record record;
	bool again;		/* only dest and gateway differ from the last */
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

/* Whether some sink shows what the kernel has to be asked for routes. */
#define ROUTES_HAVE_LINKS (CFG(WINDOWS) && CFG(ROUTE) && CFG(IFACE))

/* linux/route.h, linux/ipv6_route.h */
enum { ROUTE_UP = 1, ROUTE_HOST = 4, ROUTE_REJECT = 0x200 };

static inline bool route_rejects(const struct route *r)
{
	return !(r->record.has & ROUTE_CACHED) && r->flags & ROUTE_REJECT;
}

/* The letters of its flags, for fmt_flags(): at most ROUTE_LETTERS bytes. */
enum { ROUTE_LETTERS = 32 };
const char *route_letters(const struct route *r);

/* -- interfaces ----------------------------------------------------------- */

enum iface_counter {
	RX_BYTES, RX_PACKETS, RX_ERRORS, RX_DROPPED, RX_FIFO, RX_FRAME,
	RX_COMPRESSED, RX_MULTICAST,
	TX_BYTES, TX_PACKETS, TX_ERRORS, TX_DROPPED, TX_FIFO, TX_COLLISIONS,
	TX_CARRIER, TX_COMPRESSED, COUNTERS
};

enum { IFACE_NAME = 16 };

enum {				/* struct iface has... */
	IFACE_COUNTERS = 1 << 0,
	IFACE_ASKED = 1 << 1,	/* the kernel was asked: flags */
	IFACE_MTU = 1 << 2,
	IFACE_INET = 1 << 3,	/* address, and then perhaps these: */
	IFACE_NETMASK = 1 << 4,
	IFACE_BROADCAST = 1 << 5,
	IFACE_PEER = 1 << 6,
	IFACE_INET6 = 1 << 7,	/* it was looked for: inet6 */
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
	uint64_t time;			/* when they were read, in ns */
	uint64_t elapsed;		/* us: they are changes since then */
	int32_t mtu, index;
	uint32_t flags;			/* as the ioctl has them: 16 bits */
	struct addr address, netmask, broadcast, peer;
	const struct iface_addr *inet6;
	unsigned short hardware;	/* linux/if_arp.h */
	unsigned char hardware_addr[8];
	int32_t tx_queue;
	/* where it is on its bus */
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
	NAT_PORTS = 1 << 1,	/* of its way... */
	NAT_REPLY_PORTS = 1 << 2,	/* ... and of the way back */
	NAT_ID = 1 << 3,	/* of ICMP, both ways: in sport */
	NAT_PACKETS = 1 << 4,
	NAT_BYTES = 1 << 5,
};

struct nat {
	struct record record;
	struct text protocol;		/* its name */
	uint64_t number;		/* of the IP protocol */
	uint64_t expires;		/* s */
	struct nat_way {
		struct addr source, dest;
		uint64_t sport, dport;
	} way, back;
	uint64_t translated;		/* the port that one became */
	uint64_t packets, bytes;	/* both ways */
};

#endif
