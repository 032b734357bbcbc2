/* owner.c: which processes hold a socket (-p, -pp) and their security label
 * (-Z), exact at any number of sockets in fixed memory.
 *
 * With -p nothing that out.c flushes is written at once. It goes to a spool, in
 * which a hole stands for each owner. When the spool is full, and at the end,
 * one walk through /proc/PID/fd finds the owners of all its holes, and the text
 * leaves with its holes filled. So every table is read once and in its order,
 * only sockets that are printed are looked for, and the walk ends with the
 * last of them. More sockets than there is room for cost another walk; but if
 * the spool is full before the end, the walk goes on and keeps what it sees of
 * other sockets, since they are likely to follow.
 *
 * A hole is the byte \1, which no text here contains, the inode in decimal, and
 * what of the owner it is for (enum owner).
 */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "netstat.h"

enum {
	HOLE = OWNER_COLUMN,
	NAME_WIDTH = 20,	/* of the column; -p cuts a name to 19 bytes */
	LABEL_WIDTH = 50,
	LABEL_SIZE = LABEL_WIDTH,	/* with its NUL */
	/* one process in names[]: PID/NAME, NUL, LABEL, NUL */
	ENTRY_SIZE = OWNER_PIDNAME + LABEL_SIZE,
	/* sockets in a hash table that is not too full to be fast */
	MOST = LIMIT(SLOTS) / 8 * 7 - 1,
};

/* A process that holds a socket, in a ring of all that hold the same. */
struct holder {
	uint32_t name;		/* its entry in names[] */
	uint32_t next;
};

struct owners {
	struct request *q;
	bool told;		/* what other users' processes hide */
	bool powerful;		/* no process is hidden from us by its user */
	bool visited;		/* some process was looked at */
	bool denied;		/* some process did not let us look */
	bool failed;		/* something else kept us from it */
	bool any;		/* some socket was seen */
	bool overflow;		/* names[] or holder[] became full */
	bool known;		/* the hash table holds what a walk has found */
	bool extras;		/* keep sockets that are not looked for yet */
	unsigned stream;	/* what holders are for, as they are found */
	bool drop;		/* the row on its way is not shown */
	uint32_t slots;		/* size of the hash table; 0: there is none */
	uint32_t used;		/* of its slots */
	uint32_t wanted;	/* sockets looked for */
	uint32_t missing;	/* of these, without an owner so far */
	uint32_t named;		/* bytes in names[] */
	uint32_t holders;	/* entries in holder[] */
	size_t spooled;		/* bytes in spool[] */
	uint32_t holes;		/* in what is spooled and what is on its way */

	/* a hash table of the sockets looked for; 0: a free slot */
	uint64_t inode[LIMIT(SLOTS)];
	/* 0, or one more than the owner's place in names[], with -pp than that
	 * of its last holder in holder[] */
	uint32_t owner[LIMIT(SLOTS)];
	struct holder holder[CFG(HOLDERS) ? LIMIT(SLOTS) : 1];
	char names[LIMIT(NAMES)];
	char spool[LIMIT(SPOOL)];
};

STATE(struct owners, own);

/* Whether the column has all holders of a socket; whether all are looked
 * for. */
static bool lists_all(void)
{
	return CFG(HOLDERS) && own.q->programs > 1;
}

static bool all_holders(void)
{
	return CFG(HOLDERS) && (lists_all() || own.q->opts & OWNER_FILTERS);
}

/* -- the hash table ------------------------------------------------------- */

/* The slot of INODE, or the free one where it belongs. */
static uint32_t slot_of(uint64_t inode)
{
	uint32_t hash = (uint32_t)(inode ^ inode >> 32) * 2654435761u;
	uint32_t i = (uint64_t)hash * own.slots >> 32;

	while (own.inode[i] && own.inode[i] != inode)
		if (++i == own.slots)
			i = 0;
	return i;
}

/* -- what the walk finds -------------------------------------------------- */

/* Puts the label of the process whose fd directory is FD to D, of a long one
 * the end, as net-tools does. Returns its NUL. */
