/* diag_unix.c: unix sockets as sock_diag lists them (net/unix/diag.c), beside
 * /proc/net/unix and in its order.
 *
 * Only the file has their reference counts, and connections that wait to be
 * accepted, which have no inode. But a name in it may contain a newline, and
 * what follows that looks as the one who chose the name wants it to. sock_diag
 * has the length of each name: so it is known which lines are rows.
 */
#include <errno.h>
#include <sys/socket.h>

#include "source/diag.h"
#include "source/unix.h"

/* linux/unix_diag.h */
struct unix_diag_row {
	uint8_t family, type, state, pad;
	uint32_t inode, cookie[2];
};

enum { UNIX_DIAG_NAME = 0, UNIX_DIAG_PEER = 2, UNIX_DIAG_RQLEN = 4 };
enum { WANT_NAME = 1, WANT_PEER = 4, WANT_QUEUES = 16 };

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

static bool is_unix(const void *row, const struct sock *k)
{
	return ((const struct unix_diag_row *)row)->inode == k->inode;
}

void unix_step_open(struct unix_step *s, const struct request *q)
{
	memset(s, 0, offsetof(struct unix_step, sock));
	s->q = q;
	s->step.list.fd = -1;
	s->step.size = sizeof(struct unix_diag_row);
	s->step.is_of = is_unix;
	s->on = diag_may(q) && !diag_ask(&s->step.list, DIAG_LIST, AF_UNIX,
		UINT32_MAX, 0, unix_wants(s)) &&
		(s->step.row = diag_next(&s->step.list, s->step.size));
}

void unix_step_close(struct unix_step *s)
{
	diag_close(&s->step.list, s->q);
}

/* Do the N bytes at LINES begin a name of LEN bytes, up to a newline in it or
 * its end? */
static bool begins(const char *name, size_t len, const char *lines, size_t n)
{
	return n <= len && !memcmp(lines, name, n) &&
		(n == len || name[n] == '\n');
}

/* A connection that waits to be accepted has the name of its listener: the
 * longest that begins with these lines. */
static bool find_listener(struct unix_step *s, const char *lines, size_t n)
{
	const struct unix_diag_row *r;
	char name[UNIX_NAME + 1];
	struct diag d;
	size_t len;
	bool found = false;

	s->len = n;
	diag_ask(&d, DIAG_DETAIL, AF_UNIX, 1 << INET_LISTEN, 0, WANT_NAME);
	while ((r = diag_next(&d, sizeof *r))) {
		len = unix_name(&d, r, name);
		if (!begins(name, len, lines, n) || len < s->len)
			continue;
		found = true;
		s->len = len;
		memcpy(s->name, name, len);
	}
	fd_close(d.fd);
	return found;
}

bool unix_step_other(struct unix_step *s, const char *line, size_t n)
{
	char lines[UNIX_NAME + 1];
	size_t have = s->have, len = have + 1 + n;

	if (s->sock.inode || len > UNIX_NAME)
		return false;
	memcpy(lines, s->name, have);
	lines[have] = '\n';
	memcpy(lines + have + 1, line, n);
	return find_listener(s, lines, len);
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

static bool is_repeated(const struct unix_step *s, uint32_t inode)
{
	unsigned i = 0;

	while (i < UNIX_LAST && s->last[i] != inode)
		i++;
	return i < UNIX_LAST;
}

bool unix_step_row(struct unix_step *s, struct sock *k)
{
	const struct unix_diag_row *r;
	struct diag one, *d = &s->step.list;
	bool named = k->text[0].n, found;

	s->len = s->have = 0;
	if (!k->inode) {
		if (named && !s->doubt && !find_listener(s, k->text[0].s,
		    k->text[0].n))
			s->len = 0;
		return !s->doubt;
	}
	/* no socket has so large a number */
	if (k->inode > UINT32_MAX || is_repeated(s, (uint32_t)k->inode))
		return false;
	r = diag_find(&s->step, k);
	s->last[s->rows++ % UNIX_LAST] = (uint32_t)k->inode;
	if (!r && (named || s->doubt)) {
		/* it is new, if not gone */
		d = &one;
		diag_ask(d, DIAG_DETAIL, AF_UNIX, UINT32_MAX,
			(uint32_t)k->inode, unix_wants(s));
		r = diag_next(d, sizeof *r);
		fd_close(d->fd);
		/* no answer does not say that it is gone */
		if (!r && d->error != ENOENT)
			return true;
	}
	if (r) {
		s->len = unix_name(d, r, s->name);
		if (has_details(s->q))
			unix_details(d, r, k);
	}
	found = r && begins(s->name, s->len, k->text[0].s, k->text[0].n);
	s->len = found ? s->len : 0;
	s->doubt = !found && (named || s->doubt);
	return !s->doubt;
}
