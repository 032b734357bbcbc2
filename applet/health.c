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

/* A name, cut where it is too long. */
typedef char health_name[32];

/* A sum, and what has been reported of it in its parts. */
struct sum {
	uint64_t value, parts;
	unsigned row;
	health_name key;
};

struct health {
	struct request *q;
	health_name group;	/* the one of the sums */
	struct sum sum[2];
	uint64_t headers;	/* packets of IPv4 with wrong headers */
	bool told;		/* something, in this report */
	bool overflow;		/* of a listening socket's queue */
	uint64_t base;		/* of what a hundredth is no trouble */
	uint64_t somaxconn;	/* no such queue is longer; 0: not known */
};

STATE(struct health, health);

/* Unpacks ROW into TEXT. Returns where its WHEN is, or its end. */
static char *health_row(unsigned row, char *text)
{
	text_row(row, text);
	while (*text && !scan_find("~/%&<!+>", *text))
		text++;
	return text;
}

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
static void health_tell(const char *who, const char *key, size_t len,
	const char *words, const uint64_t *number)
{
	size_t at, n = strlen(who);

	health.q->status = STATUS_FAILED;
	if (CFG(JSON) && has(health.q, JSON)) {
		json_open(health.q);
		json_add("section&", who, n);
		if (len)
			json_add("counter&", key, len);
		json_add("value#", *number);
		json_key("text");
		out_char('"');
	} else {
		health_title();
		at = out_at();
		out_foreign(who, n);
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

/* Begins a line in the words of ROW. */
static void health_at(const char *who, const char *key, size_t len,
	unsigned row, uint64_t value)
{
	char text[TEXT_ROW];

	health_tell(who, key, len, health_row(row, text) + 1, &value);
}

/* Reports what of the sums is in none of their parts. Parts that are more than
 * their sum are not in it: drivers count as they like. */
static void health_sums(void)
{
	for (size_t i = 0; i < COUNT(health.sum); i++) {
		struct sum *m = &health.sum[i];

		if (m->parts <= m->value)
			m->value -= m->parts;
		if (m->value) {
			health_at(health.group, m->key, strlen(m->key), m->row,
				m->value);
			health_told();
		}
		m->value = m->parts = 0;
	}
}

static void health_copy(char *name, const char *s, size_t n)
{
	n = n < sizeof(health_name) ? n : sizeof(health_name) - 1;
	memcpy(name, s, n);
	name[n] = '\0';
}

void health_judge(const char *group, const char *key, size_t len, unsigned row,
	uint64_t value)
{
	char text[TEXT_ROW], when = *health_row(row, text);
	/* the bytes of the one sum are even, those of the other odd */
	struct sum *m = &health.sum[when & 1];

	if (CFG(RATE) && health.q->interval &&
	    (!rate_change(group, key, len, 0, &value) || rate_is_first()))
		return;
	if (strcmp(health.group, group)) {
		health_sums();
		health_copy(health.group, group, strlen(group));
	}
	health.overflow |= value && !strncmp(key, "Listen", 6);
	if (when == '/') {
		health.base = value;
		return;
	}
	if (when == '&' || when == '!') {
		m->value = value;
		m->row = row;
		health_copy(m->key, key, len);
		return;
	}
	if (when == '<' || when == '+')
		m->parts += value;
	if (when == '>' && !strcmp(group, "Ip"))
		health.headers = value;
	if (when == '<' && !strcmp(group, "IpExt") && value <= health.headers)
		return;
	if (value > (when == '%' ? health.base / 100 + 10 : 0)) {
		health_at(group, key, len, row, value);
		health_told();
	}
}

/* Judges numbers, one for each row from AT on. */
static void health_numbers(const char *group, unsigned at, unsigned end,
	const uint64_t *value)
{
	char row[TEXT_ROW];
	size_t n;

	for (; at < end; at = text_skip(at), value++) {
		n = health_row(at, row) - row;
		if (n)
			health_judge(group, row, n, at, *value);
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
static enum row health_line(const struct request *q, void *ctx,
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

		table_read(q, files[i].file, files[i].header, 0, health_line, sum);
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
			name[strlen(name) - 1] = '\0';
			health_tell(name, "", 0, s + 2, number);
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
	rate_change(table, key, len, 0, n);
	return *n && !rate_is_first();
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
	health_at("listen", "", 0, BLOCK_HEALTH_WAIT, k->rxq);
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
		health_at(table, "", 0, BLOCK_HEALTH_LOST, n);
		health_end(k);
	}
}

void health_netlink(const char *name, uint64_t n)
{
	if (health_lost("netlink", name, strlen(name), &n)) {
		health_at("netlink", "", 0, BLOCK_HEALTH_NETLINK, n);
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
