/* windows.c: the command line of Windows, which a word with a '/' selects, and
 * its layouts. What is printed here was read by the views: inet.c, iface.c,
 * stats.c, route.c and route6.c call the printers below.
 */
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>

#include "netstat.h"
#include "text.h"

/* -- the command line ----------------------------------------------------- */

/* The letters: those that this program knows, a bit each; those of Windows
 * that Linux has nothing for. */
static const char win_letters[] = "abefnorsqtxy";

enum { ALL = 1, PROGRAMS = 2, TOTALS = 4, FULL_NAMES = 8, NUMERIC = 16,
	PIDS = 32, ROUTES = 64, COUNTERS_OF = 128 };

enum {
	HAVE = 0xff - !CFG(PRG) * (PROGRAMS + PIDS) - !CFG(IFACE) * TOTALS -
		!(CFG(ROUTE) && CFG(IFACE)) * ROUTES - !CFG(STATS) * COUNTERS_OF
};

/* What /p names, in the order in which /s prints it. */
static const char win_protocols[][8] = {
	"ip", "ipv6", "icmp", "icmpv6", "tcp", "udp", "udpv6", "tcpv6",
};

enum { TCP = 4, UDP, UDP6, TCP6 };

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static bool same_word(const char *s, const char *word)
{
	while (*s && lower(*s) == *word)
		s++, word++;
	return !*s && !*word;
}

/* The last one counts. */
static int take_protocol(struct request *q, const char *word)
{
	size_t i = 0;

	if (!word)
		return args_bad(q, "/p", 2, "needs an argument");
	while (i < COUNT(win_protocols) && !same_word(word, win_protocols[i]))
		i++;
	if (i == COUNT(win_protocols))
		return args_bad(q, word, strlen(word), "no such protocol");
	q->opts &= ~INET_TABLES;
	q->opts |= i == TCP || i == TCP6 ? BIT(TCP) : i > TCP ? BIT(UDP) : 0;
	q->families = i == UDP6 || i == TCP6 ? FAM(INET6) : FAM(INET);
	/* Linux counts tcp over both together */
	q->sections = 1u << (i == TCP6 ? TCP : i);
	return -1;
}

static int take_letter(struct request *q, const char *letter)
{
	const char *known = strchr(win_letters, lower(*letter));
	unsigned bit;

	if (!known)
		return args_bad(q, letter, 1, "unknown option");
	bit = 1u << (known - win_letters);
	q->win |= bit;
	if (HAVE & bit)
		return -1;
	warn((char[]){ '/', *letter, 0 }, "there is no answer to that here");
	return STATUS_USAGE;
}

int win_take(struct request *q, char ***argv)
{
	int status = -1;

	for (const char *s = **argv + 1; *s && status < 0; s++) {
		if (*s == '?') {
			win_usage();
			return 0;
		}
		if (lower(*s) == 'p')
			status = take_protocol(q, *++*argv);
		else if (*s != '/')	/* of /a/n */
			status = take_letter(q, s);
		if (!**argv)
			break;
	}
	return status;
}

/* Windows' default are tcp connections; the filters are those of Linux. */
int win_complete(struct request *q)
{
	if (q->win & ALL)
		q->opts |= BIT(ALL);
	if (q->win & NUMERIC)
		q->opts |= BIT(NUMERIC_HOSTS) | BIT(NUMERIC_PORTS);
	q->programs = (q->win & (PIDS | PROGRAMS)) != 0;
	q->implied = true;	/* no table is an error if it is missing */
	if (q->sections && q->sections < 1u << TCP && !(q->win & COUNTERS_OF))
		return args_bad(q, "/p", 2, "this protocol goes with /s");
	if (!(q->opts & INET_TABLES))
		q->opts |= BIT(TCP) | (q->win & ALL ? BIT(UDP) : 0);
	return -1;
}

void win_usage(void)
{
	unsigned at = BLOCK_WIN_USAGE;
	char text[TEXT_ROW];

	out_str("Usage: netstat [/a] [/b] [/e] [/f] [/n] [/o] [/p PROTO] [/r] "
		"[/s] [INTERVAL]\n");
	if (!CFG(USAGE))
		return;
	while ((at = text_row(at, text)), *text) {
		out_str("  /");
		out_char(*text);
		out_str("  ");
		out_str(text + 2);
		out_char('\n');
	}
	out_str("Again every INTERVAL seconds\n");
}

/* -- sockets -------------------------------------------------------------- */

