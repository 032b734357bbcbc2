/* same.c: recognises a socket in several reports.
 *
 * Its inode alone is not enough: a connection has none before it is accepted
 * and after it is closed (TIME_WAIT), and rows of a kind of socket may have
 * none at all. Its end points are not enough either: several sockets may listen
 * at one port.
 */
#include "stage/watch.h"

static uint32_t mix(uint32_t hash, uint32_t value)
{
	hash = (hash ^ value) * 2654435761u;
	return hash ^ hash >> 15;
}

static uint32_t mix_text(uint32_t hash, struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		hash = mix(hash, (unsigned char)t.s[i]);
	return hash;
}

static uint32_t mix_addr(uint32_t hash, const struct addr *a)
{
	for (int i = 0; i < (a->v6 ? 4 : 1); i++)
		hash = mix(hash, a->word[i]);
	return hash;
}

/* Is the inode all that matters? The address of a unix or packet socket may
 * change. */
static bool by_inode(const struct sock *k)
{
	return k->record.has & (HAS_UNIX | HAS_PACKET | HAS_NETLINK) &&
		k->inode;
}

uint32_t sock_hash(const struct sock *k)
{
	const unsigned has = k->record.has;
	uint32_t hash = k->record.table;

	if (by_inode(k))
		return mix(hash, k->inode);
	if (has & HAS_ADDR) {
		hash = mix_addr(mix_addr(hash, &k->local), &k->peer);
		return mix(mix(hash, k->lport), k->rport);
	}
	if (has & HAS_PORT)
		hash = mix(mix(hash, k->lport), k->rport);
	if (has & HAS_TEXT)
		hash = mix_text(mix_text(hash, k->text[0]), k->text[1]);
	return hash;
}

static bool same_text(struct text a, struct text b)
{
	return a.n == b.n && (!a.n || !memcmp(a.s, b.s, a.n));
}

static bool same_addr(const struct addr *a, const struct addr *b)
{
	return a->v6 == b->v6 &&
		!memcmp(a->word, b->word, sizeof *a->word * (a->v6 ? 4 : 1));
}

/* How far a connection is in its life. */
static unsigned age(const struct sock *k)
{
	switch (k->state_number) {
	case INET_SYN_SENT:
	case INET_SYN_RECV:
		return 0;
	case INET_ESTABLISHED:
		return 1;
	case INET_TIME_WAIT:
		return 3;
	}
	return 2;
}

/* Two sockets of the same addresses and ports. */
static bool same_inode(const struct sock *a, const struct sock *b)
{
	if (a->inode == b->inode && a->inode)
		return true;
	/* it gets one when it is accepted, and loses it when it is closed */
	if (is_tcp(a->record.table) && a->rport)
		return (!a->inode || (!b->inode && age(b) > 1)) &&
			age(a) <= age(b);
	return a->inode == b->inode;
}

bool sock_same(const struct sock *a, const struct sock *b, bool ended)
{
	const unsigned has = a->record.has;

	if (a->record.table != b->record.table)
		return false;
	if (by_inode(a))
		return a->inode == b->inode;
	if (has & HAS_ADDR)
		return a->lport == b->lport && a->rport == b->rport &&
			same_addr(&a->local, &b->local) &&
			same_addr(&a->peer, &b->peer) &&
			(ended || same_inode(a, b));
	if (a->inode != b->inode || (has & HAS_PORT &&
	    (a->lport != b->lport || a->rport != b->rport)))
		return false;
	if (has & (HAS_L2CAP | HAS_RFCOMM) && a->psm != b->psm)
		return false;
	if (has & HAS_L2CAP && (a->dcid != b->dcid || a->scid != b->scid))
		return false;
	if (has & HAS_NETLINK && a->port_id != b->port_id)
		return false;
	return !(has & HAS_TEXT) || (same_text(a->text[0], b->text[0]) &&
		same_text(a->text[1], b->text[1]));
}

bool state_same(const struct sock *a, const struct sock *b)
{
	return a->state && b->state ? !strcmp(a->state, b->state) :
		a->state_number == b->state_number;
}
