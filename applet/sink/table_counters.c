/* table_counters.c: -s, counters with a sentence of net-tools (sentences.def)
 * as that, others as the kernel names them.
 */
#include "packed.h"
#include "sink/sink.h"

/* Where the sentences of a section are. */
static const struct sentences {
	char name[7];
	unsigned short begin, end;
} sentences[] = {
	{ "", 0, 0 },		/* of a section that is unknown */
	{ "Ip6", BLOCK_IP6, BLOCK_IP },
	{ "Ip", BLOCK_IP46, BLOCK_ICMP6 },
	{ "Icmp6", BLOCK_ICMP6, BLOCK_ICMP },
	{ "Icmp", BLOCK_ICMP46, BLOCK_UDP46 },
	{ "Udp6", BLOCK_UDP46, BLOCK_UDP },
	{ "Udp", BLOCK_UDP46, BLOCK_TCP },
	{ "Tcp", BLOCK_TCP, BLOCK_TCPEXT },
	{ "TcpExt", BLOCK_TCPEXT, BLOCK_SCTP },
	{ "Sctp", BLOCK_SCTP, BLOCK_STATS_END },
};

/* When a counter is printed: the mark between its key and its sentence.
 * RECEIVED and SENT have the title of a histogram over them. */
#define SENTENCE_MARKS "!?<>-"
enum { ALWAYS = '!', RECEIVED = '<', SENT = '>', NEVER = '-' };

struct counters_table {
	const struct sentences *section;
	char histogram;			/* RECEIVED, SENT or 0: as net-tools, a
					 * line is indented like the last one
					 * that had a sentence */
};

STATE(struct counters_table, counters);

void counters_begin(void)
{
	counters.section = sentences;
	counters.histogram = 0;
}

/* As in net-tools one that is not shown ends a histogram too. */
static void begin_sentences(const struct counter *c)
{
	const struct sentences *s = sentences + nitems(sentences);

	while (--s > sentences && strcmp(s->name, c->section))
		;
	counters.section = s;
	if (s > sentences)
		counters.histogram = 0;
	if (c->record.has & COUNT_SKIPPED)
		return;
	out_foreign(c->section, strlen(c->section));
	out_str(":\n");
}

static void indent(void)
{
	out_str(counters.histogram ? "        " : "    ");
}

/* The title of a histogram where one begins. */
static void begin_histogram(char mark)
{
	char histogram = mark == RECEIVED || mark == SENT ? mark : 0;

	if (histogram && histogram != counters.histogram) {
		indent();
		out_str(mark == SENT ? "ICMP output histogram:\n" :
			"ICMP input histogram:\n");
	}
	counters.histogram = histogram;
}

static void put_sentence(struct packed *p, struct text value)
{
	unsigned c;

	while ((c = packed_next(p)) != 0) {
		if (c == '#')
			out_foreign(value.s, value.n);
		else
			out_char(c);
	}
}

void print_counter(const struct request *q, const struct record *r)
{
	const struct counter *c = (const void *)r;
	struct packed p;
	char mark;
	bool zero = c->value.n == 1 && *c->value.s == '0';

	(void)q;
	if (!c->key.n) {
		begin_sentences(c);
		return;
	}
	mark = packed_find(&p, counters.section->begin, counters.section->end,
		count_name(c), SENTENCE_MARKS);
	if (mark == NEVER)
		return;
	if (mark)
		begin_histogram(mark);
	if (zero && mark != ALWAYS)
		return;
	indent();
	if (mark) {
		put_sentence(&p, c->value);
	} else {
		out_foreign(c->key.s, c->key.n);
		out_str(": ");
		out_foreign(c->value.s, c->value.n);
	}
	out_char('\n');
}
