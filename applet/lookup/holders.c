/* holders.c: which processes hold a socket, exact at any number of sockets in
 * fixed memory.
 *
 * The sockets that are looked for are in a hash table by their inodes. One
 * walk through /proc/PID/fd finds the process that holds each, or with -pp all
 * of them, and ends with the last of what is looked for. When there is not
 * enough space for what it finds, the caller looks for less at a time.
 */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lookup/lookup.h"

enum {
	/* one process in names[]: PID/NAME, NUL, LABEL, NUL */
	ENTRY_SIZE = WALK_NAME + LABEL_WIDTH,
	/* sockets in a hash table that is not too full to be fast */
	MOST = LIMIT(SLOTS) / 8 * 7 - 1,
};

/* A process that holds a socket, in a ring of all that hold the same. */
struct holder {
	uint32_t name;		/* its entry in names[] */
	uint32_t next;
};

struct holders {
	const struct request *q;
	bool reported;		/* what other users' processes hide */
	bool powerful;		/* no process is hidden from us by its user */
	bool visited;		/* some process was looked at */
	bool denied;		/* some process did not let us look */
	bool failed;		/* something else kept us from it */
	bool any;		/* some socket was seen */
	bool overflow;		/* names[] or holder[] became full */
	bool extras;		/* keep sockets that are not looked for yet */
	bool stream;		/* holders are used as they are found: */
	holder_fn *use;
	void *ctx;
	uint32_t slots;		/* size of the hash table; 0: there is none */
	uint32_t used;		/* of its slots */
	uint32_t wanted;	/* sockets looked for */
	uint32_t missing;	/* of these, without an owner so far */
	uint32_t named;		/* bytes in names[] */
	uint32_t count;		/* entries in holder[] */
	uint32_t ordinary;	/* of these, made before walk_hidden() */

	/* a hash table of the sockets looked for; 0: a free slot */
	uint64_t inode[LIMIT(SLOTS)];
	/* 0, or one more than the owner's place in names[], with -pp than that
	 * of its last holder in holder[] */
	uint32_t owner[LIMIT(SLOTS)];
	struct holder holder[CFG(HOLDERS) ? LIMIT(SLOTS) : 1];
	char names[LIMIT(NAMES)];
};

STATE(struct holders, held);

/* -- the hash table ------------------------------------------------------- */

/* The slot of INODE, or the free one where it belongs. */
static uint32_t slot_of(uint64_t inode)
{
	uint32_t hash = (uint32_t)(inode ^ inode >> 32) * 2654435761u;
	uint32_t i = (uint64_t)hash * held.slots >> 32;

	while (held.inode[i] && held.inode[i] != inode)
		if (++i == held.slots)
			i = 0;
	return i;
}

void holders_clear(uint32_t sockets)
{
	uint32_t size = sockets < MOST ? sockets : MOST;

	held.slots = size + size / 7 + 1;
	held.used = held.named = held.count = 0;
	memset(held.inode, 0, held.slots * sizeof *held.inode);
	memset(held.owner, 0, held.slots * sizeof *held.owner);
}

/* From now on looks for INODE too, in SLOT. Returns false if the table is
 * full. */
static bool enter_socket(uint64_t inode, uint32_t slot)
{
	if (holders_full())
		return false;
	held.inode[slot] = inode;
	held.used++;
	return true;
}

int holders_want(uint64_t inode)
{
	uint32_t slot;

	if (!inode)	/* the kernel's, or no one's any more */
		return 0;
	slot = slot_of(inode);
	if (held.inode[slot])
		return 0;
	return enter_socket(inode, slot) ? 1 : -1;
}

bool holders_full(void)
{
	return held.used == MOST;
}

/* -- what the walk finds -------------------------------------------------- */

static void visit(int error)
{
	held.visited = true;
	switch (error) {
	case EACCES:
	case EPERM:	/* of a /proc with hidepid */
		held.denied = true;
		break;
	case 0:
	case ENOENT:	/* it has ended, */
	case ESRCH:	/* it is about to, */
	case EINVAL:	/* nothing here gives it a label, */
	case ENOTDIR:	/* or a saved tree is incomplete */
	case EISDIR:
		break;
	default:
		if (!held.failed)
			fail_file("PID", error_text(error));
		held.failed = true;
	}
}

/* Puts the label of the process whose fd directory is FD to D, of a long one
 * the end, as net-tools does. Returns its NUL. */
