/* netstat.h: the types, limits and prototypes that every room may see.
 *
 * A room is a file with one subject. Rooms reach each other through this
 * header alone; README.md ("Rooms") draws the whole house.
 */
#ifndef NETSTAT_H
#define NETSTAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include "port.h"

#define VERSION "0.1"

/* IF(WIDE, text...) is text when NETSTAT_WIDE is configured, else nothing.
 * It is for tables; code says `if (CFG(WIDE))`, so that it is always compiled.
 */
#define IF(sym, ...) IF_(CFG(sym), __VA_ARGS__)
#define IF_(on, ...) IF__(on, __VA_ARGS__)
#define IF__(on, ...) IF_##on(__VA_ARGS__)
#define IF_0(...)
#define IF_1(...) __VA_ARGS__

#define CFG_NETSTAT_CORE 1	/* what no configuration leaves out */

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* Options: one bit each, in the order of options.def. */
enum {
#define OPT(cfg, id, letter, name, help) OPT_##id,
#include "options.def"
#undef OPT
	OPTIONS
};

/* Whether the build has the option at all: lets has() fold to 0. */
enum {
#define OPT(cfg, id, letter, name, help) HAVE_##id = CFG(cfg),
#include "options.def"
#undef OPT
};

#define BIT(id) ((uint64_t)HAVE_##id << OPT_##id)
#define has(q, id) (((q)->opts & BIT(id)) != 0)

/* Socket tables by option. */
#define INET_TABLES \
	(BIT(TCP) | BIT(SCTP) | BIT(UDP) | BIT(UDPLITE) | BIT(RAW))
#define INET_ROWS (INET_TABLES | BIT(ICMP))
#define BLUETOOTH_TABLES (BIT(L2CAP) | BIT(RFCOMM))
#define KERNEL_TABLES (BIT(PACKET) | BIT(NETLINK))
/* those that net-tools, as Debian has it, does not show */
#define MORE_TABLES (BLUETOOTH_TABLES | KERNEL_TABLES | BIT(ICMP))
#define SOCKET_TABLES (INET_TABLES | BIT(UNIX) | MORE_TABLES)

/* What is shown alone, and not with sockets. */
#define WHOLE_VIEWS \
	(BIT(ROUTE) | BIT(IFACES) | BIT(STATS) | BIT(MASQ) | BIT(HEALTH))

/* What a socket is chosen by. */
#define OWNER_FILTERS (BIT(PID) | BIT(PROGRAM))
#define SOCK_FILTERS \
	(BIT(STATE) | BIT(LOCAL) | BIT(PEER) | BIT(PORT) | BIT(LPORT) | \
	 BIT(RPORT) | BIT(USER) | OWNER_FILTERS)

/* Address families, as -A and the long options name them. Those after
 * F_BLUETOOTH are known by name, but this program has no view for them.
 */
enum {
	F_INET, F_INET6, F_UNIX, F_BLUETOOTH,
	F_IPX, F_AX25, F_X25, F_NETROM, F_ROSE,
	F_NOTHING,	/* accepted and without effect, as in net-tools */
};

/* The name of a family, as net-tools has it in its messages. */
const char *family_name(unsigned family);

#define FAM(id) (1u << F_##id)

/* What the command line asks for, and how the run goes. */
struct request {
	uint64_t opts;		/* BIT(id) of each option given or implied */
	unsigned families;	/* FAM(id) of each family given or implied */
	/* the families in the order they were given, for -r and -s */
	unsigned char list[LIMIT(FAMILIES)];
	unsigned listed;
	unsigned whole;		/* how often one of -r -i -s -M was given */
	const char *iface;	/* argument of -I, or NULL */
	unsigned extend;	/* how often -e was given */
	bool counters;		/* those of a socket are wanted: --info, JSON */
	unsigned programs;	/* how often -p was given; -Z is once */
	uint64_t interval;	/* from report to report, in ns; 0: one only */
	uint64_t reports;	/* how many; 0: until interrupted */
	uint64_t round;		/* how many have been shown */
	bool asked;		/* some table was chosen, else all are shown */
	bool implied;		/* the tables follow from -4 or -6: a missing
				 * one is no error */
	bool windows;		/* the command line and layouts of Windows */
	unsigned win;		/* its letters, a bit each */
	unsigned sections;	/* of its counters a bit each; 0: all */
	bool bare;		/* no titles and headers */
	bool records;		/* sockets go to show_sock() first */
	bool owners;		/* who holds a socket has to be known */
	const char *proc;	/* the tree to read, "/proc" by default */
	int root;		/* descriptor of that directory */
	int own;		/* the one that has our net/: the same, or self/
				 * in it */
	int view;		/* the one of which net/ is read: the same, or
				 * one of its processes */
	const char *netns;	/* argument of --netns, or NULL */
	bool all_netns;		/* it is "all" */
	int home;		/* our own network namespace while we are in
				 * another one, or -1 */
	const char *ignored;	/* the first operand that is no number */
	bool told;		/* in this report, what holders.c may not see */
	bool live;		/* it is a mounted /proc, not a saved copy */
	int status;		/* exit status so far */
	uint32_t patience;	/* for all answers of name servers, in ms */
};

