/* owners.c: records wait here until the owners of their sockets are known.
 *
 * When the batch is full, and at the end, the owners of all sockets in it are
 * looked for, and the records go on in their order. So every table is read
 * once, and only sockets that are shown are looked for. More sockets than fit
 * the table of holders.c cost another walk through all processes; but if the
 * batch is full before the end, the walk keeps what it sees of other sockets,
 * which are likely to follow.
 */
#include "run/memory.h"
#include "stage/stage.h"

enum { SPARE_BATCH = SPARE(4096, LIMIT(SPOOL)) };

struct owners {
	const struct request *q;
	emit_fn *deliver;
	bool known;		/* owners of a walk are kept in holders.c */
	size_t used;		/* bytes in batch[] */
	uint32_t sockets;	/* in the batch */
	uint32_t size;		/* of the batch, */
	char *batch;		/* with space for one more record */
};

struct owners_table {
	struct table table;	/* and its spare: */
	_Alignas(8) char spare[SPARE_BATCH + BATCH_RECORD];
};

STATE(struct owners, own);
BUFFER(struct owners_table, own_table);

/* -- the batch ------------------------------------------------------------ */

static struct batched *waiting_at(size_t at)
{
	return (void *)(own.batch + at);
}

static uint64_t inode_of(const struct record *r)
{
	return r->kind == RECORD_SOCK ? ((const struct sock *)r)->inode : 0;
}

/* That of its other end, whose owner is shown too, or 0. */
static uint64_t peer_of(const struct record *r)
{
	return r->kind == RECORD_SOCK ? sock_peer(own.q, (const void *)r) : 0;
}

/* -- owners --------------------------------------------------------------- */

/* Looks up the sockets from AT on, until the table is full or MOST are wanted.
 * Returns the offset of the next record. */
static size_t collect(size_t at, uint32_t most, uint32_t *wanted)
{
	*wanted = 0;
	for (; at < own.used && *wanted < most; at += waiting_at(at)->size) {
		const struct record *r = &waiting_at(at)->record;
		int socket = holders_want(inode_of(r));
		int peer = holders_want(peer_of(r));

		if (socket < 0 || peer < 0)
			break;
		*wanted += socket + peer;
	}
	return at;
}

/* Finds the owners of as many records from AT on as possible. Returns the
 * offset of the next one. MORE: other records will follow. */
static size_t find_owners(size_t at, bool more)
{
	uint32_t wanted, most = UINT32_MAX;
	size_t next;
	bool extras, only;

	for (;;) {
		if (!own.known)
			holders_clear(more ? UINT32_MAX : own.sockets);
		next = collect(at, most, &wanted);
		/* -pp sees all processes in each walk, so it keeps nothing */
		extras = more && !needs_holders(own.q);
		only = !extras && !own.known;
		own.known |= extras;
		if (holders_find(wanted, extras))
			break;
		/* Retry without keeping other sockets, then with half as many,
		 * then with one, or one and its other end; if even their owners
		 * do not fit, stream them. */
		own.known = more = false;
		if (only && (wanted < 2 || most == 1)) {
			holders_stream(true);
			break;
		}
		if (only)
			most = wanted / 2;
	}
	return next;
}

static void deliver_all(bool more)
{
	size_t at = 0, next;

	while (at < own.used) {
		next = find_owners(at, more);
		for (; at < next; at += waiting_at(at)->size)
			own.deliver(&waiting_at(at)->record);
		holders_stream(false);
		own.known &= !holders_full();
	}
	own.used = own.sockets = 0;
}

/* -- interface ------------------------------------------------------------ */

bool owners_labels(const struct request *q)
{
	char label[LABEL_WIDTH];

	if (!has(q, CONTEXT) ||
	    walk_file(run.root, "self/attr/current", label, sizeof label) > 0)
		return true;
	err_begin();
	out_str("SELinux is not enabled on this machine.\n");
	err_end();
	run.status = STATUS_FAILED;
	return false;
}

void owners_start(const struct request *q, emit_fn *deliver)
{
	memset(&own, 0, sizeof own);
	own.q = q;
	own.deliver = deliver;
	own.size = memory_table(&own_table.table, 1, LIMIT(SPOOL) + BATCH_RECORD,
		sizeof own_table.spare) - BATCH_RECORD;
	own.batch = own_table.table.at;
	holders_start(q);
}

bool owners_started(void)
{
	return own.deliver;
}

void owners_add(const struct record *r)
{
	size_t size = batch_size(own.q, r);

	if (!size) {
		/* a record that cannot wait: deliver those before it first */
		deliver_all(true);
		own.deliver(r);
		return;
	}
	if (own.used + size > own.size)
		deliver_all(true);
	batch_put(own.q, waiting_at(own.used), r, size);
	own.used += size;
	own.sockets += (r->kind == RECORD_SOCK) + (peer_of(r) != 0);
}

void owners_end(void)
{
	deliver_all(false);
	own.deliver = NULL;
}
