/* columns.c: the title of a socket table, and the columns that -e and -p add.
 */
#include "sink/sink.h"

enum { NAME_WIDTH = 20 };	/* of an owner; -p cuts a name to 19 bytes */

void put_title(const struct request *q, const char *what)
{
	out_str("Active ");
	out_str(what);
	out_str(has(q, ALL) ? " (servers and established)\n" :
		has(q, LISTENING) ? " (only servers)\n" : " (w/o servers)\n");
}

unsigned state_color(const char *state)
{
	return !*state ? COLOR_NONE :
		*state == 'L' && state[1] == 'I' ? COLOR_CYAN :
		text_begins(state, "ESTABLISHED", 12) ||
		text_begins(state, "CONNECTED", 10) ?
		COLOR_GREEN :
		COLOR_YELLOW;
}

void put_loss(uint64_t n)
{
	char text[DEC_TEXT];

	color_text(text, fmt_dec(text, n), 6, n ? COLOR_RED : COLOR_NONE);
}

void print_note(const struct note *n)
{
	out_mem(n->text.s, n->text.n);
}

/* -- owners ---------------------------------------------------------------- */

struct text holder_pid(const char *holder)
{
	return (struct text){ holder, scan_until(holder, '/') };
}

struct text holder_program(const char *holder)
{
	const char *s = scan_find(holder, '/') + 1;

	return (struct text){ s, text_len(s) };
}

struct text holder_label(const char *holder)
{
	const char *s = holder + text_len(holder) + 1;

	return (struct text){ s, text_len(s) };
}

void put_owner_header(const struct request *q)
{
	out_left(" PID/Program name", 1 + NAME_WIDTH);
	out_header(COL_NAME);
	if (has(q, CONTEXT)) {
		out_left(" Security Context", LABEL_WIDTH);
		out_header(COL_NAME);
	}
}

static bool put_holder_name(void *ctx, const char *holder, bool first)
{
	const struct request *q = ctx;
	size_t n = text_len(holder);

	if (!lists_holders(q) && !fits(q) && n >= NAME_WIDTH)
		n = NAME_WIDTH - 1;
	out_str(first ? "" : ",");
	out_foreign(holder, n);
	return lists_holders(q);
}

static bool put_holder_label(void *ctx, const char *holder, bool first)
{
	struct text label = holder_label(holder);

	out_str(first ? "" : ",");
	out_foreign(label.s, label.n);
	return lists_holders(ctx);
}

/* Writes a column of the holders of a socket, or "-" if there are none. */
static void put_holders(const struct request *q, uint64_t inode,
	holder_fn *put, size_t width)
{
	size_t at = out_at();

	out_char(' ');
	if (!holders_each(inode, put, (void *)q))
		out_char('-');
	out_fill(at, 1 + width);
	out_cell();
}

void put_owner(const struct request *q, uint64_t inode)
{
	put_holders(q, inode, put_holder_name, NAME_WIDTH);
	if (has(q, CONTEXT))
		put_holders(q, inode, put_holder_label, LABEL_WIDTH);
}

/* -- what has no column --------------------------------------------------- */

/* The owner of the other end. */
static bool put_peer(void *ctx, const char *holder, bool first)
{
	(void)ctx;
	(void)first;
	out_str(" peer=");
	out_foreign(holder, text_len(holder));
	return false;
}

void put_more(const struct request *q, const struct sock *k)
{
	/* of unix sockets these have no column */
	const uint32_t queues = k->record.has & HAS_UNIX ?
		HAS_RXQ | HAS_TXQ : 0;
	char value[FIELD_TEXT];
	bool any = false;
	struct field f;

	for (field_first(&f, RECORD_SOCK); f.name; field_next(&f)) {
		if (field_lacks(&f, &k->record) || (!(f.needs & queues) &&
		    (f.type != TYPE_OPTIONAL ||
		    f.at < offsetof(struct sock, details.backlog))))
			continue;
		out_str(any ? " " : "      ");
		out_str(f.name);
		out_char('=');
		out_mem(value, field_fmt(value, &f, &k->record) - value);
		any = true;
	}
	if (CFG(PRG) && q->programs)
		holders_each(sock_peer(q, k), put_peer, NULL);
	if (any)
		out_char('\n');
}

/* -- users and inodes ------------------------------------------------------ */

void put_tail_header(const struct request *q)
{
	if (has(q, EXTEND))
		out_header(" User       " COL_LEFT "Inode     " COL_LEFT);
	if (CFG(PRG) && q->programs)
		put_owner_header(q);
}

void put_user(const struct request *q, uint32_t uid)
{
	char user[NAME_TEXT];

	if (by_name(q, NUMERIC_USERS))
		out_text(user, name_user(user, uid), -10);
	else
		out_int((int32_t)uid, -10);
}

void put_tail(const struct request *q, const struct sock *k)
{
	/* only netlink sockets of old kernels lack an inode; they also lack a
	 * user */
	bool netlink = CFG(PACKET) && k->record.has & HAS_NETLINK;

	if (has(q, EXTEND)) {
		out_char(' ');
		/* of a destroyed socket it is not known */
		if (netlink || (CFG(WATCH) && q->watch &&
		    !(k->record.has & HAS_USER)))
			out_left("-", 10);
		else
			put_user(q, k->uid);
		out_cell();
		out_char(' ');
		if (netlink && !(k->record.has & HAS_INODE))
			out_left("-", 10);
		else
			out_dec(k->inode, -10);
		out_cell();
	}
	if (CFG(PRG) && q->programs)
		put_owner(q, k->inode);
}

char *fmt_amount(char *d, const struct request *q, uint64_t value,
	uint64_t elapsed, bool bytes)
{
	if (!CFG(RATE))
		elapsed = 0;
	return is_human(q) ? fmt_human_rate(d, value, elapsed, bytes) :
		fmt_rate(d, value, elapsed);
}
