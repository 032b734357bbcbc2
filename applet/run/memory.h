/* memory.h: tables whose size depends on the memory that there is.
 */
#ifndef MEMORY_H
#define MEMORY_H

#include "netstat.h"

struct table {
	struct table *next;
	void *at;
	size_t size;		/* in bytes; 0: it is not mapped */
	uint32_t n;
};

/* If all tables are small, they are a part of the program. */
enum {
	HAS_MEMORY = (CFG(PRG) &&
		(LIMIT(SLOTS) > 1 << 16 || LIMIT(SPOOL) > 1 << 19)) ||
		(CFG(IFACE) && LIMIT(IFACES) > 1 << 13) || CFG(WATCH) ||
		CFG(COUNT) || CFG(SORT) || CFG(RESOLVE) || CFG(WINDOWS) ||
		CFG(METRICS),
};

/* The items of a spare table: FEW, or all that are configured. */
#define SPARE(few, limit) (HAS_MEMORY && (few) < (limit) ? (few) : (limit))

/* Makes a table of items of SIZE bytes, zero at first: MOST, or fewer if the
 * memory is not there; at worst LEAST, which follow *T as a spare. It stays
 * until the end of the run. Returns the number. */
uint32_t memory_map(struct table *t, size_t size, uint32_t most,
	uint32_t least);
void memory_free(void);

static inline uint32_t memory_table(struct table *t, size_t size, uint32_t most,
	uint32_t least)
{
	if (HAS_MEMORY)
		return memory_map(t, size, most, least);
	t->at = t + 1;
	return most;
}

#endif
