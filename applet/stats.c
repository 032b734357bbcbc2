/* stats.c: the counters of each protocol. /proc/net/snmp and /proc/net/netstat
 * have a line of keys and a line of values for each section
 * (net/ipv4/proc.c snmp_seq_show, netstat_seq_show):
 *
 *   Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ...
 *   Tcp: 1 200 120000 -1 ...
 *
 * /proc/net/snmp6 and /proc/net/sctp/snmp a line for each counter
 * (net/ipv6/proc.c snmp6_seq_show, net/sctp/proc.c sctp_snmp_seq_show):
 *
 *   Ip6InReceives	123
 *
 * Which counters a kernel has is its own affair: all are printed, in its order,
 * those with a sentence (sentences.def) as that.
 */
#include "netstat.h"
#include "sentences.h"

struct section {
	char name[8];
	unsigned char opt;		/* the table it belongs to */
	unsigned short block[2];	/* where its sentences are */
};

static const struct section sections[] = {
	{ "Ip", OPT_RAW, { BLOCK_IP46, BLOCK_IP } },
	{ "Ip6", OPT_RAW, { BLOCK_IP46, BLOCK_IP6 } },
	{ "Icmp", OPT_RAW, { BLOCK_ICMP46, BLOCK_ICMP } },
	{ "Icmp6", OPT_RAW, { BLOCK_ICMP46, BLOCK_ICMP6 } },
	{ "Tcp", OPT_TCP, { BLOCK_TCP, BLOCK_TCP } },
	{ "TcpExt", OPT_TCP, { BLOCK_TCPEXT, BLOCK_TCPEXT } },
	{ "Udp", OPT_UDP, { BLOCK_UDP46, BLOCK_UDP } },
	{ "Udp6", OPT_UDP, { BLOCK_UDP46, BLOCK_UDP46 } },
	{ "Sctp", OPT_SCTP, { BLOCK_SCTP, BLOCK_SCTP } },
};

/* A piece of a line. */
struct word {
	const char *text;
	size_t len;
};

/* When a counter is printed: the bytes between key and sentence. */
enum when {
	ALWAYS = '!', NONZERO = '?', RECEIVED = '<', SENT = '>', NEVER = '-',
};

/* What was printed last decides where the next line is indented to, as in
 * net-tools: RECEIVED and SENT are the two histograms. */
struct stats {
	const char *only;		/* sections that begin so, or NULL */
	const struct section *section;	/* NULL: an unknown one */
	bool shown;			/* it was asked for */
	enum when state;
	size_t len;			/* of what is kept; 0: nothing */
	char kept[LIMIT(LINE) + 8];	/* keys without values, or a title */
};

/* -- sentences ------------------------------------------------------------------ */

struct packed {
	const unsigned char *s;
	unsigned n;
	unsigned char stack[PAIR_DEPTH];
};

/* The next byte: what is still to come of a pair, or what follows it. */
static unsigned next_byte(struct packed *p)
{
	unsigned c = p->n ? p->stack[--p->n] : *p->s++;

	for (; c > 127; c = pairs[c - 128][0])
		p->stack[p->n++] = pairs[c - 128][1];
	return c;
}

/* Looks for KEY in a block. Returns the byte behind it, with the sentence as
 * what is to come of *P, or 0. */
static enum when find_in(unsigned block, struct word key, struct packed *p)
{
	const unsigned char *s = sentences + block;
	size_t i;
	unsigned c;

	for (; *s; s += strlen((const char *)s) + 1) {
		p->s = s;
		p->n = 0;
		for (i = 0; i < key.len; i++)
			if (next_byte(p) != (unsigned char)key.text[i])
				break;
		if (i < key.len)
			continue;
		c = next_byte(p);
		if (c && strchr("!?<>-", c))
			return c;
	}
	return 0;
}

static enum when find(const struct section *t, struct word key,
	struct packed *p)
{
	size_t n = strlen(t->name);
	enum when w;

	if (key.len > n && !strncmp(key.text, t->name, n)) {
		key.text += n;
		key.len -= n;
	}
	w = find_in(t->block[0], key, p);
	return w ? w : find_in(t->block[1], key, p);
}

/* -- lines ------------------------------------------------------------------------ */

static void out_word(struct word w)
{
	out_foreign(w.text, w.len);
}

static void indent(const struct stats *v)
{
	out_str("        " + (v->state == ALWAYS ? 4 : 0));
}

static void print_sentence(struct packed *p, struct word value)
{
	unsigned c;

	while ((c = next_byte(p)) != 0) {
		if (c == '#')
			out_word(value);
		else
			out_char(c);
	}
	out_char('\n');
}

static void print_counter(struct stats *v, struct word key, struct word value)
{
	struct packed p;
	enum when w = v->section ? find(v->section, key, &p) : 0, state;
	bool zero = value.len == 1 && *value.text == '0';

	if (w == NEVER || (!w && zero))
		return;
	if (!w) {
		indent(v);
		out_word(key);
		out_str(": ");
		out_word(value);
		out_char('\n');
		return;
	}
	state = w == RECEIVED || w == SENT ? w : ALWAYS;
	if (state != ALWAYS && state != v->state) {
		indent(v);
		out_str(w == SENT ? "ICMP output histogram:\n" :
			"ICMP input histogram:\n");
	}
	v->state = state;
	if (!zero || w == ALWAYS) {
		indent(v);
		print_sentence(&p, value);
	}
}

