/* table_iface.c: -i, one line per interface.
 */
#include "sink/sink.h"

/* Are there columns for bytes, and no others than those of counters? */
static bool shows_bytes(const struct request *q)
{
	return CFG(IFACE_RATE) && has(q, RATE);
}

void iface_header(const struct request *q)
{
	/* only once, as net-tools */
	if (!run.round)
		out_str("Kernel Interface table\n");
	if (shows_bytes(q)) {
		out_header(COL_TABLE);
		out_done(fmt_clock(out_space(CLOCK_TEXT), clock_today()));
		out_str(" UTC");
	}
	if (CFG(IFACE_LONG) && q->extend)
		out_str(shows_bytes(q) ? "\n" : "");
	else if (shows_bytes(q))
		out_header(COL_LEFT "     RX-BYTES" COL_RIGHT
			"   RX-OK" COL_RIGHT " RX-ERR" COL_RIGHT
			" RX-DRP" COL_RIGHT "   TX-BYTES" COL_RIGHT
			"   TX-OK" COL_RIGHT " TX-ERR" COL_RIGHT
			" TX-DRP" COL_RIGHT "\n");
	else
		out_header(COL_TABLE "Iface          " COL_LEFT
			"   MTU " COL_RIGHT "   RX-OK " COL_RIGHT
			"RX-ERR " COL_RIGHT "RX-DRP " COL_RIGHT
			"RX-OVR " COL_RIGHT "   TX-OK " COL_RIGHT
			"TX-ERR " COL_RIGHT "TX-DRP " COL_RIGHT
			"TX-OVR " COL_RIGHT "Flg" COL_LEFT "\n");
}

struct iface_column {
	signed char counter, width;
};

static const struct iface_column iface_columns[] = {
	{ RX_PACKETS, 8 }, { RX_ERRORS, 6 }, { RX_DROPPED, 6 }, { RX_FIFO, -6 },
	{ TX_PACKETS, 8 }, { TX_ERRORS, 6 }, { TX_DROPPED, 6 }, { TX_FIFO, 6 },
}, rate_columns[] = {
	{ RX_BYTES, 10 }, { RX_PACKETS, 7 }, { RX_ERRORS, 6 },
	{ RX_DROPPED, 6 }, { TX_BYTES, 10 }, { TX_PACKETS, 7 },
	{ TX_ERRORS, 6 }, { TX_DROPPED, 6 },
};

enum { IFACE_COLUMNS = nitems(iface_columns) };

static void put_counters(const struct request *q, const struct iface *f)
{
	const struct iface_column *c = shows_bytes(q) ? rate_columns :
		iface_columns;
	char text[DEC_TEXT], *end;

	if (!(f->record.has & IFACE_COUNTERS) && !fits(q)) {
		out_left("     - no statistics available -", 55);
		return;
	}
	for (int i = 0; i < IFACE_COLUMNS; i++, c++) {
		end = fmt_left(text, "-", 0);
		if (f->record.has & IFACE_COUNTERS)
			end = fmt_amount(text, q, f->counter[c->counter],
				f->elapsed,
				c->counter % TX_BYTES == RX_BYTES);
		out_str(i ? " " : "");
		color_text(text, end, c->width, counter_color(f, c->counter));
		out_cell();
	}
}

void print_iface(const struct request *q, const struct record *r)
{
	const struct iface *f = (const void *)r;
	char text[ROUTE_LETTERS];
	size_t at = out_at();

	if (CFG(IFACE_LONG) && q->extend) {
		print_iface_long(q, r);
		return;
	}
	out_foreign(f->name, text_len(f->name));
	/* 80 columns with the rates */
	out_fill(at, shows_bytes(q) ? 14 : 15);
	out_cell();
	out_char(' ');
	if (shows_bytes(q)) {
		put_counters(q, f);
		out_char('\n');
		return;
	}
	if (r->has & IFACE_ASKED)
		out_int(f->mtu, 5);
	else
		out_str("    -");
	out_cell();
	out_char(' ');
	put_counters(q, f);
	out_char(' ');
	if (!(r->has & IFACE_ASKED))
		out_char('-');
	else if (!f->flags)
		out_str("[NO FLAGS]");
	else
		out_mem(text, fmt_flags(text, flag_letters(r), f->flags) -
			text);
	out_char('\n');
}
