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
 */
#include "source/source.h"

enum { ADDRESS = 17 };

/* bluetooth/bluetooth.h: BT_CONNECTED to BT_CLOSED */
static const char bt_states[][10] = {
	"UNKNOWN", "CONNECTED", "OPEN", "BOUND", "LISTEN", "CONNECT",
	"CONNECT2", "CONFIG", "DISCONN", "CLOSED",
};

enum { BT_BOUND = 3, BT_LISTEN = 4 };

/* BT_SECURITY_SDP to BT_SECURITY_HIGH */
static const char levels_of_security[][8] = {
	"SDP", "LOW", "MEDIUM", "HIGH", "UNKNOWN",
};

/* 00:11:22:33:44:55, in kernels that have it followed by "(type)" */
static const char *scan_address(const char *s, struct text *address)
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
	*address = (struct text){ start, ADDRESS };
	type = scan_char(scan_blanks(s), '(');
	return scan_end(type ? scan_char(scan_dec(type, &byte), ')') : s);
}

static const char *scan_cid(const char *s, uint64_t *cid)
{
	s = scan_char(scan_char(scan_blanks(s), '0'), 'x');
	return scan_hex(s, cid);
}

/* A row of debugfs. */
static bool bt_scan(const char *s, bool l2cap, struct sock *k)
{
	uint64_t state, psm, dcid = 0, scid = 0, imtu = 0, omtu = 0, level = 0;

	s = scan_address(scan_address(s, &k->text[0]), &k->text[1]);
	s = scan_dec(scan_dec(s, &state), &psm);
	if (l2cap) {
		s = scan_cid(scan_cid(s, &dcid), &scid);
		s = scan_dec(scan_dec(scan_dec(s, &imtu), &omtu), &level);
	}
	if (!scan_end(s) || (psm | dcid | scid | imtu | omtu) > 0xffff)
		return false;
	k->record.has = l2cap ? HAS_L2CAP : HAS_RFCOMM;
	k->state_number = state < nitems(bt_states) ? (uint32_t)state : 0;
	k->state = bt_states[k->state_number];
	k->psm = (uint32_t)psm;
	k->dcid = (uint32_t)dcid;
	k->scid = (uint32_t)scid;
	k->imtu = (uint32_t)imtu;
	k->omtu = (uint32_t)omtu;
	k->security = levels_of_security[level < 4 ? level : 4];
	return true;
}

/* A row of /proc/net. Old kernels have fewer columns. */
static bool bt_scan_proc(const char *s, struct sock *k)
{
	uint32_t n;

	s = scan_u32(scan_u32(scan_u32(scan_word(s), &n), &n), &n);
	k->record.has = 0;
	k->inode = 0;
	k->state = "";
	k->text[0] = k->text[1] = (struct text){ NULL, 0 };
	if (s && *scan_blanks(s)) {
		s = scan_u64(scan_u32(s, &k->uid), &k->inode);
		k->record.has = HAS_USER | HAS_INODE;
	}
	return s;
}

static bool bt_wanted(const struct request *q, const struct sock *k)
{
	bool listens = k->state_number == BT_BOUND ||
		k->state_number == BT_LISTEN;

	/* here, unlike in other tables, -l matters in addition to -a */
	return has(q, LISTENING) ? listens : has(q, ALL) || !listens;
}

static enum row bt_row(const struct feed *f, const char *line)
{
	bool l2cap = f->opt == OPT_L2CAP;
	struct sock k = {
		.record = { RECORD_SOCK, f->opt, 0 },
		.proto = l2cap ? "l2cap" : "rfcomm",
	};

	if (bt_scan(line, l2cap, &k)) {
		if (!bt_wanted(f->q, &k))
			return ROW_OK;
	} else {
		if (f->lines->nr == 1 && !memcmp(scan_blanks(line), "sk", 2))
			return ROW_OK;
		if (!bt_scan_proc(line, &k))
			return ROW_BAD;
	}
	f->emit(&k.record);
	return ROW_OK;
}

void bluetooth_read(struct feed *f)
{
	bool l2cap = f->opt == OPT_L2CAP;
	int error = -1;

	/* an absolute path ignores the directory */
	if (!has(f->q, PROC))
		error = table_read(f, l2cap ?
			"/sys/kernel/debug/bluetooth/l2cap" :
			"/sys/kernel/debug/bluetooth/rfcomm",
			MAY_BE_EMPTY, bt_row, NULL);
	if (error)
		error = table_read(f, l2cap ? "net/l2cap" : "net/rfcomm",
			MAY_BE_EMPTY, bt_row, NULL);
	if (error)
		table_missing(f->q, l2cap ? "BTPROTO L2CAP" : "BTPROTO RFCOMM");
}
