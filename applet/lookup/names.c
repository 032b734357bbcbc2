/* names.c: services, protocols, users, networks and hosts by name, from the
 * files in /etc. A file is read when its first name is needed, and all its
 * names are kept, in chains of a hash table. They share one array that fills
 * from its start, so only the memory in use is touched, whatever the limit. If
 * a file does not fit, its names are searched one at a time, and the array
 * keeps those that were found.
 */
#include <errno.h>
#include <fcntl.h>

#include "run/memory.h"
#include "lookup/lookup.h"

/* A name and its key: a number in the first word, or an address. */
struct name {
	unsigned kind;			/* enum name_kind */
	uint32_t word[4];
	const char *text;
	size_t len;			/* 0: known to have no name */
};

/* An entry of the array. */
struct name_entry {
	uint32_t next;			/* of the chain; see name_chains */
	uint32_t word[4];
	unsigned char kind, len;
	char text[];
};

enum { NAME_CHAINS = 4096, NAME_SPARE = SPARE(4096, LIMIT(NAME_BYTES)) };

struct name_shelf {
	unsigned whole;			/* books, a bit each: complete, */
	unsigned partial;		/* does not fit */
	uint32_t used;
	uint32_t chain[NAME_CHAINS];	/* 0: empty, else its offset plus 1 */
	char *text;
	_Alignas(8) struct table table;	/* and its spare: */
	char spare[NAME_SPARE];
};

BUFFER(struct name_shelf, shelf);

/* -- the array ------------------------------------------------------------ */

static uint32_t *name_chain(const struct name *n)
{
	uint32_t h = n->kind;

	for (int i = 0; i < 4; i++)
		h = (h ^ n->word[i]) * 0x9e3779b1;
	return &shelf.chain[h >> 20];
}

static const struct name_entry *name_find(const struct name *n)
{
	uint32_t at = *name_chain(n);

	while (at) {
		const struct name_entry *e = (void *)(shelf.text + at - 1);

		if (e->kind == n->kind &&
		    !memcmp(e->word, n->word, sizeof n->word))
			return e;
		at = e->next;
	}
	return NULL;
}

static void name_forget(void)
{
	if (shelf.used)
		memset(shelf.chain, 0, sizeof shelf.chain);
	shelf.whole = shelf.used = 0;
}

/* Adds N before other entries of its key. Returns NULL if the array is full. */
static const struct name_entry *name_put(const struct name *n)
{
	uint32_t *chain = name_chain(n);
	struct name_entry *e;
	size_t size = offsetof(struct name_entry, text) + n->len;

	size = (size + 3) / 4 * 4;
	if (size > memory_table(&shelf.table, 1, LIMIT(NAME_BYTES),
	    NAME_SPARE) - shelf.used)
		return NULL;
	shelf.text = shelf.table.at;
	e = (void *)(shelf.text + shelf.used);
	e->next = *chain;
	*chain = shelf.used + 1;
	shelf.used += size;
	memcpy(e->word, n->word, sizeof e->word);
	e->kind = n->kind;
	e->len = n->len;
	memcpy(e->text, n->text, n->len);
	return e;
}

/* Adds N; if it does not fit, after forgetting all other entries. */
static const struct name_entry *name_keep(const struct name *n)
{
	const struct name_entry *e = name_put(n);

	if (e)
		return e;
	name_forget();
	return name_put(n);
}

/* -- the files ------------------------------------------------------------ */

/* Ends the word that starts at *S and ends at a SEPARATOR with a NUL, moves *S
 * past it and returns its start. */
static char *name_word(char **s, char separator)
{
	char *start = *s, *end;

	while (*start == ' ')
		start++;
	for (end = start; *end && *end != separator; end++)
		;
	*s = end;
	if (*end)
		*(*s)++ = '\0';
	return start;
}

/* The files of one book are read together. If several entries match, net-tools
 * uses the last service or protocol, and the first of the others. */
enum { BOOK_PORTS, BOOK_USERS, BOOK_NETWORKS, BOOK_HOSTS };