enum {
	STATUS_FAILED = 1,	/* something asked for could not be shown */
	STATUS_USAGE = 3,
};

/* Whether the kernel can be asked for more than stands in /proc. */
static inline bool can_ask(const struct request *q)
{
	return !has(q, PROC) && q->view == q->own;
}

static inline bool is_windows(const struct request *q)
{
	return CFG(WINDOWS) && q->windows;
}

/* -- args.c: the command line --------------------------------------------- */

/* Reads the command line into *q. Returns -1 to go on, else the exit status
 * of a run that is over (help, version, usage errors). */
int args_parse(struct request *q, char **argv);

/* Adds the families of a comma list. Returns as args_parse() does. */
int args_families(struct request *q, const char *list);

/* -- usage.c: the options and their help; a wrong command line ------------ */

/* A row an option: letter, long name, NUL. */
extern const char options[];
const char *option_next(const char *o);

void usage_help(void);
void usage_option(int id);	/* as -x or --name */

/* Reports on stderr what is wrong with the N bytes at ARG, and where help is.
 * Returns the exit status. */
int args_bad(const char *arg, size_t n, const char *why);
int args_bad_word(const char *arg, const char *why);	/* all of it */

/* The same of options, a bit each. */
int args_bad_options(uint64_t opts, const char *why);

/* The same in pieces. The word was an argument of the option ID, or of none
 * (-1); each choice is one that it could have been. */
void usage_begin(int id, const char *word, size_t n, const char *why);
void usage_options(uint64_t opts, const char *why);
void usage_choice(const char *word, bool first);
int usage_end(void);

/* -- lines.c: the only room that opens /proc text files ------------------- */

struct lines {
	int fd;
	unsigned nr;		/* number of the current line, from 1 */
	bool cut;		/* it was longer than the buffer */
	bool skip;		/* the rest of a cut line is still to come */
	bool last;		/* no more to read */
	bool crlf;		/* its first line ends in CR LF */
	bool timed;		/* with --rate: when the rows that came last */
	uint64_t time;		/* were read, in ns */
	ssize_t enough;		/* a read of less than this is the last */
	int error;		/* errno of a failed read, else 0 */
	size_t len;		/* bytes in the current line */
	char *next, *end;	/* unread part of buf */
	char buf[LIMIT(LINE) + 8];	/* what follows a line may be read */
};

/* Opens NAME below the directory ROOT. Returns 0 or an errno. */
int lines_open(struct lines *l, int root, const char *name);

/* The next line without its newline (CR LF, if the first line of the file ends
 * so), NUL-terminated in l->buf until the next
 * call; l->len is its length. A line longer than the buffer comes cut, with
 * l->cut set, and its rest is passed over. NULL at the end and on an error. */
char *lines_next(struct lines *l);

void lines_close(struct lines *l);

/* Closes FD, unless it is -1. errno stays. */
void fd_close(int fd);

/* What a row function says of its line. */
enum row { ROW_OK, ROW_BAD, ROW_LAST };

/* CTX is what the view gave to table_read(). */
typedef enum row row_fn(const struct request *q, void *ctx,
	const struct lines *l, const char *line);

/* Calls ROW for each line of the file NAME after the first HEADER lines, until
 * it answers ROW_LAST. No row is longer than LONGEST bytes; 0: unknown. A row
 * in place of a header, and the first ROW_BAD of a file, cause a warning; a
 * file that is empty, without MAY_BE_EMPTY in HEADER, is a failure. Returns ENOENT or EACCES if there
 * is no such table, or not for us, which is the caller's to judge. Any other
 * failure is told, the run has failed, and it returns 0. */
