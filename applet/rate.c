/* rate.c: what the counters of -s and -i had in the previous report, and how
 * fast they change since (--rate).
 */
#include "netstat.h"

enum { RATE_NAME = 52 };

/* The name is that of a section or an interface, a blank, and the counter. */
struct slot {
	char name[RATE_NAME];
	uint32_t netns;
	uint32_t report;	/* the last one that had it; 0: a free slot */
	uint64_t value;		/* there, */
	uint64_t time;		/* as it was read */
};

/* A hash table. A slot is never freed, but one that the previous report did
 * not have may be taken over: so its chains never break, and counters that
 * come and go do not fill it. */
struct rates {
	uint32_t report;	/* the current one, from 1 */
	uint64_t elapsed;	/* since the last counter was read before, us;
				 * 0: values are no changes */
	uint32_t netns;		/* the one that is looked at */
	uint32_t left;		/* out of this report, for want of room */
	uint32_t told;
	uint32_t last;		/* of these, the hash of its name */
	char name[RATE_NAME];	/* what is looked for */
	struct slot slot[LIMIT(RATE_SLOTS)];
};

STATE(struct rates, rate);

void rate_begin(bool first)
{
	if (first) {
		memset(rate.slot, 0, rate.report ? sizeof rate.slot : 0);
		rate.report = rate.told = 0;
	}
	rate.report++;
	rate.elapsed = 0;
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

static bool no_room(void)
{
	uint32_t name = text_hash(rate.name);

	if (rate.last != name && ++rate.left > rate.told) {
		rate.told++;
		warn(rate.name, "no room to keep it for --rate, left out");
	}
	rate.last = name;
	return rate_is_first();
}

/* Adds N bytes to the name, of which D is the end, or as many as fit. */
static char *add_name(char *d, const char *s, size_t n)
{
	while (n-- && d < rate.name + RATE_NAME - 1)
		*d++ = *s++;
	*d = '\0';
	return d;
}

bool rate_change(const char *group, const char *key, size_t len,
	uint64_t time, uint64_t *value)
{
	char *end = add_name(rate.name, group, strlen(group)), *blank = end;
	uint64_t now = *value;
	struct slot *s = NULL;
	bool known;

	end = add_name(add_name(end, " ", 1), key, len);
	/* a name that fills it, which no kernel has, may have lost its end */
	if (end < rate.name + RATE_NAME - 1)
		s = find();
	if (!s) {
		/* of an interface it is no single counter */
		if (len == 1)
			*blank = '\0';
		*value = rate_is_first() ? now : 0;
		return no_room();
	}
	known = s->report + 1 == rate.report && is_slot(s);
	if (known) {
		*value = change(s->value, now);
		rate.elapsed = (time - s->time) / 1000;
		rate.elapsed += !rate.elapsed;
	}
	memcpy(s->name, rate.name, RATE_NAME);
	s->netns = rate.netns;
	s->report = rate.report;
	s->value = now;
	s->time = time;
	return known || rate_is_first();
}

uint64_t rate_whole(uint64_t n)
{
	if (!rate.elapsed)
		return n;
	if (n > UINT64_MAX / 2000000)
		return n / rate.elapsed * 1000000;
	return (n * 1000000 + rate.elapsed / 2) / rate.elapsed;
}

char *rate_fmt(char *d, uint64_t n)
{
	uint64_t whole = rate_whole(n), part;
	unsigned unit;

	if (!rate.elapsed || whole >= 100)
		return fmt_dec(d, whole);
	part = (n * 1000000000 + rate.elapsed / 2) / rate.elapsed;
	/* three digits: more would be those of the clock */
	unit = part < 1000 ? 1 : part < 10000 ? 10 : 100;
	part = (part + unit / 2) / unit * unit;
	/* what has moved never prints as 0 */
	part += n && !part;
	d = fmt_dec(d, part / 1000);
	part %= 1000;
	if (!part)
		return d;
	*d++ = '.';
	for (; part; part = part * 10 % 1000)
		*d++ = '0' + part / 100;
	return d;
}
