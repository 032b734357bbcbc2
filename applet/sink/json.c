/* json.c: prints records as JSON objects, one per line (--json). The keys are
 * the fields of fields.def.  With --json=array a report is one list.
 */
#include "sink/sink.h"

/* The network namespace of the rows. */
struct json_place {
	bool first;		/* the next key is the first of its object */
	bool listed;		/* the report has an object */
	size_t len;
	char netns[32];
	char pid[DEC_TEXT + 1];
};

STATE(struct json_place, place);

/* -- objects --------------------------------------------------------------- */

void json_key(const char *key)
{
	out_str(place.first ? "\"" : ",\"");
	place.first = false;
	out_str(key);
	out_str("\":");
}

static void json_quoted(const char *s, size_t n)
{
	out_char('"');
	out_json(s, n);
	out_char('"');
}

static void json_put_place(void)
{
	json_key("netns");
	json_quoted(place.netns, place.len);
	if (*place.pid) {
		json_key("netns_pid");
		out_str(place.pid);
	}
}

/* What has happened to the socket. */
static void json_event(const struct watch_event *e)
{
	static const char names[][8] = { "present", "open", "close", "state" };

	json_key("event");
	json_quoted(names[e->kind], strlen(names[e->kind]));
	if (e->kind == WATCH_STATE) {
		json_key("old_state");
		json_quoted(e->old_state, strlen(e->old_state));
	}
}

static void json_time(uint64_t seconds)
{
	char text[DATE_TEXT];

	json_key("time");
	json_quoted(text, fmt_date(text, seconds) - text);
}

void json_open(const struct request *q)
{
	if (q->json_array)
		out_char(place.listed ? ',' : '[');
	place.listed = true;
	place.first = true;
	out_char('{');
	json_key("schema");
	out_dec(JSON_SCHEMA, 0);
	if (CFG(INTERVAL) && q->interval) {
		json_key("report");
		out_dec(run.round, 0);
		json_time(is_watch(q) ? watch_event()->time : run.time);
	}
	if (CFG(WATCH) && q->watch)
		json_event(watch_event());
	if (CFG(NETNS) && q->all_netns)
		json_put_place();
}

void json_close(void)
{
	out_str("}\n");
}

void json_end(void)
{
	out_str(place.listed ? "]\n" : "[]\n");
	place.listed = false;
}

/* -- values ---------------------------------------------------------------- */

char *fmt_json_field(char *d, const struct field *f, const struct record *r)
{
	char *end;

	if (f->type > TYPE_UNIX_FLAGS)
		return field_fmt(d, f, r);
	end = field_fmt(d + 1, f, r);
	if (end == d + 1 && f->type <= TYPE_STATE)
		return fmt_left(d, "null", 0);
	/* our own text needs no escapes */
	*d = *end++ = '"';
	return end;
}

/* A number as in a file, without leading zeros except before a point. */
static void json_digits(struct text t)
{
	if (t.n > 1 && *t.s == '-') {
		out_char('-');
		t.s++;
		t.n--;
	}
	for (; t.n > 1 && *t.s == '0' && t.s[1] != '.'; t.s++)
		t.n--;
	out_mem(t.s, t.n);
}

static void json_addr(const struct addr *a)
{
	char text[ADDR_TEXT];

	json_quoted(text, fmt_addr(text, a) - text);
}

/* All addresses of a list except the first. */
static void json_more(struct text list)
{
	struct addr a;
	const char *s = list.s, *before = "";

	out_char('[');
	if (s && scan_next_ip(&s, &a))
		for (; scan_next_ip(&s, &a); before = ",") {
			out_str(before);
			json_addr(&a);
		}
	out_char(']');
}

static void json_inet6(const struct iface_addr *a)
{
	out_char('[');
	for (; a; a = a->next) {
		place.first = true;
		out_char('{');
		json_key("address");
		json_addr(&a->addr);
		json_key("prefix_length");
		out_dec(a->prefix_length, 0);
		json_key("scope");
		out_dec(a->scope, 0);
		out_str(a->next ? "}," : "}");
	}
	out_char(']');
	place.first = false;
}

static void json_inet_addr(const char *key, uint32_t word)
{
	const struct addr a = { .word = { word } };

	json_key(key);
	json_addr(&a);
}

static void json_inet(const struct iface_inet *a)
{
	unsigned length = 0;

	out_char('[');
	for (; a; a = a->next) {
		place.first = true;
		out_char('{');
		json_inet_addr("address", a->address);
		if (a->has & IFACE_NETMASK) {
			length = 0;
			for (uint32_t m = a->netmask; m; m &= m - 1)
				length++;
			json_key("prefix_length");
			out_dec(length, 0);
		}
		if (a->has & IFACE_BROADCAST)
			json_inet_addr("broadcast", a->broadcast);
		if (a->has & IFACE_PEER)
			json_inet_addr("peer", a->peer);
		out_str(a->next ? "}," : "}");
	}
	out_char(']');
	place.first = false;
}

