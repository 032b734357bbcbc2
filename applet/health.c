/* health.c: what is wrong, and nothing else (--health). Counters come from the
 * rooms that read them; which of them mean trouble, and in plain words which,
 * is in health.def.
 *
 * Without an interval the totals are judged. With one it is what changed since
 * the previous report, and the first one is not shown.
 */
#include "netstat.h"
#include "text.h"

enum { HEALTH_COLUMNS = 16 };

/* A sum, and what has been reported of it in its parts. */
struct sum {
	uint64_t value, parts;
	char key[32], words[TEXT_ROW];
};

struct health {
	struct request *q;
	char group[32];		/* the one of the sums */
	struct sum sum[2];
	uint64_t headers;	/* packets of IPv4 with wrong headers */
	bool told;		/* something, in this report */
	bool overflow;		/* of a listening socket's queue */
	uint64_t base;		/* of what a hundredth is no trouble */
	uint64_t somaxconn;	/* no such queue is longer; 0: not known */
};

STATE(struct health, health);

static void health_title(void)
{
	if (!health.told)
		out_str(health.q->interval ?
			"What went wrong since the previous report\n" :
			"What went wrong since the start\n");
	health.told = true;
}

/* Tells of the counter KEY, which may be empty, of WHO in WORDS, in which each
 * # is the next number; the first one is what matters. The line stays open. */
static void health_tell(const char *who, size_t len, const char *key,
	size_t key_len, const char *words, const uint64_t *number)
{
	size_t at;

	health.q->status = STATUS_FAILED;
	if (CFG(JSON) && has(health.q, JSON)) {
		json_open(health.q);
		json_add("section&", who, len);
		if (key_len)
			json_add("counter&", key, key_len);
		json_add("value#", *number);
		json_key("text");
		out_char('"');
	} else {
		health_title();
		at = out_at();
		out_foreign(who, len);
		out_fill(at, 16);
	}
	for (; *words; words++) {
		if (*words == '#')
			out_dec(*number++, 0);
		else
			out_char(*words);
	}
}

static void health_told(void)
{
	if (!CFG(JSON) || !has(health.q, JSON)) {
		out_char('\n');
		return;
	}
	out_char('"');
	json_close();
}

static void health_line(const char *group, size_t group_len, const char *key,
	size_t len, const char *words, uint64_t value)
{
	health_tell(group, group_len, key, len, words, &value);
	health_told();
}

/* Reports what of the sums is in none of their parts. Parts that are more than
 * their sum are not in it: drivers count as they like. */
static void health_sums(void)
{
	for (size_t i = 0; i < COUNT(health.sum); i++) {
		struct sum *m = &health.sum[i];

		if (m->parts <= m->value)
			m->value -= m->parts;
		if (m->value)
			health_line(health.group, strlen(health.group), m->key,
				strlen(m->key), m->words, m->value);
		m->value = m->parts = 0;
	}
}

/* Ends a copy of the N bytes at S, or of as many as it has room for. */
static void health_copy(char *d, size_t size, const char *s, size_t n)
{
	n = n < size ? n : size - 1;
	memcpy(d, s, n);
	d[n] = '\0';
}

/* WHEN is one of the bytes that stand for sums. Returns whether the counter has
 * no line of its own. */
static bool health_sum(const char *group, size_t group_len, const char *key,
	size_t len, char when, const char *words, uint64_t value)
{
	struct sum *m = &health.sum[when == '!' || when == '+'];

	if (group_len >= sizeof health.group ||
	    strncmp(health.group, group, group_len) ||
	    health.group[group_len]) {
		health_sums();
		health_copy(health.group, sizeof health.group, group, group_len);
	}
	if (when == '&' || when == '!') {
		m->value = value;
		health_copy(m->key, sizeof m->key, key, len);
		health_copy(m->words, sizeof m->words, words, strlen(words));
		return true;
	}
	m->parts += value;
	return when == '<' && group_len == 5 && !memcmp(group, "IpExt", 5) &&
		value <= health.headers;
}

void health_judge(const char *group, size_t group_len, const char *key,
	size_t len, char when, const char *words, uint64_t value)
{
	if (CFG(RATE) && health.q->interval &&
	    (!rate_change(group, group_len, key, len, 0, &value) ||
	     rate_is_first()))
		return;
	health.overflow |= value && !strncmp(key, "Listen", 6);
	if (when == '/')
		health.base = value;
	else if (when == '>' && group_len == 2)
		health.headers = value;
	else if (strchr("&<!+", when) &&
	    health_sum(group, group_len, key, len, when, words, value))
		return;
	if (when != '/' &&
	    value > (when == '%' ? health.base / 100 + 10 : 0))
		health_line(group, group_len, key, len, words, value);
}

/* Judges numbers, one for each row from AT on. */
static void health_numbers(const char *group, unsigned at, unsigned end,
	const uint64_t *value)
{
	char row[TEXT_ROW], *when;

	for (; at < end; value++) {
		at = text_row(at, row);
		for (when = row; *when && !strchr("~/%&<!+", *when); when++)
			;
		if (*when)
			health_judge(group, strlen(group), row, when - row,
				*when, when + 1, *value);
	}
}

static void health_iface(const struct request *q, const struct iface *f)
{
	(void)q;
	if (f->counted)
		health_numbers(f->name, BLOCK_HEALTH_DEV, BLOCK_HEALTH_SOFTNET,
			f->counter);
}

/* A line of hex numbers for each processor. */
static enum row health_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	uint64_t *sum = ctx, value;
	unsigned n = 0;

	(void)q;
	(void)l;
	for (; n < HEALTH_COLUMNS && *scan_blanks(line); n++) {
		line = scan_end(scan_hex(line, &value));
		if (!line)
			return ROW_BAD;
		sum[n] += value;
	}
	return n ? ROW_OK : ROW_BAD;
}

