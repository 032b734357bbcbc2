/* vsock.c: sockets between virtual machines and their host, which only
 * sock_diag lists (net/vmw_vsock/diag.c).
 */
#include <errno.h>

#include "source/diag.h"

/* linux/vm_sockets_diag.h */
struct vsock_row {
	uint8_t family, type, state, shutdown;
	uint32_t local, lport, peer, rport;
	uint32_t inode, cookie[2];
};

enum { AF_VSOCK_NUMBER = 40 };
enum { ANY_CID = UINT32_MAX, ANY_PORT = UINT32_MAX };

/* The address of a machine: 2 is the host, 1 ourselves. */
static struct text fmt_cid(char *d, uint32_t cid)
{
	char *end = cid == (uint32_t)ANY_CID ? fmt_left(d, "*", 0) :
		fmt_dec(d, cid);

	return (struct text){ d, end - d };
}

static void vsock_emit(const struct feed *f, const struct vsock_row *r)
{
	const struct request *q = f->q;
	bool listens = r->state == INET_LISTEN;
	bool connected = r->peer != (uint32_t)ANY_CID;
	char local[DEC_TEXT], peer[DEC_TEXT];
	struct sock k = {
		.record = {
			RECORD_SOCK, OPT_VSOCK, HAS_VSOCK | HAS_PORT | HAS_INODE
		},
		.proto = "vsock", .type = socket_type(r->type),
		.state_number = r->state,
		.state = r->state == INET_CLOSE ? "" :
			r->state < nitems(tcp_states) ? tcp_states[r->state] :
			"UNKNOWN",
		.lport = r->lport == (uint32_t)ANY_PORT ? 0 : r->lport,
		.inode = r->inode,
		.rport = connected ? r->rport : 0,
		.text = { fmt_cid(local, r->local), fmt_cid(peer, r->peer) },
	};

	if (has(q, ALL) || (has(q, LISTENING) ? listens : connected))
		f->emit(&k.record);
}

void vsock_read(struct feed *f)
{
	const struct vsock_row *r;
	struct diag d = { .over = true, .error = EAFNOSUPPORT, .fd = -1 };

	if (diag_may(f->q))
		diag_ask(&d, DIAG_LIST, AF_VSOCK_NUMBER, UINT32_MAX, 0, 0);
	while ((r = diag_next(&d, sizeof *r)))
		vsock_emit(f, r);
	if (!diag_close(&d, f->q))
		table_missing(f->q, "AF VSOCK");
}
