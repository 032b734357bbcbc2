/* request.h: what the command line asks for.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include "text/clock.h"

/* Options: one bit each, in the order of options.def. Those that are not
 * configured have numbers after them. */
enum {
#define OPT(cfg, id, letter, name, group, help) IF(cfg, OPT_##id,)
#include "run/options.def"
#undef OPT
	OPTIONS, OPTION_LAST = OPTIONS - 1,
#define OPT(cfg, id, letter, name, group, help) UNLESS(cfg, OPT_##id,)
#include "run/options.def"
#undef OPT
};

/* An option after these has no bit: a member of the request has its meaning. */
enum { OPTION_BITS = 64 };

/* How many options of this build are before it in options.def. */
enum {
#define OPT(cfg, id, letter, name, group, help) \
	BEFORE_##id, NEXT_##id = BEFORE_##id - !CFG(cfg),
#include "run/options.def"
#undef OPT
};

/* Is the option in this build? Lets has() fold to 0. */
enum {
#define OPT(cfg, id, letter, name, group, help) HAVE_##id = CFG(cfg),
#include "run/options.def"
#undef OPT
};

#define BIT(id) ((uint64_t)HAVE_##id << (HAVE_##id ? OPT_##id : 0))
#define has(q, id) (((q)->opts & BIT(id)) != 0)

/* Socket tables by option. */
#define INET_TABLES \
	(BIT(TCP) | BIT(SCTP) | BIT(UDP) | BIT(UDPLITE) | BIT(RAW))
#define INET_ROWS (INET_TABLES | BIT(ICMP) | BIT(MPTCP))
#define BLUETOOTH_TABLES (BIT(L2CAP) | BIT(RFCOMM))
#define KERNEL_TABLES (BIT(PACKET) | BIT(NETLINK))
/* of X.25, and of AX.25 and what it carries */
#define X25_TABLES (BIT(AX25) | BIT(X25) | BIT(NETROM) | BIT(ROSE))
#define FAMILY_TABLES (BIT(IPX) | X25_TABLES)
/* those that have no column of owners */
#define UNOWNED_TABLES (BLUETOOTH_TABLES | FAMILY_TABLES)
/* Debian's net-tools does not show these. */
#define MORE_TABLES \
	(BLUETOOTH_TABLES | KERNEL_TABLES | BIT(ICMP) | BIT(MPTCP) | BIT(VSOCK))
/* rows of connections */
#define TCP_TABLES (BIT(TCP) | BIT(MPTCP))
#define is_tcp(opt) ((TCP_TABLES >> (opt) & 1) != 0)
#define SOCKET_TABLES (INET_TABLES | BIT(UNIX) | FAMILY_TABLES | MORE_TABLES)

/* Views that cannot be combined with sockets. */
#define WHOLE_VIEWS \
	(BIT(ROUTE) | BIT(IFACES) | BIT(STATS) | BIT(MASQ) | BIT(HEALTH))

/* Filters of sockets. */
#define OWNER_FILTERS (BIT(PID) | BIT(PROGRAM))
#define SOCK_FILTERS \
	(BIT(STATE) | BIT(LOCAL) | BIT(PEER) | BIT(PORT) | BIT(LPORT) | \
	 BIT(RPORT) | BIT(USER) | OWNER_FILTERS)

/* Address families, as -A and the long options name them. Those after
 * F_BLUETOOTH may be known by name only.
 */
enum {
	F_INET, F_INET6, F_UNIX, F_BLUETOOTH,
	F_IPX, F_AX25, F_X25, F_NETROM, F_ROSE,
	F_NOTHING,	/* accepted and without effect, as in net-tools */
};

#define FAM(id) (1u << F_##id)
#define FAM_IP (FAM(INET) | FAM(INET6))

/* The table of a family that has one, if it was asked for. */
#define FAMILY_TABLE(q, id) ((q)->families & FAM(id) ? BIT(id) : 0)

/* Families other than IP whose routes are shown. */
#define FAMILIES_ROUTED (CFG(ROUTE) ? (CFG(IPX) ? FAM(IPX) : 0) | \
	(CFG(X25) ? FAM(AX25) | FAM(X25) | FAM(NETROM) | FAM(ROSE) : 0) : 0)

/* Where sockets are looked for: the best of both, /proc, or sock_diag. */
enum { SOURCE_BEST, SOURCE_PROC, SOURCE_DIAG };

