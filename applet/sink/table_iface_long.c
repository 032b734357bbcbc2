/* table_iface_long.c: -ie, a block per interface, like ifconfig.
 */
#include <net/if_arp.h>

#include "sink/sink.h"

/* Prints a list with a comma after each word. */
static void put_list(const char *text, const char *end)
{
	if (end > text) {
		out_char('<');
		out_mem(text, end - text - 1);
		out_char('>');
	}
}

static void put_flags(const struct iface *f)
{
	/* see fmt_flags() */
	static const char words[] = "\1UP," "\2BROADCAST," "\3DEBUG,"
		"\4LOOPBACK," "\5POINTOPOINT," "\6NOTRAILERS," "\7RUNNING,"
		"\10NOARP," "\11PROMISC," "\12ALLMULTI," "\14SLAVE,"
		"\13MASTER," "\15MULTICAST," "\20DYNAMIC,";
	char text[sizeof words];

	out_str(": flags=");
	if (!(f->record.has & IFACE_ASKED)) {
		out_char('-');
		return;
	}
	/* a short in net-tools */
	out_int((int16_t)f->flags, 0);
	put_list(text, fmt_flags(text, words, f->flags));
	if (!f->flags)
		out_char('<');	/* as in net-tools, which truncates it */
}

static void put_addr(const char *what, const struct addr *a)
{
	out_str(what);
	out_addr(a);
}

static void put_inet(const struct iface *f)
{
	unsigned has = f->record.has;

	if (!(has & IFACE_INET))
		return;
	put_addr("        inet ", &f->address);
	if (has & IFACE_NETMASK)
		put_addr("  netmask ", &f->netmask);
	if (has & IFACE_BROADCAST)
		put_addr("  broadcast ", &f->broadcast);
	if (has & IFACE_PEER)
		put_addr("  destination ", &f->peer);
	out_char('\n');
}

static void put_word(const char *what, uint32_t word)
{
	const struct addr a = { .word = { word } };

	put_addr(what, &a);
}

/* The same line for one of several addresses. */
static void put_another(const struct iface_inet *a)
{
	put_word("        inet ", a->address);
	if (a->has & IFACE_NETMASK)
		put_word("  netmask ", a->netmask);
	if (a->has & IFACE_BROADCAST)
		put_word("  broadcast ", a->broadcast);
	if (a->has & IFACE_PEER)
		put_word("  destination ", a->peer);
	out_char('\n');
}

static void put_inet6(const struct iface_addr *a)
{
	/* see fmt_flags(); the scopes of include/net/ipv6.h */
	static const char scopes[] = "\6link," "\7site," "\5host,";
	char text[48], *d = text;

	put_addr("        inet6 ", &a->addr);
	out_str("  prefixlen ");
	out_dec(a->prefix_length, 0);
	out_str("  scopeid 0x");
	out_hex(a->scope, 1);
	d = fmt_flags(d, "\10compat,", a->scope);
	if (!(a->scope & 0x7f))
		d = fmt_left(d, "global,", 0);
	put_list(text, fmt_flags(d, scopes, a->scope));
	out_char('\n');
}

/* Hardware types without an address, or with one that is not shown. */
static const struct {
	unsigned short type;
	char name[8];
	const char *title;
} links[] = {
	{ ARPHRD_ETHER, "ether", "Ethernet" },
	{ ARPHRD_LOOPBACK, "loop", "Local Loopback" },
	{ ARPHRD_PPP, "ppp", "Point-to-Point Protocol" },
	{ ARPHRD_TUNNEL, "tunnel ", "IPIP Tunnel" },
	{ ARPHRD_SIT, "sit", "IPv6-in-IPv4" },
	{ 0, "unspec", "UNSPEC" },
};

enum { ETHER = 0, UNSPEC = nitems(links) - 1 };

static void put_hardware_addr(const unsigned char *byte, size_t kind)
{
	size_t n = kind == ETHER ? 6 : 16;

	for (size_t i = 0; i < n; i++) {
		out_char(i ? kind == ETHER ? ':' : '-' : ' ');
		out_hex(i < 8 ? byte[i] : 0, 2);
	}
}

