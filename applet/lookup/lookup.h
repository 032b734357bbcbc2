/* lookup.h: looks up what tables refer to by number: names of hosts, ports and
 * users, the processes that hold a socket, other network namespaces, links.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "record/sock.h"

/* -- holders.c: the processes that hold a set of sockets ------------------- */

/* Width of the column of -Z: the longest label with its NUL. */
enum { LABEL_WIDTH = 50 };

/* Whether all holders of a socket are shown; whether all are looked for. */
static inline bool lists_holders(const struct request *q)
{
	return CFG(HOLDERS) && q->programs > 1;
}

static inline bool needs_holders(const struct request *q)
{
	return CFG(HOLDERS) &&
		(q->programs > 1 || (CFG(FORMAT) && q->holders) ||
		 q->opts & OWNER_FILTERS);
}

void holders_start(const struct request *q);

/* Forgets all sockets, and makes a table for that many, or as many as fit. */
void holders_clear(uint32_t sockets);
bool holders_full(void);

/* Adds the socket to those to find. Returns 1 if it is new, 0 if it is known or
 * no process can hold it, -1 if the table is full. */
int holders_want(uint64_t inode);

/* Finds the holders of all these sockets; WANTED of them are new. EXTRAS: keep
 * the holders of other sockets too. Returns false if the results do not fit. */
bool holders_find(uint32_t wanted, bool extras);

/* HOLDER is PID/NAME, NUL, and with -Z its label. FIRST: the first of maybe
 * several; returns whether the others are wanted. */
typedef bool holder_fn(void *ctx, const char *holder, bool first);

/* Switches holders_each() to a walk through all processes for each socket, and
 * back. The sockets that are looked for are forgotten. */
void holders_stream(bool on);

/* Calls USE for each holder of a socket while that returns true. Returns false
 * if there is none. */
bool holders_each(uint64_t inode, holder_fn *use, void *ctx);

/* Until LIST is NULL, the socket INODE has the holders in LIST, N bytes, and
 * others have none. Each has the form of HOLDER. */
void holders_keep(uint64_t inode, const char *list, size_t n);

/* -- walk.c: the sockets of all processes --------------------------------- */

/* One process during the walk. Its files are opened relative to the descriptor
 * of its fd directory, which belongs to this process: after it has ended they
 * cannot be opened, even if its PID is reused. */
struct process {
	const struct walker *walker;
	const char *pid;
	int fd;			/* its fd directory */
	uint32_t name;		/* for the caller */
	bool hidden;		/* being visited by walk_hidden() */
	bool closed;		/* and may not be read */
};

struct walker {
	bool (*enough)(void);	/* the walk may end */
	void (*seen)(struct process *p, uint64_t inode);
	void (*visit)(int error);	/* 0, or why it may not be read */
};

/* Calls W->seen() for each descriptor that is a socket, in the order of PIDs
 * and descriptors. */
void walk_processes(const struct walker *w);

/* The same for sockets that are not in /proc/PID/fd: descriptors of threads
 * with their own table or without their main thread, and files registered with
 * an io_uring, if there is one. */
void walk_hidden(const struct request *q, const struct walker *w);

/* Calls SEE with the PID of each process. Returns 0, or the errno if some are
 * missing. */
int walk_pids(void (*see)(void *ctx, const char *pid), void *ctx);

/* The inode of the first file in the directory NAME below AT. 0: none, see
 * errno. */
uint64_t walk_first(int at, const char *name);

/* Reads the start of FILE below the directory AT, and adds a NUL. Returns its
 * length, or -1 if it cannot be read. */
ssize_t walk_file(int at, const char *file, char *text, size_t size);

/* Writes PID/NAME of a process to D, at most WALK_NAME bytes with the NUL. NAME
 * is argv[0] from the FILE below AT; of a path, the last component. Returns the
 * NUL, or NULL if there is no process. */
enum { WALK_NAME = DEC_TEXT + 1 + 512 };
char *walk_name(char *d, const char *pid, int at, const char *file);

