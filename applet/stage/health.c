/* health.c: reports faults and nothing else (--health). health.def says which
 * counters indicate a fault, and in which words.
 * Without an interval the totals are judged; with one, the changes since the
 * previous report. Then the first report only stores counters.
 */
#include "packed.h"
#include "stage/stage.h"

/* the marks between a key and its text */
#define HEALTH_MARKS "~/%&<!+>"

enum { HEALTH_WORDS = 160 };	/* the longest text of a row */
_Static_assert(LONGEST_TEXT <= HEALTH_WORDS, "a text is too long");

enum { ADVICE = BLOCK_HEALTH_ADVICE < BLOCK_HEALTH_END };	/* configured */

/* A name, truncated if it is too long. */
typedef char health_name[32];

/* A sum, and the amount already reported for its parts. */
struct sum {
	uint64_t value, parts;
	const char *words;
	health_name key;
};

struct health {
	const struct request *q;
	emit_fn *emit;
	health_name group;	/* to which the sums belong */
	struct sum sum[2];
	uint64_t headers;	/* packets of IPv4 with wrong headers */
	bool listing;		/* levels are not judged, but listed */
	bool overflow;		/* the queue of some listener overflowed */
	uint64_t base;		/* a fault above 1% of this */
	uint64_t somaxconn;	/* limit of all listen queues; 0: unknown */
};

STATE(struct health, health);

static const struct text health_no_key;

/* The mark of a row, or its end. */
static const char *find_mark(const char *row)
{
	while (*row && !scan_find(HEALTH_MARKS, *row))
		row++;
	return row;
}

/* The words of the only row of a block. */
static const char *words_at(unsigned at)
{
	return find_mark(packed_row(&at)) + 1;
}

/* -- findings -------------------------------------------------------------- */

/* "127.0.0.1:22", or the family and port ID of a netlink socket. */
static char *fmt_socket(char *d, const struct sock *k)
{
	bool netlink = CFG(HEALTH_MORE) && k->record.has & HAS_NETLINK;

	if (netlink) {
		memcpy(d, k->text[0].s, k->text[0].n);
		d += k->text[0].n;
	} else {
		d = fmt_addr(d, &k->local);
	}
	*d++ = ':';
	return fmt_dec(d, netlink ? k->port_id : k->lport);
}

/* The first holder of a socket, in parentheses. */
static bool append_holder(void *ctx, const char *holder, bool first)
{
	char **d = ctx;

	(void)first;
	*d = fmt_left(fmt_left(fmt_left(*d, " (", 0), holder, 0), ")", 0);
	return false;
}

/* What to do next, by the letter of a row. */
static struct text advice_of(char letter)
{
	unsigned at = BLOCK_HEALTH_ADVICE;
	const char *row;

	do
		row = packed_row(&at);
	while (*row != letter && at < BLOCK_HEALTH_END);
	/* after the letter and a mark */
	return (struct text){ row + 2, text_len(row + 2) };
}

/* Emits a finding: the counter KEY, which may be empty, of SECTION, with WORDS,
 * in which each # is replaced by the next number; the first number is the
 * value. A letter of advice comes before. The text ends with the socket K, if
 * not NULL, and with -p with its holder. */
static void report(const char *section, struct text key, const char *words,
	const uint64_t *number, const struct sock *k)
{
	char text[HEALTH_WORDS + 3 * DEC_TEXT + ADDR_TEXT + WALK_NAME + 3];
	char *d = text;
	struct finding f = {
		.record = {
			RECORD_FINDING, OPT_HEALTH, key.n ? FINDING_COUNTER : 0
		},
		.section = { section, text_len(section) }, .counter = key,
		.value = *number,
	};

	if (CFG(HEALTH_ADVICE))
		f.advice = advice_of(*words);
	for (words += ADVICE; *words; words++) {
		if (*words == '#')
			d = is_human(health.q) ? fmt_human(d, *number++,
				HUMAN_COUNT) : fmt_dec(d, *number++);
		else
			*d++ = *words;
	}
	if (k)
		d = fmt_socket(d, k);
	if (CFG(HEALTH_MORE) && CFG(PRG) && k && health.q->programs)
		holders_each(k->inode, append_holder, &d);
	f.text = (struct text){ text, d - text };
	if (!is_metrics(health.q))
		run.status = STATUS_FAILED;
	health.emit(&f.record);
}

