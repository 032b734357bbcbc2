/* text.h: lines of files, scanners, formatters and output: tools that know
 * nothing about sockets.
 */
#ifndef TEXT_H
#define TEXT_H

#include "netstat.h"

/* Bytes from another process: not safe for a terminal, without a NUL. */
struct text {
	const char *s;
	size_t n;
};

struct addr {
	bool v6;
	union {
		uint32_t word[4];	/* one for IPv4, as /proc has them */
		uint8_t byte[16];	/* in network order */
	};
};

/* -- lines.c: opens files, reads those of text ---------------------------- */

struct lines {
	int fd;
	unsigned nr;		/* number of the current line, from 1 */
	bool cut;		/* the line was longer than the buffer */
	bool skip;		/* the rest of a cut line comes next */
	bool last;		/* no more to read */
	bool crlf;		/* its first line ends in CR LF */
	bool timed;		/* keep the time of each read, */
	uint64_t time;		/* here, in ns */
	ssize_t enough;		/* a shorter read is the last one */
	int error;		/* errno of a failed read, else 0 */
	size_t len;		/* bytes in the current line */
	char *next, *end;	/* unread part of buf */
	char buf[LIMIT(LINE) + 8];	/* scanners may read past a line */
};

/* Opens NAME below the directory ROOT. Returns 0 or an errno. */
int lines_open(struct lines *l, int root, const char *name);

/* The next line without its newline (CR LF, if the first line of the file ends
 * so), NUL-terminated in l->buf until the next call; l->len is its length. A
 * line longer than the buffer is cut, l->cut is set, and its rest is skipped.
 * NULL at the end and on an error. */
char *lines_next(struct lines *l);

void lines_close(struct lines *l);

/* Opens what exists, with O_CLOEXEC beside FLAGS. Returns -1 on an error. */
int fd_open(int at, const char *path, int flags);

/* Closes FD, unless it is -1. errno stays. */
void fd_close(int fd);

/* -- scan.c: typed scanners. Each scans one item at S and returns the text
 * after it, or NULL if it is not there. With NULL they return NULL, so a chain
 * needs only one check at its end. Numbers and words may follow blanks. */

const char *scan_char(const char *s, char c);
size_t scan_until(const char *s, char c);	/* bytes before C or the end */

/* The first C in S, or NULL. Like strchr(), which takes ten times the bytes in
 * musl because it is made for long texts; so do strlen() and strncmp(). */
const char *scan_find(const char *s, char c);
const char *scan_last(const char *s, char c);
size_t text_len(const char *s);

/* Whether both have the same N bytes. */
bool text_begins(const char *s, const char *text, size_t n);
const char *scan_text(const char *s, const char *text);
const char *scan_blanks(const char *s);
const char *scan_word(const char *s);
const char *scan_take(const char *s, struct text *word);	/* which it is */
const char *scan_end(const char *s);	/* nothing, at the end of a word */
const char *scan_hex(const char *s, uint64_t *value);	/* 1 to 16 digits */
const char *scan_dec(const char *s, uint64_t *value);	/* below 2^64 */
const char *scan_int(const char *s, int64_t *value);	/* sign optional */

/* A whole word: a 32-bit unsigned number, which some kernels print signed (-1
 * is 4294967295). Our own formats are unsigned; where net-tools has an int, its
 * table casts. */
const char *scan_u32(const char *s, uint32_t *value);
const char *scan_u64(const char *s, uint64_t *value);	/* a whole word */

/* Like scan_hex(), but faster for 8 digits. This one and scan_addr() read 8
 * bytes at a time, so S must be in a line of lines_next(). */
const char *scan_word32(const char *s, uint64_t *value);

/* An address as the kernel prints its memory: 8 or 32 hex digits, each group
 * of 8 a u32 in host order (net/ipv4/tcp_ipv4.c get_tcp4_sock and others). */
const char *scan_addr(const char *s, struct addr *a);

/* An IPv6 address as the kernel's %pi6 prints it: 32 hex digits in network
 * order. S must be in a line of lines_next(). */
const char *scan_addr6(const char *s, struct addr *a);

/* An address in dotted or colon form. */
const char *scan_ip(const char *s, struct addr *a);

/* The first bytes of an IPv4 network, 127 or 10.1; missing ones are 0. */
const char *scan_net4(const char *s, struct addr *a);

/* Takes the next address from *LIST, in the form of net/sctp: separated by
 * blanks, the primary one after a '*'. Returns false if there is none. */
bool scan_next_ip(const char **list, struct addr *a);

bool addr_is_any(const struct addr *a);
/* Do the first BITS equal those of NET? */
bool addr_is_in(const struct addr *a, const struct addr *net, unsigned bits);
bool addr_is_mapped(const struct addr *a);	/* ::ffff:1.2.3.4 */

/* Converts an IPv4-mapped address to IPv4. Returns whether it was one. */
bool addr_fold(struct addr *a);

/* fe80::/10, which each link has */
static inline bool addr_is_link_local(const struct addr *a)
{
	return a->v6 && a->byte[0] == 0xfe && (a->byte[1] & 0xc0) == 0x80;
}

