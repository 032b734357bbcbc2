/* table_sock.c: rows of unix, packet, netlink and Bluetooth sockets.
 */
#include "sink/sink.h"

/* -- unix ------------------------------------------------------------------ */

/* linux/net.h: the flags of struct socket */
enum { ACCEPTS = 1 << 16, WAITDATA = 1 << 17, NOSPACE = 1 << 18 };

/* the longest text of the columns up to the inode */
enum {
	UNIX_ROW = 6 + 6 + DEC_TEXT + 1 + 12 + 10 + 1 + STATE_CHANGE +
		COLOR_BYTES + 1 + DEC_TEXT
};

void print_unix(const struct request *q, const struct record *r)
{
	const struct sock *k = (const void *)r;
	char *d = out_space(UNIX_ROW), *end;

	d = fmt_cell(fmt_left(d, k->proto, 6));
	d = fmt_cell(fmt_fill(fmt_dec(d, k->refcount), d + 6));
	*d++ = ' ';
	end = d + 12;
	d = fmt_left(d, "[ ", 0);
	d = fmt_left(d, k->flags & ACCEPTS ? "ACC " : "", 0);
	d = fmt_left(d, k->flags & WAITDATA ? "W " : "", 0);
	d = fmt_left(d, k->flags & NOSPACE ? "N ]" : "]", 0);
	d = fmt_cell(fmt_fill(d, end));
	d = fmt_cell(fmt_left(d, k->type, 10));
	*d++ = ' ';
	d = fmt_cell(fmt_state(d, k->state, 13));
	*d++ = ' ';
	end = d + 8;
	d = r->has & HAS_INODE ? fmt_dec(d, k->inode) : fmt_left(d, "-", 0);
	out_done(fmt_cell(fmt_fill(d, end)));
	if (CFG(PRG) && q->programs)
		put_owner(q, k->inode);
	out_char(' ');
	out_foreign(k->text[0].s, k->text[0].n);
	out_char('\n');
	if (CFG(DIAG_UNIX) && CFG(COUNTERS) && q->details)
		put_more(q, k);
}

/* -- packet, netlink ------------------------------------------------------- */

void print_packet(const struct request *q, const struct record *r)
{
	const struct sock *k = (const void *)r;
	struct text protocol = k->text[0], iface = k->text[1];
	size_t at;

	out_left(k->proto, 8);
	out_cell();
	out_column(k->rxq, 6);
	out_cell();
	out_left(k->type, 8);
	out_cell();
	out_text(protocol.s, protocol.s + protocol.n, -9);
	out_cell();
	at = out_at();
	if (iface.n)
		out_foreign(iface.s, iface.n);
	else
		out_char('-');
	out_fill(at, 16);
	out_cell();
	out_left(k->state, 7);
	out_cell();
	put_tail(q, k);
	out_char('\n');
}

void print_netlink(const struct request *q, const struct record *r)
{
	const struct sock *k = (const void *)r;
	struct text family = k->text[0];

	out_left(k->proto, 8);
	out_cell();
	out_column(k->rxq, 6);
	out_cell();
	out_column(k->txq, 6);
	out_cell();
	out_text(family.s, family.s + family.n, -15);
	out_cell();
	out_int(k->port_id, -10);
	out_cell();
	out_char(' ');
	out_hex(k->groups, 8);
	out_cell();
	out_char(' ');
	if (k->drops >= 0)
		put_loss(k->drops);
	else
		out_str("     -");
	out_cell();
	put_tail(q, k);
	out_char('\n');
}

/* -- vsock ---------------------------------------------------------------- */

static void put_vsock_end(struct text cid, uint32_t port)
{
	size_t at = out_at();

	out_char(' ');
	out_mem(cid.s, cid.n);
	out_char(':');
	if (port)
		out_dec(port, 0);
	else
		out_char('*');
	out_fill(at, 24);
	out_cell();
}

void print_vsock(const struct request *q, const struct record *r)
{
	const struct sock *k = (const void *)r;

	out_left(k->proto, 8);
	out_cell();
	out_left(k->type, 9);
	out_cell();
	put_vsock_end(k->text[0], k->lport);
	put_vsock_end(k->text[1], k->rport);
	out_char(' ');
	out_done(fmt_state(out_space(11 + COLOR_BYTES), k->state, 11));
	out_cell();
	if (CFG(PRG) && q->programs)
		put_owner(q, k->inode);
	out_char('\n');
}

/* -- Bluetooth ------------------------------------------------------------- */

enum { BT_ADDRESS = 17 };

void bluetooth_header(const struct request *q, bool l2cap, bool title)
{
	if (title)
		put_title(q, "Bluetooth connections");
	out_header(COL_TABLE "Proto  " COL_LEFT "Destination       " COL_LEFT
		"Source            " COL_LEFT "State     " COL_LEFT);
	out_header(l2cap ?
		"    PSM " COL_RIGHT "DCID   " COL_LEFT "SCID   " COL_LEFT
		"   IMTU " COL_RIGHT "   OMTU " COL_RIGHT "Security" COL_LEFT
		"\n" : "Channel" COL_RIGHT "\n");
}

static void put_bt_address(struct text address)
{
	if (!memcmp(address.s, "00:00:00:00:00:00", BT_ADDRESS))
		out_left("*", BT_ADDRESS + 1);
	else
		out_text(address.s, address.s + address.n, -(BT_ADDRESS + 1));
	out_cell();
}

static void put_cid(uint64_t cid)
{
	size_t at = out_at();

	out_str(" 0x");
	out_hex(cid, 4);
	out_fill(at, 7);
	out_cell();
}

/* A row of /proc/net, which has nothing but the socket. */
static void put_unknown(bool l2cap)
{
	out_left("-", BT_ADDRESS + 1);
	out_cell();
	out_left("-", BT_ADDRESS + 1);
	out_cell();
	out_left("-", l2cap ? 10 : 16);
	out_header(l2cap ? COL_LEFT "      - " COL_LEFT "-      " COL_LEFT
		"-      " COL_LEFT "      - " COL_LEFT "      - " COL_LEFT
		"-      \n" : COL_LEFT "-\n");
}

void print_bluetooth(const struct request *q, const struct record *r)
{
	const struct sock *k = (const void *)r;
	bool l2cap = r->table == OPT_L2CAP;

	(void)q;
	out_left(k->proto, 7);
	out_cell();
	if (!(r->has & (HAS_L2CAP | HAS_RFCOMM))) {
		put_unknown(l2cap);
		return;
	}
	put_bt_address(k->text[0]);
	put_bt_address(k->text[1]);
	out_left(k->state, 9);
	out_cell();
	out_char(' ');
	out_dec(k->psm, 7);
	out_cell();
	if (l2cap) {
		put_cid(k->dcid);
		put_cid(k->scid);
		out_char(' ');
		out_column(k->imtu, 7);
		out_cell();
		out_column(k->omtu, 7);
		out_cell();
		out_left(k->security, 7);
	}
	out_char('\n');
}