/* What the command line asks for: const once args_parse() has returned. */
struct request {
	uint64_t opts;		/* BIT(id) of each option given or implied */
	unsigned families;	/* FAM(id) of each family given or implied */
	/* the families in the order they were given, for -r and -s */
	unsigned char list[LIMIT(FAMILIES)];
	unsigned listed;
	unsigned whole;		/* number of options -r -i -s -M */
	const char *iface;	/* argument of -I, or NULL */
	unsigned extend;	/* number of options -e */
	bool details;		/* counters of each socket: --info, JSON */
	bool zones;		/* of link-local addresses are wanted */
	unsigned programs;	/* number of options -p; -Z counts as one */
	uint64_t interval;	/* from report to report, in ns; 0: one only */
	uint64_t reports;	/* number of reports; 0: endless */
	bool asked;		/* some table was chosen; else show all */
	bool implied;		/* by -4 or -6: a missing table is no error */
	unsigned win;		/* Windows' letters, a bit each: WIN_ */
	unsigned sections;	/* counters of Windows, a bit each; 0: all */
	unsigned char source;	/* SOURCE_ of sockets */
	bool human;		/* amounts with a unit */
	bool json_array;	/* JSON as one list */
	bool users;		/* users of sockets are needed */
	bool dual;		/* IPv4, and sockets of IPv6 that take it */
	bool bound;		/* sockets that only have a port are wanted */
	bool owners;		/* owners of sockets are needed */
	bool sort;		/* by keys */
	bool late_owners;	/* owners are needed after the sort */
	bool format;		/* only chosen fields */
	bool holders;		/* all owners of a socket are needed */
	bool quiet;		/* no output: is there a row? */
	bool no_header;		/* rows only */
	const char *proc;	/* the tree to read, "/proc" by default */
	const char *netns;	/* argument of --netns, or NULL */
	bool all_netns;		/* it is "all" */
	bool watch;		/* later reports are changes */
	unsigned char metrics;	/* METRICS_ of --metrics, or 0 */
	bool everything;	/* metrics of all kinds */
	const char *match;	/* names of metrics, or NULL: all */
	const char *ignored;	/* the first operand that is not a number */
	unsigned fit;		/* the most columns of tables, or 0 */
	uint32_t patience;	/* for all answers of name servers, in ms */
	bool has_to;		/* --to: */
	struct addr to;
	const char *to_iface;	/* the zone of it, or "" */
	bool dest;		/* --dest: a filter of routes */
};

/* Letters of Windows, in the order of args_windows.c. */
enum {
	WIN_ALL = 1, WIN_PROGRAMS = 2, WIN_TOTALS = 4, WIN_FULL_NAMES = 8,
	WIN_NUMERIC = 16, WIN_PIDS = 32, WIN_ROUTES = 64, WIN_STATISTICS = 128,
	WIN_OFFLOAD = 256,
	/* shown instead of sockets */
	WIN_WHOLE = WIN_TOTALS | WIN_ROUTES | WIN_STATISTICS
};

/* SOURCE_ that the user has chosen. */
static inline unsigned source_of(const struct request *q)
{
	return CFG(DIAG_MORE) ? q->source : SOURCE_BEST;
}

/* The form of metrics. */
enum { METRICS_TEXT = 1, METRICS_OPEN, METRICS_CGI };

/* What is not configured is false. These are macros, so that a compiler that
 * does not optimize leaves out the code too. */
#define is_metrics(q) (CFG(METRICS) && (q)->metrics)
#define fits(q) (CFG(FIT) && (q)->fit)
#define sorts(q) (CFG(SORT) && (q)->sort)
#define formats(q) (CFG(FORMAT) && (q)->format)
#define is_watch(q) (CFG(WATCH) && (q)->watch)
#define is_human(q) (CFG(HUMAN) && (q)->human)
#define has_details(q) ((CFG(COUNTERS) || CFG(HEALTH_MORE) || \
	CFG(DIAG_UNIX)) && (q)->details)
#define chooses_routes(q) ((CFG(ROUTE_TO) && (q)->has_to) || \
	(CFG(ROUTE_DEST) && (q)->dest))

/* Was the option ID, which turns names into numbers, not given? */
#define by_name(q, id) (CFG(RESOLVE) && !has(q, id))

#endif
