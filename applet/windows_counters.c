/* windows_counters.c: what Windows has for /e and /s. What is printed was read
 * by iface.c and stats.c.
 */
#include "netstat.h"
#include "text.h"

/* -- /e: totals ----------------------------------------------------------- */

/* The last one is always 0: Linux does not count what it sends to groups, nor
 * unknown protocols. */
typedef uint64_t total_counters[COUNTERS + 1];
STATE(total_counters, total);

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

static void add_counters(const struct request *q, const struct iface *f)
{
	(void)q;
	if (strcmp(f->name, "lo"))
		for (size_t i = 0; i < COUNTERS; i++)
			total[i] += f->counter[i];
}

void win_totals(struct request *q)
{
	memset(total, 0, sizeof total);
	if (!CFG(IFACE) || !iface_each(q, add_counters))
		return;
	/* of all packets those to groups are apart */
	total[RX_PACKETS] -= total[RX_MULTICAST] < total[RX_PACKETS] ?
		total[RX_MULTICAST] : total[RX_PACKETS];
	out_str("Interface Statistics\n\n                           Received"
		"            Sent\n\n");
	for (size_t i = 0; i < COUNT(totals); i++) {
		out_left(totals[i].label, 20);
		out_dec(total[totals[i].received], 15);
		if (i < COUNT(totals) - 1)
			out_dec(total[totals[i].sent], 16);
		out_char('\n');
	}
}

/* -- /s: counters --------------------------------------------------------- */

static const struct win_section {
	char name[6];			/* as stats.c has it */
	unsigned char width;		/* of labels; 0: two numbers a row */
	unsigned short block[2];	/* where its rows are, in windows.def */
} win_sections[] = {
	{ "Ip", 35, { BLOCK_WIN_IP, 0 } },
	{ "Ip6", 35, { BLOCK_WIN_IP, 0 } },
	{ "Icmp", 0, { BLOCK_WIN_ICMP46, BLOCK_WIN_ICMP } },
	{ "Icmp6", 0, { BLOCK_WIN_ICMP46, BLOCK_WIN_ICMP6 } },
	{ "Tcp", 36, { BLOCK_WIN_TCP, 0 } },
	{ "Udp", 22, { BLOCK_WIN_UDP, 0 } },
	{ "Udp6", 22, { BLOCK_WIN_UDP, 0 } },
};

enum { ROWS = 17 };

typedef struct {
	bool seen;
	uint64_t value[ROWS][2];	/* In or neither, and Out */
} win_counts[COUNT(win_sections)];

STATE(win_counts, counted);

/* A row as windows.def has it. */
struct counter_row {
	size_t next;			/* where the next one is; 0: none yet */
	bool second;			/* block */
	char which;			/* number */
	const char *label;
	char text[TEXT_ROW];
};

/* The next row of a section. Returns false at its end. */
static bool next_counter(const struct win_section *t, struct counter_row *e)
{
	size_t n;

	e->next = text_row(e->next ? e->next : t->block[0], e->text);
	if (!e->text[0] && t->block[1] && !e->second) {
		e->second = true;
		e->next = text_row(t->block[1], e->text);
	}
	for (n = 0; e->text[n] && !scan_find("?<>", e->text[n]); n++)
		;
	e->which = e->text[n];
	e->text[n] = '\0';
	e->label = e->text + n + 1;
	return n;
}

static const char *behind(const char *s, const char *text)
{
	const char *end = scan_text(s, text);

	return end ? end : s;
}

void win_counter(const char *section, const char *key, const char *value)
{
	struct counter_row e = { .next = 0 };
	size_t i = 0;
	const char *s;
	bool sent;

	while (i < COUNT(win_sections) && strcmp(win_sections[i].name, section))
		i++;
	if (i == COUNT(win_sections))
		return;
	counted[i].seen = true;
	key = behind(key, section);
	s = behind(key, "Out");
	sent = s != key;
	s = behind(s, "In");
	for (size_t n = 0; next_counter(&win_sections[i], &e); n++)
		if (scan_text(s, e.text))
			scan_dec(value, &counted[i].value[n][sent]);
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

	for (size_t n = 0, at = BLOCK_WIN_TITLE; n <= i; n++)
		at = text_row(at, e.text);
	out_char('\n');
	out_str(e.text + 2);
	out_str(win_sections[i].width ? "\n\n" :
		"\n\n                            Received    Sent\n");
	for (size_t n = 0; next_counter(&win_sections[i], &e); n++)
		print_row(&win_sections[i], &e, counted[i].value[n]);
}

void win_counters(struct request *q)
{
	memset(counted, 0, sizeof counted);
	if (CFG(STATS))
		stats_show(q, 0);
	for (size_t i = 0; i < COUNT(win_sections); i++)
		if (counted[i].seen && (!q->sections || q->sections >> i & 1))
			print_win_section(i);
}
