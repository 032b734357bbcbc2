/* windows.c: the command line of Windows, which a word with a '/' selects, and
 * its table of connections. What is printed was read by inet.c.
 */
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

static int bad_protocol(const char *word)
{
	usage_begin(-1, word, strlen(word), "no such protocol");
	for (size_t i = 0; i < COUNT(win_protocols); i++)
		usage_choice(win_protocols[i], !i);
	return usage_end();
}

/* The last one counts. */
static int take_protocol(struct request *q, const char *word)
{
	size_t i = 0;

	if (!word)
		return args_bad("/p", 2, "needs an argument");
	while (i < COUNT(win_protocols) && !same_word(word, win_protocols[i]))
		i++;
	if (i == COUNT(win_protocols))
		return bad_protocol(word);
	q->opts &= ~INET_TABLES;
	q->opts |= i == TCP || i == TCP6 ? BIT(TCP) : i > TCP ? BIT(UDP) : 0;
	q->families = i == UDP6 || i == TCP6 ? FAM(INET6) : FAM(INET);
	/* Linux counts tcp over both together */
	q->sections = 1u << (i == TCP6 ? TCP : i);
	return -1;
}

static int take_letter(struct request *q, const char *letter)
{
	char word[] = { '/', *letter };
	const char *known = scan_find(win_letters, lower(*letter));
	unsigned bit;

	if (!known)
		return args_bad(word, 2, "unknown option");
	bit = 1u << (known - win_letters);
	q->win |= bit;
	if (HAVE & bit)
		return -1;
	return args_bad(word, 2, "there is no answer to that here");
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
		return args_bad("/p", 2, "this protocol goes with /s");
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
		out_addr(a);
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

/* -- the view ------------------------------------------------------------- */

bool win_whole(const struct request *q)
{
	return q->win & (TOTALS | COUNTERS_OF | ROUTES);
}

/* A letter for what is not configured has been refused. */
bool win_show(struct request *q)
{
	if (q->win & TOTALS)
		win_totals(q);
	if (q->win & COUNTERS_OF)
		win_counters(q);
	if (q->win & ROUTES)
		win_routes(q);
	return win_whole(q);
}