void win_header(const struct request *q)
{
	out_str("\nActive Connections\n\n  Proto  Local Address          "
		"Foreign Address        State");
	out_str(q->win & PIDS ? "           PID\n" : "\n");
}

static void print_ip(const struct addr *a)
{
	char text[ADDR_TEXT];

	out_mem(text, fmt_addr(text, a) - text);
}

/* The name of a host, without its domain unless WHOLE. Returns false if it has
 * none. */
static bool print_hostname(const struct request *q, const struct addr *a,
	bool whole)
{
	char name[NAME_TEXT], number[ADDR_TEXT], *end;
	size_t n;

	if (addr_is_any(a) || !by_name(q, NUMERIC_HOSTS))
		return false;
	end = name_host(name, q, a);
	n = fmt_addr(number, a) - number;
	if ((size_t)(end - name) == n && !memcmp(name, number, n))
		return false;
	for (n = 0; name + n < end && (whole || name[n] != '.'); n++)
		;
	out_mem(name, n);
	return true;
}

/* Nothing is ever cut; addresses of IPv6 have brackets, and all their parts. */
static void print_end(const struct request *q, const struct addr *a,
	enum name_kind kind, unsigned port, bool whole)
{
	char service[NAME_TEXT];
	size_t at = out_at();

	if (!print_hostname(q, a, whole)) {
		if (a->v6)
			out_str(addr_is_mapped(a) ? "[::ffff:" : "[");
		print_ip(a);
		out_str(a->v6 ? "]" : "");
	}
	out_char(':');
	out_mem(service, fmt_service(service, q, kind, port) - service);
	out_fill(at, 22);
	out_char(' ');
}

/* By the number of Linux, from ESTABLISHED on. */
static const char win_states[] =
	"ESTABLISHED\0SYN_SENT\0SYN_RECEIVED\0FIN_WAIT_1\0FIN_WAIT_2\0"
	"TIME_WAIT\0CLOSED\0CLOSE_WAIT\0LAST_ACK\0LISTENING\0CLOSING\0"
	"SYN_RECEIVED\0UNKNOWN";

static const char *nth(const char *s, unsigned n)
{
	while (n--)
		s += strlen(s) + 1;
	return s;
}

void win_sock(const struct request *q, unsigned opt, const struct sock *k)
{
	bool pids = q->win & PIDS, udp = opt == OPT_UDP;
	enum name_kind kind = udp ? NAME_UDP : NAME_TCP;

	if (by_name(q, NUMERIC_HOSTS)) {
		name_ask(q, &k->local);
		name_ask(q, &k->peer);
	}
	out_str(udp ? "  UDP    " : "  TCP    ");
	print_end(q, &k->local, kind, k->lport, false);
	if (udp && !k->pport && addr_is_any(&k->peer))
		out_left("*:*", 23);
	else
		print_end(q, &k->peer, kind, k->pport, q->win & FULL_NAMES);
	out_left(udp ? "" :
		nth(win_states, k->state - 1 < 12 ? k->state - 1 : 12),
		pids ? 16 : 0);
	if (CFG(PRG) && pids)
		owner_place(k->inode, OWNER_PID);
	out_char('\n');
	if (CFG(PRG) && q->win & PROGRAMS)
		owner_place(k->inode, OWNER_PROGRAM);
}

/* -- /e: totals ----------------------------------------------------------- */

/* The last one is always 0: Linux does not count what it sends to groups, nor
 * unknown protocols. */
typedef uint64_t win_totals[COUNTERS + 1];
STATE(win_totals, total);

static const struct {
	char label[20];
	unsigned char received, sent;
} totals[] = {
	{ "Bytes", RX_BYTES, TX_BYTES },
	{ "Unicast packets", RX_PACKETS, TX_PACKETS },
	{ "Non-unicast packets", RX_MULTICAST, COUNTERS },
	{ "Discards", RX_DROPPED, TX_DROPPED },
	{ "Errors", RX_ERRORS, TX_ERRORS },
	{ "Unknown protocols", COUNTERS, COUNTERS },
};

static void add_counters(const struct request *q, const struct iface *f)
{
	(void)q;
	if (strcmp(f->name, "lo"))
		for (size_t i = 0; i < COUNTERS; i++)
			total[i] += f->counter[i];
}

