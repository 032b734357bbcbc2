/* walk.c: all socket descriptors of all processes, from the links in
 * /proc/PID/fd, and those that are elsewhere. What is made of them is holders.c's
 * business.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "netstat.h"

/* A directory, name by name, without a heap. */
struct dir {
	int fd;
	int error;		/* why it ended early, or 0 */
	size_t next, end;
	_Alignas(8) char buf[4096];
};

/* linux/dirent.h */
struct dir_entry {
	uint64_t ino, off;
	uint16_t reclen;
	unsigned char type;
	char name[];
};

static bool dir_open(struct dir *d, int root, const char *name)
{
	d->next = d->end = 0;
	d->fd = openat(root, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	d->error = d->fd < 0 ? errno : 0;
	return !d->error;
}

static void dir_close(const struct dir *d)
{
	if (d->fd >= 0)
		close(d->fd);
}

/* Closes it, and reports what kept us from it. */
static void dir_end(const struct dir *d)
{
	if (d->error)
		holders_visit(d->error);
	dir_close(d);
}

/* The next name that is a number, or NULL. */
static const char *dir_next(struct dir *d)
{
	const struct dir_entry *e;
	const char *rest;
	uint64_t number;
	long n;

	if (d->fd < 0)
		return NULL;
	do {
		if (d->next == d->end) {
			n = syscall(SYS_getdents64, d->fd, d->buf, sizeof d->buf);
			if (n < 0)
				d->error = errno;
			if (n <= 0)
				return NULL;
			d->next = 0;
			d->end = n;
		}
		e = (const void *)(d->buf + d->next);
		d->next += e->reclen;
		rest = scan_dec(e->name, &number);
	} while (!rest || *rest || rest - e->name > DEC_TEXT);
	return e->name;
}

ssize_t walk_file(int at, const char *file, char *text, size_t size)
{
	int fd = openat(at, file, O_RDONLY | O_CLOEXEC);
	ssize_t n, len = 0;

	if (fd < 0)
		return -1;
	do {
		n = read(fd, text + len, size - 1 - len);
		len += n > 0 ? n : 0;
	} while (n > 0 || (n < 0 && errno == EINTR));
	close(fd);
	text[len] = '\0';
	return n < 0 ? n : len;
}

/* The inode in the text of a link, "socket:[123]" or, of old kernels,
 * "[0000]:123". 0: it is no socket. */
static uint64_t socket_inode(const char *link)
{
	uint64_t inode;
	const char *s = scan_text(link, "socket:[");

	s = s ? scan_char(scan_dec(s, &inode), ']') :
		scan_dec(scan_text(link, "[0000]:"), &inode);
	return s && !*s ? inode : 0;
}

/* Whether the walk through /proc/PID/fd has met an io_uring. */
STATE(bool, walk_rings);

/* The files that are registered in the io_uring which descriptor NAME of P is:
 * one a line, "    0: socket:[123]". A path cannot look like it, its blanks are
 * escaped. */
static void walk_ring(struct process *p, const char *name)
{
	static const char before[] = ": socket:[";
	char file[10 + DEC_TEXT + 1], text[512], c;
	unsigned at = 0;
	uint64_t inode = 0;
	int fd;
	ssize_t n;

	memcpy(fmt_left(file, "../fdinfo/", 0), name, strlen(name) + 1);
	fd = openat(p->fd, file, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		holders_visit(errno);
		return;
	}
	while ((n = read(fd, text, sizeof text)) > 0)
		for (ssize_t i = 0; i < n; i++) {
			c = text[i];
			if (at < sizeof before - 1) {
				at = c == before[at] ? at + 1 : c == *before;
				inode = 0;
			} else if ((unsigned)c - '0' < 10) {
				inode = inode * 10 + (c - '0');
			} else {
				if (inode)
					holders_seen(p, inode);
				at = 0;
			}
		}
	close(fd);
}

/* FDS is the fd directory of P; it is closed. */
static void walk_process(struct process *p, struct dir *fds)
{
	static const char ring[] = "anon_inode:[io_uring]";
	char link[32];
	const char *name;
	uint64_t inode;
	ssize_t n;

	while (!holders_enough() && (name = dir_next(fds))) {
		/* readlinkat(), but syscall() is linked anyway */
		n = syscall(SYS_readlinkat, fds->fd, name, link,
			sizeof link - 1);
		if (n < 0) {
			/* in a container process 1 may be closed to root, of
			 * which net-tools says nothing */
			if (errno != EACCES)
				holders_visit(errno);
			continue;
		}
		link[n] = '\0';
		inode = socket_inode(link);
		if (inode) {
			holders_seen(p, inode);
		} else if (CFG(THREADS) && !strcmp(link, ring)) {
			walk_rings = true;
			if (p->hidden)
				walk_ring(p, name);
		}
	}
	dir_end(fds);
}

/* The descriptors of the thread TID of P, below TASK. */
static void walk_thread(struct process *p, int task, const char *tid)
{
	struct dir fds;
	char file[DEC_TEXT + 4];

	memcpy(fmt_left(file, tid, 0), "/fd", 4);
	if (!dir_open(&fds, task, file)) {
		/* a first thread that has ended is closed to its user too */
		p->closed = errno == EACCES && strcmp(tid, p->pid);
		holders_visit(errno);
		return;
	}
	p->fd = fds.fd;
	walk_process(p, &fds);
}

/* Whether the thread TID has the table of descriptors of the thread LAST, and
 * makes that the last one. Those of another /proc have other numbers. */
static bool is_shared(const struct request *q, uint64_t *last, const char *tid)
{
	enum { KCMP_FILES = 2 };	/* linux/kcmp.h */
	uint64_t before = *last;

	scan_dec(tid, last);
	return q->live && !has(q, PROC) && before != *last &&
		!syscall(SYS_kcmp, before, *last, KCMP_FILES, 0, 0);
}

static void walk_threads(const struct request *q, struct process *p)
{
	struct dir task;
	char file[DEC_TEXT + 6];
	const char *tid;
	uint64_t last;
	bool first;

	memcpy(fmt_left(file, p->pid, 0), "/task", 6);
	dir_open(&task, q->root, file);
	scan_dec(p->pid, &last);
	while (!p->closed && !holders_enough() && (tid = dir_next(&task))) {
		first = !strcmp(tid, p->pid);
		if ((first && walk_rings) ||
		    (!first && !is_shared(q, &last, tid)))
			walk_thread(p, task.fd, tid);
	}
	dir_end(&task);
}

void walk_hidden(const struct request *q)
{
	struct dir proc;
	struct process p;

	dir_open(&proc, q->root, ".");
	while (!holders_enough() && (p.pid = dir_next(&proc))) {
		p = (struct process){ p.pid, -1, 0, true, false };
		walk_threads(q, &p);
	}
	dir_end(&proc);
}

void walk_processes(const struct request *q)
{
	struct dir proc, fds;
	struct process p;
	char file[DEC_TEXT + 4];
	bool first = q->live;

	walk_rings = false;
	dir_open(&proc, q->root, ".");
	while (!holders_enough() && (p.pid = dir_next(&proc))) {
		/* a /proc with hidepid=2 has not even the names of those that
		 * we may not look at; else there is a process 1 */
		if (first && strcmp(p.pid, "1"))
			holders_visit(EACCES);
		first = false;
		memcpy(fmt_left(file, p.pid, 0), "/fd", 4);
		if (!dir_open(&fds, q->root, file)) {
			holders_visit(fds.error);
			continue;
		}
		holders_visit(0);
		p = (struct process){ p.pid, fds.fd, 0, false, false };
		walk_process(&p, &fds);
	}
	dir_end(&proc);
}

int walk_pids(const struct request *q,
	void (*see)(void *ctx, const char *pid), void *ctx)
{
	struct dir proc;
	const char *pid;

	dir_open(&proc, q->root, ".");
	while ((pid = dir_next(&proc)))
		see(ctx, pid);
	dir_close(&proc);
	return proc.error;
}

uint64_t walk_first(int at, const char *name)
{
	_Alignas(8) char buf[512];
	const struct dir_entry *e = (const void *)buf;
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC), error;
	long n = fd < 0 ? -1 : syscall(SYS_getdents64, fd, buf, sizeof buf);
	const char *end = buf + (n < 0 ? 0 : n);

	error = n < 0 ? errno : ENOENT;
	if (fd >= 0)
		close(fd);
	while ((const char *)e < end && *e->name == '.')
		e = (const void *)((const char *)e + e->reclen);
	errno = error;
	return (const char *)e < end ? e->ino : 0;
}

char *walk_name(char *d, const char *pid, int at, const char *file)
{
	char *slash;

	d = fmt_left(d, pid, 0);
	*d++ = '/';
	if (walk_file(at, file, d, WALK_NAME - DEC_TEXT - 1) < 0)
		return NULL;
	if (*d == '/' && (slash = strrchr(d, '/')))
		memmove(d, slash + 1, strlen(slash));
	return d + strlen(d);
}