static const unsigned char name_books[] = {
	[NAME_TCP] = BOOK_PORTS, [NAME_UDP] = BOOK_PORTS,
	[NAME_RAW] = BOOK_PORTS, [NAME_USER] = BOOK_USERS,
	[NAME_NETWORK] = BOOK_NETWORKS,
	[NAME_HOST] = BOOK_HOSTS, [NAME_HOST6] = BOOK_HOSTS,
};

static const struct name_file {
	unsigned char kind;		/* NAME_TCP: a line may be NAME_UDP */
	char path[15];
} name_files[] = {
	{ NAME_TCP, "/etc/services" },		/* http 80/tcp www */
	{ NAME_RAW, "/etc/protocols" },		/* icmp 1 ICMP */
	{ NAME_USER, "/etc/passwd" },		/* root:x:0:0:root:/root: */
	{ NAME_NETWORK, "/etc/networks" },	/* loopback 127.0.0.0 */
	{ NAME_HOST, "/etc/hosts" },		/* 127.0.0.1 localhost */
};

/* Scans a line of a file of this KIND. */
static bool name_scan(char *s, unsigned kind, struct name *n)
{
	char separator = kind == NAME_USER ? ':' : ' ';
	char *first = name_word(&s, separator), *second;
	const char *end;
	uint64_t value = 0;
	struct addr a = { .v6 = false };

	second = name_word(&s, separator);
	if (kind == NAME_USER)
		second = name_word(&s, separator);
	memset(n, 0, sizeof *n);
	n->text = kind == NAME_HOST ? second : first;
	n->len = text_len(n->text);
	if (n->len > NAME_LONGEST)
		n->len = NAME_LONGEST;
	if (kind == NAME_HOST) {
		end = scan_ip(first, &a);
		kind += a.v6;
		memcpy(n->word, a.word, a.v6 ? 16 : 4);
	} else if (kind == NAME_NETWORK) {
		end = scan_net4(second, &a);
		n->word[0] = a.word[0];
	} else {
		end = scan_dec(second, &value);
		n->word[0] = value;
		if (value > UINT32_MAX)
			return false;
	}
	if (kind == NAME_TCP) {
		n->kind = name_protocol(scan_char(end, '/'));
		return n->kind != NAME_NONE;
	}
	n->kind = kind;
	return n->len && end && !*end;
}

/* Adds the name of a line to the array. Returns false if it does not fit. */
static bool name_collect(const struct name *n)
{
	bool first = name_books[n->kind] != BOOK_PORTS;

	return (first && name_find(n)) || name_put(n);
}

/* Cuts the line at a '#', and replaces every blank by a space. */
static void name_clean(char *s)
{
	for (; *s && *s != '#'; s++)
		if (*s >= '\t' && *s <= '\r')
			*s = ' ';
	*s = '\0';
}

/* Reads a file: without KEY all of it into the array, else the entry of KEY
 * into *FOUND. Returns false if the array is too small. */
static bool name_read(const struct name_file *f, const struct name *key,
	const struct name_entry **found)
{
	bool first = name_books[f->kind] != BOOK_PORTS, fits = true;
	struct lines l;
	struct name n;
	char *s;
	int error = lines_open(&l, AT_FDCWD, f->path);

	if (error) {
		warn_unread(f->path, error);
		return true;
	}
	while (fits && !(first && *found) && (s = lines_next(&l))) {
		name_clean(s);
		if (!name_scan(s, f->kind, &n))
			continue;
		if (!key)
			fits = name_collect(&n);
		else if (n.kind == key->kind &&
			 !memcmp(n.word, key->word, sizeof n.word))
			*found = name_keep(&n);
	}
	warn_unread(f->path, l.error);
	lines_close(&l);
	return fits;
}

static bool name_read_book(unsigned book, const struct name *key,
	const struct name_entry **found)
{
	for (size_t i = 0; i < nitems(name_files); i++)
		if (name_books[name_files[i].kind] == book &&
		    !name_read(&name_files[i], key, found))
			return false;
	return true;
}

