/* batch.c: packs records that wait in a batch, with their texts. */
#include "stage/stage.h"

/* The size of a record, and where its texts are. */
static const struct shape {
	unsigned short size, text, texts;
} shapes[] = {
	[RECORD_SOCK] = {
		offsetof(struct sock, details), offsetof(struct sock, text), 2
	},
	IF(GROUP, [RECORD_GROUP] = {
		sizeof(struct membership), offsetof(struct membership, iface), 1
	},)
	[RECORD_VIEW] = { sizeof(struct record), 0, 0 },
};

enum { HEADER = offsetof(struct batched, record) };

/* The number of texts: only some sockets have any. */
static unsigned texts_of(const struct record *r)
{
	return r->kind == RECORD_SOCK && !(r->has & HAS_TEXT) ? 0 :
		shapes[r->kind].texts;
}

/* The details of a socket are large, and seldom wanted. */
static size_t size_of(const struct request *q, const struct record *r)
{
	return r->kind == RECORD_SOCK && has_details(q) ?
		sizeof(struct sock) : shapes[r->kind].size;
}

size_t batch_size(const struct request *q, const struct record *r)
{
	const struct text *text;
	size_t n;

	if (r->kind >= nitems(shapes) || !shapes[r->kind].size)
		return 0;
	text = (const void *)((const char *)r + shapes[r->kind].text);
	n = HEADER + size_of(q, r);
	for (unsigned i = 0; i < texts_of(r); i++)
		n += text[i].n + 1;
	return round_up(n);
}

void batch_put(const struct request *q, struct batched *b,
	const struct record *r, size_t size)
{
	const struct shape *shape = &shapes[r->kind];
	struct text *text = (void *)((char *)&b->record + shape->text);
	char *d = (char *)&b->record + size_of(q, r);

	b->size = size;
	memcpy(&b->record, r, size_of(q, r));
	for (unsigned i = 0; i < texts_of(r); i++) {
		if (!text[i].s)
			continue;
		memcpy(d, text[i].s, text[i].n);
		text[i].s = d;
		d += text[i].n;
		*d++ = '\0';
	}
}

void batch_moved(const struct request *q, struct batched *b)
{
	struct record *r = &b->record;
	struct text *text = (void *)((char *)r + shapes[r->kind].text);
	char *d = (char *)r + size_of(q, r);

	for (unsigned i = 0; i < texts_of(r); i++) {
		if (!text[i].s)
			continue;
		text[i].s = d;
		d += text[i].n + 1;
	}
}