static void show_totals(struct request *q)
{
	memset(total, 0, sizeof total);
	if (!iface_each(q, add_counters))
		return;
	/* of all packets those to groups are apart */
	total[RX_PACKETS] -= total[RX_MULTICAST] < total[RX_PACKETS] ?
		total[RX_MULTICAST] : total[RX_PACKETS];
	out_str("Interface Statistics\n\n                           Received"
		"            Sent\n\n");
	for (size_t i = 0; i < COUNT(totals); i++) {
		out_left(totals[i].label, 20);
		out_dec(total[totals[i].received], 15);
		if (i < COUNT(totals) - 1)
			out_dec(total[totals[i].sent], 16);
		out_char('\n');
	}
}

/* -- /s: counters --------------------------------------------------------- */

static const struct win_section {
	char name[6];			/* as stats.c has it */
	unsigned char width;		/* of labels; 0: two numbers a row */
	unsigned short block[2];	/* where its rows are, in windows.def */
} win_sections[] = {
	{ "Ip", 35, { BLOCK_WIN_IP, 0 } },
	{ "Ip6", 35, { BLOCK_WIN_IP, 0 } },
	{ "Icmp", 0, { BLOCK_WIN_ICMP46, BLOCK_WIN_ICMP } },
	{ "Icmp6", 0, { BLOCK_WIN_ICMP46, BLOCK_WIN_ICMP6 } },
	{ "Tcp", 36, { BLOCK_WIN_TCP, 0 } },
	{ "Udp", 22, { BLOCK_WIN_UDP, 0 } },
	{ "Udp6", 22, { BLOCK_WIN_UDP, 0 } },
};

enum { ROWS = 17 };

typedef struct {
	bool seen;
	uint64_t value[ROWS][2];	/* In or neither, and Out */
} win_counts[COUNT(win_sections)];

STATE(win_counts, counted);

/* A row as windows.def has it. */
struct counter_row {
	size_t next;			/* where the next one is; 0: none yet */
	bool second;			/* block */
	char which;			/* number */
	const char *label;
	char text[TEXT_ROW];
};

/* The next row of a section. Returns false at its end. */
static bool next_counter(const struct win_section *t, struct counter_row *e)
{
	size_t n;

	e->next = text_row(e->next ? e->next : t->block[0], e->text);
	if (!e->text[0] && t->block[1] && !e->second) {
		e->second = true;
		e->next = text_row(t->block[1], e->text);
	}
	for (n = 0; e->text[n] && !strchr("?<>", e->text[n]); n++)
		;
	e->which = e->text[n];
	e->text[n] = '\0';
	e->label = e->text + n + 1;
	return n;
}

static const char *behind(const char *s, const char *text)
{
	const char *end = scan_text(s, text);

	return end ? end : s;
}

void win_counter(const char *section, const char *key, const char *value)
{
	struct counter_row e = { .next = 0 };
	size_t i = 0;
	const char *s;
	bool sent;

	while (i < COUNT(win_sections) && strcmp(win_sections[i].name, section))
		i++;
	if (i == COUNT(win_sections))
		return;
	counted[i].seen = true;
	key = behind(key, section);
	s = behind(key, "Out");
	sent = s != key;
	s = behind(s, "In");
	for (size_t n = 0; next_counter(&win_sections[i], &e); n++)
		if (scan_text(s, e.text))
			scan_dec(value, &counted[i].value[n][sent]);
}

static void print_row(const struct win_section *t, const struct counter_row *e,
	const uint64_t *value)
{
	out_str("  ");
	out_left(e->label, t->width ? t->width : 26);
	if (!t->width) {
		out_dec(value[0], -11);
		out_char(' ');
		out_dec(value[1], 0);
	} else {
		out_str("= ");
		out_dec((e->which != '>' ? value[0] : 0) +
			(e->which != '<' ? value[1] : 0), 0);
	}
	out_char('\n');
}

static void print_win_section(size_t i)
{
	struct counter_row e = { .next = 0 };

	for (size_t n = 0, at = BLOCK_WIN_TITLE; n <= i; n++)
		at = text_row(at, e.text);
	out_char('\n');
	out_str(e.text + 2);
	out_str(win_sections[i].width ? "\n\n" :
		"\n\n                            Received    Sent\n");
	for (size_t n = 0; next_counter(&win_sections[i], &e); n++)
		print_row(&win_sections[i], &e, counted[i].value[n]);
}

static void show_counters(struct request *q)
{
	memset(counted, 0, sizeof counted);
	stats_show(q, 0);
	for (size_t i = 0; i < COUNT(win_sections); i++)
		if (counted[i].seen && (!q->sections || q->sections >> i & 1))
			print_win_section(i);
}

/* -- /r: routes ----------------------------------------------------------- */

static void line(void)
{
	for (int i = 0; i < 75; i++)
		out_char('=');
	out_char('\n');
}

