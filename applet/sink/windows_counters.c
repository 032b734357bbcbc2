/* windows_counters.c: what Windows has for /e and /s.
 */
#include "packed.h"
#include "sink/sink.h"

/* -- /e: totals ----------------------------------------------------------- */

struct win_totals {
	bool seen;
	/* the last one is always 0: Linux does not count what it sends to
	 * groups, nor unknown protocols */
	uint64_t value[COUNTERS + 1];
};

STATE(struct win_totals, total);

/* in the order of windows.def */
static const unsigned char totals[][2] = {
	{ RX_BYTES, TX_BYTES }, { RX_PACKETS, TX_PACKETS },
	{ RX_MULTICAST, COUNTERS }, { RX_DROPPED, TX_DROPPED },
	{ RX_ERRORS, TX_ERRORS }, { COUNTERS, COUNTERS },
};

static void add_counters(const struct iface *f)
{
	if (strcmp(f->name, "lo"))
		for (size_t i = 0; i < COUNTERS; i++)
			total.value[i] += f->counter[i];
}

static void print_totals(void)
{
	uint64_t *value = total.value;
	unsigned at = BLOCK_WIN_TOTAL;

	/* packets to groups have a row of their own */
	value[RX_PACKETS] -= value[RX_MULTICAST] < value[RX_PACKETS] ?
		value[RX_MULTICAST] : value[RX_PACKETS];
	win_text(BLOCK_WIN_TOTALS);
	for (size_t i = 0; i < nitems(totals); i++) {
		out_left(packed_row(&at), 20);
		out_dec(value[totals[i][0]], 15);
		if (i < nitems(totals) - 1)
			out_dec(value[totals[i][1]], 16);
		out_char('\n');
	}
}

void win_totals_record(const struct request *q, const struct record *r)
{
	(void)q;
	if (r->kind == RECORD_VIEW)
		memset(&total, 0, sizeof total);
	else if (r->kind == RECORD_TABLE)
		total.seen = true;
	else if (r->kind == RECORD_IFACE)
		add_counters((const void *)r);
	else if (r->kind == RECORD_END && total.seen)
		print_totals();
}

/* -- /s: counters --------------------------------------------------------- */

static const struct win_section {
	unsigned char section;
	unsigned char width;		/* of labels; 0: two numbers a row */
	unsigned short block;		/* where its rows are, in windows.def */
} win_sections[] = {
	{ SECTION_IP, 35, BLOCK_WIN_IP },
	{ SECTION_IP6, 35, BLOCK_WIN_IP },
	{ SECTION_ICMP, 0, BLOCK_WIN_ICMP },
	{ SECTION_ICMP6, 0, BLOCK_WIN_ICMP6 },
	{ SECTION_TCP, 36, BLOCK_WIN_TCP },
	{ SECTION_UDP, 22, BLOCK_WIN_UDP },
	{ SECTION_UDP6, 22, BLOCK_WIN_UDP },
};

enum { ROWS = 17 };

typedef struct {
	bool seen;
	uint64_t value[ROWS][2];	/* In or neither, and Out */
} win_counts[nitems(win_sections)];

BUFFER(win_counts, counted);

/* A row as windows.def has it. */
struct counter_row {
	unsigned next;			/* where the next one is */
	char which;			/* number */
	struct text key;
	const char *label;
};

/* The next row of a section. Returns false at its end. */
static bool next_counter(struct counter_row *e)
{
	const char *s;

	s = packed_row(&e->next);
	e->key.s = s;
	while (*s && !scan_find("?<>", *s))
		s++;
	e->key.n = s - e->key.s;
	e->which = *s;
	e->label = s + 1;
	return e->key.n;
}

/* S without TEXT, if it begins with that. */
static const char *without(const char *s, const char *text)
{
	const char *end = scan_text(s, text);

	return end ? end : s;
}

static void take_counter(const struct counter *c)
{
	/* Linux counts types of ICMP that it does not name elsewhere */
	unsigned known = strcmp(c->section, "IcmpMsg") ? c->known :
		SECTION_ICMP;
	struct counter_row e;
	size_t i = 0;
	const char *s, *key = count_name(c).s;
	bool sent;

	while (i < nitems(win_sections) && win_sections[i].section != known)
		i++;
	if (i == nitems(win_sections))
		return;
	counted[i].seen = true;
	s = without(key, "Out");
	sent = s != key;
	s = without(s, "In");
	e.next = win_sections[i].block;
	for (size_t n = 0; next_counter(&e); n++) {
		if (text_begins(s, e.key.s, e.key.n) &&
		    (unsigned)s[e.key.n] - '0' > 9)
			scan_dec(c->value.s, &counted[i].value[n][sent]);
	}
}

static void print_row(const struct win_section *t, const struct counter_row *e,
	const uint64_t *value)
{
	out_str("  ");
	out_left(e->label, t->width ? t->width : 26);
	if (!t->width) {
		out_dec(value[0], -10);
		out_str("  ");
		out_dec(value[1], -10);
	} else {
		out_str("= ");
		out_dec((e->which != '>' ? value[0] : 0) +
			(e->which != '<' ? value[1] : 0), 0);
	}
	out_char('\n');
}

static void print_win_section(size_t i)
{
	struct counter_row e;

	win_text(win_nth(BLOCK_WIN_TITLE, i));
	e.next = win_sections[i].block;
	for (size_t n = 0; next_counter(&e); n++)
		print_row(&win_sections[i], &e, counted[i].value[n]);
}

static void print_sections(const struct request *q)
{
	for (size_t i = 0; i < nitems(win_sections); i++)
		if (counted[i].seen && (!q->sections || q->sections >> i & 1))
			print_win_section(i);
}

void win_counters_record(const struct request *q, const struct record *r)
{
	const struct counter *c = (const void *)r;

	if (r->kind == RECORD_VIEW)
		memset(counted, 0, sizeof counted);
	else if (r->kind == RECORD_COUNTER)
		take_counter(c);
	else if (r->kind == RECORD_END)
		print_sections(q);
}
