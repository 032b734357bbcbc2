/* diag_unix.c: unix sockets as sock_diag lists them (net/unix/diag.c), beside
 * /proc/net/unix and in its order.
 *
 * Only the file has their reference counts, and connections that wait to be
 * accepted, which have no inode. But a name in it may contain a newline, and
 * what follows that looks as the one who chose the name wants it to. sock_diag
 * has the length of each name: so it is known which lines are rows.
 */
#include <sys/socket.h>

#include "source/diag.h"
#include "source/unix.h"

/* linux/unix_diag.h */
struct unix_diag_request {
	struct diag_header header;
	uint8_t family, protocol;
	uint16_t pad;
	uint32_t states, inode, wants, cookie[2];
};

struct unix_diag_row {
	uint8_t family, type, state, pad;
	uint32_t inode, cookie[2];
};

enum { UNIX_DIAG_NAME = 0, UNIX_DIAG_PEER = 2, UNIX_DIAG_RQLEN = 4 };
enum { WANT_NAME = 1, WANT_PEER = 4, WANT_QUEUES = 16 };

/* So many rows of the file one after the other that have not been received do
 * not come before those that have. */
enum { MOST_MISSES = 8 };

static int unix_ask(struct diag *d, enum diag_use use, uint32_t states,
	uint32_t inode, uint32_t wants)
{
	struct unix_diag_request r = {
		.header.type = DIAG_BY_FAMILY, .family = AF_UNIX,
		.states = states, .inode = inode, .wants = wants,
		.cookie = { UINT32_MAX, UINT32_MAX },
	};

	return diag_open(d, use, &r, sizeof r, inode != 0);
}

/* The name of a row, as the file has it: an abstract one has '@' for NULs, a
 * path does not have its last byte, the NUL. */
static size_t unix_name(const struct diag *d, const struct unix_diag_row *r,
	char *name)
{
	ssize_t n = diag_attr(d, r, sizeof *r, UNIX_DIAG_NAME, name,
		UNIX_NAME);
	bool path = n > 0 && *name;

	n = n < 0 ? 0 : n > UNIX_NAME ? UNIX_NAME : n - path;
	for (ssize_t i = 0; i < n; i++)
		if (!name[i])
			name[i] = '@';
	return n;
}

static uint32_t unix_wants(const struct unix_step *s)
{
	return has_details(s->q) ? WANT_NAME | WANT_PEER | WANT_QUEUES :
		WANT_NAME;
}

void unix_step_open(struct unix_step *s, const struct request *q)
{
	s->q = q;
	s->list.fd = -1;
	s->len = s->have = s->misses = 0;
	s->on = diag_may(q) && !unix_ask(&s->list, DIAG_LIST, UINT32_MAX, 0,
		unix_wants(s)) &&
		(s->row = diag_next(&s->list, sizeof *s->row));
	s->used = s->doubt = false;
}

void unix_step_close(struct unix_step *s)
{
	fd_close(s->list.fd);
}

/* Looks for an inode among the rows that have been received. Those before it
 * are gone; without it none are. */
static const struct unix_diag_row *find_row(struct unix_step *s, uint32_t inode)
{
	const struct unix_diag_row *r;
	struct diag saved;

	if (s->used)
		s->row = diag_next(&s->list, sizeof *r);
	s->used = false;
	saved = s->list;
	for (r = s->row; r; r = s->list.next < s->list.end ?
	     diag_next(&s->list, sizeof *r) : NULL)
		if (r->inode == inode) {
			s->row = r;
			s->used = true;
			s->misses = 0;
			return r;
		}
	s->list = saved;
	if (++s->misses > MOST_MISSES) {
		s->list.next = s->list.end;
		s->used = true;
		s->misses = 0;
	}
	return NULL;
}

/* Whether the first line of K's name is that of the whole name, so far. */
static bool begins(const struct unix_step *s, const struct sock *k)
{
	size_t n = k->text[0].n;

	return n <= s->len && !memcmp(k->text[0].s, s->name, n) &&
		(n == s->len || s->name[n] == '\n');
}

/* A connection that waits to be accepted has the name of its listener. */
static void find_listener(struct unix_step *s, const struct sock *k)
{
	const struct unix_diag_row *r;
	struct diag d;

	unix_ask(&d, DIAG_DETAIL, 1 << INET_LISTEN, 0, WANT_NAME);
	while ((r = diag_next(&d, sizeof *r))) {
		s->len = unix_name(&d, r, s->name);
		if (s->len > k->text[0].n && begins(s, k))
			break;
	}
	if (!r)
		s->len = 0;
	fd_close(d.fd);
}

static void unix_details(const struct diag *d, const struct unix_diag_row *r,
	struct sock *k)
{
	uint32_t peer, queue[2];

	if (diag_attr(d, r, sizeof *r, UNIX_DIAG_PEER, &peer, sizeof peer) ==
	    sizeof peer)
		k->details.peer_inode = peer;
	if (diag_attr(d, r, sizeof *r, UNIX_DIAG_RQLEN, queue, sizeof queue) !=
	    sizeof queue)
		return;
	if (r->state == INET_LISTEN) {
		k->details.backlog = queue[0];
		k->details.backlog_limit = queue[1];
		return;
	}
	k->record.has |= HAS_RXQ | HAS_TXQ;
	k->rxq = queue[0];
	k->txq = queue[1];
}

bool unix_step_row(struct unix_step *s, struct sock *k)
{
	const struct unix_diag_row *r;
	struct diag one, *d = &s->list;
	bool named = k->text[0].n, found;

	s->len = 0;
	if (!k->inode) {
		if (named && !s->doubt)
			find_listener(s, k);
		return !s->doubt;
	}
	r = find_row(s, k->inode);
	if (!r && (named || s->doubt)) {
		/* it is new, if not gone */
		d = &one;
		unix_ask(d, DIAG_DETAIL, UINT32_MAX, k->inode, unix_wants(s));
		r = diag_next(d, sizeof *r);
		fd_close(d->fd);
	}
	if (r) {
		s->len = unix_name(d, r, s->name);
		if (has_details(s->q))
			unix_details(d, r, k);
	}
	found = r && begins(s, k);
	s->len = found ? s->len : 0;
	s->doubt = !found && (named || s->doubt);
	return !s->doubt;
}
