/* owner.c: who holds a socket, as it is written (-p, -pp, -Z and what else shows
 * or chooses by owners).
 *
 * With these nothing that out.c flushes is written at once. It goes to a spool,
 * in which a hole stands for each owner. When the spool is full, and at the
 * end, holders.c finds the owners of all its holes, and the text leaves with
 * its holes filled. So every table is read once and in its order, and only
 * sockets that are printed are looked for. More sockets than there is room for
 * cost another walk through all processes; but if the spool is full before the
 * end, the walk goes on and keeps what it sees of other sockets, since they are
 * likely to follow.
 *
 * A hole is the byte \1, which no text here contains, the inode in decimal, and
 * what of the owner it is for (enum owner).
 */
#include "netstat.h"

enum {
	HOLE = OWNER_COLUMN,
	NAME_WIDTH = 20,	/* of the column; -p cuts a name to 19 bytes */
};

struct owners {
	struct request *q;
	bool known;		/* holders.c keeps what a walk has found */
	bool drop;		/* the row on its way is not shown */
	size_t spooled;		/* bytes in spool[] */
	uint32_t holes;		/* in what is spooled and what is on its way */
	char spool[LIMIT(SPOOL)];
};

STATE(struct owners, own);

/* -- what is written of a holder ------------------------------------------ */

static void print_name(const char *text, bool label)
{
	size_t n = strlen(text);

	if (label) {
		text += n + 1;
		n = strlen(text);
	} else if (!lists_holders(own.q) && n >= NAME_WIDTH) {
		n = NAME_WIDTH - 1;
	}
	out_foreign(text, n);
}

/* Several are objects in a list, the only one is a part of the row. */
static void json_holder(const char *text, const char *slash, bool first)
{
	const char *label = slash + strlen(slash) + 1;

	if (lists_holders(own.q))
		out_str(first ? "{" : ",{");
	out_str("\"pid\":");
	out_mem(text, slash - text);
	out_str(",\"program\":\"");
	out_foreign(slash + 1, strlen(slash + 1));
	if (has(own.q, CONTEXT)) {
		out_str("\",\"context\":\"");
		out_foreign(label, strlen(label));
	}
	out_str(lists_holders(own.q) ? "\"}" : "\"");
}

bool owner_use(const char *text, unsigned what, bool first)
{
	const char *slash = scan_find(text, '/');

	if (CFG(FILTER_OWNER) && what == OWNER_ROW) {
		filter_owner(text);
		return true;
	}
	if (CFG(WINDOWS) && what == OWNER_PID) {
		out_mem(text, slash - text);
		return false;
	}
	if (CFG(WINDOWS) && what == OWNER_PROGRAM) {
		out_str(" [");
		out_foreign(slash + 1, strlen(slash + 1));
		out_str("]\n");
		return false;
	}
	if (CFG(COUNT) && what == OWNER_NAME) {
		const char *quote = has(own.q, JSON) ? "\"" : "";

		out_str(quote);
		out_foreign(slash + 1, strlen(slash + 1));
		out_str(quote);
		return false;
	}
	if (CFG(JSON) && what == OWNER_JSON) {
		json_holder(text, slash, first);
	} else {
		out_str(first ? "" : ",");
		print_name(text, what == OWNER_LABEL);
	}
	return lists_holders(own.q);
}

static void print_column(uint64_t inode, unsigned what, size_t width)
{
	size_t at = out_at();

	if (what == OWNER_LABEL)
		out_char(' ');
	if (!holders_each(inode, what))
		out_char('-');
	out_fill(at, width);
}

static void print_json(uint64_t inode)
{
	out_str(lists_holders(own.q) ? "\"owners\":[" : "");
	if (!holders_each(inode, OWNER_JSON) && !lists_holders(own.q))
		out_str("\"pid\":null,\"program\":null");
	out_str(lists_holders(own.q) ? "]" : "");
}

static void print_owner(uint64_t inode, unsigned what)
{
	if (CFG(WINDOWS) && what == OWNER_PID) {
		if (!holders_each(inode, what))
			out_char('0');
	} else if (CFG(WINDOWS) && what == OWNER_PROGRAM) {
		if (!holders_each(inode, what) && inode)
			out_str(" Can not obtain ownership information\n");
	} else if (CFG(JSON) && what == OWNER_JSON) {
		print_json(inode);
	} else if (CFG(COUNT) && what == OWNER_NAME) {
		if (!holders_each(inode, what))
			out_str(has(own.q, JSON) ? "null" : "-");
	} else {
		print_column(inode, OWNER_COLUMN, NAME_WIDTH);
		if (has(own.q, CONTEXT))
			print_column(inode, OWNER_LABEL, 1 + LABEL_WIDTH);
	}
}

/* -- the spool ------------------------------------------------------------ */

/* Whether what begins here is shown. */
static bool is_shown(uint64_t inode, unsigned what)
{
	if (what == OWNER_TEXT)
		return true;
	/* of an owner that is not known nothing is true, nor its opposite */
	return filter_row(holders_each(inode, what));
}

