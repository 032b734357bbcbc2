/* watch.c: compares the sockets of a report with those of the previous one, and
 * passes on what has happened to them (--watch).
 */
#include "stage/watch.h"

struct watch_state {
	const struct request *q;
	emit_fn *print;
	uint32_t round;		/* the current report, from 1 */
	struct watch_place place;
	bool again;		/* the tables are read for the second time */
	bool ended;		/* records are of destroyed sockets */
	bool adopt;		/* some were not followed, so what is new here
				 * may have been there before */
	uint32_t left;		/* not followed, in this report, */
	uint32_t left_before;	/* and in its namespaces before this one */
	uint32_t told;
	unsigned failures;	/* so far, and in the first report */
	unsigned usual;
	struct watch_event event;
	size_t owners;		/* bytes in owner[] */
	char owner[WATCH_OWNERS];
};

BUFFER(struct watch_state, watch);

const struct watch_event *watch_event(void)
{
	return &watch.event;
}

void watch_start(const struct request *q, emit_fn *print)
{
	if (!run.round) {
		memset(&watch, 0, offsetof(struct watch_state, owner));
		watched_reset(has_details(q));
	}
	watch.q = q;
	watch.print = print;
	watch.round++;
	watch.place = (struct watch_place){ 0 };
	watch.adopt = watch.left;
	watch.left = watch.left_before = 0;
	watch.failures = run.failures;
}

void watch_netns(uint32_t number)
{
	watch.place.id = number;
	watch.left_before = watch.left;
}

void watch_ended(bool on)
{
	watch.ended = on;
}

static bool is_first(void)
{
	return watch.round == 1;
}

/* -- sockets --------------------------------------------------------------- */

static uint32_t hash_here(const struct sock *k)
{
	return sock_hash(k) ^ watch.place.id;
}

static const struct sock *sock_of(const struct watched *w)
{
	return (const void *)&w->record;
}

static struct watched *find_watched(const struct sock *k)
{
	struct watched *w = NULL;
	uint32_t hash = hash_here(k);

	while ((w = watched_chain(hash, w)))
		if (w->place.id == watch.place.id &&
		    (!w->closed || watch.ended) &&
		    sock_same(sock_of(w), k, watch.ended || w->brief))
			break;
	return w;
}

static bool is_seen(const struct watched *w)
{
	return w->round == watch.round;
}

/* Keeps it in place of W. */
static struct watched *keep_watched(struct watched *w, const struct sock *k)
{
	w = watched_put(w, hash_here(k), &k->record, watch.owner,
		watch.owners);
	if (!w) {
		watch.left++;
		return NULL;
	}
	w->round = watch.round;
	w->place = watch.place;
	return w;
}

static void keep_brief(const struct sock *k)
{
	struct watched *w;

	/* whose owner is not known */
	if (CFG(FILTER_OWNER) && watch.q->opts & OWNER_FILTERS)
		return;
	watch.owners = 0;
	w = keep_watched(NULL, k);
	if (w) {
		w->brief = true;
		w->round = 0;
	}
}

/* Is there nothing new about it? */
static bool is_known(struct watched *w, const struct sock *k)
{
	bool owner = CFG(PRG) && watch.q->owners && k->inode &&
		!sock_of(w)->inode;

	if (w->brief || owner ||
	    (!state_same(sock_of(w), k) && !w->hidden) ||
	    !watched_update(w, &k->record))
		return false;
	w->round = watch.round;
	return true;
}

bool watch_wants(const struct record *r)
{
	const struct sock *k = (const void *)r;
	struct watched *w;

	if (r->kind != RECORD_SOCK)
		return true;
	w = find_watched(k);
	if (watch.ended) {
		if (!w)
			keep_brief(k);
		return false;
	}
	if (!w && !is_first() && watched_full()) {
		watch.left++;
		return false;
	}
	return !w || !is_known(w, k);
}

/* -- events ---------------------------------------------------------------- */

static bool add_owner(void *ctx, const char *holder, bool first)
{
	size_t n = strlen(holder) + 1;

	(void)first;
	if (has(watch.q, CONTEXT))
		n += strlen(holder + n) + 1;
	if (n <= sizeof watch.owner - watch.owners) {
		memcpy(watch.owner + watch.owners, holder, n);
		watch.owners += n;
	}
	return lists_holders(ctx);
}

/* Puts the owners to owner[]: those of now, or, if there are none, those of W.
 * Returns whether they are those of now. */
static bool find_owner(const struct watched *w, const struct sock *k)
{
	watch.owners = 0;
	if (!CFG(PRG) || !watch.q->programs)
		return true;
	if (holders_each(k->inode, add_owner, (void *)watch.q))
		return true;
	if (w) {
		watch.owners = w->owners;
		memcpy(watch.owner, watched_owners(w), w->owners);
	}
	return false;
}