static bool is_wanted(const struct request *q, const struct section *t)
{
	return !(q->opts & INET_TABLES) || q->implied || q->opts >> t->opt & 1;
}

/* One that is unknown belongs to no table and is always shown. */
static void begin_section(const struct request *q, struct stats *v,
	struct word name)
{
	const struct section *t = sections;

	while (t < sections + COUNT(sections) && (strlen(t->name) != name.len ||
	    memcmp(t->name, name.text, name.len)))
		t++;
	v->section = t < sections + COUNT(sections) ? t : NULL;
	v->shown = !v->section || is_wanted(q, t);
	if (v->section)
		v->state = ALWAYS;
	if (v->shown) {
		out_word(name);
		out_str(":\n");
	}
}

static void keep(struct stats *v, struct word w)
{
	memcpy(v->kept, w.text, w.len);
	v->kept[w.len] = '\0';
	v->len = w.len;
}

/* Takes a word off *S, and a number: digits, of which there may be any number,
 * and a sign. */
static bool take_word(const char **s, struct word *w)
{
	const char *end = scan_word(*s);

	w->text = scan_blanks(*s);
	w->len = end ? end - w->text : 0;
	*s = end ? end : w->text;
	return end;
}

static bool take_number(const char **s, struct word *w)
{
	size_t i = 0;

	if (!take_word(s, w))
		return false;
	if (*w->text == '-' && w->len > 1)
		i++;
	while (i < w->len && w->text[i] >= '0' && w->text[i] <= '9')
		i++;
	return i == w->len;
}

/* The keys that were kept, from the N bytes of the name on, with VALUES.
 * Returns false if there are more of the one or the other. */
static bool print_section(const struct request *q, struct stats *v, size_t n,
	const char *values)
{
	const char *keys = v->kept + n;
	struct word key, value;

	if (v->only && strncmp(v->kept, v->only, strlen(v->only)))
		return true;
	begin_section(q, v, (struct word){ v->kept, n - 1 });
	while (take_word(&keys, &key)) {
		if (!take_number(&values, &value))
			return false;
		if (v->shown)
			print_counter(v, key, value);
	}
	return !take_word(&values, &value);
}

static enum row pair_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct stats *v = ctx;
	const char *colon = strchr(line, ':');
	size_t n = colon ? colon + 1 - line : 0;
	bool good = !v->len;

	if (v->len && n && !strncmp(v->kept, line, n)) {
		good = print_section(q, v, n, line + n);
		v->len = 0;
	} else if (n) {
		/* what was kept, if anything, had no values */
		keep(v, (struct word){ line, l->len });
	} else if (l->len) {
		good = false;
	}
	return good ? ROW_OK : ROW_BAD;
}

/* A section of snmp6 has the name that its keys begin with, up to a 6. */
static enum row list_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct stats *v = ctx;
	struct word key, value, name;

	(void)l;
	if (!take_word(&line, &key) || !take_number(&line, &value))
		return ROW_BAD;
	if (!v->len || (!v->only && strncmp(key.text, v->kept, v->len))) {
		name = key;
		for (name.len = 1; name.len < key.len; name.len++)
			if (key.text[name.len - 1] == '6')
				break;
		if (v->only)
			name = (struct word){ v->only, strlen(v->only) };
		keep(v, name);
		begin_section(q, v, name);
	}
	if (v->shown)
		print_counter(v, key, value);
	return ROW_OK;
}

/* -- the view --------------------------------------------------------------------- */

/* The sections of a file that begin with ONLY, or all. */
static void show_file(struct request *q, struct stats *v, const char *name,
	const char *only, row_fn *row, bool needed)
{
	int error;

	v->only = only;
	v->len = 0;
	error = table_read(q, name, 0, 0, row, v);
	if (error && needed)
		warn_file(q, name, 0, error_text(error));
	if (v->len && row == pair_row)
		warn_file(q, name, 0, "keys without values at its end");
}

static void no_support(struct request *q)
{
	out_str("netstat: No statistics support for specified address family: ");
	for (unsigned i = 0; i < q->listed; i++) {
		out_str(i ? "," : "");
		out_str(family_name(q->list[i]));
	}
	out_char('\n');
	q->status = STATUS_FAILED;
}

void stats_show(struct request *q, unsigned opt)
{
	struct stats v;

	(void)opt;
	v.state = ALWAYS;
	if (q->listed == 1 && q->list[0] == F_INET) {
		show_file(q, &v, "net/snmp", NULL, pair_row, true);
		show_file(q, &v, "net/netstat", NULL, pair_row, false);
		show_file(q, &v, "net/sctp/snmp", "Sctp", list_row, false);
	} else if (CFG(IPV6) && q->listed == 1 && q->list[0] == F_INET6) {
		show_file(q, &v, "net/snmp6", NULL, list_row, true);
		show_file(q, &v, "net/snmp", "Tcp", pair_row, true);
	} else {
		no_support(q);
	}
}
