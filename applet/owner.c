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
	ENTRY_SIZE = OWNER_NAME + LABEL_SIZE,
	/* sockets in a hash table that is not too full to be fast */
	MOST = LIMIT(SLOTS) / 8 * 7 - 1,
};

enum { STREAM_NAMES = 1, STREAM_LABELS };

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
	int stream;		/* what of holders is printed as it is found */
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

static bool all_holders(void)
{
	return CFG(HOLDERS) && own.q->programs > 1;
}

/* -- the hash table ---------------------------------------------------------- */

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

/* -- what the walk finds ------------------------------------------------------ */

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
	if (walk_file(at, file, d, OWNER_NAME - DEC_TEXT - 1) < 0)
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

static void print_name(uint32_t name, bool label)
{
	const char *text = own.names + name;
	size_t n = strlen(text);

	if (label) {
		text += n + 1;
		n = strlen(text);
	} else if (!all_holders() && n >= NAME_WIDTH) {
		n = NAME_WIDTH - 1;
	}
	out_foreign(text, n);
}

/* Prints P in the list of a socket's holders: there is no room for them all.
 * Room for one is always. */
static void stream_holder(struct process *p)
{
	own.named = 0;
	if (p->name || !enter_process(p))
		return;
	if (!own.missing)
		out_char(',');
	own.missing = 0;
	print_name(0, own.stream == STREAM_LABELS);
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
	if (!own.denied)
		return;
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

/* -- the spool ----------------------------------------------------------------- */

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

/* All holders of a socket, from the first on, or the only one. */
static void print_holders(uint64_t inode, bool label)
{
	uint32_t owner = inode ? own.owner[slot_of(inode)] : 0;
	uint32_t i, last = owner - 1;

	if (CFG(HOLDERS) && own.stream && inode) {
		own.stream = label ? STREAM_LABELS : STREAM_NAMES;
		walk();
		if (own.missing)
			out_char('-');
	} else if (!owner) {
		out_char('-');
	} else if (!all_holders()) {
		print_name(last, label);
	} else {
		i = last;
		do {
			out_str(i == last ? "" : ",");
			i = own.holder[i].next;
			print_name(own.holder[i].name, label);
		} while (i != last);
	}
}

/* The two halves of PID/NAME apart, in the words of Windows. A socket without
 * an inode belongs to no process. */
static void print_part(uint64_t inode, enum owner what)
{
	uint32_t owner = inode ? own.owner[slot_of(inode)] : 0;
	const char *pid = owner ? own.names + owner - 1 : "0/";
	const char *slash = strchr(pid, '/');

	if (what == OWNER_PID) {
		out_mem(pid, slash - pid);
	} else if (owner) {
		out_str(" [");
		out_foreign(slash + 1, strlen(slash + 1));
		out_str("]\n");
	} else if (inode) {
		out_str(" Can not obtain ownership information\n");
	}
}

static void print_owner(uint64_t inode, enum owner what)
{
	size_t at = out_at();

	if (CFG(WINDOWS) && what != OWNER_COLUMN) {
		print_part(inode, what);
		return;
	}
	print_holders(inode, false);
	out_fill(at, NAME_WIDTH);
	if (has(own.q, CONTEXT)) {
		at = out_at();
		out_char(' ');
		print_holders(inode, true);
		out_fill(at, 1 + LABEL_WIDTH);
	}
}

/* Prints spooled text with its holes filled. */
static void emit(const char *s, const char *end)
{
	uint64_t inode;
	const char *hole;

	while ((hole = memchr(s, HOLE, end - s))) {
		out_mem(s, hole - s);
		s = scan_dec(hole + 1, &inode) + 1;
		print_owner(inode, s[-1]);
	}
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
			own.stream = STREAM_NAMES;
			break;
		}
		if (alone)
			most = own.wanted / 2;
	}
	return next;
}

/* Fills the holes of all that is spooled and prints it. */
static void drain(bool more)
{
	const char *s = own.spool, *end = s + own.spooled, *next;

	for (; s < end; s = next) {
		next = resolve(s, end, more);
		emit(s, next);
		own.stream = 0;
		if (own.used == MOST)
			own.known = false;
	}
	own.spooled = own.holes = 0;
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

/* -- what the views see ------------------------------------------------------ */

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
	out_char(HOLE);
	out_dec(inode, 0);
	out_char(what);
	own.holes++;
}

void owner_column(uint64_t inode)
{
	out_char(' ');
	owner_place(inode, OWNER_COLUMN);
}