static void put_link(const struct iface *f)
{
	size_t kind = 0;

	while (kind < UNSPEC && links[kind].type != f->hardware)
		kind++;
	out_str("        ");
	out_str(links[kind].name);
	if (kind == ETHER || kind == UNSPEC)
		put_hardware_addr(f->hardware_addr, kind);
	if (f->record.has & IFACE_QUEUE) {
		out_str("  txqueuelen ");
		out_int(f->tx_queue, 0);
	}
	out_str("  (");
	out_str(links[kind].title);
	out_str(")\n");
}

static void put_hex(const char *before, uint64_t value, const char *after)
{
	out_str(before);
	out_hex(value, 1);
	out_str(after);
}

/* The place of the hardware on the bus. */
static void put_map(const struct iface *f)
{
	if (!f->irq && !f->mem_start && !f->dma && f->base_addr < 0x100)
		return;
	out_str("        device ");
	if (f->irq) {
		out_str("interrupt ");
		out_dec(f->irq, 0);
		out_str("  ");
	}
	if (f->base_addr >= 0x100)
		put_hex("base 0x", f->base_addr, "  ");
	if (f->mem_start) {
		put_hex("memory 0x", f->mem_start, "-");
		put_hex("", f->mem_end, "  ");
	}
	if (f->dma)
		put_hex("  dma 0x", f->dma, "");
	out_char('\n');
}

/* (317.4 KiB): tenths are cut, not rounded. */
static void put_size(uint64_t bytes)
{
	unsigned unit = 0;
	uint64_t tenths;

	while (unit < 6 && bytes > UINT64_C(1) << 10 * (unit + 1))
		unit++;
	/* ten times the bytes would overflow 64 bits */
	tenths = unit == 6 ? bytes / ((UINT64_C(1) << 60) / 10) :
		bytes * 10 >> 10 * unit;
	out_str(" (");
	out_dec(tenths / 10, 0);
	out_char('.');
	out_dec(tenths % 10, 0);
	out_char(' ');
	if (unit) {
		out_char(" KMGTPE"[unit]);
		out_char('i');
	}
	out_str("B)");
}

/* Replaces each '#' by a counter, in this order. */
static void put_traffic(const struct request *q, const struct iface *f)
{
	static const char text[] =
		"        RX packets #  bytes #\n"
		"        RX errors #  dropped #  overruns #  frame #\n"
		"        TX packets #  bytes #\n"
		"        TX errors #  dropped # overruns #"
		"  carrier #  collisions #\n";
	static const unsigned char order[] = {
		RX_PACKETS, RX_BYTES, RX_ERRORS, RX_DROPPED, RX_FIFO, RX_FRAME,
		TX_PACKETS, TX_BYTES, TX_ERRORS, TX_DROPPED, TX_FIFO,
		TX_CARRIER, TX_COLLISIONS,
	};
	const unsigned char *counter = order;
	uint64_t value;
	char number[DEC_TEXT];
	bool bytes;

	for (const char *s = text; *s; s++) {
		if (*s != '#') {
			out_char(*s);
			continue;
		}
		value = f->counter[*counter];
		bytes = *counter == RX_BYTES || *counter == TX_BYTES;
		color_text(number, fmt_amount(number, q, value, f->elapsed,
			bytes), 0, counter_color(f, *counter));
		if (bytes && !is_human(q))
			put_size(CFG(RATE) ? rate_whole(value, f->elapsed) :
				value);
		counter++;
	}
}

void print_iface_long(const struct request *q, const struct record *r)
{
	const struct iface *f = (const void *)r;
	bool asked = r->has & IFACE_ASKED;

	out_foreign(f->name, text_len(f->name));
	put_flags(f);
	out_str("  mtu ");
	if (asked)
		out_int(f->mtu, 0);
	else
		out_char('-');
	out_char('\n');
	put_inet(f);
	if (CFG(IFACE_MORE) && f->inet)
		/* net-tools shows only the first one */
		for (const struct iface_inet *a = f->inet->next; a; a = a->next)
			put_another(a);
	for (const struct iface_addr *a = f->inet6; a; a = a->next)
		put_inet6(a);
	if (asked)
		put_link(f);
	if (r->has & IFACE_COUNTERS)
		put_traffic(q, f);
	put_map(f);
	out_char('\n');
}
