/* iface.c: network interfaces. Their counters are in /proc/net/dev
 * (net/core/net-procfs.c dev_seq_printf_stats), 8 received and 8 sent:
 *
 *   name: bytes packets errs drop fifo frame compressed multicast
 *	bytes packets errs drop fifo colls carrier compressed
 *
 * Flags, MTU and IPv4 addresses are nowhere in /proc: the kernel is asked,
 * unless it is another tree that is read.
 */
#include <errno.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netstat.h"

struct ifaces {
	struct request *q;
	int sock;			/* to ask the kernel, or -1 */
	size_t count;
	struct iface table[LIMIT(IFACES)];
	struct ifreq alias[LIMIT(IFADDRS)];
};

STATE(struct ifaces, all);

/* -- the natural order: eth2, eth10, eth10:1 ------------------------------ */

static const char *digits_before(const char *start, const char *end)
{
	while (end > start && end[-1] >= '0' && end[-1] <= '9')
		end--;
	return end;
}

/* A number with more digits is the greater one. Leading zeros decide last, as
 * if the names were compared byte by byte. */
static char *add_number(char *key, const char *s, const char *end)
{
	const char *start = s;
	size_t zeros;

	while (s < end && *s == '0')
		s++;
	zeros = s - start;
	*key++ = 1 + end - s;
	for (start = s; s < end; s++)
		*key++ = *s;
	*key++ = start < end ? 255 - zeros : zeros;
	return key;
}

/* Makes the bytes by which a name has its place: the text before its last
 * digits, these, then those of an alias. */
static void make_key(struct iface *f)
{
	const char *s = f->name, *end = s + strlen(s), *number;
	const char *alias = digits_before(s, end), *alias_end = end;
	char *key = f->key;

	if (alias > s && alias < end && alias[-1] == ':')
		end = alias - 1;
	else
		alias = alias_end;
	number = digits_before(s, end);
	while (s < number)
		*key++ = *s++;
	*key++ = '\0';
	key = add_number(key, number, end);
	if (alias < alias_end)
		add_number(key, alias, alias_end);
	/* of those with one name the one with counters is first, and its IPv6
	 * addresses are last */
	f->key[sizeof f->key - 1] = f->is_addr ? 2 : !f->counted;
}

/* -- the table ------------------------------------------------------------ */

/* Two sorted lists become one. */
static struct iface *merge(struct iface *a, struct iface *b)
{
	struct iface *first, **next = &first;

	while (a && b) {
		struct iface **less =
			memcmp(a->key, b->key, sizeof a->key) <= 0 ? &a : &b;

		*next = *less;
		next = &(*less)->next;
		*less = *next;
	}
	*next = a ? a : b;
	return first;
}

/* N entries, one at least, become a list; as deep as N has bits. */
static struct iface *sort(struct iface *f, size_t n)
{
	if (n < 2) {
		f->next = NULL;
		return f;
	}
	return merge(sort(f, n / 2), sort(f + n / 2, n - n / 2));
}

/* Those that find no room are counted all the same. */
static void add(const struct request *q, const struct iface *f)
{
	if (q->iface && strcmp(q->iface, f->name))
		return;
	if (all.count < LIMIT(IFACES)) {
		all.table[all.count] = *f;
		make_key(&all.table[all.count]);
	}
	all.count++;
}

/* -- what /proc tells ----------------------------------------------------- */

/* A name ends at a colon; eth0:1: is an alias, eth0:1 a counter behind one,
 * as old kernels wrote both. */
static const char *iface_name_scan(const char *s, struct iface *f)
{
	const char *end, *alias;
	uint64_t number;

	s = scan_blanks(s);
	end = scan_find(s, ':');
	alias = end ? scan_dec(end + 1, &number) : NULL;
	if (alias && *alias == ':')
		end = alias;
	if (!end || end == s || end - s >= IFNAMSIZ)
		return NULL;
	memset(f, 0, sizeof *f);
	memcpy(f->name, s, end - s);
	return end + 1;
}

static enum row dev_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	iface_fn *const *fn = ctx;
	struct iface f;
	const char *s = iface_name_scan(line, &f);

	if (!s)
		return ROW_BAD;
	/* or the text that there are none */
	f.is_addr = false;
	f.counted = scan_dec(s, &f.counter[0]);
	for (int i = 0; f.counted && i < COUNTERS; i++)
		s = scan_dec(s, &f.counter[i]);
	if (!s || (f.counted && !scan_end(s)))
		return ROW_BAD;
	f.time = l->time;
	(*fn)(q, &f);
	return ROW_OK;
}

/* A line of /proc/net/if_inet6 (net/ipv6/addrconf.c if6_seq_show), all hex:
 *
 *   address index prefix-length scope flags name
 */
