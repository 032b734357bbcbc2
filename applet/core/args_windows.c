/* args_windows.c: the command line of Windows, which a word with a '/' selects.
 */
#include "core/core.h"
#include "packed.h"

/* The letters in the order of WIN_, /v, which adds nothing here, and those of
 * Windows that have no meaning on Linux. */
static const char win_letters[] = "abefnorstvqxycdi";

enum {
	HAVE = 0x3ff - !CFG(PRG) * (WIN_PROGRAMS + WIN_PIDS) -
		!CFG(IFACE) * WIN_TOTALS - !CFG(STATS) * WIN_STATISTICS -
		!(CFG(ROUTE) && CFG(IFACE)) * WIN_ROUTES
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
	usage_begin(-1, word, text_len(word), "no such protocol");
	for (size_t i = 0; i < nitems(win_protocols); i++)
		usage_choice(win_protocols[i], !i);
	return usage_end();
}

/* The last one counts. */
static int take_protocol(struct request *q, const char *word)
{
	size_t i = 0;

	if (!word)
		return args_bad("/p", 2, "needs an argument");
	while (i < nitems(win_protocols) && !same_word(word, win_protocols[i]))
		i++;
	if (i == nitems(win_protocols))
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
	if (q->win & WIN_ALL)
		q->opts |= BIT(ALL);
	if (q->win & WIN_NUMERIC)
		q->opts |= BIT(NUMERIC_HOSTS) | BIT(NUMERIC_PORTS);
	q->programs = (q->win & (WIN_PIDS | WIN_PROGRAMS)) != 0;
	q->implied = true;	/* no table is an error if it is missing */
	if (q->sections && q->sections < 1u << TCP &&
	    !(q->win & WIN_STATISTICS))
		return args_bad("/p", 2, "this protocol goes with /s");
	if (!(q->opts & INET_TABLES))
		q->opts |= BIT(TCP) | (q->win & WIN_ALL ? BIT(UDP) : 0);
	return -1;
}

/* The letters that the build has, in one line; or, after BEFORE, what each of
 * them means. */
void win_list(char before)
{
	unsigned at = BLOCK_WIN_USAGE;
	const char *text, *known;
	size_t start;

	while (text = packed_row(&at), *text) {
		known = scan_find(win_letters, *text);
		if (known && !(HAVE >> (known - win_letters) & 1))
			continue;
		start = out_at();
		out_str(before ? "  " : " [");
		out_char(before ? before : '-');
		out_char(*text);
		if (before) {
			out_fill(start, 16);
			out_str(text + 2);
			out_char('\n');
		} else {
			if (*text == 'p')
				win_text(BLOCK_WIN_PROTO);
			out_char(']');
		}
	}
}

void win_usage(void)
{
	win_text(BLOCK_WIN_HELP);
	win_list(0);
	if (CFG(INTERVAL))
		win_text(BLOCK_WIN_INTERVAL);
	out_str("\n\n");
	if (!CFG(USAGE))
		return;
	win_list('-');
	if (CFG(INTERVAL))
		win_text(BLOCK_WIN_AGAIN);
	win_text(BLOCK_WIN_SLASH);
}
