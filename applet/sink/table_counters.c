/* table_counters.c: -s, counters with a sentence of net-tools (sentences.def)
 * as that, others as the kernel names them.
 */
#include "packed.h"
#include "sink/sink.h"

/* Where the sentences of each section are. */
static const struct {
	unsigned short begin, end;
} sentences[] = {
	[SECTION_IP6] = { BLOCK_IP6, BLOCK_IP },
	[SECTION_IP] = { BLOCK_IP46, BLOCK_ICMP6 },
	[SECTION_ICMP6] = { BLOCK_ICMP6, BLOCK_ICMP },
	[SECTION_ICMP] = { BLOCK_ICMP46, BLOCK_UDP46 },
	[SECTION_UDP6] = { BLOCK_UDP46, BLOCK_UDP },
	[SECTION_UDP] = { BLOCK_UDP46, BLOCK_TCP },
	[SECTION_TCP] = { BLOCK_TCP, BLOCK_TCPEXT },
	[SECTION_TCPEXT] = { BLOCK_TCPEXT, BLOCK_SCTP },
	[SECTION_SCTP] = { BLOCK_SCTP, BLOCK_STATS_END },
};

/* When a counter is printed: the mark between its key and its sentence.
 * RECEIVED and SENT have the title of a histogram over them. */
#define SENTENCE_MARKS "!?<>-"
enum { ALWAYS = '!', RECEIVED = '<', SENT = '>', NEVER = '-' };

/* RECEIVED, SENT or 0: as in net-tools a line is indented like the last one
 * that had a sentence. */
STATE(char, histogram);

void counters_begin(void)
{
	histogram = 0;
}

/* As in net-tools one that is not shown ends a histogram too. */
static void put_section(const struct counter *c)
{
	if (c->known)
		histogram = 0;
	if (c->record.has & SECTION_SKIPPED)
		return;
	out_foreign(c->section, strlen(c->section));
	out_str(":\n");
}

static void indent(void)
{
	out_str(histogram ? "        " : "    ");
}

/* The title of a histogram where one begins. */
static void begin_histogram(char mark)
{
	char now = mark == RECEIVED || mark == SENT ? mark : 0;

	if (now && now != histogram) {
		indent();
		out_str(mark == SENT ? "ICMP output histogram:\n" :
			"ICMP input histogram:\n");
	}
	histogram = now;
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
	bool zero;

	(void)q;
	if (r->kind == RECORD_SECTION) {
		put_section(c);
		return;
	}
	zero = c->value.n == 1 && *c->value.s == '0';
	mark = packed_find(&p, sentences[c->known].begin,
		sentences[c->known].end, count_name(c), SENTENCE_MARKS);
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