static enum row inet6_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct iface f;
	uint64_t index, flags;
	const char *s, *end;

	(void)ctx;
	(void)l;
	memset(&f, 0, sizeof f);
	s = scan_hex(scan_hex(scan_addr6(line, &f.addr), &index), &f.plen);
	s = scan_blanks(scan_end(scan_hex(scan_hex(s, &f.scope), &flags)));
	end = scan_word(s);
	if (!end || end - s >= IFACE_NAME || f.scope > 0xff)
		return ROW_BAD;
	memcpy(f.name, s, end - s);
	f.is_addr = true;
	add(q, &f);
	return ROW_OK;
}

bool iface_each(struct request *q, iface_fn *fn)
{
	static const char dev[] = "net/dev";
	int error = table_read(q, dev, 2, 0, dev_row, &fn);

	if (error)
		fail_file(q, dev, error_text(error));
	return !error;
}

/* -- what the kernel is asked --------------------------------------------- */

/* That an interface has no address, or has gone, is no trouble; that it has no
 * flags is told elsewhere. */
bool iface_ask(const char *name, int what, struct ifreq *r)
{
	memset(r, 0, sizeof *r);
	memcpy(r->ifr_name, name, IFNAMSIZ);
	r->ifr_addr.sa_family = AF_INET;
	if (all.sock >= 0 && !ioctl(all.sock, what, r))
		return true;
	memset(r, 0, sizeof *r);
	if (all.sock >= 0 && errno != EADDRNOTAVAIL && errno != ENODEV &&
	    what != SIOCGIFFLAGS)
		fail(all.q, name, error_text(errno));
	return false;
}

bool iface_asked(void)
{
	return all.sock >= 0;
}

void iface_open(struct request *q)
{
	all.q = q;
	all.sock = can_ask(q) ?
		socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;
	if (all.sock < 0 && can_ask(q))
		fail(q, "socket", error_text(errno));
}

void iface_close(void)
{
	if (all.sock >= 0)
		close(all.sock);
}

/* Addresses that have a name of their own, eth0:1, are interfaces here.
 * Returns false if there may be more than we have room for. */
static bool add_aliases(struct request *q)
{
	struct ifconf conf = { .ifc_len = sizeof all.alias };
	struct iface f = { .counted = false };

	conf.ifc_req = all.alias;
	if (all.sock < 0)
		return true;
	if (ioctl(all.sock, SIOCGIFCONF, &conf)) {
		fail(q, "SIOCGIFCONF", error_text(errno));
		return true;
	}
	for (size_t i = 0; i < conf.ifc_len / sizeof *all.alias; i++) {
		memcpy(f.name, all.alias[i].ifr_name, IFNAMSIZ - 1);
		if (scan_find(f.name, ':'))
			add(q, &f);
	}
	return conf.ifc_len < (int)sizeof all.alias;
}

/* -- one line each -------------------------------------------------------- */

void iface_value(uint64_t value, int width)
{
	char text[DEC_TEXT];

	if (CFG(RATE))
		out_text(text, rate_fmt(text, value), width);
	else
		out_dec(value, width);
}

static void print_counters(const struct iface *f)
{
	static const struct {
		signed char counter, width;
	} columns[] = {
		{ RX_PACKETS, 8 }, { RX_ERRORS, 6 }, { RX_DROPPED, 6 },
		{ RX_FIFO, -6 }, { TX_PACKETS, 8 }, { TX_ERRORS, 6 },
		{ TX_DROPPED, 6 }, { TX_FIFO, 6 },
	};

	if (!f->counted) {
		out_left("     - no statistics available -", 56);
		return;
	}
	for (size_t i = 0; i < COUNT(columns); i++) {
		iface_value(f->counter[columns[i].counter], columns[i].width);
		out_char(' ');
	}
}

static void print_short(const struct iface *f, int flags)
{
	/* see fmt_flags() */
	static const char letters[] = "\12A" "\2B" "\3D" "\4L" "\15M" "\20d"
		"\11P" "\6N" "\10O" "\5P" "\14s" "\13m" "\7R" "\1U";
	struct ifreq r;
	char text[sizeof letters];
	size_t at = out_at();

	out_foreign(f->name, strlen(f->name));
	out_fill(at, 15);
	out_char(' ');
	iface_ask(f->name, SIOCGIFMTU, &r);
	if (all.sock < 0)
		out_str("    -");
	else
		out_int(r.ifr_mtu, 5);
	out_char(' ');
	print_counters(f);
	if (all.sock < 0)
		out_char('-');
	else if (!flags)
		out_str("[NO FLAGS]");
	else
		out_mem(text, fmt_flags(text, letters, flags) - text);
	out_char('\n');
}

/* -- JSON ----------------------------------------------------------------- */

