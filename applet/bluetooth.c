/* bluetooth.c: L2CAP and RFCOMM sockets. The kernel has two forms of these
 * tables. The one in debugfs has addresses and no header
 * (net/bluetooth/l2cap_core.c and rfcomm/sock.c, *_debugfs_show):
 *
 *   address (type) address (type) state psm cid cid imtu omtu level ...
 *   address address state channel
 *
 * The one in /proc/net has only what every Bluetooth socket has, so the
 * columns of net-tools are all "-" (af_bluetooth.c bt_seq_show):
 *
 *   sk RefCnt Rmem Wmem User Inode Parent
 *
 * of which JSON, filters and counts know the last but one and its user.
 */
#include "netstat.h"

enum { ADDRESS = 17 };

struct bt_sock {
	const char *address[2];		/* ADDRESS bytes each */
	uint64_t state, psm, cid[2], imtu, omtu, level;
	bool known;			/* all the above; else what follows */
	uint32_t uid;
	uint64_t inode;
	bool has_inode;
};

/* bluetooth/bluetooth.h: BT_CONNECTED to BT_CLOSED */
static const char bt_states[][10] = {
	"UNKNOWN", "CONNECTED", "OPEN", "BOUND", "LISTEN", "CONNECT",
	"CONNECT2", "CONFIG", "DISCONN", "CLOSED",
};

enum { BT_BOUND = 3, BT_LISTEN = 4 };

/* BT_SECURITY_SDP to BT_SECURITY_HIGH */
static const char levels[][8] = { "SDP", "LOW", "MEDIUM", "HIGH", "UNKNOWN" };

/* 00:11:22:33:44:55, in kernels that have it followed by "(type)" */
static const char *scan_address(const char *s, const char **address)
{
	uint64_t byte;
	const char *start = s = scan_blanks(s), *type;

	for (int i = 0; i < 6; i++) {
		s = i ? scan_char(s, ':') : s;
		/* two digits, and no blank before them */
		s = scan_hex(s == scan_blanks(s) ? s : NULL, &byte);
		if (!s || s - start != 3 * i + 2)
			return NULL;
	}
	*address = start;
	type = scan_char(scan_blanks(s), '(');
	return scan_end(type ? scan_char(scan_dec(type, &byte), ')') : s);
}

static const char *scan_cid(const char *s, uint64_t *cid)
{
	s = scan_char(scan_char(scan_blanks(s), '0'), 'x');
	return scan_hex(s, cid);
}

static bool bt_scan(const char *s, bool l2cap, struct bt_sock *k)
{
	s = scan_address(s, &k->address[0]);
	s = scan_address(s, &k->address[1]);
	s = scan_dec(scan_dec(s, &k->state), &k->psm);
	k->cid[0] = k->cid[1] = k->imtu = k->omtu = 0;
	if (l2cap) {
		s = scan_cid(scan_cid(s, &k->cid[0]), &k->cid[1]);
		s = scan_dec(scan_dec(s, &k->imtu), &k->omtu);
		s = scan_dec(s, &k->level);
	}
	return scan_end(s) && (k->psm | k->cid[0] | k->cid[1] | k->imtu |
		k->omtu) <= 0xffff;
}

/* A row of /proc/net. An old kernel may end it early. */
static bool bt_scan_proc(const char *s, struct bt_sock *k)
{
	uint32_t n;

	s = scan_u32(scan_u32(scan_u32(scan_word(s), &n), &n), &n);
	k->has_inode = s && *scan_blanks(s);
	if (k->has_inode)
		s = scan_u64(scan_u32(s, &k->uid), &k->inode);
	return s;
}

static bool bt_wanted(const struct request *q, const struct bt_sock *k)
{
	bool listens = k->state == BT_BOUND || k->state == BT_LISTEN;

	/* unlike elsewhere, -l is heard beside -a */
	return has(q, LISTENING) ? listens : has(q, ALL) || !listens;
}

static void print_address(const char *address)
{
	if (!memcmp(address, "00:00:00:00:00:00", ADDRESS)) {
		out_left("*", ADDRESS + 1);
	} else {
		out_mem(address, ADDRESS);
		out_char(' ');
	}
}

static void print_cid(uint64_t cid)
{
	size_t at = out_at();

	out_str(" 0x");
	out_hex(cid, 4);
	out_fill(at, 7);
}

