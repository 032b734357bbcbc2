/* destroy.c: tcp and udp sockets that have been destroyed. The kernel sends a
 * message for each to programs with the right to receive it
 * (net/core/sock_diag.c). They include sockets that live shorter than an
 * interval. The message lacks their user and inode.
 */
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "source/diag_inet.h"

/* linux/sock_diag.h: the groups, a bit each; those of IPv6 come after two */
enum { GROUP_TCP = 1, GROUP_UDP = 2, GROUPS_OF_V6 = 2 };

struct destroy {
	int fd;		/* -1: not allowed */
	bool open;
};

STATE(struct destroy, destroyed);

static uint32_t destroy_groups(const struct request *q)
{
	const uint32_t both = GROUP_TCP | GROUP_UDP;
	uint32_t groups = !q->asked ? both : (has(q, TCP) ? GROUP_TCP : 0) |
		(has(q, UDP) ? GROUP_UDP : 0);

	return (inet_family(q, false) ? groups : 0) |
		(CFG(IPV6) && inet_family(q, true) ?
		groups << GROUPS_OF_V6 : 0);
}

static void destroy_row(struct feed *f, const struct diag *d,
	const struct inet_diag_row *r)
{
	struct inet_table t = { .v6 = r->family == AF_INET6 };
	uint8_t protocol = 0;
	struct sock k;

	diag_attr(d, r, sizeof *r, INET_DIAG_PROTOCOL, &protocol, 1);
	/* It may never have had a port; and one that its program has reset has
	 * lost that of its peer, so it cannot be recognised. */
	if (!r->id.lport || (protocol == IPPROTO_TCP ? !r->id.rport :
	    protocol != IPPROTO_UDP))
		return;
	f->opt = protocol == IPPROTO_TCP ? OPT_TCP : OPT_UDP;
	t.protocol = inet_protocol(f->opt);
	k.record = (struct record){
		RECORD_SOCK, f->opt, HAS_ADDR | HAS_PORT | HAS_RXQ | HAS_TXQ |
		HAS_TIMER
	};
	diag_sock(&k, r);
	/* what a reset has left */
	k.rxq = k.txq = 0;
	if (has_details(f->q)) {
		k.details.v6only = -1;
		if (CFG(DIAG_MORE))
			diag_details(d, r, &k);
	}
	inet_emit(f, &t, &k);
}

void destroy_read(struct feed *f)
{
	const struct inet_diag_row *r;
	struct diag d;
	bool lost = false;

	if (!destroyed.open) {
		destroyed.open = true;
		destroyed.fd = diag_may(f->q) && destroy_groups(f->q) ?
			diag_listen(destroy_groups(f->q)) : -1;
	}
	if (destroyed.fd < 0)
		return;
	do {
		diag_hear(&d, destroyed.fd);
		while ((r = diag_next(&d, sizeof *r)))
			destroy_row(f, &d, r);
		lost |= d.error == ENOBUFS;
	} while (d.error == ENOBUFS);
	if (lost)
		warn("--watch", "too many short-lived sockets, some not seen");
}

void destroy_end(void)
{
	if (destroyed.open)
		fd_close(destroyed.fd);
	destroyed.open = false;
}
