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

struct health {
	struct request *q;
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

void health_judge(const char *group, size_t group_len, const char *key,
	size_t len, char when, const char *words, uint64_t value)
{
	if (CFG(RATE) && health.q->interval &&
	    (!rate_change(group, group_len, key, len, 0, &value) ||
	     rate_is_first()))
		return;
	if (when == '/') {
		health.base = value;
	} else if (value > (when == '%' ? health.base / 100 + 10 : 0)) {
		health_tell(group, group_len, key, len, words, &value);
		health_told();
		health.overflow |= !strncmp(key, "Listen", 6);
	}
}

/* Judges numbers, one for each row from AT on. */
static void health_numbers(const char *group, unsigned at, unsigned end,
	const uint64_t *value)
{
	char row[TEXT_ROW], *when;

	for (; at < end; value++) {
		at = text_row(at, row);
		for (when = row; *when && !strchr("~/%", *when); when++)
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
		{ "net/stat/nf_conntrack", "conntrack", 1, 10,
		  BLOCK_HEALTH_TRACK, BLOCK_HEALTH_NEIGHBOURS },
		{ "net/stat/arp_cache", "arp", 1, 12,
		  BLOCK_HEALTH_NEIGHBOURS, BLOCK_HEALTH_LEVELS },
		{ "net/stat/ndisc_cache", "ndisc", 1, 12,
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

/* Whose queue is filled to an eighth of what is possible at most, or at all if
 * one was too short: how long this one may become is not told. */
void health_sock(const struct sock *k)
{
	char row[TEXT_ROW];

	if (!k->rxq || (!health.overflow &&
	    (!health.somaxconn || k->rxq < health.somaxconn / 8)))
		return;
	text_row(BLOCK_HEALTH_WAIT, row);
	health_tell("listen", 6, "", 0, row + 5, &k->rxq);
	out_addr(&k->local);
	out_char(':');
	out_dec(k->lport, 0);
	if (health.somaxconn) {
		out_str(" of at most ");
		out_dec(health.somaxconn, 0);
	}
	health_told();
}

void health_show(struct request *q, unsigned opt)
{
	health.q = q;
	health.told = health.overflow = false;
	health.base = 0;
	stats_show(q, opt);
	iface_each(q, health_iface);
	health_columns(q);
	if (CFG(RATE) && q->interval && rate_is_first())
		return;
	health_levels(q);
	health.somaxconn = inet_gauge(q, "sys/net/core/somaxconn", "", "", 0, 0);
	inet_show(q, OPT_TCP);
}
