/* nat.c: connections whose addresses are translated, in the layout that
 * net-tools has for the masquerading of Linux 2.2. What connection tracking
 * knows is in /proc/net/nf_conntrack (net/netfilter/nf_conntrack_standalone.c
 * ct_seq_show); before Linux 2.6.20 in ip_conntrack, without the family:
 *
 *   ipv4 2 tcp 6 431999 ESTABLISHED src=10.0.0.2 dst=192.0.2.9 sport=4711
 *	dport=80 packets=5 bytes=300 src=192.0.2.9 dst=192.0.2.1 sport=80
 *	dport=1024 packets=4 bytes=900 [ASSURED] mark=0 use=2
 *
 * The second src= begins the addresses of replies: if these are not the first
 * ones exchanged, one of them is translated. ICMP has an id instead of ports.
 * Packets and bytes are there if the kernel counts them; the seconds until the
 * entry expires are missing if it is offloaded to hardware.
 */
#include <errno.h>

#include "source/source.h"

/* The words of an entry that are used. */
static const char nat_words[][9] = {
	"src=", "dst=", "sport=", "dport=", "packets=", "bytes=", "id=",
	"mark=", "zone=",
};

enum { SRC, DST, SPORT, DPORT, PACKETS, BYTES, ID, MARK, ZONE, NAT_WORDS };

enum { PORTS = 1 << SPORT | 1 << DPORT };

/* An entry during the scan: the number of ways so far, and the words of each
 * way, a bit each. */
struct nat_entry {
	struct nat nat;
	unsigned ways, found[2];
};

/* A word in brackets, which no other one has. */
static bool take_status(struct nat *n, const char *s)
{
	n->unreplied |= text_begins(s, "[UNREPLIED]", 11);
	n->assured |= text_begins(s, "[ASSURED]", 9);
	n->offload |= text_begins(s, "[OFFLOAD]", 9) ||
		text_begins(s, "[HW_OFFLOAD]", 12);
	return true;
}

/* Stores a word of the line. */
static bool take_pair(struct nat_entry *e, const char *s)
{
	struct nat *n = &e->nat;
	struct nat_way *w;
	uint64_t value;
	size_t i = 0, len;

	while (len = text_len(nat_words[i]), !text_begins(s, nat_words[i], len))
		if (++i == NAT_WORDS)
			return take_status(n, s);
	if (i == SRC && ++e->ways > 2)
		return false;
	if (!e->ways)
		return true;
	w = e->ways == 1 ? &n->way : &n->back;
	e->found[e->ways - 1] |= 1 << i;
	s += len;
	if (i <= DST)
		return scan_end(scan_ip(s, i == SRC ? &w->source : &w->dest));
	s = scan_u64(s, &value);
	if (i == SPORT || i == ID)
		w->sport = value;
	if (i == DPORT || i == ID)
		w->dport = value;
	if (i == PACKETS)
		n->packets += value;
	if (i == BYTES)
		n->bytes += value;
	if (i == MARK)
		n->mark = value;
	if (i == ZONE)
		n->zone = value;
	return s;
}

/* The state, in capital letters, comes before the pairs. */
static void scan_state(const char *s, struct nat *n)
{
	const char *end = s = scan_blanks(s);

	while (end && ((*end >= 'A' && *end <= 'Z') || *end == '_' ||
		       (*end >= '0' && *end <= '9')))
		end++;
	if (!end || end == s || (*end != ' ' && *end))
		return;
	n->state = (struct text){ s, end - s };
	n->record.has |= NAT_STATE;
}

static bool entry_scan(const char *s, struct nat_entry *e)
{
	struct nat *n = &e->nat;
	const char *after;

	memset(e, 0, sizeof *e);
	if (text_begins(s, "ipv", 3))
		s = scan_word(scan_word(s));
	n->protocol.s = scan_blanks(s);
	s = scan_word(s);
	n->protocol.n = s - n->protocol.s;
	s = scan_u64(s, &n->number);
	if (n->number > 255)
		return false;
	after = scan_u64(s, &n->expires);
	if (after) {
		n->record.has = NAT_EXPIRES;
		s = after;
	}
	scan_state(s, n);
	while (s && *(s = scan_blanks(s))) {
		if (!take_pair(e, s))
			return false;
		s = scan_word(s);
	}
	return s && e->ways == 2;
}