enum { MAY_BE_EMPTY = 0x100 };
int table_read(struct request *q, const char *name, unsigned header,
	size_t longest, row_fn *row, void *ctx);

/* There is no table LABEL (net-tools' name of it): silent, told because of -v,
 * or an error because it was asked for. */
void table_missing(struct request *q, const char *label);

/* -- scan.c: typed scanners. Each eats one thing at S and returns what
 * follows it, or NULL if it is not there; NULL in gives NULL out, so a chain
 * needs one check at its end. Numbers and words may have blanks before them. */

struct addr {
	bool v6;
	union {
		uint32_t word[4];	/* one for IPv4, as /proc gives them */
		uint8_t byte[16];	/* in network order */
	};
};

const char *scan_char(const char *s, char c);
size_t scan_until(const char *s, char c);	/* bytes before C or the end */

/* The first C in S, or NULL. As strchr(), which in musl takes ten times the
 * bytes because it is made for long texts. */
const char *scan_find(const char *s, char c);
const char *scan_text(const char *s, const char *text);
const char *scan_blanks(const char *s);
const char *scan_word(const char *s);
const char *scan_end(const char *s);	/* nothing, at the end of a word */
const char *scan_hex(const char *s, uint64_t *value);	/* 1 to 16 digits */
const char *scan_dec(const char *s, uint64_t *value);	/* below 2^64 */
const char *scan_int(const char *s, int64_t *value);	/* with a sign or not */

/* A whole word of 32 bits without a sign, which some kernels print with one: -1
 * is 4294967295.
 * What is our own shows them so; where net-tools has an int its view casts. */
const char *scan_u32(const char *s, uint32_t *value);
const char *scan_u64(const char *s, uint64_t *value);	/* a whole word */

/* As scan_hex(), faster where there are 8 digits. This one and scan_addr()
 * read 8 bytes at a time: S is in a line of lines_next(). */
const char *scan_word32(const char *s, uint64_t *value);

/* An address as the kernel prints its memory: 8 or 32 hex digits, each group
 * of 8 a u32 in host order (net/ipv4/tcp_ipv4.c get_tcp4_sock and others). */
const char *scan_addr(const char *s, struct addr *a);

/* An IPv6 address as %pi6 of the kernel prints it: 32 hex digits in network
 * order. With the rule of scan_word32(). */
const char *scan_addr6(const char *s, struct addr *a);

/* An address in dotted or colon form. */
const char *scan_ip(const char *s, struct addr *a);

bool addr_is_any(const struct addr *a);
bool addr_is_mapped(const struct addr *a);	/* ::ffff:1.2.3.4 */

uint32_t text_hash(const char *s);	/* FNV-1a */

/* -- out.c: the only room that writes ------------------------------------- */

void out_reset(void);
void out_flush(void);
void out_count(bool on, bool quiet);	/* to count_sink(), stderr to nowhere */
void out_spool(bool on);	/* from now on flush to owner_spool(), or not */
int out_error(void);		/* errno of the first failed write, else 0 */

void out_char(char c);
void out_str(const char *s);
void out_mem(const char *s, size_t n);
void out_addr(const struct addr *a);

/* Numbers: right-aligned in WIDTH columns, or left-aligned in -WIDTH. */
void out_dec(uint64_t value, int width);
void out_int(int64_t value, int width);

void out_column(uint64_t value, int width);	/* and a blank */

/* The text up to END, aligned likewise. */
void out_text(const char *text, const char *end, int width);

void out_hex(uint64_t value, int digits);	/* at least so many */

/* S, then blanks up to WIDTH columns. */
void out_left(const char *s, size_t width);

/* A column made of several pieces: at = out_at(); pieces; out_fill(at, w). */
size_t out_at(void);
void out_fill(size_t at, size_t width);

/* Text that another process or host chose. Control bytes (C0, DEL, C1 as a
 * byte or as UTF-8) and bytes that are not valid UTF-8 become \xNN. */
void out_foreign(const char *s, size_t n);
void out_json(bool on);		/* of strings of JSON on standard output */

/* netstat: WHAT: WHY on stderr; what stands in the buffer is written first. */
void warn(const char *what, const char *why);
void warn_file(const struct request *q, const char *name, unsigned line,
	const char *why);

