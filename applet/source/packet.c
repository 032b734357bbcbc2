/* packet.c: sockets that receive whole frames, from /proc/net/packet
 * (net/packet/af_packet.c packet_seq_show), and sockets between programs and
 * the kernel, from /proc/net/netlink (net/netlink/af_netlink.c
 * netlink_native_seq_show):
 *
 *   sk RefCnt Type Proto Iface R Rmem User Inode
 *   sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode
 *
 * sk is a pointer, hashed, zero or the text (____ptrval____), and so is Dump in
 * old kernels: both are skipped. Neither kind of socket connects or listens, so
 * -a and -l make no difference.
 */
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "source/source.h"

/* The used columns of the two tables, in their order. */
enum { TYPE, PROTOCOL, INDEX, RUNNING, RMEM, UID, PACKET_VALUES };
enum { FAMILY, PORT_ID, GROUPS, NETLINK_RMEM, WMEM, NETLINK_VALUES };

/* Scans columns into VALUE: d decimal, x hex, - skip. */
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
			*value = (uint32_t)hex;
		} else {
			s = scan_u32(s, value);
		}
		s = scan_end(s);
		value++;
	}
	return s;
}

/* -- packet --------------------------------------------------------------- */

/* linux/if_ether.h */
static char *fmt_protocol(char *d, uint32_t protocol)
{
	static const struct {
		uint16_t protocol;
		char name[6];
	} list[] = {
		{ 0x0000, "none" }, { 0x0003, "all" }, { 0x0004, "802.2" },
		{ 0x0800, "ip" }, { 0x0806, "arp" }, { 0x86dd, "ipv6" },
		{ 0x8863, "pppoe" }, { 0x888e, "eapol" }, { 0x88cc, "lldp" },
	};

	for (size_t i = 0; i < nitems(list); i++)
		if (list[i].protocol == protocol)
			return fmt_left(d, list[i].name, 0);
	return fmt_hex(fmt_left(d, "0x", 0), protocol, 4);
}

/* The name of an interface, asked through the socket ASK; "" if it is gone. Not
 * with if_indextoname(), which needs eight times the code. */
static char *fmt_ifname(char *d, int32_t index, int ask)
{
	struct ifreq r = { .ifr_ifindex = index };

	if (index < 0)
		return d;
	if (!index)
		return fmt_left(d, "*", 0);
	if (ask >= 0 && !ioctl(ask, SIOCGIFNAME, &r))
		return fmt_left(d, r.ifr_name, 0);
	return fmt_dec(d, index);
}

static enum row packet_row(const struct feed *f, const char *line)
{
	uint32_t v[PACKET_VALUES];
	char protocol[8], iface[DEC_TEXT + 2];
	struct sock k;

	k.record = (struct record){
		RECORD_SOCK, OPT_PACKET,
		HAS_PACKET | HAS_RXQ | HAS_USER | HAS_INODE
	};
	line = packet_scan(line, "--dxdddd", v);
	if (!scan_u64(line, &k.inode) || v[PROTOCOL] > 0xffff)
		return ROW_BAD;
	k.proto = "packet";
	k.type = v[TYPE] == SOCK_PACKET ? "PACKET" : v[TYPE] == SOCK_RAW ||
		v[TYPE] == SOCK_DGRAM ? socket_type(v[TYPE]) : "UNKNOWN";
	k.state = v[RUNNING] ? "RUNNING" : "";
	k.rxq = v[RMEM];
	k.uid = v[UID];
	k.text[0] = (struct text){
		protocol, fmt_protocol(protocol, v[PROTOCOL]) - protocol
	};
	k.text[1] = (struct text){
		iface, fmt_ifname(iface, v[INDEX], *(const int *)f->ctx) - iface
	};
	if (!k.text[1].n)	/* the interface is gone */
		k.text[1].s = NULL;
	f->emit(&k.record);
	return ROW_OK;
}

void packet_read(struct feed *f)
{
	int ask = can_ask(f->q) ?
		socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;

	if (table_read(f, "net/packet", 1, packet_row, &ask))
		table_missing(f->q, "AF PACKET");
	fd_close(ask);
}

/* -- netlink -------------------------------------------------------------- */

/* linux/netlink.h; families without a name are obsolete */
static char *fmt_family(char *d, uint32_t family)
{
	static const char names[] = "ROUTE\0\0USERSOCK\0\0SOCK_DIAG\0NFLOG\0"
		"XFRM\0SELINUX\0ISCSI\0AUDIT\0FIB_LOOKUP\0CONNECTOR\0"
		"NETFILTER\0\0\0KOBJECT_UEVENT\0GENERIC\0\0SCSITRANSPORT\0\0"
		"RDMA\0CRYPTO\0SMC\0";
	const char *s = names, *end = names + sizeof names - 1;

	for (uint32_t n = family; n && s < end; n--)
		s += text_len(s) + 1;
	return *s ? fmt_left(d, s, 0) : fmt_dec(d, family);
}

static enum row netlink_row(const struct feed *f, const char *line)
{
	uint32_t v[NETLINK_VALUES], drops = 0;
	char family[DEC_TEXT + 2];
	struct sock k;
	const char *s = packet_scan(line, "-ddxdd--", v);

	k.record = (struct record){
		RECORD_SOCK, OPT_NETLINK, HAS_NETLINK | HAS_RXQ | HAS_TXQ
	};
	/* old kernels end their rows here, or after the drops */
	k.drops = -1;
	k.inode = 0;
	if (s && *scan_blanks(s)) {
		s = scan_u32(s, &drops);
		k.drops = drops;
	}
	if (s && *scan_blanks(s)) {
		s = scan_u64(s, &k.inode);
		k.record.has |= HAS_INODE;
	}
	if (!s)
		return ROW_BAD;
	k.proto = "netlink";
	k.state = "";
	k.rxq = v[NETLINK_RMEM];
	k.txq = v[WMEM];
	k.port_id = v[PORT_ID];
	k.groups = v[GROUPS];
	k.text[0] = (struct text){
		family, fmt_family(family, v[FAMILY]) - family
	};
	k.text[1] = (struct text){ NULL, 0 };
	f->emit(&k.record);
	return ROW_OK;
}

void netlink_read(struct feed *f)
{
	if (table_read(f, "net/netlink", 1, netlink_row, NULL))
		table_missing(f->q, "AF NETLINK");
}
