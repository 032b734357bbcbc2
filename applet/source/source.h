/* source.h: readers of the kernel's tables. A source emits records, and prints
 * nothing but warnings about its files.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "lookup/lookup.h"
#include "record/counter.h"

/* The filters of sockets as far as the kernel can apply them: what passes them
 * passes these. */
enum { SOCK_FILTER = 512 };

struct sock_filter {
	uint32_t states;	/* that a socket may have, a bit each */
	unsigned begin;		/* of a program for inet_diag in code[] */
	uint32_t code[SOCK_FILTER];
};

/* The request to a source, and the destination of its records. */
struct feed {
	const struct request *q;
	emit_fn *emit;
	unsigned char opt;	/* the option of the table */
	bool every;		/* all rows, as with -a, and all details of
				 * them */
	bool unordered;		/* in any order */
	const struct sock_filter *filter;	/* or NULL */
	/* what the source says about its tables */
	struct record head;	/* RECORD_TABLE, or RECORD_VIEW: emitted once a
				 * file is there */
	unsigned short longest;	/* of its rows, in bytes; 0: unknown */
	/* during table_read(): */
	const char *name;		/* of the file */
	const struct lines *lines;
	void *ctx;			/* of the source */
};

/* Reads a table, or several of one kind, and emits its records. */
typedef void source_fn(struct feed *f);

/* All of sources.def. */
#define SOURCE(cfg, id, read) LISTED(cfg) source_fn read;
#define VIEW SOURCE
#include "source/sources.def"
#undef SOURCE
#undef VIEW

/* IPv4 routes, then IPv6 routes if there is a table. With f->every the kernel
 * is asked about their interfaces. */
source_fn both_routes_read;

/* For totals: all interfaces in the order of net/dev, with f->every with their
 * links; the counters of all protocols, with f->every also those that only
 * Linux has. Only missing net/dev and net/snmp are errors. */
source_fn dev_read, all_counters_read;

/* TCP and UDP sockets that have been destroyed since the previous call, as far
 * as the kernel reports that: all from the first call on, until destroy_end().
 */
source_fn destroy_read;
void destroy_end(void);

/* Columns of the softnet, conntrack and neighbour tables, as counters; fill
 * levels of tables, as levels. */
source_fn columns_read, levels_read;

/* Numbers that are metrics only. */
source_fn samples_read;

/* -- table.c: a table row by row ------------------------------------------ */

/* The result of a row function. */
enum row { ROW_OK, ROW_BAD, ROW_LAST };
typedef enum row row_fn(const struct feed *f, const char *line);

/* Calls ROW for each line of the file NAME after the first HEADER lines, until
 * that returns ROW_LAST. Warns about a row instead of a header, and about the
 * first ROW_BAD of a file. An empty file is an error, without MAY_BE_EMPTY in
 * HEADER. Returns ENOENT, ENOTDIR or EACCES if the table is missing or may not
 * be read, for the caller to report. Any other error is reported, sets the exit
 * status, and 0 is returned. */
enum { MAY_BE_EMPTY = 0x100 };
int table_read(struct feed *f, const char *name, unsigned header, row_fn *row,
	void *ctx);

/* Nothing is known of K beside its row. */
static inline void no_details(struct sock *k)
{
	memset(&k->details, 0xff, sizeof k->details);
	k->drops = -1;
	k->iface[0] = '\0';
}

/* Reports that a view has no table, on standard output too, as net-tools does.
 */
void table_absent(struct feed *f, int error, const char *name,
	const char *sentence);

/* The name of SOCK_STREAM and so on. */
const char *socket_type(uint64_t type);

/* -- addr6.c -------------------------------------------------------------- */

/* Scans a line of net/if_inet6. Returns the name of the interface, or NULL. */
const char *addr6_scan(const char *line, struct iface_addr *a, uint64_t *index);

/* The index of the interface that has this address, 0 if none has it, or
 * several. */
uint32_t addr6_zone(const struct addr *a);

/* -- gauge.c -------------------------------------------------------------- */

/* The number after KEY in the line of FILE that begins with NAME, SKIP words
 * after KEY. OTHERWISE, if there is none. */
uint64_t gauge(const char *file, const char *name, const char *key,
	unsigned skip, uint64_t otherwise);

/* -- iface_ask.c: after link_open() ---------------------------------------- */

/* The kind of link, and the hardware address. */
void iface_ask_link(struct iface *f);

/* Adds addresses and hardware. */
void iface_ask(const struct request *q, struct iface *f);

/* Finds the names of all IPv4 addresses: interfaces and their aliases. Returns
 * false if there may be more. */
bool iface_find_labels(void);
const char *iface_label(size_t n);	/* NULL: no more */

/* -- route.c, route6.c, route_families.c ---------------------------------------------------- */

/* Our own IPv4 addresses, as routes with ROUTE_LOCAL. */
source_fn local_routes_read;

/* Reads the IPv6 table or cache. Returns 0 or an errno. */
int route6_table(struct feed *f, bool cache);

/* Reads the routes of a family of FAMILY_TABLES. Returns false if there is no
 * table, which it reports. */
bool family_routes_read(struct feed *f, unsigned family);


/* The table for f->every, sorted by destination. */
source_fn route6_sorted;

#endif
