/* iface_long.c: -ie, a block for each interface, as ifconfig has it.
 */
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>

#include "netstat.h"

/* A list in which each word has a comma behind it. */
static void print_list(const char *text, const char *end)
{
	if (end > text) {
		out_char('<');
		out_mem(text, end - text - 1);
		out_char('>');
	}
}

static void print_words(int flags)
{
	/* see fmt_flags() */
	static const char words[] = "\1UP," "\2BROADCAST," "\3DEBUG,"
		"\4LOOPBACK," "\5POINTOPOINT," "\6NOTRAILERS," "\7RUNNING,"
		"\10NOARP," "\11PROMISC," "\12ALLMULTI," "\14SLAVE,"
		"\13MASTER," "\15MULTICAST," "\20DYNAMIC,";
	char text[sizeof words], *end = fmt_flags(text, words, flags);

	out_str(": flags=");
	if (!iface_asked()) {
		out_char('-');
		return;
	}
	out_int(flags, 0);
	print_list(text, end);
	if (!flags)
		out_char('<');	/* as net-tools, which cuts it short */
}

static void print_addr(const char *what, const struct addr *a)
{
	out_str(what);
	out_addr(a);
}

/* Returns false if the interface has no such address. */
static bool print_ip4(const char *name, const char *text, int what)
{
	struct ifreq r;
	struct sockaddr_in sin;
	struct addr a = { .v6 = false };

	if (!iface_ask(name, what, &r))
		return false;
	memcpy(&sin, &r.ifr_addr, sizeof sin);
	memcpy(a.byte, &sin.sin_addr, sizeof sin.sin_addr);
	print_addr(text, &a);
	return true;
}

static void print_inet(const char *name, int flags)
{
	if (!print_ip4(name, "        inet ", SIOCGIFADDR))
		return;
	print_ip4(name, "  netmask ", SIOCGIFNETMASK);
	if (flags & IFF_BROADCAST)
		print_ip4(name, "  broadcast ", SIOCGIFBRDADDR);
	if (flags & IFF_POINTOPOINT)
		print_ip4(name, "  destination ", SIOCGIFDSTADDR);
	out_char('\n');
}

static void print_inet6(const struct iface *f)
{
	/* see fmt_flags(); the scopes of include/net/ipv6.h */
	static const char scopes[] = "\6link," "\7site," "\5host,";
	char text[48], *d = text;

	print_addr("        inet6 ", &f->addr);
	out_str("  prefixlen ");
	out_dec(f->plen, 0);
	out_str("  scopeid 0x");
	out_hex(f->scope, 1);
	d = fmt_flags(d, "\10compat,", f->scope);
	if (!(f->scope & 0x7f))
		d = fmt_left(d, "global,", 0);
	print_list(text, fmt_flags(d, scopes, f->scope));
	out_char('\n');
}

/* Kinds of link that have no address, or one not worth showing. */
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

enum { ETHER = 0, UNSPEC = COUNT(links) - 1 };

static void print_hardware_address(const unsigned char *byte, size_t kind)
{
	size_t n = kind == ETHER ? 6 : 16;

	for (size_t i = 0; i < n; i++) {
		out_char(i ? kind == ETHER ? ':' : '-' : ' ');
		out_hex(i < 8 ? byte[i] : 0, 2);
	}
}

static void print_link(const char *name)
{
	struct ifreq r;
	size_t kind = 0;

	iface_ask(name, SIOCGIFHWADDR, &r);
	while (kind < UNSPEC && links[kind].type != r.ifr_hwaddr.sa_family)
		kind++;
	out_str("        ");
	out_str(links[kind].name);
	if (kind == ETHER || kind == UNSPEC)
		print_hardware_address((unsigned char *)r.ifr_hwaddr.sa_data,
			kind);
	if (iface_ask(name, SIOCGIFTXQLEN, &r)) {
		out_str("  txqueuelen ");
		out_int(r.ifr_qlen, 0);
	}
	out_str("  (");
	out_str(links[kind].title);
	out_str(")\n");
}

static void print_hex(const char *before, uint64_t value, const char *after)
{
	out_str(before);
	out_hex(value, 1);
	out_str(after);
}

/* Where the hardware is on its bus. */
static void print_map(const char *name)
{
	struct ifreq r;
	const struct ifmap *m = &r.ifr_map;

	iface_ask(name, SIOCGIFMAP, &r);
	if (!m->irq && !m->mem_start && !m->dma && m->base_addr < 0x100)
		return;
	out_str("        device ");
	if (m->irq) {
		out_str("interrupt ");
		out_dec(m->irq, 0);
		out_str("  ");
	}
	if (m->base_addr >= 0x100)
		print_hex("base 0x", m->base_addr, "  ");
	if (m->mem_start) {
		print_hex("memory 0x", m->mem_start, "-");
		print_hex("", m->mem_end, "  ");
	}
	if (m->dma)
		print_hex("  dma 0x", m->dma, "");
	out_char('\n');
}

/* (317.4 KiB): a tenth is cut, not rounded. */
static void print_size(uint64_t bytes)
{
	unsigned unit = 0;
	uint64_t tenths;

	if (CFG(RATE))
		bytes = rate_whole(bytes);
	while (unit < 6 && bytes > UINT64_C(1) << 10 * (unit + 1))
		unit++;
	/* ten times that many would not fit 64 bits */
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

/* A counter for each '#', in this order. */
static void print_traffic(const struct iface *f)
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

	for (const char *s = text; *s; s++) {
		if (*s != '#') {
			out_char(*s);
			continue;
		}
		iface_value(f->counter[*counter], 0);
		if (*counter == RX_BYTES || *counter == TX_BYTES)
			print_size(f->counter[*counter]);
		counter++;
	}
}

void iface_long(const struct iface *f, int flags)
{
	const struct iface *a;
	struct ifreq r;

	out_foreign(f->name, strlen(f->name));
	print_words(flags);
	out_str("  mtu ");
	if (iface_ask(f->name, SIOCGIFMTU, &r))
		out_int(r.ifr_mtu, 0);
	else
		out_char(!iface_asked() ? '-' : '0');
	out_char('\n');
	print_inet(f->name, flags);
	for (a = f->next; a && !strcmp(a->name, f->name); a = a->next)
		if (a->is_addr)
			print_inet6(a);
	if (iface_asked())
		print_link(f->name);
	if (f->counted)
		print_traffic(f);
	print_map(f->name);
	out_char('\n');
}
