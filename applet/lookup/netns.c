/* netns.c: other network namespaces (--netns).
 *
 * The program enters a namespace if it may, and may come back: all that it
 * opens below net/ and asks the kernel then belongs to that namespace.
 * Otherwise it reads /proc/PID/net, which is readable for all, but cannot ask
 * the kernel.
 *
 * Two processes are in the same namespace if their net/ has the same files.
 * Reading their ns/net would need rights over them.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lookup/lookup.h"

/* CLONE_NEWNET of linux/sched.h, which musl does not have */
enum { NEW_NET = 0x40000000 };

/* A walk through all processes for the next namespace: the one with the lowest
 * number after LAST, our own first. So none has to be remembered, however many
 * there are. */
struct netns_search {
	uint64_t own, last;
	uint64_t found;			/* 0: none */
	int error;			/* why some may be missing, or 0 */
	char pid[DEC_TEXT + 1];		/* the first process in it */
};

static int netns_open(int at, const char *path, int flags)
{
	/* the path may be anything, a pipe too */
	return fd_open(at, path, O_NONBLOCK | flags);
}

/* The process does not exist, or has ended. */
static bool is_gone(int error)
{
	return error == ENOENT || error == ESRCH || error == EINVAL ||
		error == ENOTDIR;
}

/* Reports an error with WHAT, unless the process has ended or is not ours. */
static void netns_trouble(const char *what)
{
	if (!is_gone(errno) && errno != EACCES && errno != EPERM)
		fail(what, error_text(errno));
}

/* Enters the namespace that is open as NS, and closes NS. Returns false with
 * errno if that fails, or if there would be no way back. */
static bool netns_move(const struct request *q, int ns)
{
	int home;
	bool moved;

	if (ns < 0)
		return false;
	home = netns_open(run.root, "self/ns/net", O_RDONLY);
	/* sockets stay in the namespace in which they are made */
	if (CFG(DNS) && by_name(q, NUMERIC_HOSTS))
		dns_open();
	moved = home >= 0 && !syscall(SYS_setns, home, NEW_NET) &&
		!syscall(SYS_setns, ns, NEW_NET);
	if (moved)
		run.home = home;
	else
		fd_close(home);
	fd_close(ns);
	return moved;
}

bool netns_return(void)
{
	bool back = run.home < 0 || !syscall(SYS_setns, run.home, NEW_NET);

	if (!back) {
		fail("back to our network namespace", error_text(errno));
		run.over = true;
	}
	if (run.view != run.own)
		close(run.view);
	run.view = run.own;
	fd_close(run.home);
	run.home = -1;
	return back;
}

/* The number of the namespace of a process, with *DIR open for it. 0: none, see
 * errno. */
static uint64_t netns_number(const char *pid, int *dir)
{
	uint64_t number;

	*dir = netns_open(run.root, pid, O_PATH);
	if (*dir < 0)
		return 0;
	number = walk_first(*dir, "net");
	if (!number)
		fd_close(*dir);
	return number;
}

/* Enters the namespace of a process, if it is number WHICH or if that is 0.
 * Returns false with errno if not. */
static bool netns_process(const struct request *q, const char *pid,
	uint64_t which)
{
	int dir;
	uint64_t number = netns_number(pid, &dir);

	if (!number)
		return false;
	if (which && number != which) {
		close(dir);
		errno = ESRCH;
		return false;
	}
	run.view = dir;
	if (has(q, PROC) || run.own < 0)
		return true;
	if (netns_move(q, netns_open(dir, "ns/net", O_RDONLY))) {
		close(dir);
		run.view = run.own;
	} else if (is_gone(errno) && !walk_first(dir, "net")) {
		fd_close(dir);
		run.view = run.own;
		return false;
	} else {
		netns_trouble(pid);
	}
	return true;
}

/* Enters the namespace of a path, or of a name of ip-netns(8). */
static bool netns_name(const struct request *q, const char *name)
{
	int dir = netns_open(AT_FDCWD, scan_find(name, '/') ? "." :
		"/var/run/netns", O_PATH);
	bool moved = dir >= 0 &&
		netns_move(q, netns_open(dir, name, O_RDONLY));

	fd_close(dir);
	return moved;
}

/* A number is a PID; if there is no such process, a name. */
bool netns_start(const struct request *q)
{
	uint64_t pid;
	const char *end = scan_dec(q->netns, &pid), *why;
	bool process = has(q, PROC) || (end && !*end);

	if (process && netns_process(q, q->netns, 0))
		return true;
	if (!has(q, PROC) && (!process || is_gone(errno))) {
		if (netns_name(q, q->netns))
			return true;
		why = scan_find(q->netns, '/') || errno != ENOENT ?
			error_text(errno) : process ?
			"no such process, nor a name in /var/run/netns" :
			"no such name in /var/run/netns";
	} else {
		why = is_gone(errno) ? "no such process" : error_text(errno);
	}
	fail(q->netns, why);
	return false;
}

/* -- all of them ---------------------------------------------------------- */

static void netns_see(void *search, const char *pid)
{
	struct netns_search *s = search;
	int dir;
	uint64_t number = netns_number(pid, &dir);

	if (!number) {
		if (!is_gone(errno))
			s->error = errno;
		return;
	}
	close(dir);
	if (!s->last ? number != s->own || *s->pid :
	    number <= s->last || number == s->own ||
	    (s->found && number >= s->found))
		return;
	s->found = number;
	*fmt_left(s->pid, pid, 0) = '\0';
}

static bool netns_find(struct netns_search *s)
{
	int error, before = s->error;

	s->found = 0;
	*s->pid = '\0';
	error = walk_pids(netns_see, s);
	if (error)
		s->error = error;
	if (s->error && !before)
		fail(run.proc, error_text(s->error));
	return s->found;
}

/* Emits the number of the namespace and a process in it. Where we have entered
 * it, its number is ours, though the process may have ended. */
static void netns_title(const struct netns_search *s, emit_fn *emit)
{
	bool here = !s->last || run.home >= 0;
	int dir = netns_open(run.root, *s->pid ? s->pid : ".", O_PATH);
	char link[32], name[WALK_NAME];
	long n = here || dir >= 0 ? syscall(SYS_readlinkat,
		here ? run.root : dir, &"self/ns/net"[here ? 0 : 5],
		link, sizeof link) : -1;
	char *end = *s->pid && dir >= 0 ?
		walk_name(name, s->pid, dir, "cmdline") : NULL;
	struct note title = {
		{ .kind = RECORD_NETNS }, { link, n > 0 ? n : 0 }, s->pid,
		{ name, end ? end - name : 0 },
	};

	if (n < 0 || (*s->pid && !end))
		netns_trouble(*s->pid ? s->pid : "self");
	emit(&title.record);
	fd_close(dir);
}

void netns_each(const struct request *q, emit_fn *emit,
	void (*view)(const struct request *q, uint64_t number))
{
	struct netns_search s = { .own = walk_first(run.own, "net") };

	if (!s.own && run.own >= 0 && !is_gone(errno))
		fail_file("net", error_text(errno));
	netns_find(&s);
	netns_title(&s, emit);
	view(q, 0);
	s.last = 1;
	while (netns_find(&s)) {
		if (netns_process(q, s.pid, s.found)) {
			netns_title(&s, emit);
			view(q, s.found);
			if (!netns_return())
				break;
		} else if (is_gone(errno)) {
			continue;	/* try another process in it */
		} else {
			fail(s.pid, error_text(errno));
		}
		s.last = s.found;
	}
}
