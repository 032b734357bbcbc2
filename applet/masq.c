/* masq.c: connections whose addresses are translated, in the layout that
 * net-tools has for the masquerading of Linux 2.2. What connection tracking
 * knows is in /proc/net/nf_conntrack (net/netfilter/nf_conntrack_standalone.c
 * ct_seq_show); before Linux 2.6.20 in ip_conntrack, without the family:
 *
 *   ipv4 2 tcp 6 431999 ESTABLISHED src=10.0.0.2 dst=192.0.2.9 sport=4711
 *	dport=80 packets=5 bytes=300 src=192.0.2.9 dst=192.0.2.1 sport=80
 *	dport=1024 packets=4 bytes=900 [ASSURED] mark=0 use=2
 *
 * The second src= begins what the answers look like: when that is not the first
 * half with its ends exchanged, one of them is translated. ICMP has an id in
 * place of ports. Packets and bytes are there when they are counted, the
 * seconds until the entry expires unless hardware looks after it.
 */
#include <errno.h>

#include "netstat.h"

/* The words of an entry that matter. */
static const char masq_keys[][9] = {
	"src=", "dst=", "sport=", "dport=", "packets=", "bytes=", "id=",
};

enum { SRC, DST, SPORT, DPORT, PACKETS, BYTES, ID, KEYS };

enum { PORTS = 1 << SPORT | 1 << DPORT };

struct entry {
	const char *protocol;
	size_t len;
	uint64_t number;		/* of the IP protocol */
	bool expires;
	uint64_t seconds;
	unsigned halves;
	struct half {
		struct addr host[2];		/* SRC, DST */
		uint64_t value[KEYS];
		unsigned found;			/* bit N: value N is there */
	} half[2];
};

/* A word of the line. */
static bool take_pair(struct entry *e, const char *s)
{
	struct half *h;
	size_t i = 0, n;

	while (n = strlen(masq_keys[i]), strncmp(s, masq_keys[i], n))
		if (++i == KEYS)
			return true;
	if (i == SRC && ++e->halves > 2)
		return false;
	if (!e->halves)
		return true;
	h = &e->half[e->halves - 1];
	h->found |= 1 << i;
	if (i <= DST)
		return scan_end(scan_ip(s + n, &h->host[i]));
	s = scan_u64(s + n, &h->value[i]);
	if (i == ID)
		h->value[SPORT] = h->value[DPORT] = h->value[ID];
	return s;
}

static bool entry_scan(const char *s, struct entry *e)
{
	memset(e, 0, sizeof *e);
	if (!strncmp(s, "ipv", 3))
		s = scan_word(scan_word(s));
	e->protocol = scan_blanks(s);
	s = scan_word(s);
	e->len = s - e->protocol;
	s = scan_u64(s, &e->number);
	if (e->number > 255)
		return false;
	e->expires = scan_u64(s, &e->seconds);
	while (s && *(s = scan_blanks(s))) {
		if (!take_pair(e, s))
			return false;
		s = scan_word(s);
	}
	return s && e->halves == 2;
}

/* Whether END (SRC or DST) of the way there is another one on the way back. */
static bool is_translated(const struct entry *e, unsigned end)
{
	const struct half *way = &e->half[0], *back = &e->half[1];

	return way->value[SPORT + end] != back->value[DPORT - end] ||
		memcmp(&way->host[end], &back->host[DST - end],
			sizeof way->host[end]);
}

static void print_host(const struct request *q, const struct addr *a)
{
	char text[NAME_TEXT];
	size_t at = out_at();

	out_mem(text, fmt_hostname(text, q, a) - text);
	out_fill(at, 20);
	out_char(' ');
}

static void print_port(const struct request *q, const struct entry *e,
	uint64_t port)
{
	char text[NAME_TEXT];

	if (!port)
		out_char('*');
	else if (!by_name(q, NUMERIC_PORTS))
		out_dec(port, 0);
	else
		out_mem(text, name_port(text, name_protocol(e->protocol), port) -
			text);
}

/* A protocol that the kernel has no name for is its number. */
static void print_protocol(const struct entry *e)
{
	if (e->len == 7 && !memcmp(e->protocol, "unknown", 7))
		out_dec(e->number, 0);
	else
		out_foreign(e->protocol, e->len);
}

/* Minutes, seconds and hundredths (the kernel has whole seconds) up to column
 * 13, where those that are longer do not push them further. */
static void print_expiry(const struct entry *e, size_t at)
{
	unsigned seconds = e->seconds % 60;
	int width;

	out_char(' ');
	if (!e->expires) {
		out_fill(at, 12);
		out_str("- ");
		return;
	}
	width = 7 - (int)(out_at() - at);
	out_dec(e->seconds / 60, width > 0 ? width : 0);
	out_str(seconds < 10 ? ":0" : ":");
	out_dec(seconds, 0);
	out_str(".00 ");
}

/* The sum of both ways, if it is counted. */
static void print_sum(const struct entry *e, unsigned value, int width)
{
	const struct half *h = e->half;

	if (h[0].found & h[1].found & 1 << value)
		out_column(h[0].value[value] + h[1].value[value], width);
	else
		out_str(&"           - "[12 - width]);
}