/* A MAC address. */
static void json_ether(const unsigned char *byte)
{
	for (int i = 0; i < 6; i++) {
		out_char(i ? ':' : '"');
		out_hex(byte[i], 2);
	}
	out_char('"');
}

static void json_rate(const struct iface *f, const void *at)
{
	uint64_t value;
	char text[DEC_TEXT];

	memcpy(&value, at, sizeof value);
	out_mem(text, fmt_rate(text, value, CFG(RATE) ? f->elapsed : 0) - text);
}

static void json_value(const struct field *f, const struct record *r)
{
	struct text text;
	char value[FIELD_TEXT + 2];

	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_STRING:
	case TYPE_NAME:
		text = field_text(f, r);
		json_quoted(text.s, text.n);
		break;
	case TYPE_COUNTER:
		text = count_name((const void *)r);
		json_quoted(text.s, text.n);
		break;
	case TYPE_BOOL:
		out_str(*(const bool *)field_at(f, r) ? "true" : "false");
		break;
	case TYPE_DIGITS:
		json_digits(field_text(f, r));
		break;
	case TYPE_RATE:
		json_rate((const void *)r, field_at(f, r));
		break;
	case TYPE_LIST:
		json_more(field_text(f, r));
		break;
	case TYPE_UP:
		out_str(((const struct iface *)r)->flags & 1 ? "true" :
			"false");
		break;
	case TYPE_ETHER:
		json_ether(field_at(f, r));
		break;
	case TYPE_INET:
		json_inet(((const struct iface *)r)->inet);
		break;
	case TYPE_INET6:
		json_inet6(((const struct iface *)r)->inet6);
		break;
	default:
		out_mem(value, fmt_json_field(value, f, r) - value);
	}
}

/* -- owners ---------------------------------------------------------------- */

static void json_owner(const char *pid_key, const char *program_key,
	const char *holder)
{
	struct text pid = holder_pid(holder), program = holder_program(holder);

	json_key(pid_key);
	out_mem(pid.s, pid.n);
	json_key(program_key);
	json_quoted(program.s, program.n);
}

/* The first holder of a socket's other end. */
static bool json_peer(void *ctx, const char *holder, bool first)
{
	(void)ctx;
	(void)first;
	json_owner("peer_pid", "peer_program", holder);
	return false;
}

/* Several holders are objects in a list; a single one is part of the row. */
static bool json_holder(void *ctx, const char *holder, bool first)
{
	const struct request *q = ctx;
	struct text label = holder_label(holder);

	if (lists_holders(q)) {
		out_str(first ? "{" : ",{");
		place.first = true;
	}
	json_owner("pid", "program", holder);
	if (has(q, CONTEXT)) {
		json_key("context");
		json_quoted(label.s, label.n);
	}
	out_str(lists_holders(q) ? "}" : "");
	return lists_holders(q);
}

static void json_holders(const struct request *q, uint64_t inode)
{
	if (lists_holders(q)) {
		json_key("owners");
		out_char('[');
	}
	holders_each(inode, json_holder, (void *)q);
	out_str(lists_holders(q) ? "]" : "");
}

/* -- records --------------------------------------------------------------- */

/* Is the value of the field missing or unknown? */
static bool json_lacks(const struct field *f, const struct record *r)
{
	char text[FIELD_TEXT];

	if (f->type == TYPE_PROGRAM || f->type == TYPE_PID ||
	    field_lacks(f, r))
		return true;
	if (f->type <= TYPE_STATE)
		return field_fmt(text, f, r) == text;
	return f->type == TYPE_TEXT && !field_text(f, r).s;
}

static void json_fields(const struct request *q, const struct record *r)
{
	const struct sock *k = (const void *)r;
	struct field f;

	json_open(q);
	for (field_first(&f, r->kind); f.name; field_next(&f)) {
		if (json_lacks(&f, r))
			continue;
		json_key(f.name);
		json_value(&f, r);
	}
	if (CFG(PRG) && r->kind == RECORD_SOCK && q->programs) {
		json_holders(q, k->inode);
		holders_each(sock_peer(q, k), json_peer, NULL);
	}
	json_close();
}

static void json_keep_place(const struct note *n)
{
	place.len = n->text.n;
	memcpy(place.netns, n->text.s, n->text.n);
	*fmt_left(place.pid, n->pid, 0) = '\0';
}

void json_record(const struct request *q, const struct record *r)
{
	const struct note *note = (const void *)r;

	if (r->kind < RECORD_KINDS) {
		json_fields(q, r);
	} else if (CFG(NETNS) && r->kind == RECORD_NETNS) {
		json_keep_place(note);
	} else if (r->kind == RECORD_NOTE && r->table != OPT_ROUTE) {
		err_begin();
		print_note(note);
		err_end();
	}
}
