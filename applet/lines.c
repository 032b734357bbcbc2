/* lines.c: opens a /proc file, hands out its lines from a fixed buffer. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "netstat.h"

int lines_open(struct lines *l, int root, const char *name)
{
	l->fd = openat(root, name, O_RDONLY | O_CLOEXEC);
	if (l->fd < 0)
		return errno;
	l->nr = 0;
	l->error = 0;
	l->skip = l->last = l->crlf = l->timed = false;
	l->enough = 0;
	l->next = l->end = l->buf;
	return 0;
}

void lines_close(struct lines *l)
{
	close(l->fd);
}

/* Reads more behind what is left in the buffer. Returns false at the end of
 * the file, on an error, and when a line fills the buffer. */
static bool fill(struct lines *l)
{
	size_t left = l->end - l->next;
	ssize_t n;

	if (l->last)
		return false;
	memmove(l->buf, l->next, left);
	l->next = l->buf;
	l->end = l->buf + left;
	if (CFG(RATE) && l->timed)
		l->time = clock_ns();
	do
		n = read(l->fd, l->end, LIMIT(LINE) - left);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		l->error = errno;
	if (n <= 0)
		return false;
	l->last = n < l->enough;
	l->end += n;
	memset(l->end, 0, 8);
	return true;
}

/* memchr() in steps of 8 bytes, of which 8 follow the end: rows are long, and
 * to find where they end is a good part of what reading them costs. */
static char *find_newline(char *s, const char *end)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t x;

	for (; s < end; s += 8) {
		memcpy(&x, s, 8);
		x ^= ones * '\n';
		x = (x - ones) & ~x & ones << 7;
		if (x)
			break;	/* one of the 8 is it */
	}
	if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && s < end)
		s += __builtin_ctzll(x) / 8;
	while (s < end && *s != '\n')
		s++;
	return s < end ? s : NULL;
}

/* The newline that ends what l->next begins, or NULL: no more to read, or the
 * buffer is full. */
static char *newline(struct lines *l)
{
	char *nl;

	while (!(nl = find_newline(l->next, l->end)) && fill(l))
		;
	return nl;
}

static bool full(const struct lines *l)
{
	return l->end - l->next == LIMIT(LINE);
}

/* Passes over the rest of a line that was cut. */
static void skip_rest(struct lines *l)
{
	char *nl;

	do {
		nl = newline(l);
		l->skip = !nl && full(l);
		l->next = nl ? nl + 1 : l->end;
	} while (l->skip);
}

char *lines_next(struct lines *l)
{
	char *nl, *line;

	if (l->skip)
		skip_rest(l);
	nl = newline(l);
	line = l->next;
	l->cut = l->skip = !nl && full(l);
	if (nl) {
		l->next = nl + 1;
	} else {
		/* a last line without its newline; or half a line, whose
		 * other half could not be read */
		l->next = nl = l->end;
		if (line == nl || l->error)
			return NULL;
	}
	/* only in a copy: text of the kernel may end in one */
	if (!l->nr++)
		l->crlf = nl > line && nl[-1] == '\r';
	if (CFG(PROC) && l->crlf && nl > line && nl[-1] == '\r')
		nl--;
	*nl = '\0';
	l->len = nl - line;
	return line;
}

/* The kernel fills at least a page with whole rows. When it gives so little
 * that another row of LONGEST bytes would have had room, there is none, and it
 * need not be asked again: to answer "no more" it walks a hash table that may
 * be large. */
static ssize_t enough(const struct request *q, size_t longest)
{
	enum { PAGE = 4096 };

	/* if there is always room for as much, behind a part of a row */
	if (!CFG(FAST) || LIMIT(LINE) < PAGE + longest)
		return 0;
	return longest && q->live ? PAGE - (ssize_t)longest : 0;
}

/* What a header begins with is three words without a digit. A copy may have
 * lost it: what stands in its place is a row then. */
static bool is_header(const char *line)
{
	const char *end = scan_word(scan_word(scan_word(line)));

	while (*line && line != end)
		if ((unsigned)*line++ - '0' < 10)
			return false;
	return true;
}

/* There is nothing in a file. If it may be so that is an answer, unless the tree
 * has other files of the kernel that are as empty. */
static void judge_empty(struct request *q, const char *name, bool may_be)
{
	char byte[2];

	if (may_be && (q->live ||
	    (walk_file(q->view, "net/dev", byte, sizeof byte) &&
	     walk_file(q->view, "net/tcp", byte, sizeof byte))))
		return;
	fail_file(q, name, q->live ? "empty" :
		"empty: copy /proc/net with cp -rL, not with tar");
}

int table_read(struct request *q, const char *name, unsigned header,
	size_t longest, row_fn *row, void *ctx)
{
	struct lines l;
	const char *line;
	bool told = false, may_be = header & MAY_BE_EMPTY;
	enum row r = ROW_OK;
	int error = lines_open(&l, q->view, name);

	if (error == ENOENT || error == EACCES)
		return error;
	if (error) {
		fail_file(q, name, error_text(error));
		return 0;
	}
	l.enough = enough(q, longest);
	header &= ~MAY_BE_EMPTY;
	l.timed = has(q, RATE);
	while (r != ROW_LAST && (line = lines_next(&l))) {
		if (l.nr <= header && (!CFG(PROC) || l.cut || is_header(line)))
			continue;
		r = l.cut ? ROW_BAD : row(q, ctx, &l, line);
		if ((r == ROW_BAD || l.nr <= header) && !told) {
			warn_file(q, name, l.nr, r == ROW_BAD ? "bad line" :
				"no header");
			told = true;
		}
	}
	if (l.error)
		fail_file(q, name, error_text(l.error));
	else if (CFG(PROC) && !l.nr)
		judge_empty(q, name, may_be);
	lines_close(&l);
	return 0;
}

void table_missing(struct request *q, const char *label)
{
	if (q->implied || !(q->asked || has(q, VERBOSE)))
		return;
	err_begin();
	out_str("netstat: no support for `");
	out_str(label);
	out_str("' on this system.\n");
	err_end();
	if (q->asked)
		q->status = STATUS_FAILED;
}
