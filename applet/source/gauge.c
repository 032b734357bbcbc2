/* gauge.c: single numbers of /proc, fill levels of tables, and counters with a
 * column for each processor.
 */
#include <unistd.h>

#include "source/source.h"
#include "packed.h"

/* A number of a file such as net/sockstat: "TCP: inuse 5 orphan 0 tw 2". */
struct gauge_search {
	const char *name, *key;
	unsigned skip;
	uint64_t value;
};

static enum row gauge_row(const struct feed *f, const char *line)
{
	struct gauge_search *g = f->ctx;
	const char *s = scan_text(line, g->name);

	for (unsigned n = g->skip; n; n--)
		s = scan_word(s);
	for (; s; s = scan_word(scan_word(s)))
		if (scan_dec(scan_text(scan_blanks(s), g->key), &g->value))
			return ROW_LAST;
	return ROW_OK;
}

uint64_t gauge(const char *file, const char *name, const char *key,
	unsigned skip, uint64_t otherwise)
{
	struct gauge_search g = { name, key, skip, otherwise };
	struct feed f = { .q = NULL };

	table_read(&f, file, 0, gauge_row, &g);
	return g.value;
}

/* -- fill levels ---------------------------------------------------------- */

/* The first number, in hex. */
static enum row entries_row(const struct feed *f, const char *line)
{
	return scan_hex(line, f->ctx) ? ROW_LAST : ROW_BAD;
}

static void neighbours_read(struct feed *f, const char *name,
	const char *file, const char *limit)
{
	struct level l = {
		.record.kind = RECORD_LEVEL, .name = name, .key = "",
	};

	table_read(f, file, 1, entries_row, &l.value);
	l.limit = gauge(limit, "", "", 0, 0);
	f->emit(&l.record);
}

void levels_read(struct feed *f)
{
	enum { NAME, KEY, IN_FILE, LINE, WORD, LIMIT_FILE, AFTER, WORDS };
	unsigned at = BLOCK_LEVELS;
	const char *word[WORDS];
	struct level l = { .record.kind = RECORD_LEVEL };

	while (word[NAME] = packed_row(&at), *word[NAME]) {
		for (int i = KEY; i < WORDS; i++)
			word[i] = packed_row(&at);
		l.name = word[NAME];
		l.key = word[KEY];
		l.value = *word[IN_FILE] ? gauge(word[IN_FILE], word[LINE],
			word[WORD], 0, 0) : 0;
		l.limit = gauge(word[LIMIT_FILE], "", "",
			*word[AFTER] - '0', 0);
		f->emit(&l.record);
	}
	if (!CFG(HEALTH_LEVELS))
		return;
	neighbours_read(f, "arp", "net/stat/arp_cache",
		"sys/net/ipv4/neigh/default/gc_thresh3");
	neighbours_read(f, "ndisc", "net/stat/ndisc_cache",
		"sys/net/ipv6/neigh/default/gc_thresh3");
}

/* -- a column for each processor ------------------------------------------ */

enum {
	COLUMNS = 17,
	CPU_COLUMN = 12,	/* of net/softnet_stat: its number */
};

struct columns {
	bool each;			/* of each processor, for metrics */
	uint64_t sum[COLUMNS];
	unsigned columns;		/* in the last line */
};

static void emit_sample(const struct feed *f, const char *group,
	const char *key, size_t n, uint64_t value, int cpu)
{
	const struct sample s = {
		{ RECORD_SAMPLE, f->opt, 0 }, group, { key, n }, value, cpu
	};

	f->emit(&s.record);
}

/* The rows at AT: the letter of a column and its name. Returns the place after
 * the last one. */
static unsigned emit_columns(const struct feed *f, const char *group,
	unsigned at, const struct columns *c, const uint64_t *value, int cpu)
{
	const char *name;

	while (name = packed_row(&at), *name)
		if (*name - 'A' < (int)c->columns)
			emit_sample(f, group, name + 1, text_len(name) - 1,
				value[*name - 'A'], cpu);
	return at;
}

/* A line of hex numbers, which are summed. */
static enum row columns_row(const struct feed *f, const char *line)
{
	struct columns *c = f->ctx;
	uint64_t value[COLUMNS], cpu;
	unsigned n = 0;

	for (; n < COLUMNS && *scan_blanks(line); n++) {
		line = scan_end(scan_hex(line, &value[n]));
		if (!line)
			return ROW_BAD;
		c->sum[n] += value[n];
	}
	c->columns = n;
	if (CFG(METRICS) && f->opt == OPT_METRICS && c->each) {
		cpu = n > CPU_COLUMN ? value[CPU_COLUMN] : f->lines->nr - 1;
		if (cpu > INT32_MAX)
			return ROW_BAD;
		emit_columns(f, "softnet", BLOCK_SOFTNET, c, value,
			(int)cpu);
	}
	return n ? ROW_OK : ROW_BAD;
}

enum { FILE_SOFTNET, FILE_CONNTRACK };

void columns_read(struct feed *f)
{
	unsigned at = BLOCK_COLUMNS;
	const unsigned char opt = f->opt;
	const char *name, *group;

	for (int i = 0; name = packed_row(&at), *name; i++) {
		struct columns c = { .each = i == FILE_SOFTNET };

		f->opt = opt;
		group = packed_row(&at);
		/* without the file it has no columns */
		if (!table_read(f, name, i != FILE_SOFTNET, columns_row, &c) &&
		    CFG(METRICS) && opt == OPT_METRICS && i == FILE_CONNTRACK)
			emit_columns(f, "nf_conntrack_stat", BLOCK_CONNTRACK,
				&c, c.sum, -1);
		f->opt = OPT_HEALTH;
		at = emit_columns(f, group, at, &c, c.sum, -1);
	}
}

/* -- numbers for metrics only ---------------------------------------------- */

/* A line of net/sockstat: a protocol, and pairs of a key and a number. Memory
 * is counted in pages. */
static enum row sockstat_row(const struct feed *f, const char *line)
{
	const char *s = scan_find(line, ':'), *key;
	size_t n = s ? s - line : 0;
	uint64_t value;
	char group[32], *end = fmt_left(group, "sockstat_", 0);

	if (!n || n > 16)
		return ROW_BAD;
	memcpy(end, line, n);
	end[n] = '\0';
	for (s++; *(key = scan_blanks(s)); ) {
		s = scan_word(key);
		n = s - key;
		s = scan_end(scan_dec(s, &value));
		if (!s)
			return ROW_BAD;
		emit_sample(f, group, key, n, value, -1);
		if (n == 3 && text_begins(key, "mem", n))
			emit_sample(f, group, "mem_bytes", 9,
				value * getpagesize(), -1);
	}
	return ROW_OK;
}

void samples_read(struct feed *f)
{
	static const char conntrack[][38] = {
		"sys/net/netfilter/nf_conntrack_count",
		"sys/net/netfilter/nf_conntrack_max",
	};

	table_read(f, "net/sockstat", 0, sockstat_row, NULL);
	table_read(f, "net/sockstat6", 0, sockstat_row, NULL);
	for (int i = 0; i < 2; i++) {
		uint64_t value = gauge(conntrack[i], "", "", 0, UINT64_MAX);

		if (value != UINT64_MAX)
			emit_sample(f, "nf_conntrack", "entries_limit",
				i ? 13 : 7, value, -1);
	}
}