/* The entry of a key, or NULL if the files have none. */
static const struct name_entry *name_get(const struct name *key)
{
	unsigned book = name_books[key->kind], bit = 1u << book;
	const struct name_entry *e = name_find(key);

	if (e || shelf.whole & bit)
		return e;
	if (!(shelf.partial & bit)) {
		if (name_read_book(book, NULL, &e)) {
			shelf.whole |= bit;
			return name_find(key);
		}
		shelf.partial |= bit;
		name_forget();
	}
	name_read_book(book, key, &e);
	return e;
}

/* -- interface ------------------------------------------------------------ */

void names_reset(void)
{
	name_forget();
	shelf.partial = 0;
	if (CFG(WINDOWS))
		host_reset();
	if (CFG(DNS))
		dns_reset();
}

/* The name of a number, or NULL. That a number has no name is kept too. */
static const struct name_entry *name_number(enum name_kind kind,
	uint32_t number)
{
	struct name key = { .kind = kind, .word = { number } };
	const struct name_entry *e = name_get(&key);

	if (e || shelf.whole >> name_books[kind] & 1)
		return e;
	return name_keep(&key);
}

static const struct name_entry *name_addr(const struct request *q,
	const struct addr *a)
{
	struct name key = { .kind = a->v6 ? NAME_HOST6 : NAME_HOST };
	const struct name_entry *e;
	char text[NAME_LONGEST];

	memcpy(key.word, a->word, a->v6 ? 16 : 4);
	e = name_get(&key);
	if (e)
		return e;
	if (CFG(DNS) && dns_name(q, a, text, &key.len)) {
		key.text = text;
		return name_keep(&key);
	}
	return shelf.whole >> BOOK_HOSTS & 1 ? NULL : name_keep(&key);
}

void name_ask(const struct request *q, const struct addr *a)
{
	if (!addr_is_any(a))
		name_addr(q, a);
}

/* Returns the end of the name, or NULL if E has none. */
static char *name_fmt(char *d, const struct name_entry *e)
{
	return e && e->len ? fmt_foreign(d, e->text, e->len) : NULL;
}

char *name_known(char *d, const struct request *q, const struct addr *a)
{
	char *end = addr_is_any(a) ? NULL : name_fmt(d, name_addr(q, a));

	return end ? end : d;
}

char *name_host(char *d, const struct request *q, const struct addr *a)
{
	char *end = name_known(d, q, a);

	if (end != d)
		return end;
	if (a->v6 && addr_is_any(a))
		return fmt_left(d, "[::]", 0);
	return fmt_addr(d, a);
}

char *name_network(char *d, const struct addr *a)
{
	char *end = addr_is_any(a) ? NULL :
		name_fmt(d, name_number(NAME_NETWORK, a->word[0]));

	return end ? end : fmt_addr(d, a);
}

char *name_port(char *d, enum name_kind kind, unsigned port)
{
	char *end = port && kind <= NAME_RAW ?
		name_fmt(d, name_number(kind, port)) : NULL;

	return end ? end : fmt_dec(d, port);
}

char *name_user(char *d, uint32_t uid)
{
	char *end = name_fmt(d, name_number(NAME_USER, uid));

	return end ? end : fmt_int(d, (int32_t)uid, 0);
}

/* Reads a file for each name: a command line has few. */
bool name_value(enum name_kind kind, const char *s, size_t len,
	uint64_t *value)
{
	const struct name_file *f = name_files;
	struct lines l;
	struct name n;
	char *line;
	bool found = false;

	while (f->kind != kind)
		f++;
	if (lines_open(&l, AT_FDCWD, f->path))
		return false;
	while (!found && (line = lines_next(&l))) {
		name_clean(line);
		found = name_scan(line, kind, &n) && n.len == len &&
			!memcmp(n.text, s, len);
	}
	lines_close(&l);
	if (found)
		*value = n.word[0];
	return found;
}
