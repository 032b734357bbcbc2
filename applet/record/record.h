/* record.h: the records that sources emit and sinks print: routes, interfaces,
 * groups and translated connections; sock.h has sockets, counter.h counters.
 */
#ifndef RECORD_H
#define RECORD_H

#include "run/run.h"

enum record_kind {
	RECORD_SOCK, RECORD_ROUTE, RECORD_IFACE, RECORD_GROUP, RECORD_NAT,
	RECORD_COUNTER, RECORD_FINDING, RECORD_LEVEL, RECORD_HOP,
	RECORD_KINDS,		/* kinds up to here have fields */

	RECORD_SAMPLE = RECORD_KINDS,
	RECORD_SECTION,		/* counters of a section follow */
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
	uint32_t has;		/* bits of its kind: which parts it has */
};

/* Where a source sends its records. */
typedef void emit_fn(const struct record *r);

enum { VIEW_FIRST = 1 };	/* RECORD_VIEW: the first of its kind */
enum {
	TABLE_LEVELS = 1,	/* RECORD_TABLE of --health: levels follow */
	TABLE_IPV4 = 2, TABLE_IPV6 = 4	/* of metrics: it has been read */
};

/* RECORD_NOTE; and RECORD_NETNS, where the text is "net:[NUMBER]" if it is
 * known. */
struct note {
	struct record record;
	struct text text;
	const char *pid;	/* "": our own namespace */
	struct text owner;	/* PID/NAME of a process in it, or empty */
};

enum { IFACE_NAME = 16 };

/* -- routes --------------------------------------------------------------- */

enum {				/* struct route has... */
	ROUTE_V4 = 1 << 0,	/* mask, mss, window, irtt */
	ROUTE_V6 = 1 << 1,
	ROUTE_CACHED = 1 << 2,	/* IPv4: source to spec_dst */
	ROUTE_LOCAL = 1 << 3,	/* to an address of this machine */
	ROUTE_METRIC = 1 << 4,	/* metric; else it is -1 */
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

/* The letters of the flags of a route, an interface or a unix socket, for
 * fmt_flags(): at most ROUTE_LETTERS bytes. */
enum { ROUTE_LETTERS = 32 };
const char *flag_letters(const struct record *r);

/* -- routes of other families ----------------------------------------------- */

enum {				/* struct hop has... */
	HOP_DIGITS = 1 << 0,	/* X.25: digits */
	HOP_NEIGHBOUR = 1 << 1,	/* NET/ROM, ROSE: neighbour; callsign and iface
				 * are missing if it is not known */
	HOP_NODE = 1 << 2,	/* NET/ROM: mnemonic, quality */
	HOP_ROUTER = 1 << 3,	/* IPX: router, node */
	HOP_STATION = 1 << 4,	/* all but IPX: iface */
};

/* A way to a destination. ROSE has several to one: all but the first are
 * another way again, and the last one is marked. */
struct hop {
	struct record record;
	bool again, last;
	struct text dest, iface, callsign, mnemonic, router, node;
	uint32_t digits;	/* of the destination */
	uint32_t neighbour, quality;
};

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
	IFACE_INETS = 1 << 9,	/* inet is known */
	IFACE_ETHER = 1 << 10,	/* hardware_addr has six bytes */
};

/* An IPv4 address of an interface, as in memory. */
struct iface_inet {
	const struct iface_inet *next;
	unsigned has;		/* as struct iface */
	uint32_t address, netmask, broadcast, peer;
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
	const struct iface_inet *inet;
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
	NAT_STATE = 1 << 6,
	NAT_MARK = 1 << 7,
	NAT_ZONE = 1 << 8,
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
	struct text state;		/* of a protocol that has states */
	bool unreplied, assured, offload;
	uint64_t mark, zone;
};

#endif
