/* count.c: counts sockets with the same peer, state, program... (--count).
 *
 * The keys of each socket make a line (count_keys.c), which is counted in a
 * hash table.
 *
 * If more lines than fit exist, the tables are read several times, each time
 * for the lines whose hash is in another class. After each class the best so
 * far are kept, as many as fit; after the last class they are printed, and
 * everything starts again for the lines after them. A number always comes from
 * one reading of the tables.
 */
#include "run/memory.h"
#include "sink/sink.h"

enum {
	/* The first line always fits. */
	SPARE_TEXT = 3 * (COUNT_LINE + 1),
	SPARE_COUNTS = SPARE(256, LIMIT(COUNT_SLOTS)),
};

_Static_assert(LIMIT(COUNT_TEXT) > (int)SPARE_TEXT,
	"NETSTAT_COUNT_TEXT is too small");

struct counted {
	uint32_t n;		/* 0: a free slot */
	uint32_t text;		/* offset in text[] */
};

struct counts {
	uint64_t printed;

	uint32_t classes;	/* a power of two; 1: all in one reading */
	uint32_t class;
	uint32_t best;		/* number in slot[], of earlier classes */
	bool cut;		/* some were dropped */
	bool overflow;		/* this class does not fit */
	bool zero;		/* no socket matched: lines of 0 */
	bool bounded;		/* only lines after this one: */
	uint32_t bound;
	char bound_text[COUNT_LINE];

	uint32_t used;		/* used slots of the hash table */
	uint32_t end;		/* of the text of this class */
	uint32_t space;		/* offset of the text of the best */
	char line[COUNT_LINE];

	/* with several classes the first slots keep the best so far
	 * and the rest is the hash table; text[] has three parts: the best,
	 * where they are copied to, the table */
	uint32_t slots, size, third;
	struct counted *slot;
	char *text;
	struct table slot_table;	/* and its spare: */
	struct counted spare_slot[SPARE_COUNTS];
	struct table text_table;
	char spare_text[SPARE_TEXT];
};

BUFFER(struct counts, count);

/* -- counting lines ------------------------------------------------------- */

static uint32_t first_slot(void)
{
	return count.classes > 1 ? count.slots / 4 : 0;
}

/* Counts the line with LEN bytes. */
static void add_line(size_t len)
{
	uint32_t hash = text_hash(count.line), i, first = first_slot();
	struct counted *c;

	if ((hash & (count.classes - 1)) != count.class)
		return;
	hash ^= hash >> 15;
	i = first + ((uint64_t)(hash * 2654435761u) *
		(count.slots - first) >> 32);
	while (c = &count.slot[i], c->n &&
	       strcmp(count.text + c->text, count.line))
		if (++i == count.slots)
			i = first;
	if (!c->n) {
		if (count.used == (count.slots - first) / 8 * 7 ||
		    count.size - count.end <= len) {
			count.overflow = true;
			return;
		}
		c->text = count.end;
		memcpy(count.text + count.end, count.line, len + 1);
		count.end += len + 1;
		count.used++;
	}
	c->n++;
}

static void count_sock(const struct request *q, const struct record *r)
{
	char *end = count_line(count.line, q, r, count.zero);

	if (end) {
		*end = '\0';
		add_line(end - count.line);
	}
}

void count_record(const struct request *q, const struct record *r)
{
	if (r->kind == RECORD_SOCK)
		count_sock(q, r);
}

/* -- order ---------------------------------------------------------------- */

/* Does N times TEXT come before M times OTHER? The larger number first, then
 * the greater text, as sort -rn. */
static bool is_before(uint32_t n, const char *text, uint32_t m,
	const char *other)
{
	return n != m ? n > m : strcmp(text, other) > 0;
}

static bool are_ordered(struct counted a, struct counted b)
{
	return is_before(a.n, count.text + a.text, b.n, count.text + b.text);
}

/* Sifts slot[I] to its place in a heap of N, whose top is the last in order. */
static void sift(uint32_t i, uint32_t n)
{
	struct counted *s = count.slot, moved = s[i];
	uint32_t child;

	for (; (child = 2 * i + 1) < n; i = child) {
		if (child + 1 < n && are_ordered(s[child], s[child + 1]))
			child++;
		if (!are_ordered(moved, s[child]))
			break;
		s[i] = s[child];
	}
	s[i] = moved;
}

static void sort_slots(uint32_t n)
{
	struct counted *s = count.slot, last;

	for (uint32_t i = n / 2; i--;)
		sift(i, n);
	while (n-- > 1) {
		last = s[0];
		s[0] = s[n];
		s[n] = last;
		sift(0, n);
	}
}

