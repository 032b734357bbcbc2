/* sort.c: sockets wait here to be printed in the order of their keys (--sort).
 *
 * A socket is packed into memory, followed by its keys as bytes whose order is
 * that of memcmp(). Sockets with equal keys stay in the order of the tables.
 *
 * When memory is full, the first half in order is kept. What does not fit is
 * read again: after a reading what is kept is printed, and the next reading
 * keeps what comes after that. So the order is exact for any number of sockets.
 */
#include "run/memory.h"
#include "stage/sort.h"

struct place {
	uint64_t start;		/* of its key, as a number */
	uint32_t at;		/* in memory[] */
};

enum {
	SORT_RECORD = BATCH_RECORD + SORT_KEY + 16,
	/* No socket is smaller; each has a place too. */
	SORT_LEAST = 128,
	SORT_ITEM = SORT_LEAST + sizeof(struct place),
	/* for two more records */
	SORT_EXTRA = 2 * SORT_RECORD / SORT_ITEM + 1,
	SPARE_ITEMS = SORT_EXTRA + 64,
};

/* A record in memory; its key follows the texts. */
struct sort_item {
	uint32_t size;		/* bytes to the next one */
	uint16_t len;		/* of its key */
	bool kept;
	struct batched batched;
};

struct sorting {
	/* a report, or a network namespace of it: */
	const struct request *q;
	bool grouped;		/* each title has its own order */
	uint64_t most;		/* rows of a title; 0: all */
	bool bounded;		/* some are printed; the last one is at: */
	struct sort_key bound;
	uint64_t skip;		/* printed ones with this key */
	uint64_t printed;	/* rows of its title */

	/* a reading: */
	unsigned char title;
	uint64_t equal;		/* seen with the key of the bound */
	bool cut;		/* some did not fit: those from here on */
	struct sort_key limit;
	struct sort_key next;	/* of the record that comes */
	uint32_t n;
	size_t used;
	uint32_t size;		/* that fit */
	struct place *order;
	char *memory;
	_Alignas(8) struct table table;	/* and its spare: */
	char spare[SPARE_ITEMS * SORT_ITEM];
};

BUFFER(struct sorting, sorting);

static int compare(const void *a, size_t n, const void *b, size_t m)
{
	int order = memcmp(a, b, n < m ? n : m);

	return order || n == m ? order : n < m ? -1 : 1;
}

static int compare_next(const struct sort_key *k)
{
	return compare(sorting.next.byte, sorting.next.len, k->byte, k->len);
}

static struct sort_item *sorted_at(size_t at)
{
	return (void *)(sorting.memory + at);
}

static const unsigned char *key_of(const struct sort_item *s)
{
	return (const unsigned char *)&s->batched + s->batched.size;
}

static bool is_row(const struct sort_item *s)
{
	return key_of(s)[1];
}

static int compare_sorted(const struct sort_item *s, const struct sort_key *k)
{
	return compare(key_of(s), s->len, k->byte, k->len);
}

static void copy_key(struct sort_key *k, const struct sort_item *s)
{
	k->len = s->len;
	memcpy(k->byte, key_of(s), s->len);
}

/* -- order ----------------------------------------------------------------- */

/* Most records differ here already, without a look at their memory. */
static uint64_t key_start(const struct sort_item *s)
{
	const unsigned char *key = key_of(s);
	uint64_t start = 0;

	for (unsigned i = 0; i < 8; i++)
		start = start << 8 | (i < s->len ? key[i] : 0);
	return start;
}

static void add_place(size_t at)
{
	sorting.order[sorting.n++] = (struct place){
		key_start(sorted_at(at)), at
	};
}

static bool comes_after(struct place a, struct place b)
{
	const struct sort_item *s = sorted_at(a.at), *t = sorted_at(b.at);
	int order;

	if (a.start != b.start)
		return a.start > b.start;
	order = compare(key_of(s), s->len, key_of(t), t->len);
	return order ? order > 0 : a.at > b.at;
}

/* Sifts order[I] to its place in a heap of N, whose top is the last one. */
static void sink_down(uint32_t i, uint32_t n)
{
	struct place *order = sorting.order, moved = order[i];
	uint32_t child;

	for (; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && comes_after(order[child + 1],
		    order[child]))
			child++;
		if (!comes_after(order[child], moved))
			break;
		order[i] = order[child];
	}
	order[i] = moved;
}

static void sort_all(void)
{
	struct place *order = sorting.order, last;
	uint32_t n = sorting.n;

	for (uint32_t i = n / 2; i--;)
		sink_down(i, n);
	while (n-- > 1) {
		last = order[0];
		order[0] = order[n];
		order[n] = last;
		sink_down(0, n);
	}
}

/* -- memory ---------------------------------------------------------------- */

static size_t sort_bytes(void)
{
	return (size_t)sorting.size * SORT_LEAST;
}

/* Whether a row is wanted after RANK others of its title. */
static bool wants_more(uint64_t rank)
{
	return !sorting.most || rank < sorting.most;
}

