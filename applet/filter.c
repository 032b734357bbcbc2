/* filter.c: which sockets are shown: --state --port --local --user --pid and
 * the like. All of them must match, and of a filter's list one word; with a '!'
 * ahead none. What a socket does not have matches nothing.
 *
 * They look at the record of a socket. Who owns it is known later: see
 * owner.c, which asks here about each owner and then about the row.
 */
#include <arpa/inet.h>
#include <fcntl.h>

#include "netstat.h"

/* A word of a list. */
struct filter_word {
	unsigned char opt;
	unsigned char bits;		/* of the address that count, or ANY */
	struct addr net;
	uint64_t from, to;		/* ports (of an address too), users,
					 * PIDs, the number of a state */
	const char *text;		/* a program; the name of a state */
	size_t len;
};

/* Options, as in struct request a bit each: */
struct filters {
	uint64_t given;
	uint64_t inverted;		/* with a '!' */
	uint64_t owner;			/* those that an owner has matched */
	bool ported;			/* an address with a port is among them */
	uint64_t states;		/* a bit each, see filter_states[] */
	bool matched;			/* some socket did */
	unsigned count;
	struct filter_word word[LIMIT(FILTER_WORDS)];
};

STATE(struct filters, filter);

static const uint64_t filter_addresses =
	BIT(LOCAL) | BIT(PEER) | BIT(PORT) | BIT(LPORT) | BIT(RPORT);

enum { ANY = 255 };

/* -- the command line ----------------------------------------------------- */

/* States as they are printed. A name with '=' is another one for the state
 * before it: those of Windows, of ss, and of a column that was cut. */
static const char filter_states[] =
	"ESTABLISHED\0=ESTAB\0SYN_SENT\0SYN_RECV\0=SYN_REC\0=SYN_RECEIVED\0"
	"FIN_WAIT1\0FIN_WAIT2\0TIME_WAIT\0CLOSE\0=CLOSED\0CLOSE_WAIT\0"
	"LAST_ACK\0LISTEN\0=LISTENING\0CLOSING\0FREE\0CONNECTING\0CONNECTED\0"
	"DISCONNECTING\0OPEN\0BOUND\0CONNECT\0CONNECT2\0CONFIG\0DISCONN\0"
	"UNKNOWN\0UNCONN\0";

/* In the order of their bits those that -l may show. */
enum { LISTENERS = 0x698a40 };

/* Raw sockets have a number. */
enum { STATE_NUMBER = 48, STATE_NUMBERS = 16 };

/* Whether the N bytes at S are NAME in any case, with '-' for '_' or neither:
 * FIN-WAIT-1. */
static bool is_state(const char *s, size_t n, const char *name)
{
	const char *end = s + n;

	for (;; s++, name++) {
		while (s < end && (*s == '_' || *s == '-'))
			s++;
		name += *name == '_';
		if (s == end || !*name)
			return s == end && !*name;
		if ((*s | 0x20) != (*name | 0x20))
			return false;
	}
}

/* The bit of a state, 0 if it is none. Gives W its name or number. */
static uint64_t state_bit(const char *s, size_t n, struct filter_word *w)
{
	const char *name = filter_states;
	uint64_t bit = 0;

	w->text = NULL;
	if (scan_dec(s, &w->from) == s + n)
		return w->from < STATE_NUMBERS ?
			UINT64_C(1) << STATE_NUMBER << w->from : 0;
	for (; *name; name += strlen(name) + 1) {
		if (*name != '=') {
			bit = bit ? bit << 1 : 1;
			w->text = name;
		}
		if (is_state(s, n, name + (*name == '=')))
			return bit;
	}
	return 0;
}

/* Whether the text up to END is a number, FROM-TO, or a name of KIND. */
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

/* An IPv4 address in the form of IPv6 becomes what it is. */
static bool filter_fold(struct addr *a)
{
	if (!addr_is_mapped(a))
		return false;
	a->v6 = false;
	a->word[0] = a->word[3];
	return true;
}

/* An IPv4 net by its first bytes: 10/8. */
static const char *scan_short(const char *s, struct addr *a)
{
	uint64_t v;

	*a = (struct addr){ 0 };
	for (int i = 0; i < 4; i++) {
		s = scan_dec(i ? scan_char(s, '.') : s, &v);
		if (!s || v > 255)
			break;
		a->byte[i] = v;
		if (*s == '/')
			return s;
	}
	return NULL;
}

