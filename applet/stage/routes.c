/* routes.c: which routes are shown: those to destinations of --dest, or the one
 * that an address takes (--to).
 */
#include "stage/stage.h"

struct route_choice {
	bool skipped;		/* the route before was not shown */
	bool found;
	struct route route;	/* the copy of a route, or the best so far */
	char iface[IFACE_NAME];
};

BUFFER(struct route_choice, choice);

/* Linux has this row if there is no default route. */
static bool is_no_route(const struct route *r)
{
	return r->record.has & ROUTE_V6 && !r->prefix_length &&
		r->metric == UINT32_MAX && route_rejects(r);
}

/* Our own addresses are looked for first, whatever their prefix is. */
static bool is_better_route(const struct route *r)
{
	const struct route *best = &choice.route;
	unsigned local = r->record.has & ROUTE_LOCAL;

	if (!choice.found || local != (best->record.has & ROUTE_LOCAL))
		return !choice.found || local;
	if (r->prefix_length != best->prefix_length)
		return r->prefix_length > best->prefix_length;
	return r->metric < best->metric;
}

static void consider(const struct request *q, const struct route *r)
{
	const char *zone = q->to_iface;

	if (r->dest.v6 != q->to.v6 || is_no_route(r) ||
	    !addr_is_in(&q->to, &r->dest, r->prefix_length) ||
	    (*zone && (!text_begins(zone, r->iface.s, r->iface.n) ||
		       zone[r->iface.n])) ||
	    r->iface.n > IFACE_NAME || !is_better_route(r))
		return;
	memcpy(&choice.route, r, sizeof choice.route);
	memcpy(choice.iface, r->iface.s, r->iface.n);
	choice.route.iface.s = choice.iface;
	choice.route.again = false;
	choice.found = true;
}

static const struct record *best_route(const struct request *q)
{
	char text[ADDR_TEXT + 1];

	if (choice.found)
		return &choice.route.record;
	*fmt_addr(text, &q->to) = '\0';
	fail(text, "no route");
	return NULL;
}

const struct record *routes_record(const struct request *q,
	const struct record *r)
{
	bool to = CFG(ROUTE_TO) && q->has_to;

	if (r->kind == RECORD_VIEW)
		choice.found = choice.skipped = false;
	if (r->kind == RECORD_END)
		return to ? best_route(q) : r;
	if (r->kind != RECORD_ROUTE)
		return r;
	if (CFG(ROUTE_DEST) && q->dest && !filter_route((const void *)r)) {
		choice.skipped = true;
		return NULL;
	}
	if (to) {
		consider(q, (const void *)r);
		return NULL;
	}
	memcpy(&choice.route, r, sizeof choice.route);
	/* the sink did not see that one */
	choice.route.again &= !choice.skipped;
	choice.skipped = false;
	return &choice.route.record;
}