uint32_t text_hash(const char *s);	/* FNV-1a */

/* -- fmt.c: text into the caller's buffer. Each returns the end of its text
 * and adds no NUL; those with a WIDTH pad with blanks. --------------------- */

enum { DEC_TEXT = 20, ADDR_TEXT = 45 };

char *fmt_fill(char *d, const char *end);	/* blanks up to END */
char *fmt_left(char *d, const char *s, size_t width);
char *fmt_right(char *d, uint64_t value, size_t width);
char *fmt_dec(char *d, uint64_t value);		/* at most DEC_TEXT bytes */
char *fmt_hex(char *d, uint64_t value, int digits);  /* at least so many */

/* Right-aligned in WIDTH columns, or left-aligned in -WIDTH. */
char *fmt_int(char *d, int64_t value, int width);

/* Appends the text of each bit set in FLAGS. TABLE is a sequence of a byte up
 * to \040, the bit number counted from 1, and its text. A text that begins with
 * \177 replaces all before it. */
char *fmt_flags(char *d, const char *table, uint32_t flags);
char *fmt_addr(char *d, const struct addr *a);	/* at most ADDR_TEXT bytes */

/* VALUE per second, if it is the change in ELAPSED microseconds (three digits
 * if it is below 100), or VALUE if ELAPSED is 0: at most DEC_TEXT bytes.
 * rate_whole() has no fraction. */
uint64_t rate_whole(uint64_t value, uint64_t elapsed);
char *fmt_rate(char *d, uint64_t value, uint64_t elapsed);

/* -- human.c: three digits and a unit, at most HUMAN_TEXT bytes. */
enum human { HUMAN_COUNT, HUMAN_BYTES, HUMAN_BYTES_PER_SECOND };
enum { HUMAN_TEXT = 12 };
char *fmt_human(char *d, uint64_t value, enum human unit);

/* The same for the change in ELAPSED microseconds, as fmt_rate(): of BYTES, as
 * bits per second. */
char *fmt_human_rate(char *d, uint64_t value, uint64_t elapsed, bool bytes);

/* The number of digits of fmt_dec(). */
size_t digits(uint64_t value);

/* -- foreign.c: text of other processes ----------------------------------- */

/* Control bytes (C0, DEL, C1 as a byte or as UTF-8), invisible characters and
 * bytes that are not valid UTF-8 become \xNN: at most 4 * N bytes. */
char *fmt_foreign(char *d, const char *s, size_t n);

/* The same inside a JSON string: at most 6 * N bytes. */
char *fmt_json(char *d, const char *s, size_t n);

/* The same inside a label of a metric: at most 5 * N bytes. */
char *fmt_label(char *d, const char *s, size_t n);

/* -- packed.c: the rows of *.def that packed.awk has packed --------------- */

/* The row at *AT, which is a BLOCK_ of packed.h or where the row before ended;
 * makes *AT where it ends. A row stays where it is. */
const char *packed_row(unsigned *at);

/* Looks for the row of KEY, which one of the MARKS follows, from AT up to END.
 * Returns the mark, after which the rest of the row is, or NULL. */
const char *packed_find(unsigned at, unsigned end, struct text key,
	const char *marks);

/* -- errors.c ------------------------------------------------------------- */

/* The text of an errno; valid until the next call. */
const char *error_text(int error);

/* -- out.c: one buffer; the only file that writes ------------------------- */

void out_reset(void);
void out_crlf(void);		/* from now on lines end with CR LF */
void out_flush(void);
int out_error(void);		/* errno of the first failed write, else 0 */

void out_char(char c);
void out_str(const char *s);
void out_mem(const char *s, size_t n);
void out_addr(const struct addr *a);

/* Numbers: right-aligned in WIDTH columns, or left-aligned in -WIDTH. */
void out_dec(uint64_t value, int width);
void out_int(int64_t value, int width);
void out_column(uint64_t value, int width);	/* and a blank */
void out_hex(uint64_t value, int digits);	/* at least so many */

/* The text up to END, aligned the same way. */
void out_text(const char *text, const char *end, int width);

/* S, then blanks up to WIDTH columns. */
void out_left(const char *s, size_t width);

/* A column made of several pieces: at = out_at(); pieces; out_fill(at, w). */
size_t out_at(void);
void out_fill(size_t at, size_t width);

/* Like fmt_foreign() and fmt_json(), for any length. */
void out_foreign(const char *s, size_t n);
void out_json(const char *s, size_t n);

/* Passes what is printed on stdout to DIVERT, which may print on stdout. */
typedef void out_fn(const char *s, size_t n);
void out_divert(out_fn *divert);

/* Space for N bytes at once, N at most 512; out_done() gives the end of the
 * text put there. For rows that are printed by the hundred thousand. */
char *out_space(size_t n);
void out_done(const char *end);

/* All out_*() calls between these two go to stderr, or nowhere after
 * err_mute(true). */
void err_begin(void);
void err_end(void);
void err_mute(bool on);

/* Prints "netstat: WHAT: WHY" on stderr, after writing buffered output. */
void warn(const char *what, const char *why);

#endif
