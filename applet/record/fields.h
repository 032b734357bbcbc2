/* fields.h: what records have, by name: the keys of JSON and of --count. The
 * fields are the rows of fields.def.
 */
#ifndef FIELDS_H
#define FIELDS_H

#include "record/counter.h"

enum field_type {
	/* text of our own: null in JSON when it is empty */
	TYPE_WORD, TYPE_STATE,
	TYPE_PROGRAM,		/* the program that holds the socket */
	TYPE_ADDR,
	TYPE_LETTERS,		/* flags of a route */
	/* numbers */
	TYPE_PORT, TYPE_U32, TYPE_U64, TYPE_S32,
	TYPE_OPTIONAL,		/* an int64_t; -1: there is none */
	/* those that field_fmt() cannot do */
	TYPE_TEXT,		/* bytes of others: struct text, */
	TYPE_STRING,		/* a pointer to them, with a NUL, */
	TYPE_NAME,		/* or an array, with a NUL */
	TYPE_DIGITS,		/* struct text, a number */
	TYPE_RATE,		/* a counter of an interface */
	TYPE_LIST,		/* addresses after the first one */
	TYPE_INET6,
};

enum { FIELD_TEXT = 64 };

/* A field: a row of fields.def. NAME is NULL after the last one. */
struct field {
	const char *name;
	unsigned nth;
	unsigned char kind, type;
	unsigned char filter;	/* the option that asks for its values, or 0 */
	unsigned short at;
	unsigned short needs;	/* HAS_ or the like; one of them is enough */
};

/* Loops over the fields of a kind of record. */
void field_first(struct field *f, unsigned kind);
void field_next(struct field *f);

/* Whether sockets can be counted by the field. */
bool field_is_key(const struct field *f);

/* The key that the N bytes at NAME name. Returns false if there is none. */
bool field_find(struct field *f, const char *name, size_t n);

/* Whether the record has no such thing. */
bool field_lacks(const struct field *f, const struct record *r);

const void *field_at(const struct field *f, const struct record *r);

/* Its value as text, but for the last types: at most FIELD_TEXT bytes. */
char *field_fmt(char *d, const struct field *f, const struct record *r);

#endif
