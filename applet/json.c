/* json.c: rows as objects of JSON, one a line (--json). The views say what is
 * in them; netstat.8 lists the keys.
 */
#include <stdarg.h>

#include "netstat.h"

static bool json_first;		/* the next key is the first of its object */

void json_key(const char *key, size_t n)
{
	out_str(json_first ? "\"" : ",\"");
	json_first = false;
	out_mem(key, n);
	out_str("\":");
}

void json_safe(const char *s, size_t n)
{
	out_char('"');
	out_mem(s, n);
	out_char('"');
}

/* Text of others; out.c knows that it is for JSON. */
static void json_text(const char *s, size_t n)
{
	out_char('"');
	out_foreign(s, n);
	out_char('"');
}

static void json_addr(const struct addr *a)
{
	char text[ADDR_TEXT];

	json_text(text, fmt_addr(text, a) - text);
}

void json_open(const struct request *q)
{
	json_first = true;
	out_char('{');
	if (CFG(INTERVAL) && q && q->interval)
		json_add("report#", q->round);
}

void json_close(void)
{
	out_str("}\n");
}

void json_add(const char *keys, ...)
{
	const char *end, *s;
	va_list values;

	va_start(values, keys);
	for (; *keys; keys = end + 1) {
		for (end = keys; !strchr("#-$@&", *end); end++)
			;
		json_key(keys, end - keys);
		switch (*end) {
		case '#':
			out_dec(va_arg(values, uint64_t), 0);
			break;
		case '-':
			out_int(va_arg(values, int64_t), 0);
			break;
		case '@':
			json_addr(va_arg(values, const struct addr *));
			break;
		case '&':
			s = va_arg(values, const char *);
			json_text(s, va_arg(values, size_t));
			break;
		default:
			s = va_arg(values, const char *);
			if (s && *s)
				json_text(s, strlen(s));
			else
				out_str("null");
		}
	}
	va_end(values);
}

void json_number(const char *s, size_t len)
{
	bool minus = len > 1 && *s == '-';

	if (minus) {
		out_char('-');
		s++;
		len--;
	}
	for (; len > 1 && *s == '0'; s++)
		len--;
	out_mem(s, len);
}

static void json_more(const char *key, const char *list)
{
	struct addr a;
	char before = '[';

	while (sctp_next_addr(&list, &a)) {
		if (before == '[')
			json_key(key, strlen(key));
		out_char(before);
		before = ',';
		json_addr(&a);
	}
	if (before == ',')
		out_char(']');
}

void json_sock(const struct request *q, const struct sock *k)
{
	json_open(q);
	json_add("proto$", k->proto);
	if (k->has_addr) {
		json_add("recv_q#send_q#local@", k->rxq, k->txq, &k->local);
		if (k->has_port)
			json_add("local_port#", (uint64_t)k->lport);
		else
			json_add("protocol#", (uint64_t)k->lport);
		json_add("peer@", &k->peer);
		if (k->has_port)
			json_add("peer_port#", (uint64_t)k->pport);
		json_add("uid#", (uint64_t)(uint32_t)k->uid);
	}
	json_add("state$inode#", k->state_name, k->inode);
	if (CFG(SCTP)) {
		json_more("more_local", k->more_local);
		json_more("more_peer", k->more_peer);
	}
	if (k->timer_name)
		json_add("timer$timer_ms#retransmits#probes-", k->timer_name,
			k->timer ? k->when * 10 : 0, k->retransmits,
			(int64_t)k->timeout);
	if (k->add)
		k->add(k->of);
	if (CFG(PRG) && q->programs) {
		out_char(',');
		owner_place(k->inode, OWNER_JSON);
	}
	json_close();
}