/* -- counters -------------------------------------------------------------- */

/* Reports the rest of the sums that is in none of their parts. If the parts
 * exceed the sum they are not part of it: drivers differ. */
static void judge_sums(void)
{
	for (size_t i = 0; i < nitems(health.sum); i++) {
		struct sum *m = &health.sum[i];

		if (m->parts <= m->value)
			m->value -= m->parts;
		if (m->value)
			report(health.group, (struct text){
				m->key, text_len(m->key) }, m->words, &m->value,
				NULL);
		m->value = m->parts = 0;
	}
}

static void keep_name(char *name, const char *s, size_t n)
{
	n = n < sizeof(health_name) ? n : sizeof(health_name) - 1;
	memcpy(name, s, n);
	name[n] = '\0';
}

/* Begins another group: sums belong to one group. */
static void begin_group(const char *group)
{
	if (!strcmp(health.group, group))
		return;
	judge_sums();
	keep_name(health.group, group, text_len(group));
}

/* Judges the counter KEY of GROUP by its row of health.def, from the MARK
 * on. */
static void judge(const char *group, struct text key, const char *mark,
	uint64_t value)
{
	const char when = *mark, *words = mark + 1;
	/* the marks of one sum are even bytes, those of the other odd */
	struct sum *m = &health.sum[when & 1];
	uint64_t elapsed;

	if (CFG(RATE) && health.q->interval &&
	    (!rate_change(group, key, 0, &value, &elapsed) || rate_is_first()))
		return;
	begin_group(group);
	health.overflow |= value && text_begins(key.s, "Listen", 6);
	switch (when) {
	case '/':
		health.base = value;
		return;
	case '&':
	case '!':
		m->value = value;
		m->words = words;
		keep_name(m->key, key.s, key.n);
		return;
	case '>':
		if (!strcmp(group, "Ip"))
			health.headers = value;
		break;
	case '<':
	case '+':
		m->parts += value;
		if (!strcmp(group, "IpExt") && value <= health.headers)
			return;
	}
	if (value > (when == '%' ? health.base / 100 + 10 : 0))
		report(group, key, words, &value, NULL);
}

static void judge_key(const char *group, struct text key, struct text name,
	uint64_t value)
{
	const char *mark = packed_find(BLOCK_HEALTH, BLOCK_HEALTH_LEVELS, name,
		HEALTH_MARKS);

	if (mark)
		judge(group, key, mark, value);
}

static void judge_count(const struct counter *c)
{
	uint64_t value;

	if (scan_dec(c->value.s, &value))
		judge_key(c->section, c->key, count_name(c), value);
}

/* The rows are in the order of the counters; a normal counter's is empty. */
static void judge_iface(const struct iface *f)
{
	unsigned at = BLOCK_HEALTH_DEV;
	const char *row, *mark;

	if (!(f->record.has & IFACE_COUNTERS))
		return;
	for (int i = 0; at < BLOCK_HEALTH_COLUMNS; i++) {
		row = packed_row(&at);
		mark = find_mark(row);
		if (*mark)
			judge(f->name, (struct text){ row, mark - row }, mark,
				f->counter[i]);
	}
}

/* -- fill levels, sockets -------------------------------------------------- */

static void judge_level(const struct level *l)
{
	const uint64_t number[] = { l->value, l->limit };
	char name[24];
	struct text key = { name, 0 };
	const char *mark;

	if (!strcmp(l->key, "somaxconn"))
		health.somaxconn = l->limit;
	key.n = fmt_left(fmt_left(name, l->name, 0), l->key, 0) - name;
	if (!l->limit || l->value < l->limit - l->limit / 5)
		return;
	mark = packed_find(BLOCK_HEALTH_LEVELS, BLOCK_HEALTH_WAIT, key,
		HEALTH_MARKS);
	if (mark)
		report(l->name, health_no_key, mark + 1, number, NULL);
}

/* Has the socket lost messages, and more than in the previous report? *N
 * becomes the number to report. Sockets without losses are not stored. */
static bool has_lost(const char *table, struct text key, uint64_t *n)
{
	uint64_t elapsed;

	if (!CFG(RATE) || !*n || !health.q->interval)
		return *n;
	/* a new socket, or one without losses, lost all since then */
	rate_change(table, key, 0, n, &elapsed);
	return *n && !rate_is_first();
}

