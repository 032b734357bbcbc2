/* stage.h: stages decide whether a record is shown, or complete it.
 */
#ifndef STAGE_H
#define STAGE_H

#include "record/fields.h"
#include "lookup/lookup.h"
#include "source/source.h"

/* -- filter_args.c, filter.c: which sockets are shown --------------------- */

/* Takes LIST as the argument of the option OPT. Returns -1 to continue, or an
 * exit status. */
int filter_take(int opt, const char *list);
void filter_reset(void);

/* Refuses filters that none of the requested sockets can match. Returns like
 * filter_take(). */
int filter_check(const struct request *q);

/* Sets *K to the NTH single value that filters name for the field F; a program
 * is in text[0]. Returns false if there is none. */
bool filter_value(const struct request *q, const struct field *f, unsigned nth,
	struct sock *k);

/* Does K match all filters except those by owner? */
bool filter_sock(const struct sock *k);

/* Does K match the filters by owner? Its owners have been found. */
bool filter_owned(const struct sock *k);

/* The part of the filters that the kernel can apply, for tcp or udp. */
void filter_kernel(struct sock_filter *k, bool tcp);

/* Were filters given, and no socket has matched? */
bool filter_failed(void);

/* -- pack.c: copies of records with their texts ---------------------------- */

/* The bytes of a copy, a multiple of 8, or 0 for a record of which there are
 * none. DETAILS: with those of a socket. */
size_t pack_size(const struct record *r, bool details);
void pack(struct record *to, const struct record *r, bool details);

/* -- owners.c: records that wait for their owners ------------------------- */

/* Are there labels for -Z, if given? If not, reports that. */
bool owners_labels(const struct request *q);

/* Starts a report: before a record reaches DELIVER, holders_each() knows the
 * owners of its socket. The order of records stays. */
void owners_start(const struct request *q, emit_fn *deliver);
bool owners_started(void);
void owners_add(const struct record *r);
void owners_end(void);

/* -- rate.c: changes since the previous report ---------------------------- */

/* Starts a report. */
void rate_begin(bool first);
bool rate_is_first(void);

/* Following counters belong to another network namespace. */
void rate_netns(uint32_t number);

/* Replaces the value of the counter KEY of GROUP, read at TIME, by its change,
 * except in the first report, and sets *ELAPSED to the time for it in us.
 * Returns false if there is no previous value; then *VALUE is 0 if it cannot be
 * stored either. */
bool rate_change(const char *group, struct text key, uint64_t time,
	uint64_t *value, uint64_t *elapsed);

/* The record with changes instead of counters, or NULL if it is not to be
 * shown. Other records are returned unchanged. */
const struct record *rate_record(const struct record *r);

/* -- watch.c: what has happened since the previous report ------------------ */

enum watch_kind {
	WATCH_PRESENT,		/* in the first report */
	WATCH_OPEN, WATCH_CLOSE, WATCH_STATE
};

enum {
	WATCH_STATE_TEXT = 24,		/* a state, with a NUL */
	STATE_CHANGE = 2 * WATCH_STATE_TEXT + 4		/* "OLD -> NEW" */
};

/* What the record that is printed is about. */
struct watch_event {
	enum watch_kind kind;
	uint64_t time;			/* in seconds since 1970 */
	char old_state[WATCH_STATE_TEXT];
};

const struct watch_event *watch_event(void);

/* Starts a report. PRINT gets its events, and records that are not sockets. */
void watch_start(const struct request *q, emit_fn *print);

/* The records that follow belong to another network namespace; 0: our own. */
void watch_netns(uint32_t number);

/* Must the record go on, to watch_deliver()? What is known needs no owner. */
bool watch_wants(const struct record *r);

/* MATCHES: its owner matches the filters. */
void watch_deliver(const struct record *r, bool matches);

/* Records of sockets that have been destroyed follow, or no longer. */
void watch_ended(bool on);

/* After all tables of a namespace: must they be read again? A file of /proc may
 * miss a socket because another one has been closed: what is in neither of two
 * readings is gone. */
bool watch_again(void);

/* After all tables of a namespace, or of EVERY one: reports what is gone. */
void watch_end(bool every);

/* -- health.c: judges records --------------------------------------------- */

/* Emits faults as RECORD_FINDING. */
void health_record(const struct request *q, const struct record *r,
	emit_fn *emit);

#endif
