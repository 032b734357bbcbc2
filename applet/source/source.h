/* source.h: what reads the kernel's tables. A source emits records and prints
 * only warnings about what it reads.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include "lookup/lookup.h"
#include "record/counter.h"

/* What a source is asked for, and where its records go. */
struct feed {
	const struct request *q;
	emit_fn *emit;
	unsigned char opt;	/* the option of the table */
	bool every;		/* each row, as with -a, with all that can be
				 * had of it */
	/* what the source says of the tables that it reads */
	struct record head;	/* RECORD_TABLE: emitted when a file is there */
	unsigned short longest;	/* of its rows, in bytes; 0: unknown */
	/* while table_read() reads: */
	const char *name;		/* of the file */
	const struct lines *lines;
	void *ctx;			/* what the source gave it */
};

/* Reads a table, or several of one kind, and emits its records. */
typedef void source_fn(struct feed *f);

/* All of sources.def. */
#define SOURCE(cfg, id, read) LISTED(cfg) source_fn read;
#define VIEW SOURCE
#include "source/sources.def"
#undef SOURCE
#undef VIEW

/* IPv4 routes, then IPv6 if there is a table; with f->every the kernel is asked
 * about their interfaces. */
source_fn both_routes_read;

/* For totals: all interfaces in the order of net/dev, with f->every what the
 * kernel has of their links too; the counters of all protocols, with f->every
 * those that only Linux has too. Missing files are no error but for net/dev and
 * net/snmp. */
source_fn dev_read, all_counters_read;

/* Columns of the softnet, conntrack and neighbour tables, as counters; how full
 * tables are, as levels. */
source_fn columns_read, levels_read;

/* -- table.c: a table row by row ------------------------------------------ */

/* What a row function says of its line. */
enum row { ROW_OK, ROW_BAD, ROW_LAST };
typedef enum row row_fn(const struct feed *f, const char *line);

/* Calls ROW for each line of the file NAME after the first HEADER lines, until
 * it returns ROW_LAST. A row in place of a header, and the first ROW_BAD of a
 * file, cause a warning; a file that is empty, without MAY_BE_EMPTY in HEADER,
 * is a failure. Returns ENOENT or EACCES if there is no such table, or not for
 * us, which is the caller's to judge. Any other failure is reported, the run
 * has failed, and it returns 0. */
enum { MAY_BE_EMPTY = 0x100 };
int table_read(struct feed *f, const char *name, unsigned header, row_fn *row,
	void *ctx);

/* The name of SOCK_STREAM and so on. */
const char *socket_type(uint64_t type);

/* -- gauge.c -------------------------------------------------------------- */

/* The number after KEY in the line of FILE that begins with NAME, SKIP words
 * after it; or OTHERWISE, if there is none. */
uint64_t gauge(const char *file, const char *name, const char *key,
	unsigned skip, uint64_t otherwise);

/* -- route.c, route6.c ---------------------------------------------------- */

/* Reads the IPv6 table or cache. Returns 0 or an errno. */
int route6_table(struct feed *f, bool cache);

#endif
