/* view.c: the views on whole files. The first byte of the input chooses a
 * command line. Files follow, separated by bytes 036, in the order of the
 * target's list; a second set of them replaces these after the first interval.
 * -DTARGET=NAME chooses the target.
 */
#include <stdlib.h>
#include <string.h>

#include "world.h"

enum { CUT = 036, MOST_FILES = 14, MOST_LINES = 24, MOST_BYTES = 1 << 14 };

/* LINE_BY_LINE: the view reads only one file, and shows for the whole what it
 * shows for each line: a row or a warning, or with FILTERED also nothing.
 * COUNTED: the counts of the next run add up to the rows of this one. */
enum { LINE_BY_LINE = 1, FILTERED = 3, COUNTED = 4 };

struct run {
	const char *line;
	int by_line;
	int file;		/* index of the file that it reads */
	int header;		/* lines */
};

struct target {
	const char *file[MOST_FILES];
	struct run run[32];
};

/* all targets but TARGET belong to other programs */
#define UNUSED __attribute__((unused))

UNUSED static const struct target sockets = {
	{ "tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6" },
	{
		{ "-tna4", LINE_BY_LINE, 0, 1 }, { "-tan6Weo", LINE_BY_LINE, 1, 1 },
		{ "-una4", LINE_BY_LINE, 2, 1 }, { "-uan6oe", LINE_BY_LINE, 3, 1 },
		{ "-Una4o", LINE_BY_LINE, 4, 1 }, { "-Uan6W", LINE_BY_LINE, 5, 1 },
		{ "-wna4", LINE_BY_LINE, 6, 1 }, { "-wna6oeW", LINE_BY_LINE, 7, 1 },
		{ "-tn4l", FILTERED, 0, 1 }, { "-un6", FILTERED, 3, 1 },
		{ "-n", 0, 0, 0 }, { "-na --json", 0, 0, 0 }, { "-neoW", 0, 0, 0 },
		{ "/an", 0, 0, 0 }, { "/n /p udpv6", 0, 0, 0 },
		{ "/n /p tcp", FILTERED, 0, 1 },
		{ "-tna4ee", LINE_BY_LINE, 0, 1 }, { "-una6ee", LINE_BY_LINE, 3, 1 },
		{ "-na --json --state=LISTEN,close", 0, 0, 0 },
		{ "-tn4 --port=1-99 --peer=!10.0.0.0/8", FILTERED, 0, 1 },
		{ "-wn6a --local=fe80::/10,::1 --user=!0", FILTERED, 7, 1 },
		{ "-tuna --count=peer,state", COUNTED, 0, 0 }, { "-tuna", 0, 0, 0 },
		{ "-na --count=inode,lport,local --top=3 --json", 0, 0, 0 },
	}
};

UNUSED static const struct target kernel = {
	{ "packet", "netlink", "icmp", "icmp6" },
	{
		{ "-n --packet", LINE_BY_LINE, 0, 1 },
		{ "-ne --packet", LINE_BY_LINE, 0, 1 },
		{ "-n --netlink", LINE_BY_LINE, 1, 1 },
		{ "-ne --netlink", LINE_BY_LINE, 1, 1 },
		{ "-na4 --icmp", LINE_BY_LINE, 2, 1 },
		{ "-na6ee --icmp", LINE_BY_LINE, 3, 1 },
		{ "-n --packet --netlink --icmp --json", 0, 0, 0 },
		{ "-na --all-families", 0, 0, 0 },
		{ "-n --packet --count=proto,user,inode", COUNTED, 0, 0 },
		{ "-n --packet", 0, 0, 0 },
	}
};

UNUSED static const struct target health = {
	{ "snmp", "netstat", "snmp6", "dev", "softnet_stat", "stat/nf_conntrack",
		"stat/arp_cache", "sockstat", "tcp",
		"sys/net/netfilter/nf_conntrack_count",
		"sys/net/netfilter/nf_conntrack_max", "sys/net/ipv4/tcp_mem",
		"sys/net/core/somaxconn" },
	{
		{ "--health", 0, 0, 0 }, { "--health 1 2", 0, 0, 0 },
		{ "--health --json", 0, 0, 0 }, { "--health --json 1 2", 0, 0, 0 },
	}
};

