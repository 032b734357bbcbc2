/* keys.c: what a socket has, by name: the keys of --count and of JSON.
 */
#include "netstat.h"

enum { TYPE_TEXT, TYPE_ADDR, TYPE_PORT, TYPE_U32, TYPE_NUMBER, TYPE_PROGRAM };

/* What not every socket has, a bit each. */
enum { NEEDS_ADDR = 1, NEEDS_PORT = 2, NEEDS_TIMER = 4, NEEDS_RAW = 8,
	NEEDS_USER = 16, NEEDS_INODE = 32 };

/* In the order of JSON. */
static const struct {
	char name[12];
	unsigned char type, needs, at;
	unsigned char filter;	/* the option that asks for such, or 0 */
} sock_keys[] = {
#define KEY(name, type, needs, member, ...) \
	{ name, TYPE_##type, needs, offsetof(struct sock, member), __VA_ARGS__ },
	KEY("proto", TEXT, 0, proto, 0)
	KEY("recv_q", NUMBER, NEEDS_ADDR, rxq, 0)
	KEY("send_q", NUMBER, NEEDS_ADDR, txq, 0)
	KEY("local", ADDR, NEEDS_ADDR, local, OPT_LOCAL)
	KEY("lport", PORT, NEEDS_PORT, lport, OPT_LPORT)
	KEY("protocol", PORT, NEEDS_RAW, lport, 0)
	KEY("peer", ADDR, NEEDS_ADDR, peer, OPT_PEER)
	KEY("rport", PORT, NEEDS_PORT, pport, OPT_RPORT)
	KEY("state", TEXT, 0, state_name, OPT_STATE)
	KEY("user", U32, NEEDS_USER, uid, OPT_USER)
	KEY("inode", NUMBER, NEEDS_INODE, inode, 0)
	KEY("timer", TEXT, NEEDS_TIMER, timer_name, 0)
	KEY("expires", NUMBER, NEEDS_TIMER, expires, 0)
	KEY("retransmits", NUMBER, NEEDS_TIMER, retransmits, 0)
	KEY("probes", U32, NEEDS_TIMER | NEEDS_USER, timeout, 0)
	KEY("program", PROGRAM, 0, inode, OPT_PROGRAM)
#undef KEY
};

enum { PROGRAM = COUNT(sock_keys) - 1 };

/* the inode of what is no socket but a value that was asked for */
#define KEY_VALUE UINT64_MAX

int key_find(const char *name, size_t n)
{
	for (int key = 0; key <= PROGRAM - !CFG(PRG); key++)
		if (!strncmp(name, sock_keys[key].name, n) &&
		    !sock_keys[key].name[n])
			return key;
	return -1;
}

const char *key_name(unsigned key)
{
	return key <= PROGRAM - !CFG(PRG) ? sock_keys[key].name : NULL;
}

bool key_value(const struct request *q, unsigned key, unsigned nth,
	struct sock *k)
{
	int opt = sock_keys[key].filter;

	/* --port names both */
	if ((opt == OPT_LPORT && !has(q, LPORT)) ||
	    (opt == OPT_RPORT && !has(q, RPORT)))
		opt = OPT_PORT;
	k->inode = KEY_VALUE;
	return opt && filter_value(opt, nth, k,
		(char *)k + sock_keys[key].at);
}

bool key_is_owner(unsigned key)
{
	return key == PROGRAM;
}

bool key_lacks(const struct sock *k, unsigned key)
{
	unsigned needs = sock_keys[key].needs;

	return (needs & NEEDS_ADDR && !k->has_addr) ||
		(needs & NEEDS_USER && !k->has_user) ||
		(needs & NEEDS_INODE && k->no_inode) ||
		(needs & NEEDS_PORT && !k->has_port) ||
		(needs & NEEDS_TIMER && !k->timer_name) ||
		(needs & NEEDS_RAW && (k->has_port || !k->has_addr));
}

/* A name or an address, which need no care. */
static void key_text(const char *s, const char *end, const char *quote)
{
	out_str(quote);
	out_mem(s, end - s);
	out_str(quote);
}

static void key_number(unsigned type, const void *at, bool json)
{
	uint32_t number;
	uint64_t value;

	if (type == TYPE_NUMBER) {
		memcpy(&value, at, sizeof value);
	} else {
		memcpy(&number, at, sizeof number);
		value = number;
	}
	if (type == TYPE_PORT && !value && !json)
		out_char('*');
	else
		out_dec(value, 0);
}

void key_print(const struct request *q, const struct sock *k, unsigned key)
{
	const void *at = (const char *)k + sock_keys[key].at;
	unsigned type = sock_keys[key].type;
	bool json = has(q, JSON);
	const char *quote = json ? "\"" : "", *s = NULL;
	char text[ADDR_TEXT];

	if (json)
		json_key(sock_keys[key].name);
	if (type == TYPE_TEXT)
		memcpy(&s, at, sizeof s);
	if (key_lacks(k, key) || (type == TYPE_TEXT && !*s)) {
		out_str(json ? "null" : "-");
	} else if (type == TYPE_TEXT) {
		key_text(s, s + strlen(s), quote);
	} else if (type == TYPE_ADDR) {
		key_text(text, fmt_addr(text, at), quote);
	} else if (type != TYPE_PROGRAM) {
		key_number(type, at, json);
	} else if (CFG(FILTER_OWNER) && k->inode == KEY_VALUE) {
		out_str(quote);
		filter_print(k);
		out_str(quote);
	} else if (CFG(PRG)) {
		owner_place(k->inode, OWNER_NAME);
	}
}

/* All of them but the program, which -p has otherwise. */
void key_print_all(const struct request *q, const struct sock *k)
{
	for (unsigned key = 0; key < PROGRAM; key++)
		if (!key_lacks(k, key))
			key_print(q, k, key);
}
