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

/* The columns that are used, in their order. */
enum {
	PACKET_TYPE, PACKET_PROTOCOL, PACKET_INDEX,
	PACKET_RUNNING,			/* it receives */
	PACKET_RXQ, PACKET_UID,
	PACKET_VALUES
};

enum {
	NETLINK_FAMILY,
	NETLINK_PORT,			/* 0: the kernel's own end */
	NETLINK_GROUPS, NETLINK_RXQ, NETLINK_TXQ,
	NETLINK_DROPS,
	NETLINK_VALUES
};

/* Numbers, and what is printed for some of them. */
struct packet_sock {
	uint32_t value[PACKET_VALUES];
	const char *type, *state;
	char protocol[8], iface[DEC_TEXT + 2];
};

struct netlink_sock {
	uint32_t value[NETLINK_VALUES];
	bool has_drops;
	char family[DEC_TEXT + 2];
};

/* Columns into VALUE: d decimal, x hex, - passed over. */
static const char *packet_scan(const char *s, const char *kinds,
	uint32_t *value)
{
	uint64_t hex = 0;

	for (; *kinds; kinds++) {
		if (*kinds == '-') {
			s = scan_word(s);
			continue;
		}
		if (*kinds == 'x') {
			s = scan_hex(s, &hex);
			if (hex > UINT32_MAX)
				return NULL;
			*value = hex;
		} else {
			s = scan_u32(s, value);
		}
		s = scan_end(s);
		value++;
	}
	return s;
}

static void packet_table(struct request *q, const char *file,
	const char *header, row_fn *row, void *ctx, const char *label)
{
	if (!q->bare && !(CFG(HEALTH) && has(q, HEALTH))) {
		show_begin(q);
		out_str(header);
		show_tail_header(q);
		out_char('\n');
	}
	if (table_read(q, file, 1, 0, row, ctx))
		table_missing(q, label);
}

/* -- packet --------------------------------------------------------------- */

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
	uint32_t protocol = k->value[PACKET_PROTOCOL];

	*fmt_hex(fmt_left(k->protocol, "0x", 0), protocol, 4) = '\0';
	for (size_t i = 0; i < COUNT(list); i++)
		if (list[i].protocol == protocol)
			memcpy(k->protocol, list[i].name, 6);
}

/* The interface by its name, "" if it is gone, where the kernel that has it can
 * be asked through ASK. Not with if_indextoname(), which costs eight times as
 * much. */
static void packet_iface(struct packet_sock *k, int ask)
{
	int32_t index = k->value[PACKET_INDEX];
	struct ifreq r = { .ifr_ifindex = index };

	if (index < 0)
		*k->iface = '\0';
	else if (!index)
		memcpy(k->iface, "*", 2);
	else if (ask >= 0 && !ioctl(ask, SIOCGIFNAME, &r))
		*fmt_left(k->iface, r.ifr_name, 0) = '\0';
	else
		*fmt_dec(k->iface, index) = '\0';
}

/* What JSON has of it beside what all sockets have. */
static void packet_add(const struct sock *s)
{
	const struct packet_sock *k = s->of;

	if (CFG(JSON))
		json_add("recv_q#type$protocol$iface$",
			(uint64_t)k->value[PACKET_RXQ], k->type, k->protocol,
			k->iface);
}

static enum row packet_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct packet_sock k;
	struct sock record = {
		.has_user = true, .proto = "packet", .add = packet_add,
		.of = &k,
	};
	const uint32_t *v = k.value;
	size_t at;

	(void)l;
	line = packet_scan(line, "--dxdddd", k.value);
	if (!scan_u64(line, &record.inode) ||
	    v[PACKET_PROTOCOL] > 0xffff)
		return ROW_BAD;
	/* not in the same order on every CPU, so no array */
	k.type = v[PACKET_TYPE] == SOCK_RAW ? "RAW" :
		v[PACKET_TYPE] == SOCK_DGRAM ? "DGRAM" :
		v[PACKET_TYPE] == SOCK_PACKET ? "PACKET" : "UNKNOWN";
	k.state = v[PACKET_RUNNING] ? "RUNNING" : "";
	packet_protocol(&k);
	packet_iface(&k, *(const int *)ctx);
	record.state_name = k.state;
	record.uid = v[PACKET_UID];
	if (is_record(q) && !show_sock(q, &record))
		return ROW_OK;
	out_str("packet  ");
	out_column(v[PACKET_RXQ], 6);
	out_left(k.type, 8);
	out_left(k.protocol, 9);
	at = out_at();
	out_foreign(*k.iface ? k.iface : "-", strlen(k.iface) + !*k.iface);
	out_fill(at, 16);
	out_left(k.state, 7);
	show_tail(q, record.uid, record.inode);
	out_char('\n');
	return ROW_OK;
}