/* /r is not there without -i, but its printers are. */
static void ask_kernel(const char *name, int what, struct ifreq *r)
{
	if (CFG(IFACE))
		iface_ask(name, what, r);
	else
		memset(r, 0, sizeof *r);
}

static int iface_index(const char *name)
{
	struct ifreq r;

	ask_kernel(name, SIOCGIFINDEX, &r);
	return r.ifr_ifindex;
}

static void print_iface(const struct request *q, const struct iface *f)
{
	struct ifreq r;
	size_t at;

	(void)q;
	out_dec(iface_index(f->name), 3);
	out_str("...");
	at = out_at();
	ask_kernel(f->name, SIOCGIFHWADDR, &r);
	for (int i = 0; i < 6 && r.ifr_hwaddr.sa_family == ARPHRD_ETHER; i++) {
		out_hex((unsigned char)r.ifr_hwaddr.sa_data[i], 2);
		out_char(' ');
	}
	while (out_at() - at < 24)
		out_char('.');
	out_foreign(f->name, strlen(f->name));
	out_char('\n');
}

void win_routes(bool v6)
{
	out_str(v6 ? "\nIPv6 Route Table\n" : "\nIPv4 Route Table\n");
	line();
	out_str("Active Routes:\n");
	out_str(v6 ? " If Metric Network Destination      Gateway\n" :
		"Network Destination        Netmask          Gateway       "
		"Interface  Metric\n");
}

static void end_routes(void)
{
	line();
	out_str("Persistent Routes:\n  None\n");
}

/* The column of an address; none is TEXT. */
static void right(const struct addr *a, const char *text)
{
	char column[ADDR_TEXT];

	if (!addr_is_any(a) || !text)
		out_text(column, fmt_addr(column, a), 17);
	else
		out_text(text, strchr(text, 0), 17);
}

/* A copy of a name that is part of a line. */
static const char *copy_name(char *d, const char *name, size_t n)
{
	memset(d, 0, IFACE_NAME);
	memcpy(d, name, n < IFACE_NAME ? n : IFACE_NAME - 1);
	return d;
}

void win_route(const struct addr *dest, const struct addr *mask,
	const struct addr *gateway, const char *name, size_t n, int64_t metric)
{
	char copy[IFACE_NAME], text[4 * IFACE_NAME];
	struct addr mine = { .v6 = false };
	struct ifreq r;

	right(dest, NULL);
	right(mask, NULL);
	right(gateway, "On-link");
	ask_kernel(copy_name(copy, name, n), SIOCGIFADDR, &r);
	memcpy(mine.byte, r.ifr_addr.sa_data + 2, 4);
	*fmt_foreign(text, name, n < IFACE_NAME ? n : IFACE_NAME - 1) = '\0';
	right(&mine, text);
	out_int(metric, 7);
	out_char('\n');
}

void win_route6(const struct addr *dest, unsigned plen,
	const struct addr *gateway, const char *name, size_t n, uint64_t metric)
{
	char copy[IFACE_NAME];
	size_t at;

	/* the kernel's own at the end of the table: no route at all */
	if (metric == UINT32_MAX)
		return;
	out_dec(iface_index(copy_name(copy, name, n)), 3);
	out_dec(metric, 7);
	out_char(' ');
	at = out_at();
	print_ip(dest);
	out_char('/');
	out_dec(plen, 0);
	out_fill(at, 24);
	out_char(' ');
	if (addr_is_any(gateway))
		out_str("On-link");
	else
		print_ip(gateway);
	out_char('\n');
}

static void show_routes(struct request *q)
{
	iface_open(q);
	line();
	out_str("Interface List\n IF...HARDWARE-ADDRESS ......name\n");
	iface_each(q, print_iface);
	line();
	q->list[0] = F_INET;
	q->listed = 1;
	route_show(q, 0);
	end_routes();
	if (CFG(IPV6) && route6_show(q, false))
		end_routes();
	iface_close();
}

bool win_whole(const struct request *q)
{
	return q->win & (TOTALS | COUNTERS_OF | ROUTES);
}

/* -- the view ------------------------------------------------------------- */

bool win_show(struct request *q)
{
	if (CFG(IFACE) && q->win & TOTALS)
		show_totals(q);
	if (CFG(STATS) && q->win & COUNTERS_OF)
		show_counters(q);
	if (CFG(ROUTE) && CFG(IFACE) && q->win & ROUTES)
		show_routes(q);
	return win_whole(q);
}
