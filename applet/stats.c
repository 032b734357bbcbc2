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
#include "text.h"

#ifndef BLOCK_HEALTH	/* there is no health.def among the sentences */
enum { BLOCK_HEALTH, BLOCK_HEALTH_DEV = BLOCK_HEALTH };
#endif

/* A section that belongs to a table, and where its sentences are. */
struct section {
	char name[7];
	unsigned char opt;
	unsigned short begin, end;
};

static const struct section sections[] = {
	{ "", 0, 0, 0 },	/* one that is unknown */
	{ "Ip6", OPT_RAW, BLOCK_IP6, BLOCK_IP },
	{ "Ip", OPT_RAW, BLOCK_IP46, BLOCK_ICMP6 },
	{ "Icmp6", OPT_RAW, BLOCK_ICMP6, BLOCK_ICMP },
	{ "Icmp", OPT_RAW, BLOCK_ICMP46, BLOCK_UDP46 },
	{ "Udp6", OPT_UDP, BLOCK_UDP46, BLOCK_UDP },
	{ "Udp", OPT_UDP, BLOCK_UDP46, BLOCK_TCP },
	{ "Tcp", OPT_TCP, BLOCK_TCP, BLOCK_TCPEXT },
	{ "TcpExt", OPT_TCP, BLOCK_TCPEXT, BLOCK_SCTP },
	{ "Sctp", OPT_SCTP, BLOCK_SCTP, BLOCK_STATS_END },
};

/* A piece of a line. */
struct word {
	const char *text;
	size_t len;
};

/* When a counter is printed: the byte between its key and its sentence.
 * RECEIVED and SENT stand under the title of a histogram. */
enum when {
	ALWAYS = '!', NONZERO = '?', RECEIVED = '<', SENT = '>', NEVER = '-',
};

struct stats {
	const struct request *q;
	const char *only;		/* sections that begin so, or NULL */
	const struct section *section;	/* its name is in kept */
	bool rate;			/* changes of values, per second, */
	uint64_t time;			/* that were read then */
	bool windows;			/* values go to win_counter() */
	bool health;			/* or to health.c */
	bool shown;			/* it was asked for */
	char histogram;			/* RECEIVED, SENT or 0: as net-tools, a
					 * line is indented like the last one
					 * that had a sentence */
	size_t len;			/* of what is kept; 0: nothing */
	char kept[LIMIT(LINE) + 8];	/* keys without values, or a title */
};

/* -- sentences ------------------------------------------------------------ */

/* Looks for KEY. Returns when it is printed, or 0, with the sentence as what
 * is to come of *P. */
static unsigned find_sentence(const char *section, unsigned at, unsigned end,
	struct word key, struct text *p)
{
	size_t i = strlen(section);
	unsigned c;

	if (key.len > i && !strncmp(key.text, section, i)) {
		key.text += i;
		key.len -= i;
	}
	for (; at < end; at = text_skip(at)) {
		text_open(p, at);
		for (i = 0; (c = text_next(p)) && i < key.len; i++)
			if (c != (unsigned char)key.text[i])
				break;
		if (i == key.len && c && scan_find("!?<>-+~/%&", c))
			return c;
	}
	return 0;
}

/* -- lines ---------------------------------------------------------------- */

static void out_word(struct word w)
{
	out_foreign(w.text, w.len);
}

static void indent(const struct stats *v)
{
	out_str(v->histogram ? "        " : "    ");
}

/* Whether what has the key is no counter, but a level or a setting. */
static bool is_level(struct word key)
{
	static const char names[] = "Forwarding\0DefaultTTL\0RtoAlgorithm\0"
		"RtoMin\0RtoMax\0MaxConn\0CurrEstab\0";
	size_t n;

	for (const char *s = names; (n = strlen(s)) != 0; s += n + 1)
		/* of SctpCurrEstab and MPCurrEstab the end */
		if (key.len >= n && !memcmp(key.text + key.len - n, s, n))
			return true;
	return false;
}

/* Puts the change of a counter, as text, in place of its value; a level stays,
 * and is shown when it is another one than before. Returns false if there is
 * nothing to print. */