/* Likewise, and the run has failed. */
void fail(struct request *q, const char *what, const char *why);
void fail_file(struct request *q, const char *name, const char *why);

/* What an errno means; valid until the next call. */
const char *error_text(int error);

/* Everything out_*() writes between the two goes to stderr. */
void err_begin(void);
void err_end(void);

/* Room for N bytes in one piece, N at most 512, and the end of what was put
 * there: for rows that are printed by the hundred thousand. */
char *out_room(size_t n);
void out_done(const char *end);

/* -- fmt.c: text into the caller's buffer. Each returns the end of its text
 * and adds no NUL; those with a WIDTH fill it up with blanks. -------------- */

char *fmt_fill(char *d, const char *end);	/* blanks up to END */
char *fmt_left(char *d, const char *s, size_t width);
char *fmt_right(char *d, uint64_t value, size_t width);
char *fmt_dec(char *d, uint64_t value);		/* at most DEC_TEXT bytes */
char *fmt_hex(char *d, uint64_t value, int digits);  /* at least so many */

/* A number in WIDTH columns, or left-aligned in -WIDTH. */
char *fmt_int(char *d, int64_t value, int width);

/* The text of each bit that is set in FLAGS, out of TABLE: a byte up to \040,
 * the number of the bit counted from 1; then its text; then the next. A text
 * that begins with \177 replaces what is there. */
char *fmt_flags(char *d, const char *table, uint32_t flags);
char *fmt_addr(char *d, const struct addr *a);	/* at most ADDR_TEXT bytes */

enum { DEC_TEXT = 20, ADDR_TEXT = 45 };

/* The text that out_foreign() makes of the N bytes at S: at most 4 * N. */
char *fmt_foreign(char *d, const char *s, size_t n);

/* Likewise for a string of JSON: at most 6 * N. */
char *fmt_json(char *d, const char *s, size_t n);

/* How many digits fmt_dec() makes. */
size_t digits(uint64_t value);

/* -- owner.c: the column of -p -------------------------------------------- */

/* Whether -Z, if given, has labels to show. If not, that is told. */
bool owner_labels(struct request *q);

/* Begins and ends a report that has it: in between all that goes to standard
 * output waits in owner.c. */
void owner_start(struct request *q);
void owner_end(void);

void owner_header(const struct request *q);
void owner_column(uint64_t inode);

/* A place that the owner of a socket is put into, or a part of it. The values
 * are bytes that no text here contains. */
enum owner {
	OWNER_COLUMN = 1, OWNER_PID, OWNER_PROGRAM,
	OWNER_NAME,		/* the program alone */
	OWNER_JSON,		/* its keys */
	OWNER_LABEL,		/* owner.c's */
	OWNER_ROW,		/* the row that begins here is shown or not */
	OWNER_TEXT,		/* no row begins here: it is shown */
};

void owner_place(uint64_t inode, enum owner what);

/* out.c gives N bytes of output here, at most its buffer. */
void owner_spool(const char *s, size_t n);

/* A process that holds a socket is used for WHAT it is looked for. HOLDER is
 * PID/NAME, NUL, and with -Z its label. It may be the FIRST of several; returns
 * whether the others are wanted. */
bool owner_use(const char *holder, unsigned what, bool first);

/* -- holders.c: which processes hold the sockets that are looked for ------- */

/* Of the column of -Z; so many bytes a label has at most, with its NUL. */
enum { LABEL_WIDTH = 50 };

/* Whether all holders of a socket are shown; whether all are looked for. */
static inline bool lists_holders(const struct request *q)
{
	return CFG(HOLDERS) && q->programs > 1;
}

static inline bool needs_holders(const struct request *q)
{
	return CFG(HOLDERS) &&
		(q->programs > 1 || q->opts & OWNER_FILTERS);
}

void holders_start(struct request *q);

/* Forgets all sockets. There is room for so many then, or as many as fit. */
void holders_clear(uint32_t sockets);
bool holders_full(void);	/* for none more */

/* From now on the socket is looked for. Returns 1 if it was not before, 0 if it
 * was or no process can hold it, -1 if there is no room. */
int holders_want(uint64_t inode);

/* Looks for the holders of all these, WANTED of which are new. With EXTRAS it
 * keeps those of others too. Returns false if there is not enough room for what
 * it finds. */
bool holders_find(uint32_t wanted, bool extras);

/* From now on those of the one socket that is looked for go to owner_use() as
 * they are found, or not. */
