/* watch_store.c: keeps the sockets that are followed, in fixed memory: one
 * after the other in an array, in the order in which they came, found by a hash
 * table of chains. What is gone stays there until all are moved together.
 */
#include "run/memory.h"
#include "stage/watch.h"

/* Bytes for a socket, on average: a tcp socket has 320, with --json 470. */
enum { WATCH_BYTES = 512 };

/* With its chain. */
enum {
	WATCH_SLOT = WATCH_BYTES + sizeof(uint32_t),
	WATCH_SPARE = SPARE(64, LIMIT(WATCH_SLOTS)),
};

/* where the first one is: no offset is 0 */
enum { WATCH_FIRST = 8 };

struct watch_store {
	uint32_t used;		/* bytes in arena[] */
	uint32_t count;		/* of sockets that are not gone */
	bool gaps;		/* some are gone */
	bool full;
	bool details;		/* sockets have them */
	bool dirty;		/* chain[] has been used */
	uint32_t slots;
	uint32_t *chain;	/* offsets; 0: none */
	char *arena;
	_Alignas(8) struct table table;	/* and its spare: */
	char spare[WATCH_SPARE * WATCH_SLOT];
};

BUFFER(struct watch_store, store);

enum { WATCH_HEADER = offsetof(struct watched, record) };

static struct watched *watched_at(uint32_t at)
{
	return (void *)(store.arena + at);
}

static void forget_chains(void)
{
	if (store.dirty)
		memset(store.chain, 0, store.slots * sizeof *store.chain);
	store.dirty = false;
}

void watched_reset(bool details)
{
	store.slots = memory_table(&store.table, WATCH_SLOT,
		LIMIT(WATCH_SLOTS), WATCH_SPARE);
	store.arena = store.table.at;
	store.chain = (void *)(store.arena + store.slots * WATCH_BYTES);
	forget_chains();
	store.used = WATCH_FIRST;
	store.count = 0;
	store.details = details;
	store.gaps = store.full = false;
}

bool watched_full(void)
{
	return store.full;
}

struct watched *watched_next(const struct watched *w)
{
	uint32_t at = w ? (const char *)w - store.arena + w->size :
		WATCH_FIRST;

	while (at < store.used && watched_at(at)->gone)
		at += watched_at(at)->size;
	return at < store.used ? watched_at(at) : NULL;
}

struct watched *watched_chain(uint32_t hash, const struct watched *w)
{
	uint32_t at = w ? w->next : store.chain[hash % store.slots];

	while (at && (watched_at(at)->gone || watched_at(at)->hash != hash))
		at = watched_at(at)->next;
	return at ? watched_at(at) : NULL;
}

static void link_chain(struct watched *w)
{
	uint32_t *chain = &store.chain[w->hash % store.slots];

	w->next = *chain;
	*chain = (char *)w - store.arena;
	store.dirty = true;
}

static size_t record_size(const struct record *r)
{
	return pack_size(r, store.details);
}

/* A new one at the end, with the N bytes that it needs, or NULL. */
static struct watched *watched_add(uint32_t hash, size_t n)
{
	struct watched *w = watched_at(store.used);

	store.full = store.count == store.slots ||
		n > store.slots * WATCH_BYTES - store.used;
	if (store.full)
		return NULL;
	*w = (struct watched){ .size = n, .hash = hash };
	store.used += n;
	store.count++;
	link_chain(w);
	return w;
}

const char *watched_owners(const struct watched *w)
{
	return (const char *)&w->record + record_size(&w->record);
}

struct watched *watched_put(struct watched *w, uint32_t hash,
	const struct record *r, const char *owners, size_t n)
{
	size_t record = record_size(r);
	size_t size = round_up(WATCH_HEADER + record + n);

	if (!w || w->size != size) {
		if (w)
			watched_drop(w);
		w = watched_add(hash, size);
		if (!w)
			return NULL;
	}
	pack(&w->record, r, store.details);
	memcpy((char *)&w->record + record, owners, n);
	w->owners = n;
	w->hidden = w->brief = w->closed = false;
	return w;
}

bool watched_update(struct watched *w, const struct record *r)
{
	if (record_size(&w->record) != record_size(r))
		return false;
	pack(&w->record, r, store.details);
	return true;
}

void watched_drop(struct watched *w)
{
	w->gone = store.gaps = true;
	store.count--;
}

static void move(struct watched *to, struct watched *from)
{
	memmove(to, from, from->size);
	pack_moved(&to->record, store.details);
}

void watched_compact(void)
{
	uint32_t at, size, used = WATCH_FIRST;

	if (!store.gaps)
		return;
	forget_chains();
	for (at = WATCH_FIRST; at < store.used; at += size) {
		size = watched_at(at)->size;
		if (watched_at(at)->gone)
			continue;
		if (used != at)
			move(watched_at(used), watched_at(at));
		link_chain(watched_at(used));
		used += size;
	}
	store.used = used;
	store.gaps = store.full = false;
}
