/* diag.c: asks the kernel for lists of sockets over netlink, and takes its
 * answers apart.
 *
 * A request opens a socket, so that it goes to the network namespace that the
 * program is in, and that nothing of an earlier answer is left in it. The
 * kernel makes a part of the answer whenever a part of it is received: it is
 * there at once or never, so nothing waits.
 *
 * Sockets come and go meanwhile, as between two reads of a file of /proc: an
 * answer is no snapshot, and NLM_F_DUMP_INTR, which says so, changes nothing. A
 * socket that lasts is in it once, because the kernel goes on at the place in
 * its table where it stopped.
 */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "source/diag.h"

/* linux/netlink.h */
enum { NETLINK_SOCK_DIAG = 4 };
enum { NLMSG_ERROR = 2, NLMSG_DONE = 3, NLMSG_MIN_TYPE = 0x10 };
enum { NLM_F_REQUEST = 1, NLM_F_DUMP = 0x300 };

struct diag_messages {
	_Alignas(8) char buf[DIAG_USES][LIMIT(DIAG_BUFFER)];
};

BUFFER(struct diag_messages, diag_messages);

bool diag_may(const struct request *q)
{
	return source_of(q) != SOURCE_PROC && can_ask(q) && run.live;
}

/* Ends it because of an errno, or with 0 because that was all. */
static bool diag_end(struct diag *d, int error)
{
	d->error = error;
	d->over = true;
	return false;
}

int diag_open(struct diag *d, enum diag_use use, void *request, size_t n,
	bool one)
{
	struct diag_header *h = request;
	char *buf = diag_messages.buf[use];

	*d = (struct diag){ .buf = buf, .next = buf, .end = buf };
	h->size = (uint32_t)n;
	h->flags = one ? NLM_F_REQUEST : NLM_F_REQUEST | NLM_F_DUMP;
	h->sequence = h->port = 0;
	d->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (d->fd < 0 || send(d->fd, request, n, MSG_DONTWAIT) < 0)
		diag_end(d, errno);
	return d->error;
}

int diag_ask(struct diag *d, enum diag_use use, unsigned family,
	uint32_t states, uint32_t inode, uint32_t wants)
{
	struct {
		struct diag_header header;
		uint8_t family, protocol;
		uint16_t pad;
		uint32_t states, inode, wants, cookie[2];
	} r = {
		.header.type = DIAG_BY_FAMILY, .family = (unsigned char)family,
		.states = states, .inode = inode, .wants = wants,
		.cookie = { UINT32_MAX, UINT32_MAX },	/* any */
	};

	return diag_open(d, use, &r, sizeof r, inode != 0);
}

/* Receives the next messages. Returns false if there are none. */
static bool diag_receive(struct diag *d)
{
	ssize_t n;

	do
		n = recv(d->fd, d->buf, LIMIT(DIAG_BUFFER),
			MSG_DONTWAIT | MSG_TRUNC);
	while (n < 0 && errno == EINTR);
	/* with MSG_TRUNC it is the size that it had before it was cut */
	if (n < 0 || n > LIMIT(DIAG_BUFFER))
		return diag_end(d, n < 0 ? errno : EMSGSIZE);
	d->next = d->buf;
	d->end = d->buf + n;
	return true;
}

/* struct sockaddr_nl of linux/netlink.h */
struct diag_group {
	uint16_t family, pad;
	uint32_t port, groups;
};

int diag_listen(uint32_t groups)
{
	const struct diag_group a = { .family = AF_NETLINK, .groups = groups };
	const int bytes = 16 << 20;	/* messages of thousands of sockets */
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC,
		NETLINK_SOCK_DIAG);

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes);
	if (!bind(fd, (const void *)&a, sizeof a))
		return fd;
	close(fd);
	return -1;
}

void diag_hear(struct diag *d, int fd)
{
	char *buf = diag_messages.buf[DIAG_LIST];

	*d = (struct diag){ .fd = fd, .buf = buf, .next = buf, .end = buf };
}

/* The error that a last message has, a negative errno, or 0. An NLMSG_ERROR
 * without one does not say that the list is complete. */
static int diag_error(const struct diag_header *h)
{
	int error = 0;

	if (h->size >= sizeof *h + sizeof error)
		memcpy(&error, h + 1, sizeof error);
	if (!error && h->type == NLMSG_DONE)
		return 0;
	return error < 0 && error > -4096 ? -error : EPROTO;
}

const void *diag_next(struct diag *d, size_t n)
{
	while (!d->over && (d->next < d->end || diag_receive(d))) {
		const struct diag_header *h = (const void *)d->next;
		size_t left = d->end - d->next;
		bool row;

		row = left >= sizeof *h && h->type >= NLMSG_MIN_TYPE;
		if (left < sizeof *h || h->size > left ||
		    h->size < sizeof *h + (row ? n : 0)) {
			diag_end(d, EPROTO);
			break;
		}
		d->row_end = d->next + h->size;
		/* the next one is aligned */
		d->next = left - h->size > 3 ? d->next +
			((h->size + 3) & ~3u) : d->end;
		if (row) {
			d->rows++;
			return h + 1;
		}
		if (h->type == NLMSG_DONE || h->type == NLMSG_ERROR)
			diag_end(d, diag_error(h));
	}
	return NULL;
}

ssize_t diag_attr(const struct diag *d, const void *row, size_t size,
	unsigned type, void *to, size_t n)
{
	const char *s = (const char *)row + size;
	struct diag_attr a;
	size_t len;

	while (d->row_end - s >= (ssize_t)sizeof a) {
		memcpy(&a, s, sizeof a);
		if (a.size < sizeof a || a.size > (size_t)(d->row_end - s))
			break;
		len = a.size - sizeof a;
		if (a.type == type) {
			memcpy(to, s + sizeof a, len < n ? len : n);
			return len;
		}
		len = (a.size + 3) & ~3u;
		if (len > (size_t)(d->row_end - s))
			break;
		s += len;
	}
	return -1;
}

/* So many sockets of the file one after the other that have not been received
 * are not new: what has been received is of others that are gone. */
enum { MOST_MISSES = 8 };

const void *diag_find(struct diag_step *s, const struct sock *k)
{
	struct diag saved;
	const void *r;

	if (s->used)
		s->row = diag_next(&s->list, s->size);
	s->used = false;
	saved = s->list;
	for (r = s->row; r; r = s->list.next < s->list.end ?
	     diag_next(&s->list, s->size) : NULL)
		if (s->is_of(r, k)) {
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

bool diag_close(struct diag *d, const struct request *q)
{
	fd_close(d->fd);
	if (d->error && (d->rows || source_of(q) == SOURCE_DIAG)) {
		fail("sock_diag", error_text(d->error));
		return true;
	}
	return !d->error;
}