static char *put_label(char *d, int fd)
{
	char text[4096];
	ssize_t n = walk_text(fd, "../attr/current", text, sizeof text);
	char *s = text, *end = text;

	if (n <= 0) {
		*end++ = '-';
		n = 0;
	}
	while (end < text + n && *end && *end != '\n')
		end++;
	if (end - s >= LABEL_WIDTH)
		s = end - (LABEL_WIDTH - 2);
	*end = '\0';
	d = fmt_left(d, s, 0);
	*d = '\0';
	return d;
}

char *owner_name(char *d, const char *pid, int at, const char *file)
{
	char *slash;

	d = fmt_left(d, pid, 0);
	*d++ = '/';
	if (walk_file(at, file, d, OWNER_PIDNAME - DEC_TEXT - 1) < 0)
		return NULL;
	if (*d == '/' && (slash = strrchr(d, '/')))
		memmove(d, slash + 1, strlen(slash));
	return d + strlen(d);
}

/* Puts PID/NAME and the label into names[]. Returns false if there is no more
 * room, or no process. */
static bool enter_process(struct process *p)
{
	char *start = own.names + own.named, *d;

	if (sizeof own.names - own.named < ENTRY_SIZE) {
		own.overflow = true;
		return false;
	}
	d = owner_name(start, p->pid, p->fd, "../cmdline");
	owner_visit(d ? 0 : errno);
	if (!d)
		return false;
	d++;
	if (has(own.q, CONTEXT))
		d = put_label(d, p->fd) + 1;
	p->name = start - own.names + 1;
	own.named = d - own.names;
	return true;
}

static void print_name(const char *text, bool label)
{
	size_t n = strlen(text);

	if (label) {
		text += n + 1;
		n = strlen(text);
	} else if (!lists_all() && n >= NAME_WIDTH) {
		n = NAME_WIDTH - 1;
	}
	out_foreign(text, n);
}

/* Several are objects in a list, the only one is a part of the row. */
static void json_holder(const char *text, const char *slash, bool first)
{
	const char *label = slash + strlen(slash) + 1;

	if (lists_all())
		out_str(first ? "{" : ",{");
	out_str("\"pid\":");
	out_mem(text, slash - text);
	out_str(",\"program\":\"");
	out_foreign(slash + 1, strlen(slash + 1));
	if (has(own.q, CONTEXT)) {
		out_str("\",\"context\":\"");
		out_foreign(label, strlen(label));
	}
	out_str(lists_all() ? "\"}" : "\"");
}

/* A process that holds a socket, PID/NAME, does WHAT it is looked for. */
static void use_holder(const char *text, unsigned what, bool first)
{
	const char *slash = strchr(text, '/');

	if (CFG(FILTER_OWNER) && what == OWNER_ROW) {
		filter_owner(text);
	} else if (CFG(WINDOWS) && what == OWNER_PID) {
		out_mem(text, slash - text);
	} else if (CFG(WINDOWS) && what == OWNER_PROGRAM) {
		out_str(" [");
		out_foreign(slash + 1, strlen(slash + 1));
		out_str("]\n");
	} else if (CFG(JSON) && what == OWNER_JSON) {
		json_holder(text, slash, first);
	} else if (CFG(COUNT) && what == OWNER_NAME) {
		out_str(has(own.q, JSON) ? "\"" : "");
		out_foreign(slash + 1, strlen(slash + 1));
		out_str(has(own.q, JSON) ? "\"" : "");
	} else {
		out_str(first ? "" : ",");
		print_name(text, what == OWNER_LABEL);
	}
}

/* Whether the other holders do not matter. */
static bool only_first(unsigned what)
{
	return what != OWNER_ROW && (!lists_all() || what == OWNER_PID ||
		what == OWNER_PROGRAM || what == OWNER_NAME);
}

/* P holds the socket of a hole that there is not enough room for to know all
 * its holders. Room for one is always. */
static void stream_holder(struct process *p)
{
	bool first = own.missing;

	if (!first && only_first(own.stream))
		return;
	own.named = 0;
	if (p->name || !enter_process(p))
		return;
	own.missing = 0;
	use_holder(own.names, own.stream, first);
}

