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
	/* as they are printed */
	const char *type_name, *state_name;
	char protocol_name[8], iface[DEC_TEXT + 2];
};

struct netlink_sock {
	int64_t family;
	int64_t port;		/* 0: the kernel's own end */
	int64_t groups, rxq, txq, refcount, drops, inode;
	char family_name[DEC_TEXT + 2];	/* as it is printed */
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
	if (!q->bare) {
		if (q->opts & OWNER_FILTERS)
			owner_place(0, OWNER_TEXT);
		out_str(header);
		show_tail_header(q);
		out_char('\n');
	}
	if (table_read(q, file, 1, 0, row, NULL))
		table_missing(q, label);
}

/* -- packet --------------------------------------------------------------------- */

/* linux/if_ether.h */
static void packet_protocol(struct packet_sock *k)
{
	static const struct {
		uint16_t protocol;
		char name[6];
	} list[] = {
		{ 0x0000, "none" }, { 0x0003, "all" }, { 0x0004, "802.2" },
		{ 0x0800, "ip" }, { 0x0806, "arp" }, { 0x86dd, "ipv6" },
		{ 0x8863, "pppoe" }, { 0x888e, "eapol" }, { 0x88cc, "lldp" },
	};
	char *d = fmt_left(k->protocol_name, "0x", 0);

	for (int shift = 12; shift >= 0; shift -= 4)
		*d++ = "0123456789abcdef"[k->protocol >> shift & 15];
	*d = '\0';
	for (size_t i = 0; i < COUNT(list); i++)
		if (list[i].protocol == k->protocol)
			memcpy(k->protocol_name, list[i].name, 6);
}

/* The interface by its name, where the kernel that has it can be asked. Not
 * with if_indextoname(), which costs eight times as much. */
static void packet_iface(const struct request *q, struct packet_sock *k)
{
	struct ifreq r = { .ifr_ifindex = k->index };
	int sock = -1;

	memcpy(k->iface, "*", 2);
	if (!k->index)
		return;
	*fmt_int(k->iface, k->index, 0) = '\0';
	if (can_ask(q))
		sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (sock < 0)
		return;
	if (!ioctl(sock, SIOCGIFNAME, &r))
		*fmt_left(k->iface, r.ifr_name, 0) = '\0';
	close(sock);
}

/* What JSON has of it beside what all sockets have. */
static void packet_add(const struct sock *s)
{
	const struct packet_sock *k = s->of;

	if (CFG(JSON))
		json_add("recv_q#type$protocol$iface&",
			(uint64_t)k->rxq, k->type_name, k->protocol_name,
			k->iface, strlen(k->iface));
}

static enum row packet_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct packet_sock k;
	struct sock record = {
		.has_user = true, .proto = "packet", .add = packet_add,
		.of = &k,
	};
	size_t at;

	(void)ctx;
	(void)l;
	if (!packet_scan(line, "-ddxddddd", (int64_t *)&k) ||
	    k.protocol > 0xffff)
		return ROW_BAD;
	/* not in the same order on every CPU, so no array */
	k.type_name = k.type == SOCK_RAW ? "RAW" : k.type == SOCK_DGRAM ?
		"DGRAM" : k.type == SOCK_PACKET ? "PACKET" : "UNKNOWN";
	k.state_name = k.running ? "RUNNING" : "";
	packet_protocol(&k);
	packet_iface(q, &k);
	record.state_name = k.state_name;
	record.uid = k.uid;
	record.inode = k.inode;
	if (is_record(q) && !show_sock(q, &record))
		return ROW_OK;
	out_str("packet  ");
	out_dec(k.rxq, 6);
	out_char(' ');
	out_left(k.type_name, 8);
	out_left(k.protocol_name, 9);
	at = out_at();
	out_foreign(k.iface, strlen(k.iface));
	out_fill(at, 16);
	out_left(k.state_name, 7);
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
static void netlink_family(struct netlink_sock *k)
{
	static const char names[] = "ROUTE\0\0USERSOCK\0\0SOCK_DIAG\0NFLOG\0"
		"XFRM\0SELINUX\0ISCSI\0AUDIT\0FIB_LOOKUP\0CONNECTOR\0"
		"NETFILTER\0\0\0KOBJECT_UEVENT\0GENERIC\0\0SCSITRANSPORT\0\0"
		"RDMA\0CRYPTO\0SMC\0";
	const char *s = names;

	for (uint64_t n = k->family; n && s < names + sizeof names - 1; n--)
		s += strlen(s) + 1;
	*fmt_int(k->family_name, k->family, 0) = '\0';
	if (*s)
		*fmt_left(k->family_name, s, 0) = '\0';
}

static void netlink_add(const struct sock *s)
{
	const struct netlink_sock *k = s->of;

	if (CFG(JSON))
		json_add("recv_q#send_q#family$port_id-groups#drops#",
			(uint64_t)k->rxq, (uint64_t)k->txq, k->family_name,
			k->port, (uint64_t)k->groups, (uint64_t)k->drops);
}

static enum row netlink_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct netlink_sock k;
	struct sock record = {
		.proto = "netlink", .state_name = "", .add = netlink_add,
		.of = &k,
	};
	const char *s;

	(void)ctx;
	(void)l;
	s = packet_scan(line, "-ddxdd-d", (int64_t *)&k);
	if (!s)
		return ROW_BAD;
	/* an old kernel ends its line here */
	k.drops = k.inode = 0;
	packet_scan(s, "dd", &k.drops);
	netlink_family(&k);
	record.inode = k.inode;
	if (is_record(q) && !show_sock(q, &record))
		return ROW_OK;
	out_str("netlink ");
	out_dec(k.rxq, 6);
	out_char(' ');
	out_dec(k.txq, 6);
	out_char(' ');
	out_left(k.family_name, 15);
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