static void add_ip4(const char *keys, const char *name, int what)
{
	struct ifreq r;
	struct addr a = { .v6 = false };

	if (iface_ask(name, what, &r)) {
		memcpy(a.byte, r.ifr_addr.sa_data + 2, 4);
		json_add(keys, &a);
	}
}

/* Its addresses: the one of IPv4, and a list of those of IPv6. */
static void add_addresses(const struct iface *f, int flags)
{
	char before = '[';
	const struct iface *a;

	add_ip4("address@", f->name, SIOCGIFADDR);
	add_ip4("netmask@", f->name, SIOCGIFNETMASK);
	if (flags & IFF_BROADCAST)
		add_ip4("broadcast@", f->name, SIOCGIFBRDADDR);
	if (flags & IFF_POINTOPOINT)
		add_ip4("peer@", f->name, SIOCGIFDSTADDR);
	json_key("inet6");
	for (a = f->next; a && !strcmp(a->name, f->name); a = a->next) {
		if (!a->is_addr)
			continue;
		out_char(before);
		before = ',';
		json_open(NULL);
		json_add("address@prefix_length#scope#",
			&a->addr, a->plen, a->scope);
		out_char('}');
	}
	out_str(before == '[' ? "[]" : "]");
}

static void iface_json(const struct request *q, const struct iface *f,
	int flags)
{
	/* in the order of enum counter */
	static const char names[] =
		"rx_bytes\0rx_packets\0rx_errors\0rx_dropped\0rx_fifo\0"
		"rx_frame\0rx_compressed\0rx_multicast\0"
		"tx_bytes\0tx_packets\0tx_errors\0tx_dropped\0tx_fifo\0"
		"tx_collisions\0tx_carrier\0tx_compressed";
	const char *name = names;
	struct ifreq r;

	json_open(q);
	json_add("iface&", f->name, strlen(f->name));
	if (iface_ask(f->name, SIOCGIFMTU, &r))
		json_add("mtu-flags#", (int64_t)r.ifr_mtu,
			(uint64_t)(unsigned short)flags);
	for (int i = 0; f->counted && i < COUNTERS; i++) {
		json_key(name);
		iface_value(f->counter[i], 0);
		name += strlen(name) + 1;
	}
	if (CFG(IFACE_LONG) && q->extend)
		add_addresses(f, flags);
	json_close();
}

/* -- the view ------------------------------------------------------------- */

/* Changes in place of counters. */
static void count_changes(struct iface *f)
{
	char key = 'a';
	bool known = f->counted;

	/* one that is new has all its counters kept */
	for (int i = 0; f->counted && i < COUNTERS; i++, key++)
		known &= rate_change(f->name, &key, 1, f->time,
			&f->counter[i]);
	f->counted = known;
}

static void iface_print(struct request *q, struct iface *f)
{
	struct ifreq r;

	if (!iface_ask(f->name, SIOCGIFFLAGS, &r) && all.sock >= 0) {
		fail(q, f->name, error_text(errno));
		return;
	}
	if (all.sock >= 0 && !(r.ifr_flags & IFF_UP) && !has(q, ALL) &&
	    !q->iface)
		return;
	if (CFG(RATE) && has(q, RATE))
		count_changes(f);
	if (CFG(JSON) && has(q, JSON))
		iface_json(q, f, r.ifr_flags);
	else if (CFG(IFACE_LONG) && q->extend)
		iface_long(f, r.ifr_flags);
	else
		print_short(f, r.ifr_flags);
}

/* Fills the table, with what there is room for. */
static void find_all(struct request *q)
{
	iface_each(q, add);
	if (CFG(IFACE_LONG) && CFG(IPV6) && q->extend)
		table_read(q, "net/if_inet6", MAY_BE_EMPTY, 0,
			inet6_row, NULL);
	if (!add_aliases(q) || all.count > LIMIT(IFACES))
		fail_file(q, "net/dev", "too many interfaces");
	if (all.count > LIMIT(IFACES))
		all.count = LIMIT(IFACES);
}

void iface_show(struct request *q, unsigned opt)
{
	struct iface *f = NULL;
	const char *last = "";

	(void)opt;
	all.count = 0;
	iface_open(q);
	/* as net-tools, once */
	if (!q->round && !q->bare)
		out_str("Kernel Interface table\n");
	if (!(CFG(IFACE_LONG) && q->extend) && !q->bare)
		out_str("Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR"
			"    TX-OK TX-ERR TX-DRP TX-OVR Flg\n");
	find_all(q);
	if (all.count)
		f = sort(all.table, all.count);
	else if (q->iface)
		fail(q, q->iface, "no such interface");
	for (; f; last = f->name, f = f->next)
		/* two addresses may have one alias */
		if (!f->is_addr && strcmp(last, f->name))
			iface_print(q, f);
	iface_close();
}
