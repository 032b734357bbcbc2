/* lines.c: opens a file of /proc and returns its lines, in a fixed buffer. */
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "text/clock.h"

/* Not by the C library's openat(), which is for new files too. */
int fd_open(int at, const char *path, int flags)
{
	return syscall(SYS_openat, at, path, flags | O_CLOEXEC | O_LARGEFILE);
}

int lines_open(struct lines *l, int root, const char *name)
{
	l->fd = fd_open(root, name, O_RDONLY);
	if (l->fd < 0)
		return errno;
	l->nr = 0;
	l->error = 0;
	l->skip = l->last = l->crlf = l->timed = false;
	l->enough = 0;
	l->time = 0;
	l->next = l->end = l->buf;
	return 0;
}

void fd_close(int fd)
{
	int error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
}

void lines_close(struct lines *l)
{
	close(l->fd);
}

/* Reads more after the unread bytes. Returns false at the end of the file, on
 * an error, and if a line fills the buffer. */
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

/* memchr() in steps of 8 bytes; END must be followed by 8 more. Rows are long,
 * and finding their ends is a good part of the time to read them. */
static char *find_newline(char *s, const char *end)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t x;

	if (!OWN_MEMCHR)
		return memchr(s, '\n', end - s);
	for (; s < end; s += 8) {
		memcpy(&x, s, 8);
		x ^= ones * '\n';
		x = (x - ones) & ~x & ones << 7;
		if (x)
			break;	/* one of these 8 is a newline */
	}
	if (CFG(FAST) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && s < end)
		s += __builtin_ctzll(x) / 8;
	while (s < end && *s != '\n')
		s++;
	return s < end ? s : NULL;
}

/* The newline that ends the line at l->next. NULL: no more to read, or the
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

/* Skips the rest of a line that was cut. */
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
	/* only in copies: a name in the kernel's tables may end in CR */
	if (CFG(PROC) && (!l->nr || l->crlf) && nl > line && nl[-1] == '\r') {
		l->crlf = true;
		nl--;
	}
	l->nr++;
	*nl = '\0';
	l->len = nl - line;
	return line;
}