/* Prints spooled text with its holes filled. */
static void emit(const char *s, const char *end)
{
	uint64_t inode;
	const char *hole;

	while ((hole = memchr(s, HOLE, end - s))) {
		if (!own.drop)
			out_mem(s, hole - s);
		s = scan_dec(hole + 1, &inode) + 1;
		if (CFG(FILTER_OWNER) && s[-1] >= OWNER_ROW)
			own.drop = !is_shown(inode, s[-1]);
		else if (!own.drop)
			print_owner(inode, s[-1]);
	}
	if (!own.drop)
		out_mem(s, end - s);
}

/* Looks up the sockets of the holes from S on, until there is no more room or
 * MOST of them are wanted. Returns where the next hole is, or the end. */
static const char *collect(const char *s, const char *end, uint32_t most,
	uint32_t *wanted)
{
	const char *hole;

	*wanted = 0;
	while ((hole = memchr(s, HOLE, end - s)) && *wanted < most) {
		uint64_t inode;
		const char *after = scan_dec(hole + 1, &inode) + 1;
		int is_wanted = holders_want(inode);

		if (is_wanted < 0)
			break;
		*wanted += is_wanted;
		s = after;
	}
	return hole ? hole : end;
}

/* Finds the owners of the holes from S on, of as many as there is room for.
 * Returns where the next one is, or the end. MORE will come. */
static const char *resolve(const char *s, const char *end, bool more)
{
	uint32_t wanted, most = UINT32_MAX;
	const char *next;
	bool extras, alone;

	for (;;) {
		if (!own.known)
			holders_clear(more ? UINT32_MAX : own.holes);
		next = collect(s, end, most, &wanted);
		/* -pp has to see all processes each time, so keeps nothing */
		extras = more && !needs_holders(own.q);
		alone = !extras && !own.known;
		own.known |= extras;
		if (holders_find(wanted, extras))
			break;
		/* There may be room without what is kept, or for half of the
		 * sockets, or for one; and if not for all holders of that,
		 * for one of them. */
		own.known = more = false;
		if (alone && wanted < 2) {
			holders_stream(true);
			break;
		}
		if (alone)
			most = wanted / 2;
	}
	return next;
}

/* Keeps what is spooled from S on, the beginning of a row. */
static void keep_spool(const char *s)
{
	own.spooled = own.spool + own.spooled - s;
	memmove(own.spool, s, own.spooled);
	own.holes = 0;
	for (size_t i = 0; i < own.spooled; i++)
		own.holes += own.spool[i] == HOLE;
}

/* Fills the holes of what is spooled and prints it. If MORE will come, that is
 * whole rows: a message may come first. */
static void drain(bool more)
{
	const char *s = own.spool, *end = s + own.spooled, *next, *row = end;

	while (more && row > s && row[-1] != '\n')
		row--;
	if (sizeof own.spool - (end - row) >= LIMIT(OUT))
		end = row;
	for (; s < end; s = next) {
		next = resolve(s, end, more);
		emit(s, next);
		holders_stream(false);
		own.known &= !holders_full();
	}
	keep_spool(end);
}

/* Writes all that is spooled. */
static void write_spool(bool more)
{
	out_spool(false);
	drain(more);
	out_flush();
	out_spool(true);
}

void owner_spool(const char *s, size_t n)
{
	memcpy(own.spool + own.spooled, s, n);
	own.spooled += n;
	/* there is always room for one more piece */
	if (sizeof own.spool - own.spooled < LIMIT(OUT))
		write_spool(true);
}

/* -- what the views see --------------------------------------------------- */

bool owner_labels(struct request *q)
{
	char label[LABEL_WIDTH];

	if (!has(q, CONTEXT) ||
	    walk_file(q->root, "self/attr/current", label, sizeof label) > 0)
		return true;
	err_begin();
	out_str("SELinux is not enabled on this machine.\n");
	err_end();
	q->status = STATUS_FAILED;
	return false;
}

void owner_start(struct request *q)
{
	memset(&own, 0, offsetof(struct owners, spool));
	own.q = q;
	holders_start(q);
	out_spool(true);
}

void owner_end(void)
{
	out_flush();
	write_spool(false);
	out_spool(false);
}

void owner_header(const struct request *q)
{
	out_left(" PID/Program name", 1 + NAME_WIDTH);
	if (has(q, CONTEXT))
		out_left(" Security Context", LABEL_WIDTH);
}

void owner_place(uint64_t inode, enum owner what)
{
	/* in one piece, lest the spool end in its middle */
	char *d = out_room(2 + DEC_TEXT);

	*d++ = HOLE;
	d = fmt_dec(d, inode);
	*d++ = what;
	out_done(d);
	own.holes++;
}

void owner_column(uint64_t inode)
{
	out_char(' ');
	owner_place(inode, OWNER_COLUMN);
}