/* Counts the rows of a title: *RANK of that of *TITLE. Returns whether this
 * one is wanted. */
static bool count_row(const struct sort_item *s, unsigned *title,
	uint64_t *rank)
{
	if (*title != key_of(s)[0])
		*rank = 0;
	*title = key_of(s)[0];
	return !is_row(s) || wants_more((*rank)++);
}

/* Moves what is kept together, in the order in which it came. */
static void compact(void)
{
	size_t at, to = 0, size;

	sorting.n = 0;
	for (at = 0; at < sorting.used; at += size) {
		struct sort_item *s = sorted_at(at);

		size = s->size;
		if (!s->kept)
			continue;
		s->kept = false;
		memmove(sorted_at(to), s, size);
		add_place(to);
		to += size;
	}
	sorting.used = to;
}

/* Keeps what comes first, up to half of the memory. */
static void halve(void)
{
	unsigned title = sorting.bounded ? sorting.bound.byte[0] : 0;
	uint64_t rank = sorting.printed;
	size_t kept = 0;
	struct sort_item *s, *last = NULL;

	sort_all();
	for (uint32_t i = 0; i < sorting.n; i++) {
		s = sorted_at(sorting.order[i].at);
		if (!count_row(s, &title, &rank))
			continue;
		if (last && kept + s->size > sort_bytes() / 2) {
			sorting.cut = true;
			copy_key(&sorting.limit, last);
			break;
		}
		kept += s->size;
		s->kept = true;
		last = s;
	}
	compact();
}

/* Keeps a record, unless others that come before it fill the memory. */
static void hold(const struct record *r, size_t size)
{
	struct sort_item *s;

	if (sorting.used > sort_bytes() || sorting.n == sorting.size)
		halve();
	if (sorting.cut && compare_next(&sorting.limit) >= 0)
		return;
	s = sorted_at(sorting.used);
	s->len = sorting.next.len;
	s->kept = false;
	batch_put(sorting.q, &s->batched, r, size);
	memcpy((char *)&s->batched + size, sorting.next.byte, s->len);
	s->size = round_up(offsetof(struct sort_item, batched) + size + s->len);
	add_place(sorting.used);
	sorting.used += s->size;
}

/* Was it printed after an earlier reading, or is it beyond the rows that are
 * wanted? */
static bool is_over(void)
{
	int order = compare_next(&sorting.bound);

	if (order < 0 || (!order && sorting.equal++ < sorting.skip))
		return true;
	return sorting.next.byte[0] == sorting.bound.byte[0] &&
		!wants_more(sorting.printed);
}

bool sort_add(const struct record *r)
{
	size_t size;

	/* the title of a namespace comes before its sort_start() */
	if (r->kind == RECORD_NETNS || !(size = batch_size(sorting.q, r)))
		return false;
	if (r->kind == RECORD_VIEW) {
		if (!sorting.grouped || !(r->has & VIEW_FIRST ||
		    BLUETOOTH_TABLES >> r->table & 1))
			return true;
		sorting.title++;
	}
	sort_key(&sorting.next, sorting.title, r);
	if (!sorting.bounded || !is_over())
		hold(r, size);
	return true;
}

/* -- readings -------------------------------------------------------------- */

static void begin_reading(void)
{
	sorting.title = 0;
	sorting.equal = 0;
	sorting.cut = false;
	sorting.n = sorting.used = 0;
}

void sort_start(const struct request *q, bool grouped, uint64_t most)
{
	sorting.q = q;
	sorting.grouped = grouped;
	sorting.most = most;
	sorting.bounded = false;
	sorting.skip = sorting.printed = 0;
	sorting.size = memory_table(&sorting.table, SORT_ITEM,
		LIMIT(SORT_BYTES) / SORT_LEAST + SORT_EXTRA, SPARE_ITEMS);
	sorting.order = sorting.table.at;
	sorting.memory = (char *)(sorting.order + sorting.size);
	sorting.size -= SORT_EXTRA;
	begin_reading();
}

/* The next reading is for what comes after the last one. */
static void bound_next(void)
{
	uint32_t i = sorting.n, equal = 0;
	const struct sort_item *last = sorted_at(sorting.order[i - 1].at);
	bool same = sorting.bounded && !compare_sorted(last, &sorting.bound);

	copy_key(&sorting.bound, last);
	while (i && !compare_sorted(sorted_at(sorting.order[i - 1].at),
	    &sorting.bound))
		i--, equal++;
	sorting.skip = same ? sorting.skip + equal : equal;
	sorting.bounded = true;
}

bool sort_next(emit_fn *emit)
{
	unsigned title = sorting.bounded ? sorting.bound.byte[0] : 0;
	bool more = sorting.cut && sorting.n;

	sort_all();
	for (uint32_t i = 0; i < sorting.n; i++) {
		struct sort_item *s = sorted_at(sorting.order[i].at);

		if (!count_row(s, &title, &sorting.printed))
			continue;
		pack_moved(&s->batched.record, has_details(sorting.q));
		emit(&s->batched.record);
	}
	if (more)
		bound_next();
	begin_reading();
	return more;
}
