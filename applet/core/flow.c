/* flow.c: the path of a record: source, filters, rates, owners, sink.
 */
#include "core/core.h"

struct flow {
	const struct request *q;
	sink_fn *sink;
};

STATE(struct flow, flow);

enum {
	SINKS = 1
#define SINK(cfg, wanted, print) IF(cfg, + 1)
#include "sink/sinks.def"
#undef SINK
};

static sink_fn *flow_sink(const struct request *q)
{
	(void)q;
#define SINK(cfg, wanted, print) IF(cfg, if (wanted) return print;)
#include "sink/sinks.def"
#undef SINK
	return table_record;
}

void flow_print(const struct record *r)
{
	if (CFG(QUIET) && flow.q->quiet) {
		run.shown |= r->kind < RECORD_KINDS;
		return;
	}
	/* a call without a pointer, if there is only one sink */
	if (is_watch(flow.q))
		watch_record(flow.q, r, flow.sink);
	else if (SINKS == 1)
		table_record(flow.q, r);
	else
		flow.sink(flow.q, r);
}

void flow_deliver(const struct record *r)
{
	bool matches = !CFG(FILTER_OWNER) || !(flow.q->opts & OWNER_FILTERS) ||
		r->kind != RECORD_SOCK || filter_owned((const void *)r);

	if (is_watch(flow.q)) {
		watch_deliver(r, matches);
		return;
	}
	if (!matches)
		return;
	if (sorts(flow.q) && sort_add(r))
		return;
	if (CFG(HEALTH) && has(flow.q, HEALTH))
		health_record(flow.q, r, flow_print);
	else
		flow_print(r);
}

static void flow_record(const struct record *r)
{
	if (CFG(FILTERS) && flow.q->opts & SOCK_FILTERS &&
	    r->kind == RECORD_SOCK && !filter_sock((const void *)r))
		return;
	if (is_watch(flow.q) && !watch_wants(r))
		return;
	if (chooses_routes(flow.q))
		r = routes_record(flow.q, r);
	else if (CFG(RATE) && has(flow.q, RATE))
		r = rate_record(r);
	if (!r)
		return;
	if (CFG(PRG) && owners_started())
		owners_add(r);
	else
		flow_deliver(r);
}

/* The options with which a stage looks at each record. */
static const uint64_t flow_stages = SOCK_FILTERS | BIT(RATE) | BIT(HEALTH);

emit_fn *flow_start(const struct request *q)
{
	flow.q = q;
	flow.sink = flow_sink(q);
	if (is_watch(q))
		watch_start(q, flow_print);
	return q->opts & flow_stages || q->owners || chooses_routes(q) ||
		is_watch(q) || sorts(q) ?
		flow_record : flow_print;
}
