/* table.c: a table of /proc, row by row; what is said when it is not as
 * expected. */
#include <errno.h>

#include "netstat.h"

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
