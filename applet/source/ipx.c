/* ipx.c: IPX sockets, which Linux had up to 4.17 (net/ipx/ipx_proc.c
 * ipx_seq_socket_show):
 *
 *   NETWORK[:NODE]:SOCKET Not_Connected TX RX STATE UID
 *   NETWORK[:NODE]:SOCKET NETWORK:NODE:SOCKET TX RX STATE UID
 *
 * All numbers but UID are hexadecimal; STATE is one of tcp's.
 */
#include "source/source.h"

enum { NETWORK = 8, NODE = 12 };

/* LEAST to MOST hex digits, after no blank. */
static const char *scan_digits(const char *s, int least, int most,
	uint64_t *value)
{
	const char *end = s && s == scan_blanks(s) ? scan_hex(s, value) : NULL;

	return end && end - s >= least && end - s <= most ? end : NULL;
}

/* As in net-tools, an address is only its network if the node is 0, and empty
 * if the network is 0 or all ones. */
static const char *scan_ipx(const char *s, struct text *address, uint32_t *port)
{
	uint64_t network = 0, node = 0, socket = 0;
	const char *start = s = scan_blanks(s), *colon;

	s = scan_char(scan_digits(s, NETWORK, NETWORK, &network), ':');
	colon = scan_char(scan_digits(s, NODE, NODE, &node), ':');
	s = scan_digits(colon ? colon : s, 1, 4, &socket);
	*address = (struct text){
		start, !network || network == UINT32_MAX ? 0 :
		colon && node ? NETWORK + 1 + NODE : NETWORK
	};
	*port = (uint32_t)socket;
	return scan_end(s);
}

static const char *scan_queue(const char *s, uint64_t *queue)
{
	s = scan_end(scan_hex(s, queue));
	return *queue <= UINT32_MAX ? s : NULL;
}

static enum row ipx_row(const struct feed *f, const char *line)
{
	static const char none[] = "Not_Connected";
	uint64_t state = 0;
	struct sock k;
	const char *s;

	memset(&k, 0, offsetof(struct sock, details));
	k.record = (struct record){
		RECORD_SOCK, OPT_IPX,
		HAS_IPX | HAS_PORT | HAS_RXQ | HAS_TXQ | HAS_USER
	};
	s = scan_blanks(scan_ipx(line, &k.text[0], &k.lport));
	if (s && text_begins(s, none, sizeof none - 1))
		s = scan_end(s + sizeof none - 1);
	else
		s = scan_ipx(s, &k.text[1], &k.rport);
	s = scan_queue(scan_queue(s, &k.txq), &k.rxq);
	s = scan_u32(scan_end(scan_hex(s, &state)), &k.uid);
	if (!s || state > 0xff)
		return ROW_BAD;
	k.state_number = (uint32_t)state;
	k.proto = "ipx";
	k.state = state && state < nitems(tcp_states) ?
		tcp_states[state] : "UNKNOWN";
	f->emit(&k.record);
	return ROW_OK;
}

void ipx_read(struct feed *f)
{
	f->head = (struct record){ RECORD_VIEW, OPT_IPX, VIEW_FIRST };
	if (table_read(f, "net/ipx/socket", 1, ipx_row, NULL) &&
	    table_read(f, "net/ipx", 1, ipx_row, NULL))
		family_missing(f->q, "AF IPX");
}