UNUSED static const struct target local = {
	{ "unix", "sctp/eps", "sctp/assocs", "sctp6/eps", "sctp6/assocs",
		"l2cap", "rfcomm" },
	{
		{ "-nxa", LINE_BY_LINE, 0, 1 }, { "-nxl", FILTERED, 0, 1 },
		{ "-nSl4eo", LINE_BY_LINE, 1, 1 }, { "-nS4", LINE_BY_LINE, 2, 1 },
		{ "-nS6", LINE_BY_LINE, 4, 1 }, { "-2", FILTERED, 5, 0 },
		{ "-fl", FILTERED, 6, 0 }, { "-nS2fax", 0, 0, 0 },
		{ "-n", 0, 0, 0 }, { "-nS2fxa --json", 0, 0, 0 },
	}
};

UNUSED static const struct target families = {
	{ "ax25", "nr", "rose", "x25/socket", "ipx/socket", "nr_nodes",
		"nr_neigh", "rose_nodes", "rose_neigh", "ax25_route",
		"x25/route", "ipx/route" },
	{
		{ "-r -A netrom", 0, 0, 0 }, { "-r -A rose", 0, 0, 0 },
		{ "-r -A x25", LINE_BY_LINE, 10, 1 },
		{ "-r -A ax25", LINE_BY_LINE, 9, 1 },
		{ "-r -A ipx", LINE_BY_LINE, 11, 1 },
		{ "-r -A ax25,netrom,rose,x25,ipx --json", 0, 0, 0 },
		{ "--ax25", 0, 0, 0 },
		{ "--netrom", LINE_BY_LINE, 1, 1 },
		{ "--rose", LINE_BY_LINE, 2, 1 },
		{ "--x25 -a", LINE_BY_LINE, 3, 1 }, { "--x25", FILTERED, 3, 1 },
		{ "--ipx -ne", LINE_BY_LINE, 4, 1 },
		{ "--ax25 --netrom --rose --x25 --ipx -an --json", 0, 0, 0 },
		{ "--ax25 --netrom --rose --x25 --ipx --sort=peer", 0, 0, 0 },
		{ "-A ax25,x25,rose --state=established,recovery", 0, 0, 0 },
		{ "--ipx --count=state,user,lport", COUNTED, 0, 0 },
		{ "--ipx", 0, 0, 0 },
	}
};

UNUSED static const struct target routes = {
	{ "route", "ipv6_route", "igmp", "igmp6", "rt_cache", "dev" },
	{
		{ "-rn", FILTERED, 0, 1 }, { "-rne", FILTERED, 0, 1 },
		{ "-rnee", FILTERED, 0, 1 }, { "-6rn", FILTERED, 1, 0 },
		{ "-6r", 0, 0, 0 }, { "-6rnC", FILTERED, 1, 0 },
		{ "-gn6", LINE_BY_LINE, 3, 0 }, { "-gn", 0, 0, 0 },
		{ "-rnCF46", 0, 0, 0 }, { "-rneee", 0, 0, 0 },
		{ "/r", 0, 0, 0 }, { "-rn46 --json", 0, 0, 0 },
		{ "-gn --json", 0, 0, 0 },
	}
};

UNUSED static const struct target ifaces = {
	{ "dev", "if_inet6", "nf_conntrack" },
	{
		{ "-Mna", LINE_BY_LINE, 2, 0 }, { "-Mn", FILTERED, 2, 0 },
		{ "-Mne", FILTERED, 2, 0 }, { "-Mn46", FILTERED, 2, 0 },
		{ "-i", 0, 0, 0 }, { "-ia", 0, 0, 0 }, { "-ie", 0, 0, 0 },
		{ "-aie", 0, 0, 0 }, { "-I=eth0", 0, 0, 0 },
		{ "-i --rate 1 3", 0, 0, 0 }, { "-ie --rate 2 2", 0, 0, 0 },
		{ "/e", 0, 0, 0 }, { "/e 1", 0, 0, 0 },
		{ "-i --json", 0, 0, 0 }, { "-Mna --json", 0, 0, 0 },
	}
};

UNUSED static const struct target stats = {
	{ "snmp", "netstat", "snmp6", "sctp/snmp" },
	{
		{ "-s", 0, 0, 0 }, { "-6s", 0, 0, 0 }, { "-st", 0, 0, 0 },
		{ "-su6", 0, 0, 0 }, { "-s --rate 1 3", 0, 0, 0 },
		{ "-s6 --rate 0.3 2", 0, 0, 0 }, { "/s", 0, 0, 0 },
		{ "/s /p icmpv6", 0, 0, 0 }, { "-sS", 0, 0, 0 },
		{ "-s --json", 0, 0, 0 },
	}
};

