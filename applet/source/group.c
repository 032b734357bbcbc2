/* group.c: multicast group memberships. IPv4 from /proc/net/igmp, a line for
 * each interface and indented lines for its groups (net/ipv4/igmp.c
 * igmp_mc_seq_show; Linux 2.0 had no Idx):
 *
 *   Idx Device : Count Querier
 *	Group Users Timer:Expires Reporter
 *
 * IPv6 from /proc/net/igmp6, all in one line and without a header
 * (net/ipv6/mcast.c igmp6_mc_seq_show):
 *
 *   Idx Device Group Users Flags Timer
 */
#include "source/source.h"

struct groups {
	size_t len;			/* 0: no interface yet */
	char iface[16];			/* of the groups that follow */
};

/* A name ends at the last colon: the kernel does not allow colons in names. */
static bool iface_scan(const char *s, struct groups *g)
{
	uint64_t index;
	const char *name = scan_char(scan_dec(s, &index), '\t');
	const char *end;

	name = name ? name : s;
	end = scan_last(name, ':');
	while (end && end > name && end[-1] == ' ')
		end--;
	g->len = end ? end - name : 0;
	if (g->len >= sizeof g->iface)
		g->len = 0;
	memcpy(g->iface, name, g->len);
	return g->len;
}

static enum row igmp_row(const struct feed *f, const char *line)
{
	struct groups *g = f->ctx;
	struct membership k = { .record = { .kind = RECORD_GROUP } };

	if (*line != '\t')
		return iface_scan(line, g) ? ROW_OK : ROW_BAD;
	if (!g->len || !scan_u32(scan_addr(line, &k.group), &k.users) ||
	    k.group.v6)
		return ROW_BAD;
	k.iface = (struct text){ g->iface, g->len };
	f->emit(&k.record);
	return ROW_OK;
}

static enum row igmp6_row(const struct feed *f, const char *line)
{
	struct membership k = { .record = { .kind = RECORD_GROUP } };
	uint64_t index;
	const char *name = scan_blanks(scan_u64(line, &index));
	const char *end = scan_word(name);

	if (!scan_u32(scan_addr6(end, &k.group), &k.users))
		return ROW_BAD;
	k.iface = (struct text){ name, end - name };
	f->emit(&k.record);
	return ROW_OK;
}

void group_read(struct feed *f)
{
	const struct request *q = f->q;
	struct groups g = { .len = 0 };

	if (q->families & FAM(INET) &&
	    table_read(f, "net/igmp", 1, igmp_row, &g))
		table_missing(q, "igmp");
	/* not reported: a kernel without IPv6 has no such file */
	if (CFG(IPV6) && q->families & FAM(INET6))
		table_read(f, "net/igmp6", MAY_BE_EMPTY, igmp6_row, NULL);
}
