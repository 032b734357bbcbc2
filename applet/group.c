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
#include "netstat.h"

struct groups {
	size_t len;			/* 0: no interface yet */
	char iface[16];			/* of the groups that follow */
};

static void group_print(const struct request *q, const char *iface,
	size_t len, uint32_t users, const struct addr *group)
{
	char text[NAME_TEXT];
	size_t at;

	if (CFG(JSON) && has(q, JSON)) {
		json_open(q);
		json_add("iface&users#group@", iface, len,
			(uint64_t)users, group);
		json_close();
		return;
	}
	if (by_name(q, NUMERIC_HOSTS))
		name_ask(q, group);
	at = out_at();
	out_foreign(iface, len);
	out_fill(at, 15);
	out_char(' ');
	out_int((int32_t)users, -6);
	out_char(' ');
	out_mem(text, fmt_hostname(text, q, group) - text);
	out_char('\n');
}

/* A name ends at the last colon: the kernel allows none in it. */
static bool iface_scan(const char *s, struct groups *g)
{
	uint64_t index;
	const char *name = scan_char(scan_dec(s, &index), '\t');
	const char *end;

	name = name ? name : s;
	end = strrchr(name, ':');
	while (end && end > name && end[-1] == ' ')
		end--;
	g->len = end ? end - name : 0;
	if (g->len >= sizeof g->iface)
		g->len = 0;
	memcpy(g->iface, name, g->len);
	return g->len;
}

static enum row igmp_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct groups *g = ctx;
	struct addr group;
	uint32_t users;

	(void)l;
	if (*line != '\t')
		return iface_scan(line, g) ? ROW_OK : ROW_BAD;
	if (!g->len || !scan_u32(scan_addr(line, &group), &users) || group.v6)
		return ROW_BAD;
	group_print(q, g->iface, g->len, users, &group);
	return ROW_OK;
}

static enum row igmp6_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	uint64_t index;
	uint32_t users;
	const char *name = scan_blanks(scan_u64(line, &index));
	const char *end = scan_word(name);
	struct addr group;

	(void)ctx;
	(void)l;
	if (!scan_u32(scan_addr6(end, &group), &users))
		return ROW_BAD;
	group_print(q, name, end - name, users, &group);
	return ROW_OK;
}

void group_show(struct request *q, unsigned opt)
{
	static const char igmp[] = "net/igmp";
	struct groups g = { .len = 0 };
	int error = 0;

	(void)opt;
	if (!q->bare)
		out_str("IPv6/IPv4 Group Memberships\n"
			"Interface       RefCnt Group\n"
			"--------------- ------ ---------------------\n");
	if (q->families & FAM(INET))
		error = table_read(q, igmp, 1, 0, igmp_row, &g);
	if (error)
		table_missing(q, "AF INET (igmp)");
	/* a kernel without IPv6 misses nothing */
	if (CFG(IPV6) && q->families & FAM(INET6))
		table_read(q, "net/igmp6", MAY_BE_EMPTY, 0, igmp6_row, NULL);
}