void packet_show(struct request *q, unsigned opt)
{
	int ask = -1;

	(void)opt;
	if (can_ask(q))
		ask = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	packet_table(q, "net/packet", "Active packet sockets\n"
		"Proto   Recv-Q Type    Protocol Interface       State  ",
		packet_row, &ask, "AF PACKET");
	fd_close(ask);
}

/* -- netlink -------------------------------------------------------------- */

/* linux/netlink.h; those without a name are not used any more */
static void netlink_family(struct netlink_sock *k)
{
	static const char names[] = "ROUTE\0\0USERSOCK\0\0SOCK_DIAG\0NFLOG\0"
		"XFRM\0SELINUX\0ISCSI\0AUDIT\0FIB_LOOKUP\0CONNECTOR\0"
		"NETFILTER\0\0\0KOBJECT_UEVENT\0GENERIC\0\0SCSITRANSPORT\0\0"
		"RDMA\0CRYPTO\0SMC\0";
	const char *s = names, *end = names + sizeof names - 1;

	for (uint32_t n = k->value[NETLINK_FAMILY]; n && s < end; n--)
		s += strlen(s) + 1;
	if (*s)
		*fmt_left(k->family, s, 0) = '\0';
	else
		*fmt_dec(k->family, k->value[NETLINK_FAMILY]) = '\0';
}

static void netlink_add(const struct sock *s)
{
	const struct netlink_sock *k = s->of;
	const uint32_t *v = k->value;

	if (!CFG(JSON))
		return;
	json_add("recv_q#send_q#family$port_id#groups#",
		(uint64_t)v[NETLINK_RXQ], (uint64_t)v[NETLINK_TXQ], k->family,
		(uint64_t)v[NETLINK_PORT], (uint64_t)v[NETLINK_GROUPS]);
	if (k->has_drops)
		json_add("drops#", (uint64_t)v[NETLINK_DROPS]);
}

static enum row netlink_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct netlink_sock k;
	struct sock record = {
		.proto = "netlink", .state_name = "", .add = netlink_add,
		.of = &k,
	};
	uint32_t *v = k.value;
	const char *s;

	(void)ctx;
	(void)l;
	s = packet_scan(line, "-ddxdd--", v);
	if (!s)
		return ROW_BAD;
	/* an old kernel ends its line here, or with the drops */
	k.has_drops = s && *scan_blanks(s);
	if (k.has_drops)
		s = scan_u32(s, &v[NETLINK_DROPS]);
	record.no_inode = s && !*scan_blanks(s);
	if (!record.no_inode)
		s = scan_u64(s, &record.inode);
	if (!s)
		return ROW_BAD;
	netlink_family(&k);
	if (CFG(HEALTH) && has(q, HEALTH)) {
		char name[sizeof k.family + 1 + DEC_TEXT];

		*fmt_dec(fmt_left(fmt_left(name, k.family, 0), ":", 0),
			v[NETLINK_PORT]) = '\0';
		health_netlink(name, k.has_drops ? v[NETLINK_DROPS] : 0);
		return ROW_OK;
	}
	if (is_record(q) && !show_sock(q, &record))
		return ROW_OK;
	out_str("netlink ");
	out_column(v[NETLINK_RXQ], 6);
	out_column(v[NETLINK_TXQ], 6);
	out_left(k.family, 15);
	out_int(v[NETLINK_PORT], -10);
	out_char(' ');
	out_hex(v[NETLINK_GROUPS], 8);
	out_char(' ');
	if (k.has_drops)
		out_dec(v[NETLINK_DROPS], 6);
	else
		out_str("     -");
	if (has(q, EXTEND)) {
		out_str(" -          ");	/* its user is not told */
		if (record.no_inode)
			out_left("-", 10);
		else
			out_dec(record.inode, -10);
	}
	if (CFG(PRG) && q->programs)
		owner_column(record.inode);
	out_char('\n');
	return ROW_OK;
}

void netlink_show(struct request *q, unsigned opt)
{
	(void)opt;
	packet_table(q, "net/netlink", "Active netlink sockets\n"
		"Proto   Recv-Q Send-Q Family         Port ID    Groups    Drops",
		netlink_row, NULL, "AF NETLINK");
}