/* Process P holds the socket of SLOT. */
static void found(struct process *p, uint32_t slot)
{
	uint32_t *owner = &own.owner[slot], last = *owner;
	struct holder *h = own.holder;

	if (CFG(HOLDERS) && own.stream) {
		stream_holder(p);
		return;
	}
	if (last && !all_holders())
		return;		/* the first process stays */
	if (!p->name && !enter_process(p))
		return;
	own.missing -= !last;
	if (!all_holders()) {
		*owner = p->name;
		return;
	}
	if (last && h[last - 1].name == p->name - 1)
		return;		/* another descriptor of the same process */
	if (own.holders == COUNT(own.holder)) {
		own.overflow = true;
		return;
	}
	h += own.holders;
	h->name = p->name - 1;
	h->next = own.holders;
	if (last) {
		h->next = own.holder[last - 1].next;
		own.holder[last - 1].next = own.holders;
	}
	*owner = ++own.holders;
}

/* Whether the walk may end: all is found, and what has to be said of processes
 * that did not let us look is known. Who has root's powers, and was let to
 * PID 1, which is the first, is let to all. */
bool owner_enough(void)
{
	return own.overflow ||
		(!own.extras && own.missing + (all_holders() ? own.wanted : 0) == 0 &&
		 (own.told || (own.denied && own.any) ||
		  (own.visited && !own.denied && own.powerful)));
}

void owner_seen(struct process *p, uint64_t inode)
{
	uint32_t slot = slot_of(inode);

	own.any = true;
	if (!own.inode[slot]) {
		if (!own.extras || own.used == MOST)
			return;
		own.inode[slot] = inode;
		own.used++;
		own.missing++;
	}
	found(p, slot);
}

void owner_visit(int error)
{
	own.visited = true;
	switch (error) {
	case EACCES:
	case EPERM:	/* of a /proc with hidepid */
		own.denied = true;
		break;
	case 0:
	case ENOENT:	/* it has ended, */
	case ESRCH:	/* it is about to, */
	case EINVAL:	/* nothing here gives it a label, */
	case ENOTDIR:	/* or a saved tree is incomplete */
	case EISDIR:
		break;
	default:
		if (!own.failed)
			fail_file(own.q, "PID", error_text(error));
		own.failed = true;
	}
}

/* net-tools' words for what could not be seen */
static void tell_denied(void)
{
	own.told = true;
	if (!own.denied || own.q->told)
		return;
	own.q->told = true;
	err_begin();
	if (own.any) {
		out_str("(Not all processes could be identified, non-owned "
			"process info\n will not be shown, you would have to "
			"be root to see it all.)\n");
	} else {
		out_str("(No info could be read for \"-p\": geteuid()=");
		out_dec(geteuid(), 0);
		out_str(" but you should be root.)\n");
	}
	err_end();
}

/* Looks for the sockets of the hash table in all processes. Returns false if
 * there was not enough room for what it found. */
static bool walk(void)
{
	own.missing = own.wanted;
	own.overflow = false;
	walk_processes(own.q);
	if (!own.overflow && !own.told)
		tell_denied();
	return !own.overflow;
}

/* -- the spool ------------------------------------------------------------ */

static void clear_table(uint32_t slots)
{
	own.slots = slots;
	own.used = own.named = own.holders = 0;
	memset(own.inode, 0, slots * sizeof *own.inode);
	memset(own.owner, 0, slots * sizeof *own.owner);
}

/* Looks up the sockets of the holes from S on, as far as there is room for at
 * most MOST of them. Returns where the next hole is, or the end. */
static const char *collect(const char *s, const char *end, uint32_t most)
{
	uint64_t inode;
	uint32_t slot;
	const char *hole;

	own.wanted = 0;
	while ((hole = memchr(s, HOLE, end - s)) && own.wanted < most) {
		const char *after = scan_dec(hole + 1, &inode) + 1;

		/* inode 0: the kernel's, or no one's any more */
		slot = slot_of(inode);
		if (inode && !own.inode[slot]) {
			if (own.used == MOST)
				break;
			own.inode[slot] = inode;
			own.used++;
		}
		own.wanted += inode && !own.owner[slot];
		s = after;
	}
	return hole ? hole : end;
}

/* Uses the holders of a socket, from the first on. Returns false if there is
 * none; a socket without an inode belongs to no process. */
