/* json.c: rows as objects of JSON, one a line (--json). The views say what is
 * in them; netstat.8 lists the keys.
 */
#include <stdarg.h>

#include "netstat.h"

/* the next key is the first of its object */
STATE(bool, json_first);

static void json_key_of(const char *key, const char *end)
{
	out_str(json_first ? "\"" : ",\"");
	json_first = false;
	out_mem(key, end - key);
	out_str("\":");
}

void json_key(const char *key)
{
	json_key_of(key, key + strlen(key));
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

void json_begin(void)
{
	json_first = true;
}

void json_open(const struct request *q)
{
	json_begin();
	out_char('{');
	if (CFG(INTERVAL) && q && q->interval)
		json_add("report#", q->round);
	if (CFG(NETNS) && q && q->all_netns)
		netns_json();
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
		for (end = keys; !scan_find("#-$@&", *end); end++)
			;
		json_key_of(keys, end);
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
	/* but the one before a point is needed */
	for (; len > 1 && *s == '0' && s[1] != '.'; s++)
		len--;
	out_mem(s, len);
}

void json_addrs(const char *key, const char *list)
{
	struct addr a;
	char before = '[';

	json_key(key);
	for (; sctp_next_addr(&list, &a); before = ',') {
		out_char(before);
		json_addr(&a);
	}
	out_str(before == '[' ? "[]" : "]");
}

void json_sock(const struct request *q, const struct sock *k)
{
	json_open(q);
	key_print_all(q, k);
	if (k->add)
		k->add(k);
	if (CFG(PRG) && q->programs) {
		out_char(',');
		owner_place(k->inode, OWNER_JSON);
	}
	json_close();
}