static bool rate_value(const struct stats *v, struct word key,
	struct word *value, char *text)
{
	bool level = is_level(key), minus = *value->text == '-';
	uint64_t number;

	if (scan_dec(value->text + minus, &number) !=
	    value->text + value->len || (minus && !level))
		return rate_is_first();
	/* one that falls to 0 has moved too */
	if (level)
		number = 4 * number + 2 * minus + 1;
	if (!rate_change(v->kept, key.text, key.len, v->time, &number))
		return false;
	if (!level) {
		value->text = text;
		value->len = rate_fmt(text, number) - text;
	}
	return number || rate_is_first();
}

/* Hands it to health.c, if it is one that may be trouble. */
static void judge_counter(const struct stats *v, struct word key,
	struct word value)
{
	struct text p;
	uint64_t number;

	if (find_sentence(v->kept, BLOCK_HEALTH, BLOCK_HEALTH_DEV, key, &p) &&
	    scan_dec(value.text, &number))
		health_judge(v->kept, key.text, key.len, p.row, number);
}

static void print_counter(struct stats *v, struct word key, struct word value)
{
	struct text p;
	unsigned c;
	bool zero;
	char histogram, text[DEC_TEXT];

	if (CFG(HEALTH) && v->health) {
		judge_counter(v, key, value);
		return;
	}
	if (CFG(WINDOWS) && v->windows) {
		win_counter(v->section->name, key.text, value.text);
		return;
	}
	if (CFG(RATE) && v->rate && !rate_value(v, key, &value, text))
		return;
	if (CFG(JSON) && has(v->q, JSON)) {
		json_open(v->q);
		json_add("section&counter&", v->kept, strlen(v->kept),
			key.text, key.len);
		json_key("value");
		json_number(value.text, value.len);
		json_close();
		return;
	}
	c = find_sentence(v->kept, v->section->begin, v->section->end, key,
		&p);
	zero = value.len == 1 && *value.text == '0';
	histogram = c == RECEIVED || c == SENT ? c : 0;
	if (c == NEVER)
		return;
	if (c) {
		if (histogram && histogram != v->histogram) {
			indent(v);
			out_str(c == SENT ? "ICMP output histogram:\n" :
				"ICMP input histogram:\n");
		}
		v->histogram = histogram;
	}
	if (zero && c != ALWAYS)
		return;
	indent(v);
	if (!c) {
		out_word(key);
		out_str(": ");
		out_word(value);
	} else {
		while ((c = text_next(&p)) != 0) {
			if (c == '#')
				out_word(value);
			else
				out_char(c);
		}
	}
	out_char('\n');
}

/* One that is unknown belongs to no table and is always shown. */
static void begin_section(const struct request *q, struct stats *v)
{
	const struct section *t = sections + COUNT(sections);

	while (--t > sections && strcmp(t->name, v->kept))
		;
	v->section = t;
	v->shown = t == sections || !(q->opts & INET_TABLES) || q->implied ||
		q->opts >> t->opt & 1;
	if (t > sections)
		v->histogram = 0;
	if (v->shown && !v->windows && !v->health && !q->bare) {
		out_foreign(v->kept, strlen(v->kept));
		out_str(":\n");
	}
}

static void keep(struct stats *v, const char *s, size_t n)
{
	memcpy(v->kept, s, n);
	v->kept[n] = '\0';
	v->len = n;
}

/* Takes a word off *S; a NUMBER has digits, of which there may be any number,
 * and perhaps a sign. */
static bool take_word(const char **s, struct word *w, bool number)
{
	const char *start = scan_blanks(*s), *end = scan_word(start);

	if (!end)
		return false;
	w->text = start;
	w->len = end - start;
	*s = end;
	if (!number)
		return true;
	start += *start == '-' && w->len > 1;
	while (*start >= '0' && *start <= '9')
		start++;
	return start == end;
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
	v->kept[n - 1] = '\0';
	begin_section(q, v);
	while (take_word(&keys, &key, false)) {
		if (!take_word(&values, &value, true))
			return false;
		if (v->shown)
			print_counter(v, key, value);
	}
	return !*scan_blanks(values);
}

