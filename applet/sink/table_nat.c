/* table_nat.c: -M, in the layout of net-tools for masquerading in Linux 2.2.
 */
#include "sink/sink.h"

STATE(bool, nat_titled);

void nat_begin(void)
{
	nat_titled = false;
}

static void put_nat_title(const struct request *q)
{
	if (nat_titled)
		return;
	nat_titled = true;
	if (!header_begin(q))
		return;
	out_header("IP masquerading entries\n"
		COL_TABLE "prot" COL_LEFT "   expire " COL_RIGHT);
	if (q->extend)
		out_header("   packets " COL_RIGHT "       bytes " COL_RIGHT);
	out_header("source               " COL_NET
		"destination          " COL_NET "ports" COL_LEFT "\n");
	header_end(q);
}

static void put_host(const struct request *q, const struct addr *a)
{
	char text[NAME_TEXT];
	size_t at = out_at();

	out_mem(text, fmt_hostname(text, q, a) - text);
	out_fill(at, 20);
	out_cell();
	out_char(' ');
}

static void put_port(const struct request *q, const struct nat *n,
	uint64_t port)
{
	char text[NAME_TEXT];

	if (!port)
		out_char('*');
	else if (!by_name(q, NUMERIC_PORTS))
		out_dec(port, 0);
	else
		out_mem(text, name_port(text,
			name_protocol(n->protocol.s), port) - text);
}

/* The number of a protocol for which the kernel has no name. */
static void put_protocol(const struct nat *n)
{
	if (n->protocol.n == 7 && !memcmp(n->protocol.s, "unknown", 7))
		out_dec(n->number, 0);
	else
		out_foreign(n->protocol.s, n->protocol.n);
}

/* Minutes, seconds and hundredths (the kernel has whole seconds), up to column
 * 13; longer ones do not shift the next columns further. */
static void put_expiry(const struct nat *n, size_t at)
{
	unsigned seconds = n->expires % 60;
	int width;

	out_char(' ');
	if (!(n->record.has & NAT_EXPIRES)) {
		out_fill(at, 12);
		out_str("- ");
		return;
	}
	width = 7 - (int)(out_at() - at);
	out_dec(n->expires / 60, width > 0 ? width : 0);
	out_str(seconds < 10 ? ":0" : ":");
	out_dec(seconds, 0);
	out_str(".00 ");
}

/* A counter, or '-' if the kernel does not count. */
static void put_sum(const struct request *q, bool known, uint64_t value,
	int width, bool bytes)
{
	char text[DEC_TEXT];

	if (!known) {
		out_str(&"           - "[12 - width]);
	} else if (is_human(q)) {
		out_text(text, fmt_amount(text, q, value, 0, bytes), width);
		out_char(' ');
	} else {
		out_column(value, width);
	}
	out_cell();
}

void print_nat(const struct request *q, const struct record *r)
{
	const struct nat *n = (const void *)r;
	size_t at;

	put_nat_title(q);
	if (by_name(q, NUMERIC_HOSTS)) {
		name_ask(q, &n->way.source);
		name_ask(q, &n->way.dest);
	}
	at = out_at();
	put_protocol(n);
	out_cell();
	put_expiry(n, at);
	out_cell();
	if (q->extend) {
		put_sum(q, r->has & NAT_PACKETS, n->packets, 10, false);
		put_sum(q, r->has & NAT_BYTES, n->bytes, 12, true);
	}
	put_host(q, &n->way.source);
	put_host(q, &n->way.dest);
	put_port(q, n, n->way.sport);
	out_str(" -> ");
	put_port(q, n, n->way.dport);
	out_str(" (");
	put_port(q, n, n->translated);
	out_str(")\n");
}
