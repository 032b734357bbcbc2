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

/* Is the destination of R in a network of --dest? */
bool filter_route(const struct route *r);

/* Does K match the filters by owner? Its owners have been found. */
bool filter_owned(const struct sock *k);

/* The part of the filters that the kernel can apply, for tcp or udp. */
void filter_kernel(struct sock_filter *k, bool tcp);

/* Were filters given, and no socket has matched? */
bool filter_failed(void);

/* -- pack.c: copies of records with their texts --------------------------- */

static inline size_t round_up(size_t n)
{
	return (n + 7) / 8 * 8;
}

/* The bytes of a copy, a multiple of 8, or 0 for a record of a kind that cannot
 * be copied. DETAILS: with those of a socket. The texts end with NULs. */
size_t pack_size(const struct record *r, bool details);
void pack(struct record *to, const struct record *r, bool details);

/* After it was moved: its texts are where it is now. */
void pack_moved(struct record *r, bool details);

/* -- a batch: records one after the other --------------------------------- */

struct batched {
	uint64_t size;		/* bytes to the next record */
	struct record record;	/* followed by its texts */
};

/* The largest one: two texts of a line each. */
enum { BATCH_RECORD = 2 * LIMIT(LINE) + 512 };

/* As pack_size(). */
static inline size_t batch_size(const struct request *q, const struct record *r)
{
	size_t n = pack_size(r, has_details(q));

	return n ? n + offsetof(struct batched, record) : 0;
}

static inline void batch_put(const struct request *q, struct batched *b,
	const struct record *r, size_t size)
{
	b->size = size;
	pack(&b->record, r, has_details(q));
}

/* -- sort.c: sockets in the order of keys --------------------------------- */

/* The argument of --sort; like filter_take(). */
int sort_take(const char *list);
const struct keys *sort_keys(void);
void sort_reset(void);

/* Before the tables are read. GROUPED: each title has its own order, else they
 * are left out. MOST rows of each are wanted, or all, if it is 0. */
void sort_start(const struct request *q, bool grouped, uint64_t most);

/* Keeps a record until all are read, if it is a socket or a title. Its owners
 * have been found, if a key needs them. */
bool sort_add(const struct record *r);

/* Emits them in order. Returns true if the tables must be read again for those
 * that did not fit. */
bool sort_next(emit_fn *emit);

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

/* -- routes.c: --to and --dest -------------------------------------------- */

/* The record to show in place of R, or NULL. Of --to that is the best route in
 * place of the end of the view. */
const struct record *routes_record(const struct request *q,
	const struct record *r);
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