static enum row pair_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct stats *v = ctx;
	const char *colon = scan_find(line, ':');
	size_t n = colon ? colon + 1 - line : 0;
	bool good = !v->len;

	v->time = l->time;
	if (v->len && n && !strncmp(v->kept, line, n)) {
		good = print_section(q, v, n, line + n);
		v->len = 0;
	} else if (n) {
		/* what was kept, if anything, had no values */
		keep(v, line, l->len);
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
	struct word key, value;
	size_t n = 0;

	v->time = l->time;
	if (!take_word(&line, &key, false) || !take_word(&line, &value, true))
		return ROW_BAD;
	if (!v->len || (!v->only && strncmp(key.text, v->kept, v->len))) {
		while (n < key.len && key.text[n++] != '6')
			;
		keep(v, v->only ? v->only : key.text,
			v->only ? strlen(v->only) : n);
		begin_section(q, v);
	}
	if (v->shown)
		print_counter(v, key, value);
	return ROW_OK;
}

/* -- the view ------------------------------------------------------------- */

/* The sections of a file that begin with ONLY, or all. Returns false if the
 * file is missing: of net/snmp, which all kernels have, that is a failure, of
 * net/snmp6 a message where it was asked for. */
static bool show_file(struct request *q, struct stats *v, const char *name,
	const char *only, row_fn *row)
{
	int error;

	v->only = only;
	v->len = 0;
	error = table_read(q, name, 0, 0, row, v);
	if (error && !strcmp(name, "net/snmp"))
		fail_file(q, name, error_text(error));
	else if (error && !v->windows && !v->health &&
	    !strcmp(name, "net/snmp6"))
		warn_file(q, name, 0, error_text(error));
	if (v->len && row == pair_row)
		warn_file(q, name, 0, "keys without values");
	return !error;
}

/* For --health and Windows: all that they choose rows from. */
static void show_all(struct request *q, struct stats *v)
{
	show_file(q, v, "net/snmp", NULL, pair_row);
	show_file(q, v, "net/snmp6", NULL, list_row);
	if (!v->health)
		return;
	show_file(q, v, "net/netstat", NULL, pair_row);
	if (CFG(HEALTH_MORE))
		show_file(q, v, "net/sctp/snmp", "Sctp", list_row);
}

/* TCP's and UDP's counters, which both families share, are in net/snmp. */
static void show_inet(struct request *q, struct stats *v, bool both)
{
	show_file(q, v, "net/snmp", NULL, pair_row);
	if (both)
		show_file(q, v, "net/snmp6", NULL, list_row);
	show_file(q, v, "net/netstat", NULL, pair_row);
	show_file(q, v, "net/sctp/snmp", "Sctp", list_row);
}

static void no_statistics(struct request *q)
{
	if (q->bare)
		err_begin();
	out_str("netstat: No statistics support for specified address family: ");
	for (unsigned i = 0; i < q->listed; i++) {
		out_str(i ? "," : "");
		out_str(family_name(q->list[i]));
	}
	out_char('\n');
	if (q->bare)
		err_end();
	q->status = STATUS_FAILED;
}

void stats_show(struct request *q, unsigned opt)
{
	struct stats v;
	const unsigned six = CFG(IPV6) ? FAM(INET6) : 0;
	unsigned which = 0;

	(void)opt;
	v.q = q;
	v.histogram = 0;
	v.rate = has(q, RATE);
	v.health = has(q, HEALTH);
	v.windows = is_windows(q) && !v.health;
	for (unsigned i = 0; i < q->listed; i++)
		which |= 1u << q->list[i];
	if (v.windows || v.health) {
		show_all(q, &v);
	} else if (which == FAM(INET) + six ||
	    (which == FAM(INET) && q->listed == 1)) {
		show_inet(q, &v, which & six);
	} else if (six && which == six && q->listed == 1) {
		if (show_file(q, &v, "net/snmp6", NULL, list_row))
			show_file(q, &v, "net/snmp", "Tcp", pair_row);
	} else {
		no_statistics(q);
	}
}