void holders_stream(bool on);

/* Gives the holders of a socket to owner_use(), as many as that wants. Returns
 * false if it has none. */
bool holders_each(uint64_t inode, unsigned what);

/* -- walk.c: the sockets of all processes, for holders.c ------------------- */

/* One process during the walk. Its files are opened from the descriptor of its
 * fd directory, which stays with the process: when it is gone and another one
 * has its number, they cannot be opened. */
struct process {
	const char *pid;
	int fd;			/* its fd directory */
	uint32_t name;		/* holders.c's */
	bool hidden;		/* walk_hidden() looks at it */
	bool closed;		/* and may not */
};

/* Tells holders_seen() of each descriptor that is a socket, in the order of
 * PIDs and descriptors, and holders_visit() of each process, with 0 or the
 * errno why it cannot be looked at, until holders_enough(). */
void walk_processes(const struct request *q);

/* The same for what is not in /proc/PID/fd: the descriptors of threads that
 * have a table of their own, or whose first thread has ended, and, if there is
 * an io_uring, the files that are registered there. */
void walk_hidden(const struct request *q);
void holders_seen(struct process *p, uint64_t inode);
void holders_visit(int error);
bool holders_enough(void);

/* Calls SEE with the PID of each process. Returns 0, or the errno why that are
 * not all. */
int walk_pids(const struct request *q,
	void (*see)(void *ctx, const char *pid), void *ctx);

/* The inode of the first file in the directory NAME below AT; 0: errno says why
 * there is none. */
uint64_t walk_first(int at, const char *name);

/* Reads the beginning of FILE below the directory AT and ends it with a NUL.
 * Returns its length, or -1 if it cannot be read. */
ssize_t walk_file(int at, const char *file, char *text, size_t size);

/* Puts PID/NAME of a process to D, at most WALK_NAME bytes with the NUL. NAME
 * is argv[0] in the FILE below AT, of a path the last part. Returns the NUL, or
 * NULL if there is no process. */
enum { WALK_NAME = DEC_TEXT + 1 + 512 };
char *walk_name(char *d, const char *pid, int at, const char *file);

/* -- netns.c: other network namespaces ------------------------------------ */

/* Goes to the one that --netns names. Returns false if that cannot be. */
bool netns_start(struct request *q);

/* And back. Returns false if that cannot be: then nothing more is shown. */
bool netns_return(struct request *q);

/* Calls VIEW in each namespace, below a title. */
void netns_each(struct request *q, void (*view)(struct request *q));

/* In JSON each row says where it is from. */
void netns_json(void);

/* -- names.c: names from the files in /etc, and dns.c --------------------- */

/* What a number is that has a name; ports first. */
enum name_kind {
	NAME_TCP, NAME_UDP, NAME_RAW, NAME_USER, NAME_NETWORK, NAME_HOST,
	NAME_HOST6,
	NAME_NONE,
};

enum { NAME_LONGEST = 255, NAME_TEXT = 4 * NAME_LONGEST };

/* A run begins or ends. */
void names_reset(void);

/* Reports that FILE cannot be read. That there is none, or that it is for
 * others, is no trouble: returns false. */
bool name_unread(const char *file, int error);

/* Asks for the name of a host, so that who writes it need not wait for it in
 * the middle of a row. */
void name_ask(const struct request *q, const struct addr *a);

/* The kind of the ports of a protocol, a word at S; NAME_NONE: without
 * names. */
enum name_kind name_protocol(const char *s);

/* The name, or the number if there is none: at most NAME_TEXT bytes. */
char *name_host(char *d, const struct request *q, const struct addr *a);
char *name_network(char *d, const struct addr *a);
char *name_port(char *d, enum name_kind kind, unsigned port);
char *name_user(char *d, uint32_t uid);

/* The other way round: the number of the name that the LEN bytes at S are, a
 * service (NAME_TCP) or a user. Returns false if there is none. */
bool name_value(enum name_kind kind, const char *s, size_t len,
	uint64_t *value);

/* Prints HOST:PORT in 23 columns and a blank, cut to that without -W. */
void name_end(const struct request *q, const struct addr *a,
	enum name_kind kind, unsigned port);

/* Whether the option ID, that turns names into numbers, was not given. */
#define by_name(q, id) (CFG(RESOLVE) && !has(q, id))

/* Likewise, by name or not. */
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

