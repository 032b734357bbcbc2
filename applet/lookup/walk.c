/* walk.c: all socket descriptors of all processes, from the links in
 * /proc/PID/fd, and sockets that are not there.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lookup/lookup.h"

/* Reads a directory name by name, without a heap. */
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

/* Opens NAME and then REST, parts of a path, below the directory ROOT. */
static bool dir_open(struct dir *d, int root, const char *name,
	const char *rest)
{
	char path[DEC_TEXT + 6];

	*fmt_left(fmt_left(path, name, 0), rest, 0) = '\0';
	d->next = d->end = 0;
	d->fd = fd_open(root, path, O_RDONLY | O_DIRECTORY);
	d->error = d->fd < 0 ? errno : 0;
	return !d->error;
}

/* Closes it, and reports a read error. */
static void dir_end(const struct dir *d, const struct walker *w)
{
	if (d->error)
		w->visit(d->error);
	fd_close(d->fd);
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
			n = syscall(SYS_getdents64, d->fd, d->buf,
				sizeof d->buf);
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
	int fd = fd_open(at, file, O_RDONLY);
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

/* The inode in the target of a link, "socket:[123]", or "[0000]:123" in old
 * kernels. 0: it is no socket. */
static uint64_t socket_inode(const char *link)
{
	uint64_t inode;
	const char *s = scan_text(link, "socket:[");

	s = s ? scan_char(scan_dec(s, &inode), ']') :
		scan_dec(scan_text(link, "[0000]:"), &inode);
	return s && !*s ? inode : 0;
}

/* Did the walk through /proc/PID/fd find an io_uring? */
STATE(bool, walk_rings);

/* Sockets registered with the io_uring that is descriptor NAME of P: the last
 * word of a line of fdinfo, "    0: socket:[123]". A path cannot look like
 * this, as its blanks are escaped. */
static void walk_ring(struct process *p, const char *name)
{
	const struct walker *w = p->walker;
	char file[10 + DEC_TEXT + 1];
	struct lines l;
	const char *word, *next;
	uint64_t inode;
	int error;

	*fmt_left(fmt_left(file, "../fdinfo/", 0), name, 0) = '\0';
	error = lines_open(&l, p->fd, file);
	if (error) {
		w->visit(error);
		return;
	}
	while ((word = lines_next(&l))) {
		while ((next = scan_word(word)) && *next)
			word = next;
		inode = socket_inode(scan_blanks(word));
		if (inode)
			w->seen(p, inode);
	}
	lines_close(&l);
}

/* Visits the descriptors of P. Closes FDS, its fd directory. */
static void walk_process(struct process *p, struct dir *fds)
{
	const struct walker *w = p->walker;
	static const char ring[] = "anon_inode:[io_uring]";
	char link[32];
	const char *name;
	uint64_t inode;
	ssize_t n;

	while (!w->enough() && (name = dir_next(fds))) {
		/* readlinkat() by syscall(), which is linked anyway */
		n = syscall(SYS_readlinkat, fds->fd, name, link,
			sizeof link - 1);
		if (n < 0) {
			/* in a container, process 1 may be closed even to root;
			 * net-tools ignores that */
			if (errno != EACCES)
				w->visit(errno);
			continue;
		}
		link[n] = '\0';
		inode = socket_inode(link);
		if (inode) {
			w->seen(p, inode);
		} else if (CFG(THREADS) && !strcmp(link, ring)) {
			walk_rings = true;
			if (p->hidden)
				walk_ring(p, name);
		}
	}
	dir_end(fds, w);
}

/* Visits the descriptors of the thread TID of P, below TASK. */
static void walk_thread(struct process *p, int task, const char *tid)
{
	const struct walker *w = p->walker;
	struct dir fds;

	if (!dir_open(&fds, task, tid, "/fd")) {
		/* a main thread that has ended is closed even to its user */
		p->closed = errno == EACCES && strcmp(tid, p->pid);
		w->visit(errno);
		return;
	}
	p->fd = fds.fd;
	walk_process(p, &fds);
}

/* Does the thread TID share the descriptor table of the thread LAST? Makes TID
 * the last one. TIDs of a saved tree are not those of this machine. */
static bool is_shared(const struct request *q, uint64_t *last, const char *tid)
{
	enum { KCMP_FILES = 2 };	/* linux/kcmp.h */
	uint64_t before = *last;

	scan_dec(tid, last);
	return run.live && !has(q, PROC) && before != *last &&
		!syscall(SYS_kcmp, before, *last, KCMP_FILES, 0, 0);
}

static void walk_threads(const struct request *q, struct process *p)
{
	const struct walker *w = p->walker;
	struct dir task;
	const char *tid;
	uint64_t last;
	bool first;

	dir_open(&task, run.root, p->pid, "/task");
	scan_dec(p->pid, &last);
	while (!p->closed && !w->enough() && (tid = dir_next(&task))) {
		first = !strcmp(tid, p->pid);
		if ((first && walk_rings) ||
		    (!first && !is_shared(q, &last, tid)))
			walk_thread(p, task.fd, tid);
	}
	dir_end(&task, w);
}

void walk_hidden(const struct request *q, const struct walker *w)
{
	struct dir proc;
	struct process p;

	dir_open(&proc, run.root, ".", "");
	while (!w->enough() && (p.pid = dir_next(&proc))) {
		p = (struct process){ w, p.pid, -1, 0, true, false };
		walk_threads(q, &p);
	}
	dir_end(&proc, w);
}

void walk_processes(const struct walker *w)
{
	struct dir proc, fds;
	struct process p;
	bool first = run.live;

	walk_rings = false;
	dir_open(&proc, run.root, ".", "");
	while (!w->enough() && (p.pid = dir_next(&proc))) {
		/* with hidepid=2 even the names of hidden processes are
		 * missing; otherwise process 1 exists */
		if (first && strcmp(p.pid, "1"))
			w->visit(EACCES);
		first = false;
		dir_open(&fds, run.root, p.pid, "/fd");
		w->visit(fds.error);
		if (fds.error)
			continue;
		p = (struct process){ w, p.pid, fds.fd, 0, false, false };
		walk_process(&p, &fds);
	}
	dir_end(&proc, w);
}

int walk_pids(void (*see)(void *ctx, const char *pid), void *ctx)
{
	struct dir proc;
	const char *pid;

	dir_open(&proc, run.root, ".", "");
	while ((pid = dir_next(&proc)))
		see(ctx, pid);
	fd_close(proc.fd);
	return proc.error;
}

uint64_t walk_first(int at, const char *name)
{
	_Alignas(8) char buf[512];
	const struct dir_entry *e = (const void *)buf;
	int fd = fd_open(at, name, O_RDONLY | O_DIRECTORY);
	long n = fd < 0 ? -1 : syscall(SYS_getdents64, fd, buf, sizeof buf);
	const char *end = buf + (n < 0 ? 0 : n);

	if (n >= 0)
		errno = ENOENT;		/* changed if there is one */
	fd_close(fd);
	while ((const char *)e < end && *e->name == '.')
		e = (const void *)((const char *)e + e->reclen);
	return (const char *)e < end ? e->ino : 0;
}

char *walk_name(char *d, const char *pid, int at, const char *file)
{
	const char *slash;

	d = fmt_left(d, pid, 0);
	*d++ = '/';
	if (walk_file(at, file, d, WALK_NAME - DEC_TEXT - 1) < 0)
		return NULL;
	if (*d == '/' && (slash = scan_last(d, '/')))
		memmove(d, slash + 1, text_len(slash));
	return d + text_len(d);
}
