/* names.c: services, protocols, users, networks and hosts by name, from the
 * files in /etc. A file is read when its first name is wanted, and then all it
 * has is kept: chains of a hash table, in one array that fills from its start,
 * so that memory is used for what is there and not for the limit. When the
 * array is too small for a file, its names are looked for one by one, and
 * the array holds those that were found.
 */
#include <arpa/inet.h>
#include <fcntl.h>

#include "netstat.h"

/* A name and what it is the name of, a number in the first word or an address.
 */
struct name {
	unsigned kind;			/* enum name_kind */
	uint32_t word[4];
	const char *text;
	size_t len;			/* 0: it is known to have none */
};

/* The same in the array. */
struct name_entry {
	uint32_t next;			/* of the chain; see name_chains */
	uint32_t word[4];
	unsigned char kind, len;
	char text[];
};

enum { NAME_CHAINS = 4096 };

static struct {
	unsigned whole;			/* a bit a book: all of it is here, */
	unsigned partial;		/* or it does not fit */
	uint32_t used;
	uint32_t chain[NAME_CHAINS];	/* 0: empty, else where, plus 1 */
	_Alignas(struct name_entry) char text[LIMIT(NAME_BYTES)];
} names;

/* -- the array -------------------------------------------------------------- */

static uint32_t *name_chain(const struct name *n)
{
	uint32_t h = n->kind;

	for (int i = 0; i < 4; i++)
		h = (h ^ n->word[i]) * 0x9e3779b1;
	return &names.chain[h >> 20];
}

static const struct name_entry *name_find(const struct name *n)
{
	uint32_t at = *name_chain(n);

	while (at) {
		const struct name_entry *e = (void *)(names.text + at - 1);

		if (e->kind == n->kind &&
		    !memcmp(e->word, n->word, sizeof n->word))
			return e;
		at = e->next;
	}
	return NULL;
}

static void name_forget(void)
{
	if (names.used)
		memset(names.chain, 0, sizeof names.chain);
	names.whole = names.used = 0;
}

/* Puts N ahead of what there is of the same key. Returns NULL if it is too
 * much. */
static const struct name_entry *name_put(const struct name *n)
{
	uint32_t *chain = name_chain(n);
	struct name_entry *e = (void *)(names.text + names.used);
	size_t size = offsetof(struct name_entry, text) + n->len;

	size = (size + 3) / 4 * 4;
	if (size > sizeof names.text - names.used)
		return NULL;
	e->next = *chain;
	*chain = names.used + 1;
	names.used += size;
	memcpy(e->word, n->word, sizeof e->word);
	e->kind = n->kind;
	e->len = n->len;
	memcpy(e->text, n->text, n->len);
	return e;
}

/* What there is makes room for N if need be. */
static const struct name_entry *name_keep(const struct name *n)
{
	const struct name_entry *e = name_put(n);

	if (e)
		return e;
	name_forget();
	return name_put(n);
}

/* -- the files -------------------------------------------------------------- */

/* Ends the word that begins at *S with a NUL, moves *S behind it and returns
 * its start. */
static char *name_word(char **s)
{
	char *start = (char *)scan_blanks(*s), *end = start;

	while (*end && *end != ' ')
		end++;
	*s = end;
	if (*end)
		*(*s)++ = '\0';
	return start;
}

enum name_kind name_protocol(const char *s)
{
	static const char texts[][4] = { "tcp", "udp", "raw" };
	const char *end;

	for (int kind = NAME_TCP; kind <= NAME_RAW; kind++) {
		end = scan_text(s, texts[kind]);
		if (end && (!*end || *end == ' '))
			return kind;
	}
	return NAME_NONE;
}

/* http 80/tcp www */
static bool service_scan(char *s, struct name *n)
{
	uint64_t port = 0;

	n->text = name_word(&s);
	n->kind = name_protocol(scan_char(scan_dec(name_word(&s), &port), '/'));
	n->word[0] = port;
	return n->kind != NAME_NONE && port <= 0xffff;
}

/* icmp 1 ICMP */
static bool protocol_scan(char *s, struct name *n)
{
	uint64_t number = 0;

	n->text = name_word(&s);
	n->kind = NAME_RAW;
	s = (char *)scan_dec(name_word(&s), &number);
	n->word[0] = number;
	return s && !*s && number <= 0xffff;
}

/* root:x:0:0:root:/root:/bin/sh */
static bool user_scan(char *s, struct name *n)
{
	char *end = strchr(s, ':');
	const char *uid;
	uint64_t value;

	if (!end)
		return false;
	*end++ = '\0';
	n->text = s;
	n->kind = NAME_USER;
	uid = scan_char(strchr(end, ':'), ':');
	uid = scan_char(scan_dec(uid, &value), ':');
	n->word[0] = value;
	return uid && value <= UINT32_MAX;
}

/* loopback 127.0.0.0, or 127: what lacks at the end is 0 */
static bool network_scan(char *s, struct name *n)
{
	uint8_t byte[4] = { 0 };
	const char *end;
	uint64_t value;

	n->text = name_word(&s);
	n->kind = NAME_NETWORK;
	end = name_word(&s);
	for (int i = 0; i < 4; i++) {
		end = scan_dec(end, &value);
		if (!end || value > 255)
			return false;
		byte[i] = value;
		if (!*end)
			break;
		end++;
	}
	memcpy(n->word, byte, sizeof byte);
	return !*end;
}