static void entry_print(const struct request *q, const struct entry *e,
	uint64_t translated)
{
	const struct half *h = e->half;
	size_t at;

	if (by_name(q, NUMERIC_HOSTS)) {
		name_ask(q, &h->host[SRC]);
		name_ask(q, &h->host[DST]);
	}
	at = out_at();
	print_protocol(e);
	print_expiry(e, at);
	if (q->extend) {
		print_sum(e, PACKETS, 10);
		print_sum(e, BYTES, 12);
	}
	print_host(q, &h->host[SRC]);
	print_host(q, &h->host[DST]);
	print_port(q, e, h->value[SPORT]);
	out_str(" -> ");
	print_port(q, e, h->value[DPORT]);
	out_str(" (");
	print_port(q, e, translated);
	out_str(")\n");
}

/* One way: its hosts, and the ports if its protocol has any. */
static void half_json(const struct half *h, const char *hosts,
	const char *ports)
{
	if (h->found & PORTS)
		json_add(ports, &h->host[SRC], h->value[SPORT],
			&h->host[DST], h->value[DPORT]);
	else
		json_add(hosts, &h->host[SRC], &h->host[DST]);
}

/* The sum of both ways, if it is counted. */
static void sum_json(const struct half *h, unsigned value, const char *key)
{
	if (h[0].found & h[1].found & 1 << value)
		json_add(key, h[0].value[value] + h[1].value[value]);
}

/* Both ways whole; nothing for what the kernel does not have. */
static void entry_json(const struct request *q, const struct entry *e)
{
	const struct half *h = e->half;

	json_open(q);
	json_add("protocol&protocol_number#", e->protocol, e->len, e->number);
	if (e->expires)
		json_add("expires#", e->seconds);
	half_json(&h[0], "source@destination@",
		"source@sport#destination@dport#");
	half_json(&h[1], "reply_source@reply_destination@",
		"reply_source@reply_sport#reply_destination@reply_dport#");
	if (h[0].found & h[1].found & 1 << ID)
		json_add("id#reply_id#", h[0].value[ID], h[1].value[ID]);
	sum_json(h, PACKETS, "packets#");
	sum_json(h, BYTES, "bytes#");
	json_close();
}

/* Whether a table that the command line names has such connections. */
static bool is_in_table(const struct request *q, uint64_t number)
{
	static const struct {
		unsigned char number, opt;
	} list[] = {
		{ 6, OPT_TCP }, { 17, OPT_UDP }, { 136, OPT_UDPLITE },
		{ 132, OPT_SCTP }, { 1, OPT_ICMP }, { 58, OPT_ICMP },
	};

	if (q->implied || !(q->opts & INET_ROWS & ~BIT(RAW)))
		return true;
	for (size_t i = 0; i < COUNT(list); i++)
		if (list[i].number == number && q->opts >> list[i].opt & 1)
			return true;
	return false;
}

static enum row entry_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	bool *titled = ctx, source, dest;
	struct entry e;

	(void)l;
	if (!entry_scan(line, &e))
		return ROW_BAD;
	source = is_translated(&e, SRC);
	dest = is_translated(&e, DST);
	if (!(source || dest || has(q, ALL)) || !is_in_table(q, e.number) ||
	    (q->families &&
	    !(q->families & (e.half->host->v6 ? FAM(INET6) : FAM(INET)))))
		return ROW_OK;
	if (CFG(JSON) && has(q, JSON)) {
		entry_json(q, &e);
		return ROW_OK;
	}
	if (!*titled) {
		out_str("IP masquerading entries\nprot   expire ");
		if (q->extend)
			out_str("   packets        bytes ");
		out_str("source               destination          ports\n");
		*titled = true;
	}
	entry_print(q, &e, e.half[1].value[dest && !source ? SPORT : DPORT]);
	return ROW_OK;
}

/* Why there is no table. A kernel without the file may track connections all
 * the same (CONFIG_NF_CONNTRACK_PROCFS). How many is known of the namespace that
 * sys/ is of: our own, or that of the saved tree. */
static void masq_missing(struct request *q, const char *name, int error)
{
	uint64_t tracked = UINT64_MAX;
	char why[128], *d = why;

	if (error == ENOENT && (has(q, PROC) || can_ask(q)))
		tracked = inet_gauge(q, "sys/net/netfilter/nf_conntrack_count",
			"", "", 0, tracked);
	if (tracked == UINT64_MAX) {
		fail_file(q, name, error == ENOENT ?
			"no connection tracking in this kernel" :
			error_text(error));
		return;
	}
	d = fmt_dec(fmt_left(d, "this kernel tracks ", 0), tracked);
	d = fmt_left(d, " connections, of at most ", 0);
	d = fmt_dec(d, inet_gauge(q, "sys/net/netfilter/nf_conntrack_max",
		"", "", 0, 0));
	*fmt_left(d, ", but does not list them", 0) = '\0';
	fail_file(q, name, why);
}

void masq_show(struct request *q, unsigned opt)
{
	const char *name = "net/nf_conntrack";
	bool titled = false;
	int error = table_read(q, name, MAY_BE_EMPTY, 0, entry_row, &titled);

	(void)opt;
	if (error == ENOENT)
		error = table_read(q, "net/ip_conntrack", MAY_BE_EMPTY, 0,
			entry_row, &titled);
	if (error)
		masq_missing(q, name, error);
}
