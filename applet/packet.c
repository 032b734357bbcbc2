/* packet.c: sockets that receive whole frames, from /proc/net/packet
 * (net/packet/af_packet.c packet_seq_show), and those over which programs and
 * the kernel talk, from /proc/net/netlink (net/netlink/af_netlink.c
 * netlink_native_seq_show):
 *
 *   sk RefCnt Type Proto Iface R Rmem User Inode
 *   sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
 *
 * sk is a pointer, hashed, zero or the text (____ptrval____), and so was Dump
 * once: they are passed over. Neither kind is connected or listens, so -a and
 * -l make no difference.
 */
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netstat.h"

struct packet_sock {
	int64_t refcount, type, protocol, index;
	int64_t running;	/* it receives */
	int64_t rxq, uid, inode;
};

struct netlink_sock {
	int64_t family;
	int64_t port;		/* 0: the kernel's own end */
	int64_t groups, rxq, txq, refcount, drops, inode;
};

/* Columns into VALUE: d decimal, x hex, - passed over. */
static const char *packet_scan(const char *s, const char *kinds, int64_t *value)
{
	uint64_t hex;

	for (; *kinds; kinds++) {
		if (*kinds == '-') {
			s = scan_word(s);
			continue;
		}
		if (*kinds == 'x') {
			s = scan_hex(s, &hex);
			*value = hex;
		} else {
			s = scan_int(s, value);
		}
		value++;
	}
	return s;
}

static void packet_table(struct request *q, const char *file,
	const char *header, row_fn *row, const char *label)
{
	out_str(header);
	show_tail_header(q);
	out_char('\n');
	if (table_read(q, file, 1, 0, row, NULL))
		table_missing(q, label);
}

/* -- packet --------------------------------------------------------------------- */

/* linux/if_ether.h */
static void packet_protocol(uint64_t protocol)
{
	static const struct {
		uint16_t protocol;
		char name[6];
	} list[] = {
		{ 0x0000, "none" }, { 0x0003, "all" }, { 0x0004, "802.2" },
		{ 0x0800, "ip" }, { 0x0806, "arp" }, { 0x86dd, "ipv6" },
		{ 0x8863, "pppoe" }, { 0x888e, "eapol" }, { 0x88cc, "lldp" },
	};
	size_t at = out_at(), i = 0;

	while (i < COUNT(list) && list[i].protocol != protocol)
		i++;
	if (i < COUNT(list)) {
		out_str(list[i].name);
	} else {
		out_str("0x");
		out_hex(protocol, 4);
	}
	out_fill(at, 9);
}

/* The interface by its name, where the kernel that has it can be asked. Not
 * with if_indextoname(), which costs eight times as much. */
static void packet_iface(const struct request *q, int index)
{
	struct ifreq r = { .ifr_ifindex = index };
	size_t at = out_at();
	int sock = index && can_ask(q) ?
		socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;

	if (!ioctl(sock, SIOCGIFNAME, &r))
		out_foreign(r.ifr_name, strlen(r.ifr_name));
	else if (index)
		out_dec(index, 0);
	else
		out_char('*');
	close(sock);
	out_fill(at, 16);
}

static enum row packet_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct packet_sock k;

	(void)ctx;
	(void)l;
	if (!packet_scan(line, "-ddxddddd", (int64_t *)&k))
		return ROW_BAD;
	out_str("packet  ");
	out_dec(k.rxq, 6);
	out_char(' ');
	/* not in the same order on every CPU, so no array */
	out_left(k.type == SOCK_RAW ? "RAW" : k.type == SOCK_DGRAM ? "DGRAM" :
		k.type == SOCK_PACKET ? "PACKET" : "UNKNOWN", 8);
	packet_protocol(k.protocol);
	packet_iface(q, k.index);
	out_left(k.running ? "RUNNING" : "", 7);
	show_tail(q, k.uid, k.inode);
	out_char('\n');
	return ROW_OK;
}

void packet_show(struct request *q, unsigned opt)
{
	(void)opt;
	packet_table(q, "net/packet", "Active packet sockets\n"
		"Proto   Recv-Q Type    Protocol Interface       State  ",
		packet_row, "AF PACKET");
}

/* -- netlink -------------------------------------------------------------------- */

/* linux/netlink.h; those without a name are not used any more */
static void netlink_family(uint64_t family)
{
	static const char names[] = "ROUTE\0\0USERSOCK\0\0SOCK_DIAG\0NFLOG\0"
		"XFRM\0SELINUX\0ISCSI\0AUDIT\0FIB_LOOKUP\0CONNECTOR\0"
		"NETFILTER\0\0\0KOBJECT_UEVENT\0GENERIC\0\0SCSITRANSPORT\0\0"
		"RDMA\0CRYPTO\0SMC\0";
	const char *s = names;
	size_t at = out_at();

	for (uint64_t n = family; n && s < names + sizeof names - 1; n--)
		s += strlen(s) + 1;
	if (*s)
		out_str(s);
	else
		out_dec(family, 0);
	out_fill(at, 15);
}

static enum row netlink_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct netlink_sock k;
	const char *s;

	(void)ctx;
	(void)l;
	s = packet_scan(line, "-ddxdd-d", (int64_t *)&k);
	if (!s)
		return ROW_BAD;
	/* an old kernel ends its line here */
	k.drops = k.inode = 0;
	packet_scan(s, "dd", &k.drops);
	out_str("netlink ");
	out_dec(k.rxq, 6);
	out_char(' ');
	out_dec(k.txq, 6);
	out_char(' ');
	netlink_family(k.family);
	out_int(k.port, -10);
	out_char(' ');
	out_hex(k.groups, 8);
	out_char(' ');
	out_dec(k.drops, 6);
	if (has(q, EXTEND)) {
		out_str(" -          ");	/* its user is not told */
		out_dec(k.inode, -10);
	}
	if (CFG(PRG) && q->programs)
		owner_column(k.inode);
	out_char('\n');
	return ROW_OK;
}

void netlink_show(struct request *q, unsigned opt)
{
	(void)opt;
	packet_table(q, "net/netlink", "Active netlink sockets\n"
		"Proto   Recv-Q Send-Q Family         Port ID    Groups    Drops",
		netlink_row, "AF NETLINK");
}
