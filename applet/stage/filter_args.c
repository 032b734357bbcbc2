/* filter_args.c: the arguments of --state --port --local --user --pid and the
 * like: comma-separated lists.
 */
#include <arpa/inet.h>

#include "stage/filter.h"

struct filter_set filters;

/* States as printed. A name after '=' is a synonym of the state before it:
 * names of Windows, of ss, and of a truncated column. */
static const char filter_states[] =
	"ESTABLISHED\0=ESTAB\0SYN_SENT\0SYN_RECV\0=SYN_REC\0=SYN_RECEIVED\0"
	"FIN_WAIT1\0FIN_WAIT2\0TIME_WAIT\0CLOSE\0=CLOSED\0CLOSE_WAIT\0"
	"LAST_ACK\0LISTEN\0=LISTENING\0CLOSING\0FREE\0CONNECTING\0CONNECTED\0"
	"DISCONNECTING\0OPEN\0BOUND\0CONNECT\0CONNECT2\0CONFIG\0DISCONN\0"
	"UNKNOWN\0UNCONN\0"
	IF(X25, "SABM_SENT\0DISC_SENT\0CONN_SENT\0RECOVERY\0");

/* States that -l may show, in the order of their bits. */
enum { LISTENERS = 0x7e98a40 };

/* The states of raw sockets are numbers. */
enum { STATE_NUMBER = 48, STATE_NUMBERS = 16 };

/* Are the N bytes at S the NAME, in any case, with '-', ' ' or nothing for '_':
 * FIN-WAIT-1? */
static bool is_state(const char *s, size_t n, const char *name)
{
	const char *end = s + n;

	for (;; s++, name++) {
		while (s < end && (*s == '_' || *s == '-' || *s == ' '))
			s++;
		name += *name == '_';
		if (s == end || !*name)
			return s == end && !*name;
		if ((*s | 0x20) != (*name | 0x20))
			return false;
	}
}

uint64_t filter_state(const char *s, size_t n, struct filter_word *w)
{
	const char *name = filter_states;
	uint64_t bit = 0;

	w->text = NULL;
	if (scan_dec(s, &w->from) == s + n)
		return w->from < STATE_NUMBERS ?
			UINT64_C(1) << STATE_NUMBER << w->from : 0;
	for (; *name; name += text_len(name) + 1) {
		if (*name != '=') {
			bit = bit ? bit << 1 : 1;
			w->text = name;
		}
		if (is_state(s, n, name + (*name == '=')))
			return bit;
	}
	return 0;
}

/* Is the text up to END a number, FROM-TO, or a name of KIND? */
static bool is_range(const char *s, const char *end, uint64_t most,
	enum name_kind kind, struct filter_word *w)
{
	const char *after = scan_dec(s, &w->from);

	w->to = w->from;
	if (after && *after == '-')
		after = scan_dec(after + 1, &w->to);
	if (after == end)
		return w->from <= w->to && w->to <= most;
	if (!CFG(RESOLVE) || kind == NAME_NONE ||
	    !name_value(kind, s, end - s, &w->from))
		return false;
	w->to = w->from;
	return true;
}

/* The prefix length, as a number or as an IPv4 mask. */
static const char *scan_bits(const char *s, struct filter_word *w)
{
	uint64_t bits;
	struct addr mask;
	const char *end = w->net.v6 ? NULL : scan_ip(s, &mask);
	uint32_t m;

	if (end && !mask.v6) {
		m = ntohl(mask.word[0]);
		for (w->bits = 0; m & 0x80000000; m <<= 1)
			w->bits++;
		return m ? NULL : end;
	}
	end = scan_dec(s, &bits);
	if (!end || bits > w->bits)
		return NULL;
	w->bits = bits;
	return end;
}

/* The address and port up to END, with or without brackets and zone, as ss,
 * URLs and resolv.conf write them. No address, or '*', matches any. */
static bool is_end(const char *s, const char *end, struct filter_word *w)
{
	bool bracket = *s == '[';
	const char *after = s += bracket;

	w->from = 0;
	w->to = UINT64_MAX;
	w->bits = ANY;
	if (*s == '*') {
		after++;
	} else if (*s != ':' || s[1] == ':') {
		after = scan_ip(s, &w->net);
		if (!after && (after = scan_net4(s, &w->net)) && *after != '/')
			after = NULL;
		w->bits = w->net.v6 ? 128 : 32;
	}
	if (after && *after == '%')
		while (after < end && !scan_find("]/:", *after))
			after++;
	if (bracket)
		after = scan_char(after, ']');
	if (after && *after == '/' && w->bits != ANY)
		after = scan_bits(after + 1, w);
	if (w->bits != ANY && w->bits >= 96 && addr_fold(&w->net))
		w->bits -= 96;
	if (!after || *after != ':' || after == end)
		return after == end && after > s;
	filters.ported = true;
	return (after[1] == '*' && after + 2 == end) ||
		is_range(after + 1, end, 0xffff, NAME_TCP, w);
}

static const char no_state[] = "no such state";

