/* counter.h: counters, gauges of tables, and findings about them.
 */
#ifndef COUNTER_H
#define COUNTER_H

#include "record/sock.h"

/* Sections that some table, sentence or layout knows by name. */
enum section {
	SECTION_UNKNOWN, SECTION_IP6, SECTION_IP, SECTION_ICMP6, SECTION_ICMP,
	SECTION_UDP6, SECTION_UDP, SECTION_TCP, SECTION_TCPEXT, SECTION_SCTP
};

enum { SECTION_SKIPPED = 1 };	/* RECORD_SECTION: its counters are not shown */

/* A counter KEY of SECTION. RECORD_SECTION has no key. */
struct counter {
	struct record record;
	unsigned char known;	/* SECTION_ of the section */
	const char *section;
	struct text key;
	struct text value;	/* digits, maybe more than fit into 64 bits;
				 * a byte that is no digit follows */
	uint64_t time;		/* when it was read, in ns */
};

/* The key without the name of the section, with which keys of IPv6 begin. */
struct text count_name(const struct counter *c);

enum { LEVEL_LIMIT = 1 };	/* struct level has a limit */

/* How full a table is: VALUE of at most LIMIT. */
struct level {
	struct record record;
	const char *name, *key;
	uint64_t value, limit;	/* 0: unknown */
};

/* A number: a metric "node_GROUP_KEY", or for --health. */
struct sample {
	struct record record;
	const char *group;
	struct text key;
	uint64_t value;
	int cpu;		/* of this processor; -1: of all */
};

enum { FINDING_COUNTER = 1 };	/* struct finding has a counter */

/* A fault, in words. */
struct finding {
	struct record record;
	struct text section, counter;
	uint64_t value;
	struct text text;
	struct text advice;	/* what to do next */
};

#endif
