/* gauge.c: single numbers of /proc, fill levels of tables, and counters with a
 * column for each processor.
 */
#include "source/source.h"

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

/* Rows of a name, a key, the file, the line and the word in it that come before
 * the number ("": the first one), the file of the limit, and the number of
 * words in it before the limit. */
static const char levels[] =
	"conntrack\0\0sys/net/netfilter/nf_conntrack_count\0\0\0"
		"sys/net/netfilter/nf_conntrack_max\0" "0\0"
	"TCP\0mem\0net/sockstat\0TCP:\0mem\0sys/net/ipv4/tcp_mem\0" "2\0"
	"TCP\0orphan\0net/sockstat\0TCP:\0orphan\0"
		"sys/net/ipv4/tcp_max_orphans\0" "0\0"
	"UDP\0mem\0net/sockstat\0UDP:\0mem\0sys/net/ipv4/udp_mem\0" "2\0"
	IF(HEALTH_LEVELS,
		"TCP\0tw\0net/sockstat\0TCP:\0tw\0"
			"sys/net/ipv4/tcp_max_tw_buckets\0" "0\0"
		"sockets\0\0net/sockstat\0sockets:\0used\0\0" "0\0")
	"listen\0somaxconn\0\0\0\0sys/net/core/somaxconn\0" "0\0";

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
	const char *s = levels, *word[WORDS];
	struct level l = { .record.kind = RECORD_LEVEL };

	while (*s) {
		for (int i = 0; i < WORDS; i++) {
			word[i] = s;
			s += text_len(s) + 1;
		}
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

enum { COLUMNS = 16 };

/* A line of hex numbers, which are summed. */
static enum row columns_row(const struct feed *f, const char *line)
{
	uint64_t *sum = f->ctx, value;
	unsigned n = 0;

	for (; n < COLUMNS && *scan_blanks(line); n++) {
		line = scan_end(scan_hex(line, &value));
		if (!line)
			return ROW_BAD;
		sum[n] += value;
	}
	return n ? ROW_OK : ROW_BAD;
}

/* The columns from FIRST on are called KEYS. */
static void read_columns(struct feed *f, const char *file, unsigned header,
	const char *section, unsigned first, const char *keys)
{
	uint64_t sum[COLUMNS] = { 0 };
	char text[DEC_TEXT + 1];
	struct counter c = {
		.record.kind = RECORD_COUNTER, .section = section,
		.value.s = text,
	};

	if (table_read(f, file, header, columns_row, sum))
		return;
	for (; *keys; keys += c.key.n + 1) {
		c.key = (struct text){ keys, text_len(keys) };
		c.value.n = fmt_dec(text, sum[first++]) - text;
		text[c.value.n] = '\0';
		f->emit(&c.record);
	}
}

void columns_read(struct feed *f)
{
	static const char neighbours[] = "unresolved\0table-fulls\0";

	read_columns(f, "net/softnet_stat", 0, "cpu", 0,
		"processed\0dropped\0squeezed\0");
	read_columns(f, "net/stat/nf_conntrack", 1, "conntrack", 9,
		"insert-failed\0drop\0early-drop\0");
	read_columns(f, "net/stat/arp_cache", 1, "arp", 11, neighbours);
	read_columns(f, "net/stat/ndisc_cache", 1, "ndisc", 11, neighbours);
}