static void health_columns(struct request *q)
{
	static const struct {
		char file[22], group[10];
		unsigned char header, column;
		unsigned short begin, end;
	} files[] = {
		{ "net/softnet_stat", "cpu", 0, 0,
		  BLOCK_HEALTH_SOFTNET, BLOCK_HEALTH_TRACK },
		{ "net/stat/nf_conntrack", "conntrack", 1, 9,
		  BLOCK_HEALTH_TRACK, BLOCK_HEALTH_NEIGHBOURS },
		{ "net/stat/arp_cache", "arp", 1, 11,
		  BLOCK_HEALTH_NEIGHBOURS, BLOCK_HEALTH_LEVELS },
		{ "net/stat/ndisc_cache", "ndisc", 1, 11,
		  BLOCK_HEALTH_NEIGHBOURS, BLOCK_HEALTH_LEVELS },
	};

	for (size_t i = 0; i < COUNT(files); i++) {
		uint64_t sum[HEALTH_COLUMNS] = { 0 };

		table_read(q, files[i].file, files[i].header, 0, health_row, sum);
		health_numbers(files[i].group, files[i].begin, files[i].end,
			sum + files[i].column);
	}
}

/* Cuts a word off *S. */
static char *health_word(char **s)
{
	char *word = *s;

	while (**s != ' ' && **s != '~')
		++*s;
	*(*s)++ = '\0';
	return word;
}

static void health_levels(struct request *q)
{
	unsigned at = BLOCK_HEALTH_LEVELS;
	char row[TEXT_ROW];

	while (at < BLOCK_HEALTH_WAIT) {
		char *s = row, *name, *file, *key, *limit;
		uint64_t number[2];

		at = text_row(at, row);
		name = health_word(&s);
		file = health_word(&s);
		key = health_word(&s);
		limit = health_word(&s);
		number[0] = inet_gauge(q, file, *key == '-' ? "" : name,
			*key == '-' ? "" : key, 0, 0);
		number[1] = inet_gauge(q, limit, "", "", *s - '0', 0);
		if (number[1] && number[0] >= number[1] - number[1] / 5) {
			health_tell(name, strlen(name) - 1, "", 0, s + 2,
				number);
			health_told();
		}
	}
}

/* Whether *N, how many messages a socket has lost, is more than none, and more
 * than in the previous report. Sockets that have lost none are not kept. */
static bool health_lost(const char *table, const char *key, size_t len,
	uint64_t *n)
{
	if (!*n || !CFG(RATE) || !health.q->interval)
		return *n;
	/* one that is new, or had lost none, has lost them all since */
	rate_change(table, strlen(table), key, len, 0, n);
	return *n && !rate_is_first();
}

/* Begins a line with the row AT. */
static void health_at(const char *who, unsigned at, uint64_t n)
{
	char row[TEXT_ROW], *words;

	text_row(at, row);
	words = strchr(row, '~') + 1;
	health_tell(who, strlen(who), "", 0, words, &n);
}

static void health_end(const struct sock *k)
{
	out_addr(&k->local);
	out_char(':');
	out_dec(k->lport, 0);
	health_told();
}

/* Listeners whose queue is filled to an eighth of what is possible at most, or
 * at all if one was too short: how long this one may become is not known. */
static void health_listener(const struct sock *k)
{
	if (!k->rxq || (!health.overflow &&
	    (!health.somaxconn || k->rxq < health.somaxconn / 8)))
		return;
	health_at("listen", BLOCK_HEALTH_WAIT, k->rxq);
	health_end(k);
}

void health_sock(const char *table, bool listens, const struct sock *k)
{
	char key[DEC_TEXT];
	uint64_t n = 0;

	if (*table == 't') {
		if (listens)
			health_listener(k);
		return;
	}
	if (CFG(HEALTH_MORE) && k->counter[SOCK_DROPS] > 0)
		n = k->counter[SOCK_DROPS];
	if (health_lost(table, key, fmt_dec(key, k->inode) - key, &n)) {
		health_at(table, BLOCK_HEALTH_LOST, n);
		health_end(k);
	}
}

void health_netlink(const char *name, uint64_t n)
{
	if (health_lost("netlink", name, strlen(name), &n)) {
		health_at("netlink", BLOCK_HEALTH_NETLINK, n);
		out_str(name);
		health_told();
	}
}

/* Of sockets that lose messages. */
static void health_sockets(struct request *q)
{
	static const unsigned char tables[] = {
		OPT_UDP, IF(UDPLITE, OPT_UDPLITE,) IF(RAW, OPT_RAW,)
		IF(ICMP, OPT_ICMP,)
	};

	for (size_t i = 0; CFG(HEALTH_MORE) && i < COUNT(tables); i++)
		if (!(q->opts & INET_TABLES) || q->implied ||
		    q->opts >> tables[i] & 1)
			inet_show(q, tables[i]);
	if (CFG(HEALTH_MORE) && CFG(PACKET))
		netlink_show(q, OPT_NETLINK);
}

void health_show(struct request *q, unsigned opt)
{
	health.q = q;
	health.told = health.overflow = false;
	health.base = health.headers = 0;
	stats_show(q, opt);
	iface_each(q, health_iface);
	health_columns(q);
	health_sums();
	q->counters = true;
	/* -a adds nothing here */
	q->opts = (q->opts & ~BIT(ALL)) | BIT(LISTENING);
	health_sockets(q);
	if (CFG(RATE) && q->interval && rate_is_first())
		return;
	health_levels(q);
	health.somaxconn = inet_gauge(q, "sys/net/core/somaxconn", "", "", 0, 0);
	inet_show(q, OPT_TCP);
}
