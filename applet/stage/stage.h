/* stage.h: what decides about a record on its way, or completes it.
 */
#ifndef STAGE_H
#define STAGE_H

#include "record/fields.h"
#include "lookup/lookup.h"

/* -- filter_args.c, filter.c: which sockets are shown --------------------- */

/* Takes LIST as the argument of the option OPT. Returns -1 to go on, else an
 * exit status. */
int filter_take(int opt, const char *list);
void filter_reset(void);

/* Refuses filters that none of the sockets asked for can pass. Returns as
 * filter_take() does. */
int filter_check(const struct request *q);

/* Gives *K the NTH single value that filters ask for in the field F, a program
 * in text[0]. Returns false if there is none. */
bool filter_value(const struct request *q, const struct field *f, unsigned nth,
	struct sock *k);

/* Whether K passes all but the filters by owner. */
bool filter_sock(const struct sock *k);

/* Whether it passes these: its holders have been found. */
bool filter_owned(const struct sock *k);

/* Whether there are filters, and no socket has passed them. */
bool filter_failed(void);

/* -- owners.c: records that wait for their owners ------------------------- */

/* Whether -Z, if given, has labels to show. If not, reports that. */
bool owners_labels(const struct request *q);

/* Begins a report in which holders_each() knows the holders of each socket that
 * comes to DELIVER; the records that go in come out in their order. */
void owners_start(const struct request *q, emit_fn *deliver);
bool owners_started(void);
void owners_add(const struct record *r);
void owners_end(void);

/* -- rate.c: changes since the previous report ---------------------------- */

/* A report begins. */
void rate_begin(bool first);
bool rate_is_first(void);

/* From now on counters are those of another network namespace. */
void rate_netns(uint32_t number);

/* Puts the change of the counter KEY of GROUP, read at TIME, in place of its
 * value, except in the first report, and how many us it took into *ELAPSED.
 * Returns false if its previous value is not known; *VALUE is 0 then if there
 * is no space to keep it. */
bool rate_change(const char *group, struct text key, uint64_t time,
	uint64_t *value, uint64_t *elapsed);

/* The record with changes in place of its counters, or NULL if there is nothing
 * to show of it. Other records are returned as they are. */
const struct record *rate_record(const struct record *r);

/* -- health.c: judges records --------------------------------------------- */

/* Emits what is wrong as RECORD_FINDING. */
void health_record(const struct request *q, const struct record *r,
	emit_fn *emit);

#endif
