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

enum { SPORT, DPORT, PACKETS, BYTES, VALUES };

struct entry {
	const char *protocol;
	size_t len;
	bool expires;
	uint64_t seconds;
	unsigned halves;
	struct half {
		struct addr src, dst;
		uint64_t value[VALUES];
		unsigned found;		/* bit N: value N is there */
	} half[2];
};

static const char *scan_key(const char *s, const char *key)
{
	size_t n = strlen(key);

	return strncmp(s, key, n) ? NULL : s + n;
}

/* A word of the line, if it is one of those we know. */
static bool take(struct entry *e, const char *s)
{
	static const char keys[][9] = { "sport=", "dport=", "packets=", "bytes=" };
	const char *v = scan_key(s, "src=");
	struct half *h;

	if (v)
		return e->halves < 2 && scan_ip(v, &e->half[e->halves++].src);
	if (!e->halves)
		return true;
	h = &e->half[e->halves - 1];
	v = scan_key(s, "dst=");
	if (v)
		return scan_ip(v, &h->dst);
	v = scan_key(s, "id=");
	if (v) {
		s = scan_dec(v, &h->value[SPORT]);
		h->value[DPORT] = h->value[SPORT];
		return s;
	}
	for (size_t i = 0; i < VALUES; i++) {
		v = scan_key(s, keys[i]);
		if (v) {
			h->found |= 1 << i;
			return scan_dec(v, &h->value[i]);
		}
	}
	return true;
}

static bool entry_scan(const char *s, struct entry *e)
{
	uint64_t number;

	memset(e, 0, sizeof *e);
	if (scan_key(s, "ipv"))
		s = scan_word(scan_word(s));
	e->protocol = scan_blanks(s);
	s = scan_word(s);
	e->len = s - e->protocol;
	s = scan_dec(s, &number);
	e->expires = scan_dec(s, &e->seconds);
	while (s && *(s = scan_blanks(s))) {
		if (!take(e, s))
			return false;
		s = scan_word(s);
	}
	return s && e->halves == 2;
}

static bool is_same(const struct addr *a, const struct addr *b)
{
	return a->v6 == b->v6 && !memcmp(a->word, b->word, sizeof a->word);
}

/* Whether one end of the way there is another one on the way back. */
static bool is_translated(const struct addr *a, uint64_t port,
	const struct addr *b, uint64_t back)
{
	return port != back || !is_same(a, b);
}

/* Where names of hosts and ports go. */
static void print_host(const struct addr *a)
{
	char text[ADDR_TEXT];
	size_t at = out_at();

	out_mem(text, fmt_addr(text, a) - text);
	out_fill(at, 20);
	out_char(' ');
}

static void print_port(uint64_t port)
{
	if (port)
		out_dec(port, 0);
	else
		out_char('*');
}

/* Minutes, seconds and hundredths, of which the kernel tells none. */
static void print_expiry(const struct entry *e)
{
	uint64_t seconds = e->seconds % 60;

	if (!e->expires) {
		out_str("        - ");
		return;
	}
	out_dec(e->seconds / 60, 3);
	out_str(seconds < 10 ? ":0" : ":");
	out_dec(seconds, 0);
	out_str(".00 ");
}

/* The sum of both ways, if it is counted. */
static void print_sum(const struct entry *e, unsigned value, int width)
{
	const struct half *h = e->half;

	if (h[0].found & h[1].found & 1 << value)
		out_dec(h[0].value[value] + h[1].value[value], width);
	else
		out_str("           -" + (12 - width));
	out_char(' ');
}

static void entry_print(const struct request *q, const struct entry *e,
	uint64_t translated)
{
	const struct half *h = e->half;
	size_t at = out_at();

	out_foreign(e->protocol, e->len);
	out_fill(at, 4);
	print_expiry(e);
	if (q->extend) {
		print_sum(e, PACKETS, 10);
		print_sum(e, BYTES, 12);
	}
	print_host(&h->src);
	print_host(&h->dst);
	print_port(h->value[SPORT]);
	out_str(" -> ");
	print_port(h->value[DPORT]);
	out_str(" (");
	print_port(translated);
	out_str(")\n");
}

static enum row entry_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	bool *titled = ctx, source, dest;
	struct entry e;
	const struct half *way = &e.half[0], *back = &e.half[1];

	(void)l;
	if (!entry_scan(line, &e))
		return ROW_BAD;
	source = is_translated(&way->src, way->value[SPORT],
		&back->dst, back->value[DPORT]);
	dest = is_translated(&way->dst, way->value[DPORT],
		&back->src, back->value[SPORT]);
	if (!(source || dest || has(q, ALL)) || (q->families &&
	    !(q->families & (way->src.v6 ? FAM(INET6) : FAM(INET)))))
		return ROW_OK;
	if (!*titled) {
		out_str("IP masquerading entries\nprot   expire ");
		if (q->extend)
			out_str("   packets        bytes ");
		out_str("source               destination          ports\n");
		*titled = true;
	}
	entry_print(q, &e, back->value[dest && !source ? SPORT : DPORT]);
	return ROW_OK;
}

void masq_show(struct request *q, unsigned opt)
{
	const char *name = "net/nf_conntrack";
	bool titled = false;
	int error = table_read(q, name, 0, 0, entry_row, &titled);

	(void)opt;
	if (error == ENOENT)
		error = table_read(q, "net/ip_conntrack", 0, 0, entry_row, &titled);
	if (!error)
		return;
	warn_file(q, name, 0, error == ENOENT ?
		"no connection tracking in this kernel" : error_text(error));
	q->status = STATUS_FAILED;
}
