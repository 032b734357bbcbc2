/* rate.c: keeps the counters of the previous report, and computes their change
 * per second (--rate).
 */
#include "stage/stage.h"

enum { RATE_NAME = 52 };

/* The name is a section or an interface, a blank, and a counter. */
struct slot {
	char name[RATE_NAME];
	uint32_t netns;
	uint32_t report;	/* last report with it; 0: a free slot */
	uint64_t value;		/* in that report*/
	uint64_t time;		/* when it was read */
};

/* A hash table. A slot that the previous report did not use may be reused, but
 * is never emptied: emptying it would cut the probe chains that run through it.
 * So counters that come and go do not fill the table. */
struct rates {
	uint32_t report;	/* the current one, from 1 */
	uint32_t netns;		/* the current one */
	uint32_t left;		/* left out of this report: table full */
	uint32_t warned;
	uint32_t last;		/* hash of the last one's name */
	struct counter count;	/* changed copy of a record */
	struct iface iface;
	char text[DEC_TEXT];
	char name[RATE_NAME];	/* the name to find */
	struct slot slot[LIMIT(RATE_SLOTS)];
};

BUFFER(struct rates, rate);

void rate_begin(bool first)
{
	if (first) {
		memset(rate.slot, 0, rate.report ? sizeof rate.slot : 0);
		rate.report = rate.warned = 0;
	}
	rate.report++;
	rate.left = 0;
	rate.last = 0;
}

bool rate_is_first(void)
{
	return rate.report == 1;
}

void rate_netns(uint32_t number)
{
	rate.netns = number;
}

static bool is_slot(const struct slot *s)
{
	return s->netns == rate.netns && !strcmp(s->name, rate.name);
}

/* The slot of the name, or a slot that it may take. NULL: there is none. */
static struct slot *find(void)
{
	uint32_t hash = text_hash(rate.name) ^ rate.netns;
	struct slot *s, *spare = NULL;

	for (uint32_t i = 0; i < LIMIT(RATE_SLOTS); i++, hash++) {
		s = &rate.slot[hash % LIMIT(RATE_SLOTS)];
		if (is_slot(s))
			return s;
		if (!spare && s->report + 1 < rate.report)
			spare = s;
		if (!s->report)
			return spare ? spare : s;
	}
	return spare;
}

/* A 32-bit counter that wraps has changed by little; any other that fell was
 * reset, and counts from 0. */
static uint64_t change(uint64_t from, uint64_t to)
{
	uint32_t wrapped = to - from;

	if (to >= from)
		return to - from;
	return from <= UINT32_MAX && wrapped < 1u << 30 ? wrapped : to;
}

static bool is_full(void)
{
	uint32_t name = text_hash(rate.name);

	if (rate.last != name && ++rate.left > rate.warned) {
		rate.warned++;
		warn(rate.name, "too many counters for --rate, left out");
	}
	rate.last = name;
	return rate_is_first();
}

/* Appends up to N bytes at D to the name, as many as fit. */
static char *add_name(char *d, const char *s, size_t n)
{
	while (n-- && d < rate.name + RATE_NAME - 1)
		*d++ = *s++;
	*d = '\0';
	return d;
}

bool rate_change(const char *group, struct text key, uint64_t time,
	uint64_t *value, uint64_t *elapsed)
{
	char *end = add_name(rate.name, group, text_len(group)), *blank = end;
	uint64_t now = *value;
	struct slot *s = NULL;
	bool known;

	end = add_name(add_name(end, " ", 1), key.s, key.n);
	/* a name that fills the array, which no kernel has, may be truncated */
	if (end < rate.name + RATE_NAME - 1)
		s = find();
	if (!s) {
		/* not a single counter, but those of an interface */
		if (key.n == 1)
			*blank = '\0';
		*value = rate_is_first() ? now : 0;
		return is_full();
	}
	known = s->report + 1 == rate.report && is_slot(s);
	if (known) {
		*value = change(s->value, now);
		*elapsed = (time - s->time) / 1000;
		*elapsed += !*elapsed;
	}
	memcpy(s->name, rate.name, RATE_NAME);
	s->netns = rate.netns;
	s->report = rate.report;
	s->value = now;
	s->time = time;
	return known || rate_is_first();
}

/* -- records --------------------------------------------------------------- */

/* Is the value not a counter, but a gauge or a setting? */
static bool is_level(struct text key)
{
	static const char names[] = "Forwarding\0DefaultTTL\0RtoAlgorithm\0"
		"RtoMin\0RtoMax\0MaxConn\0CurrEstab\0";
	size_t n;

	for (const char *s = names; (n = text_len(s)) != 0; s += n + 1)
		/* a suffix, for SctpCurrEstab and MPCurrEstab */
		if (key.n >= n && !memcmp(key.s + key.n - n, s, n))
			return true;
	return false;
}

/* Replaces a counter by its change. A gauge keeps its value, and is shown only
 * if that changed. Returns false if C is not shown. */
static bool change_count(struct counter *c)
{
	bool level = is_level(c->key), minus = *c->value.s == '-';
	uint64_t number, elapsed = 0;

	if (scan_dec(c->value.s + minus, &number) != c->value.s + c->value.n ||
	    (minus && !level))
		return rate_is_first();
	/* so that a fall to 0 is a change too */
	if (level)
		number = 4 * number + 2 * minus + 1;
	if (!rate_change(c->section, c->key, c->time, &number, &elapsed))
		return false;
	if (!level) {
		c->value.s = rate.text;
		c->value.n = fmt_rate(rate.text, number, elapsed) - rate.text;
	}
	return number || rate_is_first();
}

/* Replaces the counters of an interface by their changes. */
static void change_iface(struct iface *f)
{
	char key = 'a';
	bool known = f->record.has & IFACE_COUNTERS;

	/* of a new interface, store all counters */
	for (int i = 0; f->record.has & IFACE_COUNTERS && i < COUNTERS;
	     i++, key++)
		known &= rate_change(f->name, (struct text){ &key, 1 }, f->time,
			&f->counter[i], &f->elapsed);
	if (!known)
		f->record.has &= ~IFACE_COUNTERS;
}

const struct record *rate_record(const struct record *r)
{
	if (r->kind == RECORD_IFACE) {
		memcpy(&rate.iface, r, sizeof rate.iface);
		change_iface(&rate.iface);
		return &rate.iface.record;
	}
	if (r->kind != RECORD_COUNTER)
		return r;
	memcpy(&rate.count, r, sizeof rate.count);
	return change_count(&rate.count) ? &rate.count.record : NULL;
}