/* -- ours.c: sockets of our own, which are never rows --------------------- */

/* A socket that a table may show, close-on-exec, or -1. */
int ours_socket(int family, int type);
void ours_reset(void);		/* they are closed */

/* Whether that of a row is one of them. */
bool is_ours(const struct request *q, uint64_t inode);

/* -- clock.c: nanoseconds since some time in the past ---------------------- */

uint64_t clock_ns(void);

/* -- dns.c ---------------------------------------------------------------- */

void dns_reset(void);

/* Opens the sockets to name servers, once, in the network namespace that we
 * are in. */
void dns_open(void);

/* Asks for the name of an address. Returns whether there is an answer; *LEN
 * is 0 if that is that there is no name. */
bool dns_name(const struct request *q, const struct addr *a, char *name,
	size_t *len);

/* -- views ---------------------------------------------------------------- */

/* Before a header that stands after rows: it belongs to none of them. */
void show_begin(const struct request *q);

/* The title line over a socket table: what -a and -l select. */
void show_title(const struct request *q, const char *what);

/* The columns that -e and -p add to every socket row but unix. */
void show_tail_header(const struct request *q);
void show_tail(const struct request *q, uint32_t uid, uint64_t inode);

/* If is_record(): a socket that its view has read, with all that struct sock
 * has. Returns whether the view is to print it in its own layout. */
struct sock;
bool show_sock(const struct request *q, const struct sock *k);

static inline bool is_record(const struct request *q)
{
	return (CFG(FILTERS) || CFG(COUNT) || CFG(JSON)) && q->records;
}

void inet_show(struct request *q, unsigned opt);
void sctp_show(struct request *q, unsigned opt);
void unix_show(struct request *q, unsigned opt);
void packet_show(struct request *q, unsigned opt);
void netlink_show(struct request *q, unsigned opt);
void bluetooth_show(struct request *q, unsigned opt);
void group_show(struct request *q, unsigned opt);

/* Those that stand alone. */
void route_show(struct request *q, unsigned opt);
void iface_show(struct request *q, unsigned opt);
void stats_show(struct request *q, unsigned opt);
void masq_show(struct request *q, unsigned opt);
void health_show(struct request *q, unsigned opt);

/* A route that drops what it gets, linux/route.h */
enum { RTF_REJECT = 0x200 };

/* The parts of -r that IPv6 has too: its table, shown unless it is missing;
 * whether addresses have no names; what is said when a table is missing. */
bool route6_show(struct request *q, bool cache);
bool route_numeric(const struct request *q);
bool route_missing(struct request *q, int error, const char *name,
	const char *family);

extern const char *const tcp_states[12];

/* -- a socket, as its printers and filters see it ------------------------- */

/* of the column of -o, where others follow it */
enum { TIMER_WIDTH = 26 };

enum {
	SOCK_DROPS,		/* datagrams for which there was no room */
	SOCK_RETRANSMITS,	/* of what is not acknowledged */
	SOCK_RTO,		/* time until one, in ms */
	SOCK_CWND,		/* segments that may be on their way */
	SOCK_SSTHRESH,		/* from here on that grows slowly */
	SOCK_COUNTERS
};

struct sock {
	struct addr local, peer;
	unsigned lport, pport;
	unsigned state;
	uint64_t txq, rxq;	/* bytes; of a tcp listener rxq is its backlog */
	unsigned timer;		/* which one runs */
	uint64_t when;		/* until it fires, in 1/100 s */
	uint64_t retransmits;
	uint32_t uid;
	uint32_t timeout;	/* unanswered probes */
	uint64_t inode;
	/* if the request has counters; -1: it has none */
	int64_t counter[SOCK_COUNTERS];

	/* if is_record(), else undefined: */
	bool has_addr;
	bool has_user;
	bool has_port;
	bool no_inode;		/* an old kernel's table does not have it */
	const char *proto;	/* as it is printed, and so is the state; "" */
	const char *state_name;
	const char *timer_name;	/* "": unknown; NULL: it has no timers */
	/* adds keys of its view to JSON, if not NULL */
	void (*add)(const struct sock *k);
	const void *of;		/* what the view knows of it */
	uint64_t expires;	/* ms until the timer fires */
	/* SCTP: lists for sctp_next_addr(), or NULL */
	const char *more_local, *more_peer;
	char number[12];	/* room for a state that is one */
};