/* -- netns.c: other network namespaces ------------------------------------ */

/* Enters the namespace of --netns. Returns false if that fails. */
bool netns_start(const struct request *q);

/* Returns to our own. False if that fails: then nothing more is shown. */
bool netns_return(void);

/* Calls VIEW in each namespace, after its RECORD_NETNS. NUMBER is its inode, or
 * 0 for our own. */
void netns_each(const struct request *q, emit_fn *emit,
	void (*view)(const struct request *q, uint64_t number));

/* -- link.c: facts about interfaces that the kernel has -------------------- */

/* link_ask() works between link_open() and link_close(). WHAT is an ioctl, NAME
 * an interface. On failure *R is zero. */
struct ifreq;
void link_open(const struct request *q);
bool link_ask(const char *name, int what, struct ifreq *r);
bool link_ask_text(struct text name, int what, struct ifreq *r);
bool link_asked(void);		/* or the kernel cannot be asked */
int link_socket(void);		/* -1: the kernel cannot be asked */
void link_close(void);

/* -- names.c: names from the files in /etc, and dns.c --------------------- */

/* Kinds of numbers that have names; ports first. */
enum name_kind {
	NAME_TCP, NAME_UDP, NAME_RAW, NAME_USER, NAME_NETWORK, NAME_HOST,
	NAME_HOST6,
	NAME_NONE,
};

enum { NAME_LONGEST = 255, NAME_TEXT = 4 * NAME_LONGEST };

/* At the start and the end of a run. */
void names_reset(void);

/* Resolves an address before its row begins, so that the wait does not come in
 * the middle of a row. */
void name_ask(const struct request *q, const struct addr *a);

/* kinds.c: the kind of the ports of a protocol, whose name is the word at S. NAME_NONE:
 * its ports have no names. */
enum name_kind name_protocol(const char *s);

/* The name of a host, at most NAME_TEXT bytes; nothing if there is none. */
char *name_known(char *d, const struct request *q, const struct addr *a);

/* The name, or the number if there is none: at most NAME_TEXT bytes. */
char *name_host(char *d, const struct request *q, const struct addr *a);
char *name_network(char *d, const struct addr *a);
char *name_port(char *d, enum name_kind kind, unsigned port);
char *name_user(char *d, uint32_t uid);

/* The reverse: the number of a name, LEN bytes at S, of a service (NAME_TCP) or
 * a user. Returns false if it is unknown. */
bool name_value(enum name_kind kind, const char *s, size_t len,
	uint64_t *value);

/* By name or not. */
static inline char *fmt_hostname(char *d, const struct request *q,
	const struct addr *a)
{
	return by_name(q, NUMERIC_HOSTS) ? name_host(d, q, a) : fmt_addr(d, a);
}

static inline char *fmt_service(char *d, const struct request *q,
	enum name_kind kind, unsigned port)
{
	return by_name(q, NUMERIC_PORTS) ? name_port(d, kind, port) :
		fmt_dec(d, port);
}

/* -- host.c: the name of this host ---------------------------------------- */

void host_reset(void);		/* a run begins or ends */
char *name_self(char *d);	/* as name_known() */

/* -- dns.c ---------------------------------------------------------------- */

enum { DNS_SERVERS = 3 };	/* as many as C libraries look at */

void dns_reset(void);

/* Opens the sockets to name servers, once, in the network namespace that we
 * are in. */
void dns_open(void);

/* Asks for the name of an address. Returns whether there is an answer; *LEN
 * is 0 if it is that there is no name. */
bool dns_name(const struct request *q, const struct addr *a, char *name,
	size_t *len);

/* -- ours.c: sockets of our own, which are never rows --------------------- */

/* A socket that a table may show, close-on-exec, or -1. */
int ours_socket(int family, int type);
void ours_reset(void);		/* they are closed */

/* Whether that of a row is one of them. */
bool is_ours(uint64_t inode);

#endif