/* 127.0.0.1 localhost */
static bool host_scan(char *s, struct name *n)
{
	const char *text = name_word(&s);

	n->kind = NAME_HOST;
	n->text = name_word(&s);
	if (inet_pton(AF_INET, text, n->word) == 1)
		return true;
	n->kind = NAME_HOST6;
	return CFG(IPV6) && inet_pton(AF_INET6, text, n->word) == 1;
}

/* Those of one book are read together. Of several entries for one number that
 * count which net-tools takes: services and protocols the last, others the
 * first. */
enum { BOOK_PORTS, BOOK_USERS, BOOK_NETWORKS, BOOK_HOSTS };

static const unsigned char name_books[] = {
	[NAME_TCP] = BOOK_PORTS, [NAME_UDP] = BOOK_PORTS,
	[NAME_RAW] = BOOK_PORTS, [NAME_USER] = BOOK_USERS,
	[NAME_NETWORK] = BOOK_NETWORKS,
	[NAME_HOST] = BOOK_HOSTS, [NAME_HOST6] = BOOK_HOSTS,
};

static const struct name_file {
	unsigned char book;
	char path[15];
	bool (*scan)(char *s, struct name *n);
} name_files[] = {
	{ BOOK_PORTS, "/etc/services", service_scan },
	{ BOOK_PORTS, "/etc/protocols", protocol_scan },
	{ BOOK_USERS, "/etc/passwd", user_scan },
	{ BOOK_NETWORKS, "/etc/networks", network_scan },
	{ BOOK_HOSTS, "/etc/hosts", host_scan },
};

/* Takes the name of a line into the array. Returns false if it is too much. */
static bool name_collect(const struct name *n)
{
	bool first = name_books[n->kind] != BOOK_PORTS;

	return (first && name_find(n)) || name_put(n);
}

/* The line ends at a '#'; all blanks are alike. */
static void name_clean(char *s)
{
	for (; *s && *s != '#'; s++)
		if (*s >= '\t' && *s <= '\r')
			*s = ' ';
	*s = '\0';
}

/* Reads a file: all of it into the array, or if there is a key into *FOUND what
 * the file says of that. Returns false if the array is too small. */
static bool name_read(const struct name_file *f, const struct name *key,
	const struct name_entry **found)
{
	bool first = f->book != BOOK_PORTS, fits = true;
	struct lines l;
	struct name n;
	char *s;

	if (lines_open(&l, AT_FDCWD, f->path))
		return true;
	while (fits && !(first && *found) && (s = lines_next(&l))) {
		memset(&n, 0, sizeof n);
		name_clean(s);
		if (!f->scan((char *)scan_blanks(s), &n))
			continue;
		n.len = strlen(n.text);
		if (n.len > NAME_LONGEST)
			n.len = NAME_LONGEST;
		if (!n.len)
			continue;
		if (!key)
			fits = name_collect(&n);
		else if (n.kind == key->kind &&
			 !memcmp(n.word, key->word, sizeof n.word))
			*found = name_keep(&n);
	}
	lines_close(&l);
	return fits;
}

static bool name_read_book(unsigned book, const struct name *key,
	const struct name_entry **found)
{
	for (size_t i = 0; i < COUNT(name_files); i++)
		if (name_files[i].book == book &&
		    !name_read(&name_files[i], key, found))
			return false;
	return true;
}

/* The entry of a key, or NULL if the files have none. */
static const struct name_entry *name_get(const struct name *key)
{
	unsigned book = name_books[key->kind], bit = 1u << book;
	const struct name_entry *e = name_find(key);

	if (e || names.whole & bit)
		return e;
	if (!(names.partial & bit)) {
		if (name_read_book(book, NULL, &e)) {
			names.whole |= bit;
			return name_find(key);
		}
		names.partial |= bit;
		name_forget();
	}
	name_read_book(book, key, &e);
	return e;
}

/* -- what others ask for ---------------------------------------------------- */

void names_reset(void)
{
	name_forget();
	names.partial = 0;
	if (CFG(DNS))
		dns_reset();
}

/* The name of a number, or NULL; one that is known to have none is kept too. */
static const struct name_entry *name_number(enum name_kind kind,
	uint32_t number)
{
	struct name key = { .kind = kind, .word = { number } };
	const struct name_entry *e = name_get(&key);

	if (e || names.whole >> name_books[kind] & 1)
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
	return names.whole >> BOOK_HOSTS & 1 ? NULL : name_keep(&key);
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

char *name_host(char *d, const struct request *q, const struct addr *a)
{
	char *end = addr_is_any(a) ? NULL : name_fmt(d, name_addr(q, a));

	if (end)
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

char *name_user(char *d, int32_t uid)
{
	char *end = name_fmt(d, name_number(NAME_USER, uid));

	return end ? end : fmt_int(d, uid, 0);
}

/* How much of the N bytes at S stays when LEN may: no character is cut in two.
 */
static size_t name_cut(const char *s, size_t n, size_t len)
{
	if (n <= len)
		return n;
	while (len && (s[len] & 0xc0) == 0x80)
		len--;
	return len;
}

void name_end(const struct request *q, const struct addr *a,
	enum name_kind kind, unsigned port)
{
	char host[NAME_TEXT], service[NAME_TEXT] = "*";
	size_t h = fmt_hostname(host, q, a) - host;
	size_t n = port ? fmt_service(service, q, kind, port) - service : 1;
	size_t at = out_at();

	if (!has(q, WIDE) && h + n > 22) {
		n = name_cut(service, n, 18);
		h = name_cut(host, h, 22 - n);
	}
	out_mem(host, h);
	out_char(':');
	out_mem(service, n);
	out_fill(at, 23);
	out_char(' ');
}