static char *put_label(char *d, int fd)
{
	char text[4096];
	ssize_t n = walk_file(fd, "../attr/current", text, sizeof text);
	char *s = text, *end = text;

	visit(n < 0 ? errno : 0);
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

/* Puts PID/NAME and the label into names[]. Returns false if that is full, or
 * the process has ended. */
static bool enter_process(struct process *p)
{
	char *start = held.names + held.named, *d;

	if (sizeof held.names - held.named < ENTRY_SIZE) {
		held.overflow = true;
		return false;
	}
	d = walk_name(start, p->pid, p->fd, "../cmdline");
	visit(d ? 0 : errno);
	if (!d)
		return false;
	d++;
	if (has(held.q, CONTEXT))
		d = put_label(d, p->fd) + 1;
	p->name = start - held.names + 1;
	held.named = d - held.names;
	return true;
}

/* Not all holders of the one socket that is looked for fit into names[], so
 * each is used as the walk finds it; one always fits. */
static void stream_holder(struct process *p)
{
	bool first = held.missing;

	if (!held.wanted)
		return;		/* no more holders */
	held.named = 0;
	if (p->name || !enter_process(p))
		return;
	held.missing = 0;
	held.wanted = held.use(held.ctx, held.names, first);
}

/* Process P holds the socket of SLOT. */
static void found(struct process *p, uint32_t slot)
{
	uint32_t *owner = &held.owner[slot], last = *owner;
	struct holder *h = held.holder;

	if (CFG(HOLDERS) && held.stream) {
		stream_holder(p);
		return;
	}
	if (last && (!needs_holders(held.q) || last <= held.ordinary))
		return;		/* the first process stays */
	if (!p->name && !enter_process(p))
		return;
	held.missing -= !last;
	if (!needs_holders(held.q)) {
		*owner = p->name;
		return;
	}
	if (last && h[last - 1].name == p->name - 1)
		return;		/* another descriptor of the same process */
	if (held.count == nitems(held.holder)) {
		held.overflow = true;
		return;
	}
	h += held.count;
	h->name = p->name - 1;
	h->next = held.count;
	if (last) {
		h->next = held.holder[last - 1].next;
		held.holder[last - 1].next = held.count;
	}
	*owner = ++held.count;
}

/* Whether the walk may end: all is found, and what has to be said of processes
 * that did not let us look is known. Who has root's powers, and was let to
 * PID 1, which is the first, is let to all. */
static bool is_enough(void)
{
	if (held.overflow)
		return true;
	if (held.extras || held.missing ||
	    (needs_holders(held.q) && held.wanted))
		return false;
	return held.reported || (held.denied && held.any) ||
		(held.visited && !held.denied && held.powerful);
}

static void see_socket(struct process *p, uint64_t inode)
{
	uint32_t slot = slot_of(inode);

	held.any = true;
	if (!held.inode[slot]) {
		if (!held.extras || !enter_socket(inode, slot))
			return;
		held.missing++;
	}
	found(p, slot);
}

/* net-tools' words for what could not be seen */
static void report_denied(void)
{
	held.reported = true;
	if (!held.denied || run.warned_owners)
		return;
	run.warned_owners = true;
	err_begin();
	if (held.any) {
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

static const struct walker walker = { is_enough, see_socket, visit };

bool holders_find(uint32_t wanted, bool extras)
{
	held.wanted = held.missing = wanted;
	held.extras = extras;
	held.overflow = false;
	if (!wanted && held.reported)
		return true;
	walk_processes(&walker);
	if (CFG(THREADS) && held.missing && !held.overflow) {
		held.ordinary = held.count;
		walk_hidden(held.q, &walker);
		held.ordinary = 0;
	}
	if (held.overflow)
		return false;
	if (!held.reported)
		report_denied();
	return true;
}

/* -- what the callers see -------------------------------------------------- */

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

void holders_start(const struct request *q)
{
	memset(&held, 0, offsetof(struct holders, inode));
	held.q = q;
	held.powerful = is_powerful();
}

void holders_stream(bool on)
{
	held.stream = on;
}

bool holders_each(uint64_t inode, holder_fn *use, void *ctx)
{
	uint32_t last, i;
	bool first, more;

	if (!inode)
		return false;
	if (CFG(HOLDERS) && held.stream) {
		held.use = use;
		held.ctx = ctx;
		holders_find(1, false);
		return !held.missing;
	}
	last = i = held.owner[slot_of(inode)];
	if (last && !needs_holders(held.q)) {
		use(ctx, held.names + last - 1, true);
	} else if (last) {
		do {
			first = i == last;
			i = held.holder[i - 1].next + 1;
			more = use(ctx, held.names + held.holder[i - 1].name,
				first);
		} while (more && i != last);
	}
	return last;
}
