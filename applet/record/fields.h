/* fields.h: the fields of records, by name: the keys of JSON and of --count.
 * They are the rows of fields.def.
 */
#ifndef FIELDS_H
#define FIELDS_H

#include "record/counter.h"

enum field_type {
	/* our own text: it is missing in JSON if it is empty */
	TYPE_WORD, TYPE_STATE,
	/* the process that holds the socket */
	TYPE_PID, TYPE_PROGRAM,
	TYPE_ADDR,
	TYPE_LETTERS, TYPE_UNIX_FLAGS,
	/* numbers */
	TYPE_PORT, TYPE_U32, TYPE_U64, TYPE_S32,
	TYPE_OPTIONAL,		/* an int64_t; -1: missing */
	TYPE_SECONDS,		/* printed as milliseconds */
	/* types that field_fmt() cannot print */
	TYPE_TEXT,		/* foreign text: a struct text, */
	TYPE_STRING,		/* a pointer to text with a NUL, */
	TYPE_NAME,		/* or an array with a NUL */
	TYPE_DIGITS,		/* struct text, a number */
	TYPE_RATE,		/* a counter of an interface */
	TYPE_LIST,		/* addresses after the first one */
	TYPE_INET, TYPE_INET6,	/* those of an interface */
	TYPE_ETHER,		/* a MAC address */
	TYPE_UP,		/* a flag of an interface */
	TYPE_BOOL,
	TYPE_COUNTER,		/* its name without the section */
};

enum { FIELD_TEXT = 64 };

/* A field: a row of fields.def. NAME is NULL after the last one. */
struct field {
	const char *name;
	unsigned nth;
	unsigned char kind, type;
	unsigned char filter;	/* the option that filters by it, or 0 */
	bool network;		/* of an address, with these prefix lengths: */
	unsigned char bits[2];	/* IPv4, IPv6 */
	bool falling;		/* a key: the largest value first */
	bool shared;		/* other fields of the kind have its name */
	unsigned short at;
	uint32_t needs;		/* HAS_ bits or similar; one is enough */
};

/* Loops over the fields of a kind of record. */
void field_first(struct field *f, unsigned kind);
void field_next(struct field *f);

/* Whether sockets can be counted by the field. */
bool field_is_key(const struct field *f);

/* Finds a field called NAME, N bytes, of any kind of record, sockets first.
 * Returns false if there is none. */
bool field_find(struct field *f, const char *name, size_t n);

/* Is the field missing in the record? */
bool field_lacks(const struct field *f, const struct record *r);

/* Sets *F to the field called as KEY that the record has. Returns false if
 * there is none. */
bool field_pick(struct field *f, const struct field *key,
	const struct record *r);

const void *field_at(const struct field *f, const struct record *r);

/* The address, or its network, as it is printed: IPv4 if it is mapped. */
struct addr field_addr(const struct field *f, const struct record *r);

/* The value as text, except of the last types: at most FIELD_TEXT bytes. */
char *field_fmt(char *d, const struct field *f, const struct record *r);

/* The same, "-" if the record does not have it, "*" for port 0. */
char *field_show(char *d, const struct field *f, const struct record *r);

/* Foreign text: types from TYPE_TEXT to TYPE_DIGITS, TYPE_LIST. */
struct text field_text(const struct field *f, const struct record *r);

/* -- keys.c: lists of keys, as arguments of options ------------------------ */

/* of --format; of --count and --sort */
enum { KEYS_MOST = 64, KEYS_FEW = 8 };

struct keys {
	unsigned n;
	struct field key[KEYS_MOST];	/* in the order of the command line */
};

/* Takes LIST as the argument of the option OPT. Returns -1 to continue, or an
 * exit status. */
int keys_take(struct keys *k, int opt, const char *list);

/* Reports the N bytes at S of such an argument. Returns the exit status. */
int keys_bad(int opt, const char *s, size_t n, const char *why);

/* Whether users, owners or details of sockets are needed. */
bool keys_have_user(const struct keys *k);
bool keys_have_owner(const struct keys *k);
bool keys_have_details(const struct keys *k);

#endif
