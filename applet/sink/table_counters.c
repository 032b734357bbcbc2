/* table_counters.c: -s: counters with a sentence of net-tools (sentences.def)
 * as that sentence, others by the kernel's name.
 */
#include "packed.h"
#include "sink/sink.h"

/* The sentences of each section. */
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

/* The mark between key and sentence says when a counter is printed. RECEIVED
 * and SENT are lines of a histogram, which has a title. */
#define SENTENCE_MARKS "!?<>-"
enum { ALWAYS = '!', RECEIVED = '<', SENT = '>', NEVER = '-' };

/* RECEIVED, SENT or 0. As in net-tools a line without a sentence is indented
 * like the previous one with a sentence. */
STATE(char, histogram);

void counters_begin(void)
{
	histogram = 0;
}

/* As in net-tools, a section ends a histogram even if it is not shown. */
static void put_section(const struct counter *c)
{
	if (c->known)
		histogram = 0;
	if (c->record.has & SECTION_SKIPPED)
		return;
	out_foreign(c->section, text_len(c->section));
	out_str(":\n");
}

static void indent(void)
{
	out_str(histogram ? "        " : "    ");
}

/* The title of a histogram, before its first line. */
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

static void put_sentence(const char *s, struct text value)
{
	for (; *s; s++) {
		if (*s == '#')
			out_foreign(value.s, value.n);
		else
			out_char(*s);
	}
}

/* A counter of --human: is it long enough to be shortened? */
static struct text shorten(const struct counter *c, char *text)
{
	static const char suffix[] = "Octets";
	const struct text key = c->key;
	size_t n = sizeof suffix - 1;
	bool bytes = key.n > n && !memcmp(key.s + key.n - n, suffix, n);
	uint64_t value;

	if (scan_dec(c->value.s, &value) != c->value.s + c->value.n)
		return c->value;
	return (struct text){ text, fmt_human_rate(text, value, 0, bytes) -
		text };
}

void print_counter(const struct request *q, const struct record *r)
{
	const struct counter *c = (const void *)r;
	struct text value = c->value;
	const char *row;
	char mark, text[DEC_TEXT];
	bool zero;

	if (r->kind == RECORD_SECTION) {
		put_section(c);
		return;
	}
	zero = c->value.n == 1 && *c->value.s == '0';
	row = packed_find(sentences[c->known].begin, sentences[c->known].end,
		count_name(c), SENTENCE_MARKS);
	mark = row ? *row : 0;
	if (mark == NEVER)
		return;
	if (mark)
		begin_histogram(mark);
	if (zero && mark != ALWAYS)
		return;
	indent();
	if (is_human(q))
		value = shorten(c, text);
	if (mark) {
		put_sentence(row + 1, value);
	} else {
		out_foreign(c->key.s, c->key.n);
		out_str(": ");
		out_foreign(value.s, value.n);
	}
	out_char('\n');
}
