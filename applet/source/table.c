/* table.c: reads a table of /proc row by row, reports unexpected contents. */
#include <errno.h>
#include <sys/socket.h>

#include "source/source.h"

/* The kernel fills at least a page with whole rows. If a read returns so little
 * that another row of LONGEST bytes would have fitted, the table has ended, and
 * no further read is needed: for that the kernel would walk a hash table that
 * may be large. */
static ssize_t enough(size_t longest)
{
	enum { PAGE = 4096 };

	/* does that much always fit after a partial row? */
	if (!CFG(FAST) || LIMIT(LINE) < PAGE + longest)
		return 0;
	return longest && run.live ? PAGE - (ssize_t)longest : 0;
}

/* A header starts with three words without a digit. A copy may have lost it:
 * then this line is a row. */
static bool is_header(const char *line)
{
	const char *end = scan_word(scan_word(scan_word(line)));

	while (*line && line != end)
		if ((unsigned)*line++ - '0' < 10)
			return false;
	return true;
}

/* An empty file. If it may be empty, this is an answer, unless all files of the
 * tree are empty. */
static void judge_empty(const char *name, bool may_be)
{
	char byte[2];

	if (may_be && (run.live ||
	    (walk_file(run.view, "net/dev", byte, sizeof byte) &&
	     walk_file(run.view, "net/tcp", byte, sizeof byte))))
		return;
	fail_file(name, run.live ? "empty" :
		"empty: copy /proc/net with cp -rL, not with tar");
}

/* Passes a line to ROW, and warns about the first bad one of the file. */
static enum row read_row(const struct feed *f, unsigned header, row_fn *row,
	const char *line, bool *warned)
{
	const struct lines *l = f->lines;
	enum row r = l->cut ? ROW_BAD : row(f, line);

	if ((r == ROW_BAD || l->nr <= header) && !*warned) {
		warn_file(f->name, l->nr, r == ROW_BAD ? "bad line" :
			"no header");
		*warned = true;
	}
	return r;
}

int table_read(struct feed *f, const char *name, unsigned header, row_fn *row,
	void *ctx)
{
	struct lines l;
	const char *line;
	bool warned = false, may_be = header & MAY_BE_EMPTY;
	enum row r = ROW_OK;
	int error = lines_open(&l, run.view, name);

	if (error == ENOENT || error == EACCES || error == ENOTDIR)
		return error;
	if (f->head.kind == RECORD_TABLE || f->head.kind == RECORD_VIEW)
		f->emit(&f->head);
	if (error) {
		fail_file(name, error_text(error));
		return 0;
	}
	f->name = name;
	f->lines = &l;
	f->ctx = ctx;
	l.enough = enough(f->longest);
	l.timed = run.timed;
	header &= ~MAY_BE_EMPTY;
	while (r != ROW_LAST && (line = lines_next(&l)))
		if (l.nr > header || (CFG(PROC) && !l.cut && !is_header(line)))
			r = read_row(f, header, row, line, &warned);
	if (l.error)
		fail_file(name, error_text(l.error));
	else if (CFG(PROC) && !l.nr)
		judge_empty(name, may_be);
	f->lines = NULL;
	lines_close(&l);
	return 0;
}

void table_absent(struct feed *f, int error, const char *name,
	const char *sentence)
{
	struct note note = {
		.record = { .kind = RECORD_NOTE, .table = f->opt },
		.text = { sentence, text_len(sentence) },
	};

	fail_file(name, error_text(error));
	f->emit(&note.record);
}

const char *socket_type(uint64_t type)
{
	/* the numbers differ between CPUs, so this is not an array */
	return type == SOCK_STREAM ? "STREAM" :
		type == SOCK_DGRAM ? "DGRAM" :
		type == SOCK_RAW ? "RAW" :
		type == SOCK_RDM ? "RDM" :
		type == SOCK_SEQPACKET ? "SEQPACKET" : "UNKNOWN";
}