static bool each_holder(uint64_t inode, unsigned what)
{
	uint32_t owner, i;

	if (!inode)
		return false;
	if (CFG(HOLDERS) && own.stream) {
		own.stream = what;
		walk();
		return !own.missing;
	}
	owner = i = own.owner[slot_of(inode)];
	if (owner && !all_holders()) {
		use_holder(own.names + owner - 1, what, true);
	} else if (owner) {
		do {
			bool first = i == owner;

			i = own.holder[i - 1].next + 1;
			use_holder(own.names + own.holder[i - 1].name, what,
				first);
		} while (i != owner && !only_first(what));
	}
	return owner;
}

static void print_column(uint64_t inode, unsigned what, size_t width)
{
	size_t at = out_at();

	if (what == OWNER_LABEL)
		out_char(' ');
	if (!each_holder(inode, what))
		out_char('-');
	out_fill(at, width);
}

static void print_json(uint64_t inode)
{
	out_str(lists_all() ? "\"owners\":[" : "");
	if (!each_holder(inode, OWNER_JSON) && !lists_all())
		out_str("\"pid\":null,\"program\":null");
	out_str(lists_all() ? "]" : "");
}

static void print_owner(uint64_t inode, unsigned what)
{
	if (CFG(WINDOWS) && what == OWNER_PID) {
		if (!each_holder(inode, what))
			out_char('0');
	} else if (CFG(WINDOWS) && what == OWNER_PROGRAM) {
		if (!each_holder(inode, what) && inode)
			out_str(" Can not obtain ownership information\n");
	} else if (CFG(JSON) && what == OWNER_JSON) {
		print_json(inode);
	} else if (CFG(COUNT) && what == OWNER_NAME) {
		if (!each_holder(inode, what))
			out_str(has(own.q, JSON) ? "null" : "-");
	} else {
		print_column(inode, OWNER_COLUMN, NAME_WIDTH);
		if (has(own.q, CONTEXT))
			print_column(inode, OWNER_LABEL, 1 + LABEL_WIDTH);
	}
}

/* Whether what begins here is shown. */
static bool is_shown(uint64_t inode, unsigned what)
{
	if (what == OWNER_TEXT)
		return true;
	each_holder(inode, what);
	return filter_row();
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

/* Finds the owners of the holes from S on, of as many as there is room for.
 * Returns where the next one is, or the end. MORE will come. */
static const char *resolve(const char *s, const char *end, bool more)
{
	uint32_t most = MOST, size = own.holes < MOST ? own.holes : MOST;
	const char *next;
	bool alone;

	for (;;) {
		if (!own.known)
			clear_table(more ? LIMIT(SLOTS) : size + size / 7 + 1);
		next = collect(s, end, most);
		/* -pp has to see all processes each time, so keeps nothing */
		own.extras = more && !all_holders();
		alone = !own.extras && !own.known;
		own.known |= own.extras;
		if ((!own.wanted && own.told) || walk())
			break;
		/* There may be room without what is kept, or for half of the
		 * sockets, or for one; and if not for all holders of that,
		 * for one of them. */
		own.known = more = false;
		if (alone && own.wanted < 2) {
			own.stream = OWNER_COLUMN;
			break;
		}
		if (alone)
			most = own.wanted / 2;
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
		own.stream = 0;
		if (own.used == MOST)
			own.known = false;
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

/* Whether root has not given these up: linux/capability.h, with the numbers
 * of CAP_DAC_READ_SEARCH and CAP_SYS_PTRACE. */
static bool is_powerful(void)
{
	const uint32_t need = 1u << 2 | 1u << 19;
	struct { uint32_t version; int pid; } header = { 0x20080522, 0 };
	struct { uint32_t effective, permitted, inheritable; } sets[2];

	return !syscall(SYS_capget, &header, sets) &&
		(sets[0].effective & need) == need;
}

bool owner_start(struct request *q)
{
	char label[LABEL_SIZE];

	memset(&own, 0, offsetof(struct owners, inode));
	own.q = q;
	own.powerful = is_powerful();
	if (has(q, CONTEXT) &&
	    walk_text(q->root, "self/attr/current", label, sizeof label) <= 0) {
		err_begin();
		out_str("SELinux is not enabled on this machine.\n");
		err_end();
		return false;
	}
	out_spool(true);
	return true;
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
