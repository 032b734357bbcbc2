/* pack.c: copies of records with the texts that they refer to.
 */
#include "stage/stage.h"

/* The number of texts: only some sockets have any. */
static unsigned texts_of(const struct record *r)
{
	if (r->kind != RECORD_SOCK)
		return CFG(GROUP) && r->kind == RECORD_GROUP;
	return CFG(X25) && r->has & HAS_STATION ? STATION_TEXTS :
		r->has & HAS_TEXT ? SOCK_TEXTS : 0;
}

/* 0: it has no copy. The details of a socket are large, and seldom wanted. */
static size_t size_of(const struct record *r, bool details)
{
	return r->kind == RECORD_SOCK ? (details ? sizeof(struct sock) :
			offsetof(struct sock, details)) :
		CFG(GROUP) && r->kind == RECORD_GROUP ?
			sizeof(struct membership) :
		r->kind == RECORD_VIEW ? sizeof(struct record) : 0;
}

static struct text *text_in(const struct record *r)
{
	return CFG(GROUP) && r->kind == RECORD_GROUP ?
		&((struct membership *)r)->iface : ((struct sock *)r)->text;
}

size_t pack_size(const struct record *r, bool details)
{
	size_t n = size_of(r, details);

	if (!n)
		return 0;
	for (unsigned i = 0; i < texts_of(r); i++)
		n += text_in(r)[i].n + 1;
	return round_up(n);
}

void pack(struct record *to, const struct record *r, bool details)
{
	size_t n = size_of(r, details);
	char *d = (char *)to + n;
	struct text *text;

	memcpy(to, r, n);
	text = text_in(to);
	for (unsigned i = 0; i < texts_of(r); i++) {
		if (!text[i].s)
			continue;
		memcpy(d, text[i].s, text[i].n);
		text[i].s = d;
		d += text[i].n;
		*d++ = '\0';
	}
}

void pack_moved(struct record *r, bool details)
{
	struct text *text = text_in(r);
	char *d = (char *)r + size_of(r, details);

	for (unsigned i = 0; i < texts_of(r); i++) {
		if (!text[i].s)
			continue;
		text[i].s = d;
		d += text[i].n + 1;
	}
}
