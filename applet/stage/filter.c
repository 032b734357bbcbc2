/* filter.c: applies the filters. A socket must match all filters, and one word
 * of each list; after a '!' none. A socket without the property never matches.
 */
#include "stage/filter.h"

static bool is_between(const struct filter_word *w, uint64_t value)
{
	return value >= w->from && value <= w->to;
}

static bool is_in_net(const struct filter_word *w, struct addr a)
{
	if (w->bits == ANY)
		return true;
	addr_fold(&a);
	return addr_is_in(&a, &w->net, w->bits);
}

/* The list of addresses of an SCTP socket, or NULL. */
static const char *list_of(const struct sock *k, int which)
{
	return CFG(SCTP) && k->record.has & HAS_LISTS ? k->text[which].s : NULL;
}

/* Is A, or one of the list MORE, in the network? */
static bool is_one_in_net(const struct filter_word *w, struct addr a,
	const char *more)
{
	do
		if (is_in_net(w, a))
			return true;
	while (CFG(SCTP) && more && scan_next_ip(&more, &a));
	return false;
}

static bool word_matches(const struct filter_word *w, const struct sock *k)
{
	switch (w->opt) {
	case OPT_PORT:
		return is_between(w, k->lport) || is_between(w, k->rport);
	case OPT_LPORT:
		return is_between(w, k->lport);
	case OPT_RPORT:
		return is_between(w, k->rport);
	case OPT_LOCAL:
		return is_between(w, k->lport) &&
			is_one_in_net(w, k->local, list_of(k, 0));
	case OPT_PEER:
		return is_between(w, k->rport) &&
			is_one_in_net(w, k->peer, list_of(k, 1));
	case OPT_USER:
		return is_between(w, k->uid);
	}
	return false;
}

static bool has_state(const struct sock *k)
{
	char number[DEC_TEXT + 1];
	const char *name = k->state;
	struct filter_word unused;

	if (!name)
		*fmt_int(number, (int32_t)k->state_number, 0) = '\0';
	name = !name ? number : *name ? name : "UNCONN";
	return filters.states & filter_state(name, text_len(name), &unused);
}

bool filter_sock(const struct sock *k)
{
	const uint64_t ports = BIT(PORT) | BIT(LPORT) | BIT(RPORT);
	const uint64_t addresses = BIT(LOCAL) | BIT(PEER) | ports;
	uint64_t here = filters.given & ~OWNER_FILTERS, hit = 0;
	unsigned has = k->record.has;

	if ((here & addresses && !(has & HAS_ADDR)) ||
	    (here & BIT(USER) && !(has & HAS_USER)) ||
	    ((here & ports || filters.ported) && !(has & HAS_PORT)))
		return false;
	if (here & BIT(STATE) && has_state(k))
		hit = BIT(STATE);
	for (unsigned i = 0; i < filters.count; i++)
		if (word_matches(&filters.word[i], k))
			hit |= UINT64_C(1) << filters.word[i].opt;
	if (((hit ^ filters.inverted) & here) != here)
		return false;
	filters.matched |= !(filters.given & OWNER_FILTERS);
	return true;
}

bool filter_route(const struct route *r)
{
	unsigned bits = r->record.has & ROUTE_CACHED ? 128 : r->prefix_length;
	bool hit = false;

	if (addr_is_mapped(&r->dest) && bits >= 96)
		bits -= 96;
	for (unsigned i = 0; i < filters.count; i++) {
		const struct filter_word *w = &filters.word[i];

		hit |= is_in_net(w, r->dest) &&
			(w->bits == ANY || bits >= w->bits);
	}
	hit ^= filters.inverted != 0;
	filters.matched |= hit;
	return hit;
}

/* Is the program called NAME, with or without the path by which it was started?
 * Text after the name is ignored, as in "sshd: ann" and "nginx worker". */
static bool is_program(const struct filter_word *w, const char *name)
{
	const char *base = name;

	for (const char *s = name; *s && !scan_find(": ", *s); s++)
		if (*s == '/')
			base = s + 1;
	for (;; name = base) {
		if (text_begins(name, w->text, w->len) &&
		    (!name[w->len] || scan_find(": ", name[w->len])))
			return true;
		if (name == base)
			return false;
	}
}

/* An owner of the socket: PID/NAME. */
static bool see_owner(void *ctx, const char *owner, bool first)
{
	uint64_t pid;
	const char *name = scan_dec(owner, &pid) + 1;

	(void)ctx;
	(void)first;
	for (unsigned i = 0; i < filters.count; i++) {
		const struct filter_word *w = &filters.word[i];

		if ((w->opt == OPT_PID && is_between(w, pid)) ||
		    (w->opt == OPT_PROGRAM && is_program(w, name)))
			filters.owner |= UINT64_C(1) << w->opt;
	}
	return true;
}

/* Without a known owner a filter never matches, negated or not. */
bool filter_owned(const struct sock *k)
{
	uint64_t owner = filters.given & OWNER_FILTERS;
	bool match;

	filters.owner = 0;
	match = holders_each(k->inode, see_owner, NULL) &&
		((filters.owner ^ filters.inverted) & owner) == owner;
	filters.matched |= match;
	return match;
}

bool filter_failed(void)
{
	return filters.given && !filters.matched;
}
