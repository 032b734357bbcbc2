/* rate.c: what counters had in the previous report, and how fast they change
 * since (--rate).
 */
#include "stage/stage.h"

enum { RATE_NAME = 52 };

/* The name is that of a section or an interface, a blank, and the counter. */
struct slot {
	char name[RATE_NAME];
	uint32_t netns;
	uint32_t report;	/* the last one that had it; 0: a free slot */
	uint64_t value;		/* there, */
	uint64_t time;		/* as it was read */
};

/* A hash table. A slot that the previous report did not have may be reused, but
 * is never emptied: that would cut the probe chains that run through it. So
 * counters that come and go do not fill it. */
struct rates {
	uint32_t report;	/* the current one, from 1 */
	uint32_t netns;		/* the one that is looked at */
	uint32_t left;		/* out of this report: the table is full */
	uint32_t warned;
	uint32_t last;		/* of these, the hash of its name */
	struct counter count;	/* records that go on, changed */
	struct iface iface;
	char text[DEC_TEXT];
	char name[RATE_NAME];	/* what is looked for */
	struct slot slot[LIMIT(RATE_SLOTS)];
};

STATE(struct rates, rate);

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

/* The slot of the name; if it has none one that it may take, or NULL. */
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

/* A 32-bit counter that went past its end has moved by little; any other that
 * fell was reset, and counts from 0 again. */
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

/* Adds N bytes to the end D of the name, or as many as fit. */
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
	char *end = add_name(rate.name, group, strlen(group)), *blank = end;
	uint64_t now = *value;
	struct slot *s = NULL;
	bool known;

	end = add_name(add_name(end, " ", 1), key.s, key.n);
	/* a name that fills it, which no kernel has, may have lost its end */
	if (end < rate.name + RATE_NAME - 1)
		s = find();
	if (!s) {
		/* of an interface it is no single counter */
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

/* Whether what has the key is no counter, but a level or a setting. */
static bool is_level(struct text key)
{
	static const char names[] = "Forwarding\0DefaultTTL\0RtoAlgorithm\0"
		"RtoMin\0RtoMax\0MaxConn\0CurrEstab\0";
	size_t n;

	for (const char *s = names; (n = strlen(s)) != 0; s += n + 1)
		/* of SctpCurrEstab and MPCurrEstab the end */
		if (key.n >= n && !memcmp(key.s + key.n - n, s, n))
			return true;
	return false;
}

/* Puts the change of a counter in place of its value; a level stays, and goes
 * on when it is another one than before. Returns false if C does not go on. */
static bool change_count(struct counter *c)
{
	bool level = is_level(c->key), minus = *c->value.s == '-';
	uint64_t number, elapsed = 0;

	if (scan_dec(c->value.s + minus, &number) != c->value.s + c->value.n ||
	    (minus && !level))
		return rate_is_first();
	/* one that falls to 0 has moved too */
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

/* Changes in place of the counters of an interface. */
static void change_iface(struct iface *f)
{
	char key = 'a';
	bool known = f->record.has & IFACE_COUNTERS;

	/* one that is new has all its counters kept */
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