/* How many bits of the address count, as a number or as a mask of IPv4. */
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

/* The address and port up to END, in brackets and with a zone or not, as ss,
 * URLs and resolv.conf have them. Without an address, or with '*', it is any.
 */
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
		after = after ? after : scan_short(s, &w->net);
		w->bits = w->net.v6 ? 128 : 32;
	}
	if (after && *after == '%')
		while (after < end && !scan_find("]/:", *after))
			after++;
	if (bracket)
		after = scan_char(after, ']');
	if (after && *after == '/' && w->bits != ANY)
		after = scan_bits(after + 1, w);
	if (w->bits != ANY && w->bits >= 96 && filter_fold(&w->net))
		w->bits -= 96;
	if (!after || *after != ':' || after == end)
		return after == end && after > s;
	filter.ported = true;
	return (after[1] == '*' && after + 2 == end) ||
		is_range(after + 1, end, 0xffff, NAME_TCP, w);
}

static const char no_state[] = "no such state";

/* Reads the N bytes at S. Returns NULL or what is wrong with them. */
static const char *filter_word_take(int opt, const char *s, size_t n)
{
	struct filter_word *w = &filter.word[filter.count];
	const char *end = s + n;
	uint64_t bit;

	switch (opt) {
	case OPT_STATE:
		bit = state_bit(s, n, w);
		if (!bit)
			return no_state;
		filter.states |= bit;
		w->to = w->from;
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
	filter.count++;
	return NULL;
}

/* Reports what is wrong with the N bytes at S. */
static int bad_filter(int opt, const char *s, size_t n, const char *why)
{
	const char *name = filter_states;

	usage_begin(opt, s, n, why);
	for (; why == no_state && *name; name += strlen(name) + 1)
		if (*name != '=')
			usage_choice(name, name == filter_states);
	return usage_end();
}

int filter_take(int opt, const char *list)
{
	uint64_t bit = UINT64_C(1) << opt;
	const char *why;
	size_t n;

	if (filter.given & bit)
		return bad_filter(opt, list, strlen(list),
			"one list of them too many");
	filter.given |= bit;
	if (*list == '!')
		filter.inverted |= bit;
	for (;; list += n + 1) {
		if (filter.inverted & bit && *list == '!')
			list++;
		n = scan_until(list, ',');
		why = filter.count == LIMIT(FILTER_WORDS) ? "too many words" :
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
		uint64_t filters, tables;
	} need[] = {
		{ BIT(PORT) | BIT(LPORT) | BIT(RPORT), INET_ROWS & ~BIT(RAW) },
		{ BIT(LOCAL) | BIT(PEER), INET_ROWS },
		{ BIT(USER), INET_ROWS | BIT(PACKET) | BLUETOOTH_TABLES },
	};

	for (size_t i = 0; q->asked && i < COUNT(need); i++)
		if (q->opts & need[i].filters && !(q->opts & need[i].tables))
			return args_bad_options(q->opts & need[i].filters,
				"these sockets have none");
	if (has(q, STATE) && !has(q, ALL) && !(filter.inverted & BIT(STATE)) &&
	    !(filter.states & (LISTENERS | -(UINT64_C(1) << STATE_NUMBER))))
		return args_bad_options(BIT(STATE), "none of these with -l");
	return -1;
}

static bool is_value(const struct filter_word *w)
{
	return w->opt == OPT_LOCAL || w->opt == OPT_PEER ?
		w->bits == (w->net.v6 ? 128 : 32) : w->from == w->to;
}

bool filter_value(int opt, unsigned nth, struct sock *k, void *value)
{
	const struct filter_word *w = filter.word, *end = w + filter.count;
	uint32_t number;

	if (filter.inverted >> opt & 1)
		return false;
	while (w < end && (w->opt != opt || !is_value(w) || nth--))
		w++;
	if (w == end)
		return false;
	number = w->from;
	if (opt == OPT_LOCAL || opt == OPT_PEER) {
		memcpy(value, &w->net, sizeof w->net);
	} else if (opt == OPT_PROGRAM) {
		k->of = w;
	} else if (opt != OPT_STATE) {
		memcpy(value, &number, sizeof number);
	} else if (w->text) {
		k->state_name = strcmp(w->text, "UNCONN") ? w->text : "";
	} else {
		*fmt_dec(k->number, number) = '\0';
		k->state_name = k->number;
	}
	return true;
}

void filter_print(const struct sock *k)
{
	const struct filter_word *w = k->of;

	out_foreign(w->text, w->len);
}

void filter_reset(void)
{
	memset(&filter, 0, offsetof(__typeof__(filter), word));
}

bool filter_failed(void)
{
	return filter.given && !filter.matched;
}

/* -- a socket ------------------------------------------------------------- */

static bool is_between(const struct filter_word *w, uint64_t value)
{
	return value >= w->from && value <= w->to;
}

static bool is_in_net(const struct filter_word *w, struct addr a)
{
	size_t whole = w->bits / 8, rest = w->bits % 8;

	if (w->bits == ANY)
		return true;
	filter_fold(&a);
	return a.v6 == w->net.v6 && !memcmp(a.byte, w->net.byte, whole) &&
		(!rest || !((a.byte[whole] ^ w->net.byte[whole]) >> (8 - rest)));
}

/* A, or one of the list MORE that an SCTP socket has. */
static bool is_one_in_net(const struct filter_word *w, struct addr a,
	const char *more)
{
	do
		if (is_in_net(w, a))
			return true;
	while (CFG(SCTP) && sctp_next_addr(&more, &a));
	return false;
}

static bool word_matches(const struct filter_word *w, const struct sock *k)
{
	switch (w->opt) {
	case OPT_PORT:
		return is_between(w, k->lport) || is_between(w, k->pport);
	case OPT_LPORT:
		return is_between(w, k->lport);
	case OPT_RPORT:
		return is_between(w, k->pport);
	case OPT_LOCAL:
		return is_between(w, k->lport) &&
			is_one_in_net(w, k->local, k->more_local);
	case OPT_PEER:
		return is_between(w, k->pport) &&
			is_one_in_net(w, k->peer, k->more_peer);
	case OPT_USER:
		return is_between(w, k->uid);
	}
	return false;
}

bool filter_sock(const struct sock *k)
{
	uint64_t here = filter.given & ~OWNER_FILTERS, hit = 0;
	struct filter_word word;
	const char *name;

	if ((here & filter_addresses && !k->has_addr) ||
	    (here & BIT(USER) && !k->has_user) ||
	    ((here & (BIT(PORT) | BIT(LPORT) | BIT(RPORT)) || filter.ported) &&
	     !k->has_port))
		return false;
	if (here & BIT(STATE)) {
		name = *k->state_name ? k->state_name : "UNCONN";
		if (filter.states & state_bit(name, strlen(name), &word))
			hit = BIT(STATE);
	}
	for (unsigned i = 0; i < filter.count; i++)
		if (word_matches(&filter.word[i], k))
			hit |= UINT64_C(1) << filter.word[i].opt;
	if (((hit ^ filter.inverted) & here) != here)
		return false;
	if (CFG(FILTER_OWNER) && filter.given & OWNER_FILTERS)
		owner_place(k->inode, OWNER_ROW);
	else
		filter.matched = true;
	return true;
}

/* A program is called NAME, with the path it was started by or without, or what
 * follows that is no part of its name, as in "sshd: ann" and "nginx worker". */
static bool is_program(const struct filter_word *w, const char *name)
{
	const char *base = name;

	for (const char *s = name; *s && !scan_find(": ", *s); s++)
		if (*s == '/')
			base = s + 1;
	for (;; name = base) {
		if (!strncmp(name, w->text, w->len) &&
		    (!name[w->len] || scan_find(": ", name[w->len])))
			return true;
		if (name == base)
			return false;
	}
}

void filter_owner(const char *owner)
{
	uint64_t pid;
	const char *name = scan_dec(owner, &pid) + 1;

	for (unsigned i = 0; i < filter.count; i++) {
		const struct filter_word *w = &filter.word[i];

		if ((w->opt == OPT_PID && is_between(w, pid)) ||
		    (w->opt == OPT_PROGRAM && is_program(w, name)))
			filter.owner |= UINT64_C(1) << w->opt;
	}
}

bool filter_row(bool owned)
{
	uint64_t owner = filter.given & OWNER_FILTERS;
	bool match = owned &&
		((filter.owner ^ filter.inverted) & owner) == owner;

	filter.owner = 0;
	filter.matched |= match;
	return match;
}