static void tell(enum watch_kind kind, const struct sock *k, bool kept)
{
	watch.event.kind = kind;
	watch.event.time = clock_today();
	kept &= watch.q->programs > 0;
	if (CFG(PRG) && kept)
		holders_keep(k->inode, watch.owner, watch.owners);
	watch.print(&k->record);
	if (CFG(PRG) && kept)
		holders_keep(0, NULL, 0);
}

static void keep_state(const struct sock *k)
{
	char *d = watch.event.old_state;

	*(k->state ? fmt_left(d, k->state, 0) :
		fmt_int(d, (int32_t)k->state_number, 0)) = '\0';
}

/* What has happened to the socket of K; -1: nothing. */
static int event_of(const struct watched *w, const struct sock *k)
{
	if (!w || w->brief || w->hidden)
		return is_first() ? WATCH_PRESENT : WATCH_OPEN;
	if (state_same(sock_of(w), k))
		return -1;
	keep_state(sock_of(w));
	return WATCH_STATE;
}

static uint32_t note_number(struct text t)
{
	uint64_t number = 0;

	scan_dec(t.n > 5 ? t.s + 5 : "", &number);
	return number;
}

static void keep_place(const struct note *n)
{
	uint64_t pid = 0;

	scan_dec(n->pid, &pid);
	watch.place.number = note_number(n->text);
	watch.place.pid = pid;
}

void watch_deliver(const struct record *r, bool matches)
{
	const struct sock *k = (const void *)r;
	struct watched *w;
	int event;
	bool now;

	if (r->kind != RECORD_SOCK) {
		if (CFG(NETNS) && r->kind == RECORD_NETNS)
			keep_place((const void *)r);
		watch.print(r);
		return;
	}
	w = find_watched(k);
	/* its owner may have ended, or closed it */
	matches |= w && !w->brief && !w->hidden;
	event = event_of(w, k);
	now = find_owner(w, k);
	w = keep_watched(w, k);
	if (w)
		w->hidden = !matches;
	if (!matches || event < 0 || (event == WATCH_OPEN &&
	    (!w || watch.adopt)))
		return;
	tell(event, k, !now);
}

/* -- the end --------------------------------------------------------------- */

/* A failure that the first report did not have: what is missing may be there.
 */
static bool is_unsure(void)
{
	if (is_first())
		watch.usual = run.failures - watch.failures;
	return run.failures - watch.failures > watch.usual;
}

bool watch_again(void)
{
	const struct watched *w = NULL;

	watch.again = !watch.again && !is_first();
	if (!watch.again)
		return false;
	watch.left = watch.left_before;
	while ((w = watched_next(w)))
		if (w->place.id == watch.place.id && !w->brief &&
		    !w->closed && !is_seen(w))
			return true;
	return watch.again = false;
}

/* Changes to the namespace TO of a socket that is no longer there. */
static void go_to(const struct watch_place *to)
{
	char text[8 + DEC_TEXT], pid[DEC_TEXT + 1], *end = text;
	struct note n = {
		{ .kind = RECORD_NETNS }, { text, 0 }, "", { "", 0 }
	};

	if (to->number) {
		end = fmt_dec(fmt_left(end, "net:[", 0), to->number);
		*end++ = ']';
	}
	n.text.n = end - text;
	if (to->pid) {
		*fmt_dec(pid, to->pid) = '\0';
		n.pid = pid;
	}
	watch.place = *to;
	watch.print(&n.record);
}

static void close_watched(struct watched *w)
{
	const struct sock *k = sock_of(w);

	watch.owners = w->owners;
	memcpy(watch.owner, watched_owners(w), w->owners);
	if (w->brief && !watch.adopt)
		tell(WATCH_OPEN, k, true);
	if (!w->hidden && !(w->brief && watch.adopt))
		tell(WATCH_CLOSE, k, true);
	/* the kernel's message that it has been destroyed may come later */
	w->closed = CFG(DIAG) && !w->brief && sock_of(w)->record.has & HAS_ADDR;
	w->round = watch.round;
	if (!w->closed)
		watched_drop(w);
}

static void warn_left(void)
{
	if (watch.left <= watch.told)
		return;
	watch.told = watch.left + watch.left / 2;
	err_begin();
	out_str("netstat: --watch: ");
	out_dec(watch.left, 0);
	out_str(" sockets are not followed\n");
	err_end();
}

void watch_end(bool every)
{
	struct watched *w = NULL;
	bool unsure = is_unsure();

	while ((w = watched_next(w))) {
		if (w->closed && w->round + 2 <= watch.round) {
			watched_drop(w);
			continue;
		}
		if (w->closed || is_seen(w) ||
		    (!every && w->place.id != watch.place.id))
			continue;
		if (unsure && !w->brief) {
			w->round = watch.round;
			continue;
		}
		if (w->place.id != watch.place.id)
			go_to(&w->place);
		close_watched(w);
	}
	if (!every)
		return;
	watched_compact();
	warn_left();
}