static const char *bt_state(const struct bt_sock *k)
{
	return bt_states[k->state < COUNT(bt_states) ? k->state : 0];
}

static void bt_print(bool l2cap, const struct bt_sock *k)
{
	print_address(k->address[0]);
	print_address(k->address[1]);
	out_left(bt_state(k), 9);
	out_char(' ');
	out_dec(k->psm, 7);
	if (l2cap) {
		print_cid(k->cid[0]);
		print_cid(k->cid[1]);
		out_char(' ');
		out_column(k->imtu, 7);
		out_column(k->omtu, 7);
		out_left(levels[k->level < 4 ? k->level : 4], 7);
	}
	out_char('\n');
}

/* A row of /proc/net: there is such a socket, and no more is known. */
static void bt_print_unknown(bool l2cap)
{
	out_left("-", ADDRESS + 1);
	out_left("-", ADDRESS + 1);
	out_left("-", 16);
	out_str(l2cap ? "- -      -            -       - -      \n" : "-\n");
}

/* What JSON has of them beside what all sockets have. */
static void l2cap_add(const struct sock *s)
{
	const struct bt_sock *k = s->of;

	if (CFG(JSON))
		json_add("destination&source&psm#dcid#scid#imtu#omtu#security$",
			k->address[0], (size_t)ADDRESS,
			k->address[1], (size_t)ADDRESS,
			k->psm, k->cid[0], k->cid[1], k->imtu, k->omtu,
			levels[k->level < 4 ? k->level : 4]);
}

static void rfcomm_add(const struct sock *s)
{
	const struct bt_sock *k = s->of;

	if (CFG(JSON))
		json_add("destination&source&channel#",
			k->address[0], (size_t)ADDRESS,
			k->address[1], (size_t)ADDRESS, k->psm);
}

/* Whether it passes what chooses by more than -a and -l. */
static bool bt_passes(const struct request *q, bool l2cap,
	const struct bt_sock *b)
{
	struct sock k = {
		.proto = l2cap ? "l2cap" : "rfcomm",
		.state_name = b->known ? bt_state(b) : "",
		.add = !b->known ? NULL : l2cap ? l2cap_add : rfcomm_add,
		.of = b,
		.has_user = b->has_inode, .uid = b->uid,
		.no_inode = !b->has_inode, .inode = b->inode,
	};

	return show_sock(q, &k);
}

static enum row bt_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	bool l2cap = *(const unsigned *)ctx == OPT_L2CAP;
	struct bt_sock k = { .inode = 0 };

	k.known = bt_scan(line, l2cap, &k);
	if (!k.known) {
		if (l->nr == 1 && !memcmp(scan_blanks(line), "sk", 2))
			return ROW_OK;
		if (!bt_scan_proc(line, &k))
			return ROW_BAD;
	}
	if (k.known && !bt_wanted(q, &k))
		return ROW_OK;
	if (is_record(q) && !bt_passes(q, l2cap, &k))
		return ROW_OK;
	out_left(l2cap ? "l2cap" : "rfcomm", 7);
	if (k.known)
		bt_print(l2cap, &k);
	else
		bt_print_unknown(l2cap);
	return ROW_OK;
}

void bluetooth_show(struct request *q, unsigned opt)
{
	bool l2cap = opt == OPT_L2CAP;
	/* a path from / is opened as it is, whatever q->root */
	const char *file = l2cap ? "/sys/kernel/debug/bluetooth/l2cap" :
		"/sys/kernel/debug/bluetooth/rfcomm";
	int error = -1;

	if (!q->bare) {
		show_begin(q);
		out_str("Proto  Destination       Source            State     ");
		out_str(l2cap ?
			"    PSM DCID   SCID      IMTU    OMTU Security\n" :
			"Channel\n");
	}
	if (!has(q, PROC))
		error = table_read(q, file, MAY_BE_EMPTY, 0, bt_row, &opt);
	if (error) {
		file = l2cap ? "net/l2cap" : "net/rfcomm";
		error = table_read(q, file, MAY_BE_EMPTY, 0, bt_row, &opt);
	}
	if (error)
		table_missing(q, l2cap ? "BTPROTO L2CAP" :
			"BTPROTO RFCOMM");
}