/* Empties the hash table, and moves entries that may be among the best to
 * those. Returns their number. */
static uint32_t gather(void)
{
	uint32_t n = count.best, i;
	struct counted c, last = count.slot[n ? n - 1 : 0];

	for (i = first_slot(); i < count.slots; i++) {
		c = count.slot[i];
		if (!c.n)
			continue;
		count.slot[i].n = 0;
		if (!(count.bounded && !is_before(count.bound,
		    count.bound_text, c.n, count.text + c.text)) &&
		    !(count.cut && are_ordered(last, c)))
			count.slot[n++] = c;
	}
	count.used = 0;
	return n;
}

/* Sorts N slots, and keeps as many of the best as fit. */
static void keep_best(uint32_t n)
{
	uint32_t i, to = count.third - count.space, end = to + count.third;
	struct counted *c = count.slot;

	sort_slots(n);
	if (count.classes == 1) {
		count.best = n;
		return;
	}
	for (i = 0; i < n && i < count.slots / 4; i++, c++) {
		size_t len = text_len(count.text + c->text) + 1;

		if (end - to < len)
			break;
		memcpy(count.text + to, count.text + c->text, len);
		c->text = to;
		to += len;
	}
	count.best = i;
	count.cut |= i < n;
	for (; i < n; i++)
		count.slot[i].n = 0;
	count.space = count.third - count.space;
}

/* -- readings ------------------------------------------------------------- */

/* Starts a reading for CLASS of CLASSES. */
static void begin_class(uint32_t class, uint32_t classes)
{
	if (!class) {
		memset(count.slot, 0, count.best * sizeof *count.slot);
		count.best = 0;
		count.cut = false;
	}
	count.class = class;
	count.classes = classes;
	count.overflow = false;
	count.end = classes > 1 ? 2 * count.third : 0;
}

void count_start(void)
{
	count.slots = memory_table(&count.slot_table, sizeof *count.slot,
		LIMIT(COUNT_SLOTS), SPARE_COUNTS);
	count.slot = count.slot_table.at;
	count.size = memory_table(&count.text_table, 1, LIMIT(COUNT_TEXT),
		SPARE_TEXT);
	count.third = count.size / 3;
	count.text = count.text_table.at;
	count.best = count.space = 0;
	count.printed = 0;
	count.bounded = count.zero = false;
	begin_class(0, 1);
}

/* With JSON, TEXT has the names of the keys. */
static void print_counted(const struct request *q, uint32_t n, const char *text)
{
	if (is_metrics(q)) {
		metrics_counted(q, n, text);
		return;
	}
	if (CFG(JSON) && has(q, JSON)) {
		json_open(q);
		json_key("count");
		out_dec(n, 0);
		out_char(',');
		out_str(text);
		json_close();
		return;
	}
	out_column(n, 7);
	out_str(text);
	out_char('\n');
}

/* Prints the best. Returns true if more lines are wanted. */
static bool print_best(const struct request *q)
{
	const struct counted *c = count.slot;

	for (uint32_t i = 0; i < count.best; i++, c++) {
		print_counted(q, count.zero ? 0 : c->n, count.text + c->text);
		if (++count.printed == count_most())
			return false;
	}
	return true;
}

/* The next lines are those after the last of the best. */
static void set_bound(void)
{
	struct counted last = count.slot[count.best - 1];

	count.bounded = true;
	count.bound = last.n;
	fmt_left(count.bound_text, count.text + last.text, 0)[0] = '\0';
}

/* No socket was counted: prints a line for each value that filters name. */
static void count_none(const struct request *q)
{
	struct sock k = { .record.has = HAS_ADDR | HAS_PORT | HAS_USER };

	count.zero = true;
	for (unsigned nth = 0; count_values(q, nth, &k); nth++)
		count_sock(q, &k.record);
}

bool count_next(const struct request *q)
{
	bool more = true;

	if (CFG(FILTERS) && !count.used && !count.printed && !count.best &&
	    count.classes == 1)
		count_none(q);
	/* messages of the first reading are not repeated */
	err_mute(false);
	if (count.overflow) {
		count.best = gather();
		begin_class(0, count.classes * 2);
		if (!count.classes) {
			fail("--count", "too many that are alike");
			more = false;
		}
	} else {
		keep_best(gather());
		if (count.class + 1 < count.classes) {
			begin_class(count.class + 1, count.classes);
		} else {
			more = print_best(q) && count.cut;
			if (more)
				set_bound();
			begin_class(0, count.classes);
		}
	}
	err_mute(more);
	return more;
}
