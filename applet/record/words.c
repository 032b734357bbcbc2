/* words.c: names of states and flags that more than one sink prints. */
#include "record/counter.h"

const char tcp_states[12][12] = {
	"", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",
	"TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING",
};

/* '\177' before '!': replaces the letters before it: linux/route.h */
static const char letters4[] =
	"\1U" "\2G" "\12\177!" "\3H" "\4R" "\5D" "\6M" "\21d" "\22a" "\23c"
	"\26o" "\27e" "\31c" "\32f" "\33p" "\40l" "\7u" "\10w" "\11i" "\13n";
/* those of the routing cache: linux/in_route.h */
static const char cache_letters[] =
	"\2G" "\12\177!" "\4R" "\5D" "\6M" "\1-" "\3o" "\21n" "\22d" "\24t"
	"\26f" "\27q" "\30Ns" "\31r" "\33i" "\34Nd" "\35b" "\36m" "\37#" "\40l";
/* linux/ipv6_route.h */
static const char letters6[] =
	"\1U" "\12!" "\2G" "\3H" "\21D" "\23A" "\31C" "\22a" "\27e" "\6m"
	"\26n" "\32f";

/* linux/if.h */
static const char iface_letters[] = "\12A" "\2B" "\3D" "\4L" "\15M" "\20d"
	"\11P" "\6N" "\10O" "\5P" "\14s" "\13m" "\7R" "\1U";
/* linux/net.h: the flags of struct socket */
static const char unix_letters[] = "\21ACC" "\22W" "\23N";

const char *flag_letters(const struct record *r)
{
	if (CFG(IFACE) && r->kind == RECORD_IFACE)
		return iface_letters;
	if (CFG(UNIX) && r->kind == RECORD_SOCK)
		return unix_letters;
	if (CFG(ROUTE_CACHE) && r->has & ROUTE_CACHED)
		return cache_letters;
	return CFG(ROUTES6) && r->has & ROUTE_V6 ? letters6 : letters4;
}

struct text count_name(const struct counter *c)
{
	struct text name = c->key;
	size_t n = text_len(c->section);

	if (name.n > n && text_begins(name.s, c->section, n)) {
		name.s += n;
		name.n -= n;
	}
	return name;
}
