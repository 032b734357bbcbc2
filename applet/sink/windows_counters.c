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

static const struct {
	char label[20];
	unsigned char received, sent;
} totals[] = {
	{ "Bytes", RX_BYTES, TX_BYTES },
	{ "Unicast packets", RX_PACKETS, TX_PACKETS },
	{ "Non-unicast packets", RX_MULTICAST, COUNTERS },
	{ "Discards", RX_DROPPED, TX_DROPPED },
	{ "Errors", RX_ERRORS, TX_ERRORS },
	{ "Unknown protocols", COUNTERS, COUNTERS },
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

	/* packets to groups have a row of their own */
	value[RX_PACKETS] -= value[RX_MULTICAST] < value[RX_PACKETS] ?
		value[RX_MULTICAST] : value[RX_PACKETS];
	out_str("Interface Statistics\n\n                           Received"
		"            Sent\n\n");
	for (size_t i = 0; i < nitems(totals); i++) {
		out_left(totals[i].label, 20);
		out_dec(value[totals[i].received], 15);
		if (i < nitems(totals) - 1)
			out_dec(value[totals[i].sent], 16);
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
	unsigned short block[2];	/* where its rows are, in windows.def */
} win_sections[] = {
	{ SECTION_IP, 35, { BLOCK_WIN_IP, 0 } },
	{ SECTION_IP6, 35, { BLOCK_WIN_IP, 0 } },
	{ SECTION_ICMP, 0, { BLOCK_WIN_ICMP46, BLOCK_WIN_ICMP } },
	{ SECTION_ICMP6, 0, { BLOCK_WIN_ICMP46, BLOCK_WIN_ICMP6 } },
	{ SECTION_TCP, 36, { BLOCK_WIN_TCP, 0 } },
	{ SECTION_UDP, 22, { BLOCK_WIN_UDP, 0 } },
	{ SECTION_UDP6, 22, { BLOCK_WIN_UDP, 0 } },
};

enum { ROWS = 17 };

typedef struct {
	bool seen;
	uint64_t value[ROWS][2];	/* In or neither, and Out */
} win_counts[nitems(win_sections)];

STATE(win_counts, counted);

/* A row as windows.def has it. */
struct counter_row {
	unsigned next;			/* where the next one is */
	bool second;			/* block */
	char which;			/* number */
	struct text key;
	const char *label;
};

/* The next row of a section. Returns false at its end. */
static bool next_counter(const struct win_section *t, struct counter_row *e)
{
	const char *s;

	if (!e->next)
		e->next = t->block[0];
	s = packed_row(&e->next);
	if (!*s && t->block[1] && !e->second) {
		e->second = true;
		e->next = t->block[1];
		s = packed_row(&e->next);
	}
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
	struct counter_row e = { .next = 0 };
	size_t i = 0;
	const char *s, *key = count_name(c).s;
	bool sent;

	while (i < nitems(win_sections) && win_sections[i].section != c->known)
		i++;
	if (i == nitems(win_sections))
		return;
	counted[i].seen = true;
	s = without(key, "Out");
	sent = s != key;
	s = without(s, "In");
	for (size_t n = 0; next_counter(&win_sections[i], &e); n++)
		if (text_begins(s, e.key.s, e.key.n))
			scan_dec(c->value.s, &counted[i].value[n][sent]);
}

static void print_row(const struct win_section *t, const struct counter_row *e,
	const uint64_t *value)
{
	out_str("  ");
	out_left(e->label, t->width ? t->width : 26);
	if (!t->width) {
		out_dec(value[0], -11);
		out_char(' ');
		out_dec(value[1], 0);
	} else {
		out_str("= ");
		out_dec((e->which != '>' ? value[0] : 0) +
			(e->which != '<' ? value[1] : 0), 0);
	}
	out_char('\n');
}

static void print_win_section(size_t i)
{
	struct counter_row e = { .next = 0 };
	unsigned at = BLOCK_WIN_TITLE;

	for (size_t n = 0; n < i; n++)
		packed_row(&at);
	out_char('\n');
	out_str(packed_row(&at) + 2);
	out_str(win_sections[i].width ? "\n\n" :
		"\n\n                            Received    Sent\n");
	for (size_t n = 0; next_counter(&win_sections[i], &e); n++)
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