/* The number behind KEY in the line of FILE that begins with NAME, less SKIP
 * words; or OTHERWISE, if there is none. */
uint64_t inet_gauge(struct request *q, const char *file, const char *name,
	const char *key, unsigned skip, uint64_t otherwise);

/* Takes the next address off *LIST. Returns false when there is none. */
bool sctp_next_addr(const char **list, struct addr *a);

/* -- filter.c: which sockets are shown ------------------------------------ */

/* Takes LIST as the argument of the option OPT. Returns as args_parse()
 * does. */
int filter_take(int opt, const char *list);
void filter_reset(void);

/* Refuses filters that none of the sockets asked for can pass. Returns as
 * args_parse() does. */
int filter_check(const struct request *q);

/* Gives *K, whose member is at *VALUE, the NTH single value that the filter OPT
 * asks for. Returns false if there is none. A program is then printed by
 * filter_print(). */
bool filter_value(int opt, unsigned nth, struct sock *k, void *value);
void filter_print(const struct sock *k);

/* Whether there are filters, and no socket that they let pass. */
bool filter_failed(void);

/* Whether K passes all but those by owner. If there are such, the place where
 * they decide has been printed. */
bool filter_sock(const struct sock *k);

/* OWNER, PID/NAME, holds the socket of a row; then whether it is shown, which
 * one without an OWNED socket never is. */
void filter_owner(const char *owner);
bool filter_row(bool owned);

/* -- count.c: how many have the same keys --------------------------------- */

/* The arguments of --count and --top. Return as args_parse() does. */
int count_take(const char *list);
int count_top(const char *arg);
void count_reset(void);
bool count_owners(void);	/* whether owners have to be known */

/* Prints the keys of a socket as a line, which comes to count_sink(), which
 * out.c calls. */
void count_sock(const struct request *q, const struct sock *k);
void count_sink(const char *s, size_t n);

/* Before the tables are read, and after: prints what was counted, or returns
 * true if they have to be read again. */
void count_start(void);
bool count_next(struct request *q);

/* -- json.c: rows as objects of JSON -------------------------------------- */

/* json_open(), with NULL for one inside another, then json_add() once or more,
 * then json_close(). KEYS are keys, each with what its value is behind it:
 *   #  uint64_t
 *   -  int64_t
 *   $  a string, NULL and "" are null
 *   @  const struct addr *
 *   &  const char * and size_t: bytes of others, and how many */
void json_open(const struct request *q);
void json_add(const char *keys, ...);
void json_close(void);

/* In its parts: a key, then a value, such as the number that the LEN bytes at S
 * are. */
void json_key(const char *key);
void json_number(const char *s, size_t len);

/* The next key is the first of what will be an object. */
void json_begin(void);

/* All the addresses that sctp_next_addr() finds in LIST. */
void json_addrs(const char *key, const char *list);

void json_sock(const struct request *q, const struct sock *k);

/* -- keys.c: what a socket has, by name ----------------------------------- */

int key_find(const char *name, size_t n);	/* -1: there is none */
const char *key_name(unsigned key);	/* NULL past the last one */
bool key_is_owner(unsigned key);

/* Gives *K the NTH value of the key that the filters ask for. Returns false if
 * there is none. */
bool key_value(const struct request *q, unsigned key, unsigned nth,
	struct sock *k);
bool key_lacks(const struct sock *k, unsigned key);

/* Prints the value of a key, "-" if K does not have it; in JSON the key too. */
void key_print(const struct request *q, const struct sock *k, unsigned key);
void key_print_all(const struct request *q, const struct sock *k);

/* -- iface.c: an interface as its printers see it ------------------------- */

enum counter {
	RX_BYTES, RX_PACKETS, RX_ERRORS, RX_DROPPED, RX_FIFO, RX_FRAME,
	RX_COMPRESSED, RX_MULTICAST,
	TX_BYTES, TX_PACKETS, TX_ERRORS, TX_DROPPED, TX_FIFO, TX_COLLISIONS,
	TX_CARRIER, TX_COMPRESSED, COUNTERS
};

enum { IFACE_NAME = 16 };

struct iface {
	char name[IFACE_NAME];		/* filled up with NULs */
	char key[24];			/* iface.c's: the order, and the */
	struct iface *next;		/* next one in it */
	bool counted;			/* it has counters, */
	bool is_addr;			/* it is an IPv6 address of NAME */
	union {
		struct {
			uint64_t counter[COUNTERS];
			uint64_t time;	/* read then, as of struct lines */
		};
		struct {
			struct addr addr;
			uint64_t plen, scope;
		};
	};
};