/* In old kernels a netlink socket has no inode. */
static void judge_losses(const struct sock *k)
{
	bool netlink = k->record.has & HAS_NETLINK;
	const char *table = netlink ? "netlink" : k->proto;
	uint64_t n = k->drops > 0 ? k->drops : 0;
	char text[2 * DEC_TEXT + 4], *end = netlink ? fmt_socket(text, k) :
		fmt_dec(text, k->inode);

	if (has_lost(table, (struct text){ text, end - text }, &n))
		report(table, health_no_key, words_at(netlink ?
			BLOCK_HEALTH_NETLINK : BLOCK_HEALTH_LOST), &n, k);
}

/* Reports a backlog that is not empty after an overflow, or that is long: 4/5
 * of its limit or more. /proc does not have that, but it is at most somaxconn,
 * and most programs ask for less: an eighth of it is suspicious. */
static void judge_backlog(const struct sock *k)
{
	const uint64_t number[] = { k->rxq, k->details.backlog_limit };
	bool known = CFG(DIAG_MORE) && k->details.backlog_limit >= 0;
	uint64_t most = known ? number[1] - number[1] / 5 :
		health.somaxconn ? health.somaxconn / 8 : UINT64_MAX;

	if (k->rxq && (health.overflow || k->rxq >= most))
		report("listen", health_no_key, words_at(known ?
			BLOCK_HEALTH_BACKLOG : BLOCK_HEALTH_WAIT), number, k);
}

/* Emits a level with its limit, if it has one. Without both it is unknown. */
static void list_level(const char *name, const char *key, uint64_t value,
	uint64_t limit)
{
	struct level l = {
		.record = { RECORD_LEVEL, OPT_HEALTH, limit ? LEVEL_LIMIT : 0 },
		.name = name, .key = key, .value = value, .limit = limit,
	};

	if (value || limit)
		health.emit(&l.record);
}

static void list_backlog(const struct sock *k)
{
	char name[ADDR_TEXT + 1 + DEC_TEXT + 1];
	int64_t limit = CFG(DIAG_MORE) ? k->details.backlog_limit : -1;

	*fmt_socket(name, k) = '\0';
	list_level("listen", name, k->rxq, limit > 0 ? limit : 0);
}

static bool list_record(const struct record *r)
{
	const struct level *l = (const void *)r;
	const struct sock *k = (const void *)r;

	if (r->kind == RECORD_TABLE && r->has & TABLE_LEVELS) {
		judge_sums();
		health.listing = true;
		health.emit(r);
	} else if (health.listing && r->kind == RECORD_LEVEL) {
		if (strcmp(l->key, "somaxconn"))
			list_level(l->name, l->key, l->value, l->limit);
	} else if (health.listing && r->kind == RECORD_SOCK) {
		if (k->state_number == INET_LISTEN)
			list_backlog(k);
	} else {
		return false;
	}
	return true;
}

static void judge_sock(const struct sock *k)
{
	if (k->record.table == OPT_TCP && k->state_number == INET_LISTEN)
		judge_backlog(k);
	else if (CFG(HEALTH_MORE) && k->record.table != OPT_TCP)
		judge_losses(k);
}

void health_record(const struct request *q, const struct record *r,
	emit_fn *emit)
{
	const void *record = r;
	const struct sample *sample = record;
	bool also = CFG(METRICS) && q->everything;

	health.q = q;
	health.emit = emit;
	if (also)
		emit(r);
	if (CFG(HEALTH_LEVELS) && list_record(r))
		return;
	switch (r->kind) {
	case RECORD_COUNTER:
		judge_count(record);
		return;
	case RECORD_IFACE:
		judge_iface(record);
		return;
	case RECORD_SAMPLE:
		if (r->table == OPT_HEALTH)
			judge_key(sample->group, sample->key, sample->key,
				sample->value);
		return;
	case RECORD_SECTION:
	case RECORD_TABLE:
		return;
	case RECORD_VIEW:
		health.overflow = health.listing = false;
		health.base = health.headers = health.somaxconn = 0;
		break;
	case RECORD_LEVEL:
		judge_sums();
		judge_level(record);
		return;
	case RECORD_SOCK:
		judge_sums();
		judge_sock(record);
		return;
	case RECORD_END:
		judge_sums();
	}
	if (!also)
		emit(r);
}