/* Parses the N bytes at S. Returns NULL, or what is wrong. */
static const char *filter_word_take(int opt, const char *s, size_t n)
{
	struct filter_word *w = &filters.word[filters.count];
	const char *end = s + n;
	uint64_t bit;

	switch (opt) {
	case OPT_STATE:
		bit = filter_state(s, n, w);
		if (!bit)
			return no_state;
		filters.states |= bit;
		w->to = w->from;
		break;
	case OPT_DEST:
		if (!is_end(s, end, w) || w->from || w->to != UINT64_MAX)
			return "no network";
		break;
	case OPT_LOCAL:
	case OPT_PEER:
		if (!is_end(s, end, w))
			return "no address";
		break;
	case OPT_PROGRAM:
		w->text = s;
		w->len = n;
		w->from = w->to = 0;
		if (!n)
			return "no program";
		break;
	case OPT_USER:
		if (!is_range(s, end, UINT32_MAX, NAME_USER, w))
			return "no such user";
		break;
	case OPT_PID:
		if (!is_range(s, end, INT32_MAX, NAME_NONE, w))
			return "no PID";
		break;
	default:
		if (!is_range(s + (*s == ':'), end, 0xffff, NAME_TCP, w))
			return "no such port";
	}
	w->opt = opt;
	filters.count++;
	return NULL;
}

/* Reports an error in the N bytes at S. */
static int bad_filter(int opt, const char *s, size_t n, const char *why)
{
	const char *name = filter_states;

	usage_begin(opt, s, n, why);
	for (; why == no_state && *name; name += text_len(name) + 1)
		if (*name != '=')
			usage_choice(name, name == filter_states);
	return usage_end();
}

int filter_take(int opt, const char *list)
{
	/* --dest has no bit; no other filter is for routes */
	uint64_t bit = UINT64_C(1) << (opt < OPTION_BITS ? opt : OPT_LOCAL);
	const char *why;
	size_t n;

	if (filters.given & bit)
		return bad_filter(opt, list, text_len(list),
			"one list of them too many");
	filters.given |= bit;
	if (*list == '!')
		filters.inverted |= bit;
	for (;; list += n + 1) {
		if (filters.inverted & bit && *list == '!')
			list++;
		n = scan_until(list, ',');
		why = filters.count == LIMIT(FILTER_WORDS) ? "too many words" :
			filter_word_take(opt, list, n);
		if (why)
			return bad_filter(opt, list, n, why);
		if (!list[n])
			return -1;
	}
}

int filter_check(const struct request *q)
{
	static const struct {
		uint64_t by, tables;
	} need[] = {
		{ BIT(PORT) | BIT(LPORT) | BIT(RPORT), INET_ROWS & ~BIT(RAW) },
		{ BIT(LOCAL) | BIT(PEER), INET_ROWS },
		{ BIT(USER), INET_ROWS | BIT(PACKET) | BLUETOOTH_TABLES |
			BIT(IPX) },
	};

	for (size_t i = 0; q->asked && i < nitems(need); i++)
		if (q->opts & need[i].by && !(q->opts & need[i].tables))
			return args_bad_options(q->opts & need[i].by,
				"these sockets have none");
	if (has(q, STATE) && !has(q, ALL) && !(filters.inverted & BIT(STATE)) &&
	    !(filters.states & (LISTENERS | -(UINT64_C(1) << STATE_NUMBER))))
		return args_bad_options(BIT(STATE), "none of these with -l");
	return -1;
}

static bool is_value(const struct filter_word *w)
{
	return w->opt == OPT_LOCAL || w->opt == OPT_PEER ?
		w->bits == (w->net.v6 ? 128 : 32) : w->from == w->to;
}

bool filter_value(const struct request *q, const struct field *f, unsigned nth,
	struct sock *k)
{
	const struct filter_word *w = filters.word, *end = w + filters.count;
	void *at = (char *)k + f->at;
	uint32_t number;
	int opt = f->filter;

	/* --port is both ports */
	if ((opt == OPT_LPORT && !has(q, LPORT)) ||
	    (opt == OPT_RPORT && !has(q, RPORT)))
		opt = OPT_PORT;
	if (!opt || filters.inverted >> opt & 1)
		return false;
	while (w < end && (w->opt != opt || !is_value(w) || nth--))
		w++;
	if (w == end)
		return false;
	number = w->from;
	if (opt == OPT_LOCAL || opt == OPT_PEER) {
		memcpy(at, &w->net, sizeof w->net);
	} else if (opt == OPT_PROGRAM) {
		k->text[0] = (struct text){ w->text, w->len };
	} else if (opt == OPT_PID) {
		k->inode = number;
	} else if (opt != OPT_STATE) {
		memcpy(at, &number, sizeof number);
	} else {
		k->state_number = number;
		k->state = !w->text || strcmp(w->text, "UNCONN") ? w->text : "";
	}
	return true;
}

void filter_reset(void)
{
	memset(&filters, 0, offsetof(struct filter_set, word));
}