static const struct target *const target = &TARGET;

static void add(int file, struct piece text)
{
	char path[64] = "/proc/net/";

	if (!strncmp(target->file[file], "sys/", 4))
		path[6] = '\0';
	strcat(path, target->file[file]);
	world_add(path, WORLD_FILE, text);
}

/* -- a table is the sum of its lines -------------------------------------- */

/* The offset of line N of TEXT. */
static size_t line_at(struct piece text, int n)
{
	size_t at = 0;

	while (n-- && at < text.n) {
		const char *end = memchr(text.s + at, '\n', text.n - at);

		at = end ? (size_t)(end + 1 - text.s) : text.n;
	}
	return at;
}

static int lines_in(struct piece text)
{
	int n = 0;

	while (line_at(text, n) < text.n && n <= MOST_LINES)
		n++;
	return n;
}

/* Runs with the header of the file and N bytes after it. Returns the printed
 * rows, which follow the title; -M prints its title with the first row. */
static struct piece run_part(const struct run *r, struct piece head,
	const char *s, size_t n, size_t title)
{
	static char part[2 * MOST_BYTES];

	memcpy(part, head.s, head.n);
	memcpy(part + head.n, s, n);
	world_clear();
	add(r->file, (struct piece){ part, head.n + n });
	world_run(r->line, 0);
	if (r->line[1] == 'M')
		title = line_at((struct piece){ world_out.s, world_out.n }, 2);
	must(world_out.n >= title);
	return (struct piece){ world_out.s + title, world_out.n - title };
}

static void check_lines(const struct run *r, struct piece text)
{
	static char sum[sizeof world_out.s];
	struct piece head = { text.s, line_at(text, r->header) }, rows;
	size_t at, next, n = 0, title;
	bool told = false;

	title = run_part(r, head, "", 0, 0).n;
	if (world_err.n)
		return;		/* not the header of any kernel */
	for (at = head.n; at < text.n; at = next) {
		next = at + line_at((struct piece){ text.s + at, text.n - at }, 1);
		rows = run_part(r, head, text.s + at, next - at, title);
		if (rows.n ? world_err.n : !world_err.n && r->by_line != FILTERED)
			found("a line is neither a row nor told, or both");
		told |= world_err.n != 0;
		memcpy(sum + n, rows.s, rows.n);
		n += rows.n;
	}
	rows = run_part(r, head, text.s + head.n, text.n - head.n, title);
	must(rows.n == n && !memcmp(rows.s, sum, n));
	must(told == (world_err.n != 0));
}

/* -- counts add up --------------------------------------------------------- */

static unsigned long long sum_of_counts(const char *s, const char *end)
{
	unsigned long long sum = 0;

	for (; s < end; s = (char *)memchr(s, '\n', end - s) + 1)
		sum += strtoull(s, NULL, 10);
	return sum;
}

/* No title or header begins with the name of a protocol. */
static void check_count(const struct run *r)
{
	unsigned long long sum, rows = 0;
	const char *s, *end;

	world_run(r->line, 0);
	sum = sum_of_counts(world_out.s, world_out.s + world_out.n);
	world_run(r[1].line, 0);
	end = world_out.s + world_out.n;
	for (s = world_out.s; s < end; s = (char *)memchr(s, '\n', end - s) + 1)
		rows += *s != 'A' && *s != 'P';
	must(sum == rows);
}

/* -- the target ----------------------------------------------------------- */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct piece rest = { (const char *)data + 1, size - 1 }, piece;
	const struct run *r = target->run;
	int runs = 0, files = 0;

	if (!size || size > MOST_BYTES)
		return 0;
	while (r[runs].line)
		runs++;
	while (target->file[files])
		files++;
	r += *data % runs;
	world_clear();
	for (int i = 0; piece_next(&rest, CUT, &piece); i++) {
		add(i % files, piece);
		if (i == r->file && r->by_line & LINE_BY_LINE && lines_in(piece) <= MOST_LINES) {
			check_lines(r, piece);
			return 0;
		}
	}
	world_run_twice(r->line);
	if (r->by_line == COUNTED)
		check_count(r);
	return 0;
}
