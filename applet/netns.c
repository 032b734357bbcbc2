/* netns.c: other network namespaces (--netns).
 *
 * The program moves to one where it may, and may come back: what it opens
 * below net/ and asks the kernel for is then that one's. Else it reads
 * /proc/PID/net, which everybody may, and cannot ask.
 *
 * Two processes are in the same one if what stands in their net/ are the same
 * files. To look at their ns/net takes rights over them.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "netstat.h"

/* A walk through all processes for the next namespace: of those behind LAST
 * the one with the lowest number, our own before all. So however many there
 * are, none has to be remembered. */
struct netns_search {
	struct request *q;
	uint64_t own, last;
	uint64_t found;			/* 0: none */
	char pid[DEC_TEXT + 1];		/* the first process that is in it */
};

/* The namespace that rows of JSON are from: "net:[NUMBER]" as far as we may see
 * it, and that process. */
struct netns_place {
	size_t len;
	char text[32];
	const char *pid;
};

STATE(struct netns_place, place);

static int netns_open(int at, const char *path, int flags)
{
	/* it may be anything, a pipe too */
	return openat(at, path, O_NONBLOCK | O_CLOEXEC | flags);
}

/* Moves to the namespace that NS is open for, and closes it. */
static bool netns_move(struct request *q, int ns)
{
	bool moved;

	if (ns < 0)
		return false;
	if (q->home < 0)
		q->home = netns_open(q->root, "self/ns/net", O_RDONLY);
	/* whether there is a way back is tried first */
	moved = !syscall(SYS_setns, q->home, CLONE_NEWNET) &&
		!syscall(SYS_setns, ns, CLONE_NEWNET);
	close(ns);
	return moved;
}

void netns_return(struct request *q)
{
	if (q->view != q->own)
		close(q->view);
	q->view = q->own;
	if (q->home >= 0) {
		syscall(SYS_setns, q->home, CLONE_NEWNET);
		close(q->home);
	}
	q->home = -1;
}

/* To that of a process, if it is namespace WHICH, or 0. */
static bool netns_process(struct request *q, const char *pid, uint64_t which)
{
	int dir = netns_open(q->root, pid, O_PATH);
	uint64_t number = walk_first(dir, "net");

	if (!number || (which && number != which)) {
		close(dir);
		return false;
	}
	q->view = dir;
	if (!has(q, PROC) && q->own >= 0 &&
	    netns_move(q, netns_open(dir, "ns/net", O_RDONLY))) {
		close(dir);
		q->view = q->own;
	}
	return true;
}

/* To that of a path, or a name of ip(8). */
static bool netns_name(struct request *q, const char *name)
{
	int dir = netns_open(AT_FDCWD, strchr(name, '/') ? "." :
		"/var/run/netns", O_PATH);
	bool moved = dir >= 0 &&
		netns_move(q, netns_open(dir, name, O_RDONLY));

	if (dir >= 0)
		close(dir);
	return moved;
}

bool netns_start(struct request *q)
{
	uint64_t pid;
	const char *end = scan_dec(q->netns, &pid);
	bool process = has(q, PROC) || (end && !*end);

	if (process ? netns_process(q, q->netns, 0) : netns_name(q, q->netns))
		return true;
	fail(q, q->netns, process ? "no such process" : error_text(errno));
	return false;
}

/* -- all of them ---------------------------------------------------------- */

static void netns_see(void *search, const char *pid)
{
	struct netns_search *s = search;
	int dir = netns_open(s->q->root, pid, O_PATH);
	uint64_t number = walk_first(dir, "net");

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
	s->found = 0;
	*s->pid = '\0';
	walk_pids(s->q, netns_see, s);
	return s->found;
}

/* Its number and a process in it. */
static void netns_title(const struct netns_search *s)
{
	int root = s->q->root, dir = netns_open(root, s->pid, O_PATH);
	char name[WALK_NAME];
	long n = syscall(SYS_readlinkat, s->last ? dir : root,
		&"self/ns/net"[s->last ? 5 : 0], place.text, sizeof place.text);

	place.len = n > 0 ? n : 0;
	place.pid = s->pid;
	if (!has(s->q, JSON)) {
		out_str("Network namespace");
		if (place.len) {
			out_char(' ');
			out_foreign(place.text, place.len);
		}
		if (walk_name(name, s->pid, dir, "cmdline")) {
			out_str(" of ");
			out_foreign(name, strlen(name));
		}
		out_char('\n');
	}
	close(dir);
}

void netns_json(void)
{
	json_add("netns&", place.text, place.len);
	json_key("netns_pid");
	json_number(place.pid, strlen(place.pid));
}

static void netns_view(const struct netns_search *s,
	void (*view)(struct request *q))
{
	netns_title(s);
	if (CFG(RATE))
		rate_netns(s->last ? s->found : 0);
	view(s->q);
}

void netns_each(struct request *q, void (*view)(struct request *q))
{
	struct netns_search s = { q, walk_first(q->own, "net"), 0, 0, "" };

	netns_find(&s);
	netns_view(&s, view);
	s.last = 1;
	while (netns_find(&s)) {
		/* if the process is gone, another one may be in it */
		if (!netns_process(q, s.pid, s.found))
			continue;
		netns_view(&s, view);
		netns_return(q);
		s.last = s.found;
	}
}
