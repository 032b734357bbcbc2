/* holders.c: finds the processes that hold a socket, exactly for any number of
 * sockets, in fixed memory.
 *
 * The sockets to find are in a hash table by inode. One walk through
 * /proc/PID/fd finds a process for each, or with -pp all processes; it ends
 * when nothing is left to find. If memory is too small for the results, the
 * caller looks for fewer sockets at a time.
 */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "run/memory.h"
#include "lookup/lookup.h"

enum {
	/* one process in names[]: PID/NAME, NUL, LABEL, NUL */
	ENTRY_SIZE = WALK_NAME + LABEL_WIDTH,
	SPARE_SLOTS = SPARE(256, LIMIT(SLOTS)),
};

/* A process that holds a socket; all holders of a socket form a ring. */
struct holder {
	uint32_t name;		/* its entry in names[] */
	uint32_t next;
};

enum {			/* bytes for a socket */
	SLOT_SIZE = sizeof(uint64_t) + sizeof(uint32_t) +
		(CFG(HOLDERS) ? sizeof(struct holder) : 0),
};

struct holders {
	const struct request *q;
	bool reported;		/* hidden processes were reported */
	bool powerful;		/* we may look at processes of all users */
	bool visited;		/* looked at some process */
	bool denied;		/* some process may not be looked at */
	bool failed;		/* another error */
	bool any;		/* some socket was seen */
	bool overflow;		/* names[] or holder[] became full */
	bool extras;		/* keep owners of other sockets too */
	/* of holders_keep() */
	const char *kept;
	size_t kept_size;
	uint64_t kept_inode;
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

	uint32_t size;		/* of the following three */
	uint32_t most;		/* more sockets make the hash table slow */
	/* hash table of the sockets to find; 0: a free slot */
	uint64_t *inode;
	/* 0, or the owner's offset in names[] plus 1; with -pp the index of its
	 * last holder in holder[] plus 1 */
	uint32_t *owner;
	struct holder *holder;
};

struct holders_table {
	struct table table;	/* and its spare: */
	_Alignas(8) char spare[SPARE_SLOTS * SLOT_SIZE];
	char names[LIMIT(NAMES)];
};
STATE(struct holders, held);
BUFFER(struct holders_table, held_table);

/* several for a record: all holders of a socket, or that of its other end too */
enum { STREAMS = CFG(HOLDERS) || CFG(DIAG_UNIX) };

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
	uint32_t size = sockets < held.most ? sockets : held.most;

	held.slots = size + size / 7 + 1;
	held.used = held.named = held.count = 0;
	memset(held.inode, 0, held.slots * sizeof *held.inode);
	memset(held.owner, 0, held.slots * sizeof *held.owner);
}

/* Adds INODE to the sockets to find, in SLOT. Returns false if the table is
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

	if (!inode)	/* a kernel socket, or one without a process */
		return 0;
	slot = slot_of(inode);
	if (held.inode[slot])
		return 0;
	return enter_socket(inode, slot) ? 1 : -1;
}

bool holders_full(void)
{
	return held.used == held.most;
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
	case ESRCH:	/* it is ending, */
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

/* Writes the label of the process with the fd directory FD to D; of a long one
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

/* Adds PID/NAME and label to names[]. Returns false if that is full, or if the
 * process has ended. */
static bool enter_process(struct process *p)
{
	char *start = held_table.names + held.named, *d;

	if (sizeof held_table.names - held.named < ENTRY_SIZE) {
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
	p->name = start - held_table.names + 1;
	held.named = d - held_table.names;
	return true;
}

/* Not all that is wanted of the holders fits into names[], so each is used as a
 * walk for its socket only finds it; one always fits. */
static void stream_holder(struct process *p)
{
	bool first = held.missing;

	if (!held.wanted)
		return;		/* no more holders */
	held.named = 0;
	if (p->name || !enter_process(p))
		return;
	held.missing = 0;
	held.wanted = held.use(held.ctx, held_table.names, first);
}

/* Records that process P holds the socket of SLOT. */
static void found(struct process *p, uint32_t slot)
{
	uint32_t *owner = &held.owner[slot], last = *owner;
	struct holder *h = held.holder;

	if (STREAMS && held.stream) {
		stream_holder(p);
		return;
	}
	if (last && (!needs_holders(held.q) || last <= held.ordinary))
		return;		/* keep the first process */
	if (!p->name && !enter_process(p))
		return;
	held.missing -= !last;
	if (!needs_holders(held.q)) {
		*owner = p->name;
		return;
	}
	if (last && h[last - 1].name == p->name - 1)
		return;		/* same process again */
	if (held.count == held.size) {
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

/* May the walk end? Everything is found, and it is known whether hidden
 * processes must be reported: a process with root's powers that could look at
 * PID 1, the first one, can look at all. */
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

/* net-tools' messages */
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

/* Do we have root's powers? Bits CAP_DAC_READ_SEARCH and CAP_SYS_PTRACE of
 * linux/capability.h. */
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
	memset(&held, 0, sizeof held);
	held.q = q;
	held.size = memory_table(&held_table.table, SLOT_SIZE, LIMIT(SLOTS),
		SPARE_SLOTS);
	held.most = held.size / 8 * 7 - 1;
	held.inode = held_table.table.at;
	held.holder = (void *)(held.inode + held.size);
	held.owner = (void *)(held.holder + (CFG(HOLDERS) ? held.size : 0));
	held.powerful = is_powerful();
}

void holders_stream(bool on)
{
	held.stream = on;
}

void holders_keep(uint64_t inode, const char *list, size_t n)
{
	held.kept = list;
	held.kept_size = n;
	held.kept_inode = inode;
}

static bool each_kept(holder_fn *use, void *ctx)
{
	const char *s = held.kept, *end = s + held.kept_size, *label;
	bool more = true;

	for (bool first = true; s < end && more; first = false) {
		more = use(ctx, s, first);
		label = s + strlen(s) + 1;
		s = has(held.q, CONTEXT) ? label + strlen(label) + 1 : label;
	}
	return held.kept_size;
}

bool holders_each(uint64_t inode, holder_fn *use, void *ctx)
{
	uint32_t last, i;
	bool first, more;

	if (CFG(WATCH) && held.kept)
		return inode == held.kept_inode && each_kept(use, ctx);
	if (!inode)
		return false;
	if (STREAMS && held.stream) {
		holders_clear(1);
		holders_want(inode);
		held.use = use;
		held.ctx = ctx;
		holders_find(1, false);
		return !held.missing;
	}
	last = i = held.owner[slot_of(inode)];
	if (last && !needs_holders(held.q)) {
		use(ctx, held_table.names + last - 1, true);
	} else if (last) {
		do {
			first = i == last;
			i = held.holder[i - 1].next + 1;
			more = use(ctx, held_table.names + held.holder[i - 1].name,
				first);
		} while (more && i != last);
	}
	return last;
}
