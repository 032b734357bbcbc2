/* x25.c: sockets of X.25, and of amateur radio: AX.25, its relative, and what
 * that carries, NET/ROM and ROSE (net/x25/x25_proc.c, net/ax25/af_ax25.c
 * ax25_info_show, net/netrom/af_netrom.c nr_info_show, net/rose/af_rose.c
 * rose_info_show). /proc/net/ax25 has no header, but it had one in Linux 2.0,
 * when its columns were others.
 */
#include "source/source.h"

enum { X25_STATES = 5 };

/* The columns of a table, a letter each: 0 to 4 for text[], - for one without
 * use; see scan_column() for the others. A row may end before q and before n.
 */
static const struct x25_layout {
	unsigned char opt;
	uint32_t has;
	const char *columns, *file, *label, *proto;
	const char states[X25_STATES][12];
} x25_layouts[] = {
	{
		OPT_AX25, 0, "-201svr--------------qQn", "net/ax25",
		"AF AX25", "ax25",
		{ "LISTENING", "SABM SENT", "DISC SENT", "ESTABLISHED",
		  "RECOVERY" }
	}, {
		OPT_X25, HAS_CIRCUIT, "102csvr------qQn", "net/x25/socket",
		"AF X25", "x25",
		{ "LISTENING", "SABM_SENT", "DISC_SENT", "ESTABLISHED",
		  "RECOVERY" }
	}, {
		OPT_NETROM, HAS_CALLSIGN, "3102--svr-------qQn", "net/nr",
		"AF NETROM", "netrom",
		{ "LISTENING", "CONN SENT", "DISC SENT", "ESTABLISHED" }
	}, {
		OPT_ROSE, HAS_CIRCUIT | HAS_CALLS, "14032cNsvr-------qQn",
		"net/rose", "AF ROSE", "rose",
		{ "LISTENING", "CONN SENT", "DISC SENT", "ESTABLISHED" }
	},
};

/* of AX.25 in Linux 2.0 */
static const char old_columns[] = "102svr---------qQn";

/* What a row needs while it is scanned. */
struct x25_table {
	const struct x25_layout *layout;
	const char *columns;
};

static const char *scan_number(const char *s, uint64_t *queue)
{
	uint32_t n = 0;

	s = scan_u32(s, &n);
	*queue = n;
	return s;
}

static const char *scan_column(const char *s, char column, struct sock *k)
{
	uint64_t hex = 0;

	switch (column) {
	case 's':
		return scan_u32(s, &k->state_number);
	case 'v':
		return scan_u32(s, &k->vs);
	case 'r':
		return scan_u32(s, &k->vr);
	case 'c':	/* 12 bits */
		s = scan_end(scan_hex(s, &hex));
		k->circuit = (uint32_t)hex;
		return hex <= 0xfff ? s : NULL;
	case 'N':
		return scan_u32(s, &k->neighbour);
	case 'q':
		return scan_number(s, &k->txq);
	case 'Q':
		return scan_number(s, &k->rxq);
	case 'n':
		k->record.has |= HAS_INODE;
		return scan_u64(s, &k->inode);
	case '-':
		return scan_word(s);
	}
	return scan_take(s, &k->text[column - '0']);
}

/* The end of the row, in place of COLUMN? A connection without a socket has *
 * there. */
static bool ends(const char *s, char column)
{
	s = scan_blanks(s);
	return (column == 'q' && *s == '*') ||
		(!*s && (column == 'q' || column == 'n'));
}

static bool x25_scan(const char *s, const char *columns, struct sock *k)
{
	for (; s && *columns && !ends(s, *columns); columns++)
		s = scan_column(s, *columns, k);
	return s;
}

/* DESTINATION,STATION,STATION*: by way of these stations. */
static void split_via(struct sock *k)
{
	struct text *peer = &k->text[PEER_STATION];
	const char *end = peer->s + peer->n;

	for (const char *s = peer->s; s < end; s++)
		if (*s == ',') {
			k->text[VIA] = (struct text){ s + 1, end - s - 1 };
			k->record.has |= HAS_VIA;
			peer->n = s - peer->s;
			return;
		}
}

static const char *state_name(const struct x25_layout *l, uint32_t number)
{
	if (number >= X25_STATES || !*l->states[number])
		return "UNKNOWN";
	return l->states[number];
}

static enum row x25_row(const struct feed *f, const char *line)
{
	struct x25_table *t = f->ctx;
	const struct x25_layout *l = t->layout;
	struct sock k;

	if (l->opt == OPT_AX25 && f->lines->nr == 1 &&
	    text_begins(line, "dest_addr", 9)) {
		t->columns = old_columns;
		return ROW_OK;
	}
	memset(&k, 0, offsetof(struct sock, details));
	k.record = (struct record){
		RECORD_SOCK, l->opt,
		HAS_STATION | HAS_RXQ | HAS_TXQ | l->has
	};
	if (!x25_scan(line, t->columns, &k))
		return ROW_BAD;
	k.proto = l->proto;
	k.state = state_name(l, k.state_number);
	if (l->opt == OPT_AX25)
		split_via(&k);
	/* without a circuit it is no connection */
	if (l->opt != OPT_X25 || has(f->q, ALL) || k.circuit)
		f->emit(&k.record);
	return ROW_OK;
}

void x25_read(struct feed *f)
{
	const struct x25_layout *l = x25_layouts;
	struct x25_table t;
	unsigned header;
	int error;

	while (l->opt != f->opt)
		l++;
	f->head = (struct record){ RECORD_VIEW, f->opt, VIEW_FIRST };
	t = (struct x25_table){ l, l->columns };
	header = l->opt == OPT_AX25 ? MAY_BE_EMPTY : 1;
	error = table_read(f, l->file, header, x25_row, &t);
	/* in Linux 2.4 net/x25 is the file */
	if (error && l->opt == OPT_X25)
		error = table_read(f, "net/x25", header, x25_row, &t);
	if (error)
		family_missing(f->q, l->label);
}
