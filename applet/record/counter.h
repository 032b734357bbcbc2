/* counter.h: counters, levels, and what is wrong with them.
 */
#ifndef COUNTER_H
#define COUNTER_H

#include "record/record.h"

/* Sections that some table, sentence or layout knows. */
enum section {
	SECTION_UNKNOWN, SECTION_IP6, SECTION_IP, SECTION_ICMP6, SECTION_ICMP,
	SECTION_UDP6, SECTION_UDP, SECTION_TCP, SECTION_TCPEXT, SECTION_SCTP
};

enum { SECTION_SKIPPED = 1 };	/* RECORD_SECTION: its counters are left out */

/* A counter KEY of SECTION. Without a key RECORD_SECTION. */
struct counter {
	struct record record;
	unsigned char known;	/* SECTION_ of the section */
	const char *section;
	struct text key;
	struct text value;	/* digits, perhaps more than 64 bits hold; then
				 * no digit */
	uint64_t time;		/* when it was read, in ns */
};

/* Its key without the name of the section, which that of IPv6 begins with. */
struct text count_name(const struct counter *c);

/* How full something is, of LIMIT at most. */
struct level {
	struct record record;
	const char *name, *key;
	uint64_t value, limit;	/* 0: unknown */
};

enum { FINDING_COUNTER = 1 };	/* struct finding has a counter */

/* What is wrong, in words. */
struct finding {
	struct record record;
	struct text section, counter;
	uint64_t value;
	struct text text;
};

#endif
