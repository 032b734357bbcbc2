/* sctp.c: SCTP endpoints and associations from /proc/net/sctp
 * (net/sctp/proc.c):
 *
 *   ENDPT SOCK STY SST HBKT LPORT UID INODE LADDRS
 *   ASSOC SOCK STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT
 *	RPORT LADDRS <-> RADDRS HBINT ...
 *
 * SST is one of tcp's states. In a list a * precedes the primary address.
 */
#include "source/source.h"

/* The text after a list, without blanks. */
static const char *skip_list(const char *list)
{
	struct addr a;

	while (list && scan_next_ip(&list, &a))
		;
	return scan_blanks(list);
}

static bool eps_scan(const char *s, struct sock *k)
{
	s = scan_u32(scan_word(scan_word(scan_word(s))), &k->state_number);
	s = scan_u32(scan_word(s), &k->lport);
	s = scan_u64(scan_u32(s, &k->uid), &k->inode);
	k->text[0].s = s;
	k->text[1].s = NULL;
	k->txq = k->rxq = 0;
	k->rport = 0;
	return s && !*skip_list(s) && k->lport <= 0xffff;
}

static bool assoc_scan(const char *s, struct sock *k)
{
	uint32_t interval, txq = 0, rxq = 0;

	s = scan_u32(scan_word(scan_word(scan_word(s))), &k->state_number);
	s = scan_word(scan_word(scan_word(s)));
	s = scan_u32(scan_u32(s, &txq), &rxq);
	s = scan_u64(scan_u32(s, &k->uid), &k->inode);
	k->txq = txq;
	k->rxq = rxq;
	k->text[0].s = s = scan_u32(scan_u32(s, &k->lport), &k->rport);
	k->text[1].s = s = scan_text(skip_list(s), "<->");
	s = skip_list(s);
	return s && (!*s || scan_u32(s, &interval)) &&
		k->lport <= 0xffff && k->rport <= 0xffff;
}

/* The first address of a list; of an empty list, the wildcard address. */
static void first_addr(struct text *list, struct addr *a)
{
	const char *s = list->s;

	*a = (struct addr){ .v6 = false };
	list->n = s ? text_len(s) : 0;
	if (s)
		scan_next_ip(&s, a);
}

static enum row sctp_row(const struct feed *f, const char *line)
{
	bool endpoints = *(const bool *)f->ctx;
	struct sock k;

	k.record = (struct record){
		RECORD_SOCK, OPT_SCTP,
		HAS_ADDR | HAS_PORT | HAS_RXQ | HAS_TXQ | HAS_USER | HAS_INODE |
		HAS_LISTS
	};
	if (!(endpoints ? eps_scan : assoc_scan)(line, &k))
		return ROW_BAD;
	k.proto = "sctp";
	k.state = k.state_number < nitems(tcp_states) ?
		tcp_states[k.state_number] : "UNKNOWN";
	first_addr(&k.text[0], &k.local);
	first_addr(&k.text[1], &k.peer);
	f->emit(&k.record);
	return ROW_OK;
}

/* Reads both families of one kind. The kernel has both in the first file, but
 * net-tools looks for the second too. Returns false if the first is missing. */
static bool read_kind(struct feed *f, const char *file, const char *file6,
	bool endpoints)
{
	const struct request *q = f->q;
	int error = 0;

	if (!q->asked || q->families & FAM(INET)) {
		error = table_read(f, file, 1, sctp_row, &endpoints);
		if (error)
			table_missing(q, "sctp");
	}
	if (!q->asked || q->families & FAM(INET6))
		table_read(f, file6, 1, sctp_row, &endpoints);
	return !error;
}

void sctp_read(struct feed *f)
{
	bool listening = has(f->q, LISTENING), both = has(f->q, ALL);

	if ((both || listening) && !read_kind(f, "net/sctp/eps",
		"net/sctp6/eps", true))
		return;
	if (both || !listening)
		read_kind(f, "net/sctp/assocs", "net/sctp6/assocs", false);
}
