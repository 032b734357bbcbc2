/* table_iface.c: -i, one line per interface.
 */
#include "sink/sink.h"

static void put_counters(const struct request *q, const struct iface *f)
{
	static const struct {
		signed char counter, width;
	} columns[] = {
		{ RX_PACKETS, 8 }, { RX_ERRORS, 6 }, { RX_DROPPED, 6 },
		{ RX_FIFO, -6 }, { TX_PACKETS, 8 }, { TX_ERRORS, 6 },
		{ TX_DROPPED, 6 }, { TX_FIFO, 6 },
	};
	char text[DEC_TEXT], *end;

	if (!(f->record.has & IFACE_COUNTERS) && !fits(q)) {
		out_left("     - no statistics available -", 56);
		return;
	}
	for (size_t i = 0; i < nitems(columns); i++) {
		end = fmt_left(text, "-", 0);
		if (f->record.has & IFACE_COUNTERS)
			end = fmt_rate(text, f->counter[columns[i].counter],
				CFG(RATE) ? f->elapsed : 0);
		out_text(text, end, columns[i].width);
		out_cell();
		out_char(' ');
	}
}

void print_iface(const struct request *q, const struct record *r)
{
	/* see fmt_flags() */
	static const char letters[] = "\12A" "\2B" "\3D" "\4L" "\15M" "\20d"
		"\11P" "\6N" "\10O" "\5P" "\14s" "\13m" "\7R" "\1U";
	const struct iface *f = (const void *)r;
	char text[sizeof letters];
	size_t at = out_at();

	if (CFG(IFACE_LONG) && q->extend) {
		print_iface_long(q, r);
		return;
	}
	out_foreign(f->name, text_len(f->name));
	out_fill(at, 15);
	out_cell();
	out_char(' ');
	if (r->has & IFACE_ASKED)
		out_int(f->mtu, 5);
	else
		out_str("    -");
	out_cell();
	out_char(' ');
	put_counters(q, f);
	if (!(r->has & IFACE_ASKED))
		out_char('-');
	else if (!f->flags)
		out_str("[NO FLAGS]");
	else
		out_mem(text, fmt_flags(text, letters, f->flags) - text);
	out_char('\n');
}
