/* watch_print.c: prints what has happened to sockets (--watch), each by the
 * sink of rows, after the time of day and a sign.
 */
#include "sink/sink.h"

/* The network namespace of the next event, and which one has been printed last.
 */
struct watch_title {
	struct note note;
	char text[32], pid[DEC_TEXT + 1], owner[WALK_NAME];
	bool due;
	struct text last;
	char last_text[32], last_pid[DEC_TEXT + 1];
};

BUFFER(struct watch_title, heading);

/* "HH:MM:SS + ", UTC. */
static void put_event(const struct watch_event *e)
{
	static const char signs[][2] = { " ", "+", "-", "~" };
	static const unsigned char colors[] = {
		COLOR_NONE, COLOR_GREEN, COLOR_RED, COLOR_YELLOW,
	};
	char *d = fmt_clock(out_space(CLOCK_TEXT + 3 + COLOR_BYTES), e->time);

	*d++ = ' ';
	d = fmt_color(d, signs[e->kind], 1, colors[e->kind]);
	*d++ = ' ';
	out_done(d);
}

static struct text copy_text(char *d, struct text t)
{
	memcpy(d, t.s, t.n);
	return (struct text){ d, t.n };
}

/* Keeps the title of a namespace until there is an event in it. */
static void keep_title(const struct note *n)
{
	heading.note.record = n->record;
	heading.note.text = copy_text(heading.text, n->text);
	heading.note.owner = copy_text(heading.owner, n->owner);
	heading.note.pid = heading.pid;
	*fmt_left(heading.pid, n->pid, 0) = '\0';
	heading.due = heading.last.n != n->text.n ||
		strcmp(heading.last_pid, n->pid) ||
		memcmp(heading.last_text, n->text.s, n->text.n);
}

static void title_printed(void)
{
	heading.due = false;
	heading.last = copy_text(heading.last_text, heading.note.text);
	memcpy(heading.last_pid, heading.pid, sizeof heading.pid);
}

/* A socket in a table: of a changed one the state is "OLD -> NEW". */
static void print_event(const struct request *q, const struct record *r,
	const struct watch_event *e, sink_fn *print)
{
	struct sock k;
	char state[STATE_CHANGE], *d;

	if (CFG(NETNS) && q->all_netns && heading.due) {
		print(q, &heading.note.record);
		title_printed();
	}
	put_event(e);
	if (e->kind != WATCH_STATE) {
		print(q, r);
		return;
	}
	memcpy(&k, r, has_details(q) ? sizeof k : offsetof(struct sock,
		details));
	d = fmt_left(fmt_left(state, e->old_state, 0), " -> ", 0);
	*(k.state ? fmt_left(d, k.state, 0) :
		fmt_int(d, (int32_t)k.state_number, 0)) = '\0';
	k.state = state;
	print(q, &k.record);
}

void watch_record(const struct request *q, const struct record *r,
	sink_fn *print)
{
	const struct watch_event *e = watch_event();

	if (run.interrupted)
		return;
	if (CFG(NETNS) && r->kind == RECORD_NETNS && !has(q, JSON)) {
		keep_title((const void *)r);
		if (!run.round)
			title_printed();
	}
	if (r->kind == RECORD_SOCK && e->kind != WATCH_PRESENT) {
		if (has(q, JSON))
			print(q, r);
		else
			print_event(q, r, e, print);
		out_flush();
	} else if (!run.round || r->kind == RECORD_SOCK || has(q, JSON)) {
		print(q, r);
	}
}