/* Calls FN for each interface of /proc/net/dev, in its order. Returns false if
 * there is nothing to be read. */
typedef void iface_fn(const struct request *q, const struct iface *f);
bool iface_each(struct request *q, iface_fn *fn);

/* The kernel is asked between the two, WHAT being an ioctl, of the interface
 * NAME. On failure *R is all zero. */
struct ifreq;
void iface_open(struct request *q);
bool iface_ask(const char *name, int what, struct ifreq *r);
bool iface_asked(void);		/* or there is nobody to ask */
void iface_close(void);

/* A counter or its change per second, as out_dec() prints it. */
void iface_value(uint64_t value, int width);

/* -- iface_long.c: -ie. F is in its list, so that its addresses follow it. */
void iface_long(const struct iface *f, int flags);

/* -- text.c: the rows of *.def that text.awk has packed ------------------- */

enum { TEXT_ROW = 160, TEXT_DEPTH = 16 };

/* A row on its way; n and pairs are what is to come of pairs. */
struct text {
	unsigned row;		/* where it begins */
	unsigned at;
	unsigned n;
	unsigned short pairs[TEXT_DEPTH];
};

/* AT is a BLOCK_ of text.h or where a row before ended. */
void text_open(struct text *t, unsigned at);
unsigned text_next(struct text *t);		/* its next byte, at last 0 */
unsigned text_skip(unsigned at);		/* where the next row is */

/* All of it into ROW, TEXT_ROW bytes. Returns where the next one is. */
unsigned text_row(unsigned at, char *row);

/* -- rate.c: changes since the previous report ---------------------------- */

/* A report begins. */
void rate_begin(bool first);
bool rate_is_first(void);

/* From now on counters are those of another network namespace. */
void rate_netns(uint32_t number);

/* Puts the change of the counter KEY of GROUP, read at TIME, in place of its
 * value, except in the first report. Returns false if its previous value is not
 * known; *VALUE is 0 then if there is no room to keep it. */
bool rate_change(const char *group, const char *key, size_t len,
	uint64_t time, uint64_t *value);

/* The last change per second, or another one of that time, in the first report
 * the value: without a fraction, and with three digits if it is below 100. At
 * most DEC_TEXT bytes. */
uint64_t rate_whole(uint64_t n);
char *rate_fmt(char *d, uint64_t n);

/* -- health.c: judges what the views read --------------------------------- */

/* Judges a counter KEY of GROUP as ROW of health.def has it. */
void health_judge(const char *group, const char *key, size_t len, unsigned row,
	uint64_t value);

/* A socket of TABLE, and a netlink one called NAME, that lost N messages. */
void health_sock(const char *table, bool listens, const struct sock *k);
void health_netlink(const char *name, uint64_t n);

/* -- windows.c: the Windows command line and its layouts ------------------ */

/* A word of letters behind a '/' or '-', and its argument in the next one. */
int win_take(struct request *q, char ***argv);
int win_complete(struct request *q);
void win_usage(void);

/* Whether something is shown in place of sockets. */
bool win_whole(const struct request *q);

/* Shows all that is no socket. Returns false if sockets are to be shown. */
bool win_show(struct request *q);

/* Printers of what the views read. */
void win_header(const struct request *q);
void win_sock(const struct request *q, unsigned opt, const struct sock *k);

/* -- windows_counters.c: /e and /s ---------------------------------------- */

void win_totals(struct request *q);
void win_counters(struct request *q);

/* A counter that stats.c has read. */
void win_counter(const char *section, const char *key, const char *value);

/* -- windows_routes.c: /r ------------------------------------------------- */

void win_routes(struct request *q);

/* A table of routes begins; a route, by GATEWAY unless that is 0, of which the
 * interface's name has N bytes. */
void win_routes_title(bool v6);
void win_route(const struct addr *dest, const struct addr *mask,
	const struct addr *gateway, const char *name, size_t n, uint32_t metric);
void win_route6(const struct addr *dest, unsigned plen,
	const struct addr *gateway, const char *name, size_t n, uint64_t metric);

/* -- main.c --------------------------------------------------------------- */

int netstat_main(int argc, char **argv);

#endif