/* Sets the bits of what it has; ID, packets and bytes need both ways. */
static void nat_describe(struct nat_entry *e)
{
	unsigned way = e->found[0], both = way & e->found[1];

	e->nat.record.kind = RECORD_NAT;
	e->nat.record.has |= (way & PORTS ? NAT_PORTS : 0) |
		(e->found[1] & PORTS ? NAT_REPLY_PORTS : 0) |
		(both & 1 << ID ? NAT_ID : 0) |
		(both & 1 << PACKETS ? NAT_PACKETS : 0) |
		(both & 1 << BYTES ? NAT_BYTES : 0) |
		((way | e->found[1]) & 1 << MARK ? NAT_MARK : 0) |
		((way | e->found[1]) & 1 << ZONE ? NAT_ZONE : 0);
}

static bool is_same_end(const struct addr *a, uint64_t port,
	const struct addr *b, uint64_t other)
{
	return port == other && !memcmp(a, b, sizeof *a);
}

/* Does a table that the command line names include this protocol? */
static bool is_in_table(const struct request *q, uint64_t number)
{
	static const struct {
		unsigned char number, opt;
	} list[] = {
		{ 6, OPT_TCP }, { 17, OPT_UDP },
		IF(UDPLITE, { 136, OPT_UDPLITE },)
		IF(SCTP, { 132, OPT_SCTP },)
		IF(ICMP, { 1, OPT_ICMP }, { 58, OPT_ICMP },)
	};

	if (q->implied || !(q->opts & INET_ROWS & ~BIT(RAW)))
		return true;
	for (size_t i = 0; i < nitems(list); i++)
		if (list[i].number == number && q->opts >> list[i].opt & 1)
			return true;
	return false;
}

static enum row entry_row(const struct feed *f, const char *line)
{
	const struct request *q = f->q;
	struct nat_entry e;
	struct nat *n = &e.nat;
	bool source, dest;

	if (!entry_scan(line, &e))
		return ROW_BAD;
	/* is an end of the way another one on the way back? */
	source = !is_same_end(&n->way.source, n->way.sport, &n->back.dest,
		n->back.dport);
	dest = !is_same_end(&n->way.dest, n->way.dport, &n->back.source,
		n->back.sport);
	if (!(source || dest || has(q, ALL)) || !is_in_table(q, n->number) ||
	    (q->families &&
	    !(q->families & (n->way.source.v6 ? FAM(INET6) : FAM(INET)))))
		return ROW_OK;
	n->translated = dest && !source ? n->back.sport : n->back.dport;
	nat_describe(&e);
	f->emit(&n->record);
	return ROW_OK;
}

/* Reports that there is no table. A kernel without the file may still track
 * connections (without CONFIG_NF_CONNTRACK_PROCFS). Their number is that of the
 * namespace of sys/: our own, or that of the saved tree. */
static void nat_missing(const struct request *q, const char *name, int error)
{
	uint64_t tracked = UINT64_MAX;
	char why[128], *d = why;

	if (error == ENOENT && (has(q, PROC) || can_ask(q)))
		tracked = gauge("sys/net/netfilter/nf_conntrack_count",
			"", "", 0, tracked);
	if (tracked == UINT64_MAX) {
		fail_file(name, error == ENOENT ?
			"no connection tracking in this kernel" :
			error_text(error));
		return;
	}
	d = fmt_dec(fmt_left(d, "this kernel tracks ", 0), tracked);
	d = fmt_left(d, " connections, of at most ", 0);
	d = fmt_dec(d, gauge("sys/net/netfilter/nf_conntrack_max",
		"", "", 0, 0));
	*fmt_left(d, ", but does not list them", 0) = '\0';
	fail_file(name, why);
}

void nat_read(struct feed *f)
{
	const char *name = "net/nf_conntrack";
	int error = table_read(f, name, MAY_BE_EMPTY, entry_row, NULL);

	if (error == ENOENT)
		error = table_read(f, "net/ip_conntrack", MAY_BE_EMPTY,
			entry_row, NULL);
	if (error)
		nat_missing(f->q, name, error);
}
