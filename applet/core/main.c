/* main.c: opens the tree, repeats the reports, returns the exit status. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "run/memory.h"
#include "core/core.h"

/* A timer that fires at every interval, or -1. */
static int start_timer(const struct request *q)
{
	enum { SECOND = 1000000000 };
	struct timespec t = { q->interval / SECOND, q->interval % SECOND };
	struct itimerspec every = { t, t };
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

	if (timer < 0 || timerfd_settime(timer, 0, &every, NULL)) {
		fail("no timer", error_text(errno));
		return -1;
	}
	return timer;
}

/* -- Ctrl-C during a report of --watch ------------------------------------- */

/* The second one has the default action. */
static void on_interrupt(int number)
{
	(void)number;
	run.interrupted = 1;
}

/* From here on it only ends the report. OLD is what it did before. */
static void hold_interrupt(struct sigaction *old)
{
	struct sigaction hold = {
		.sa_handler = on_interrupt, .sa_flags = SA_RESETHAND
	};

	sigaction(SIGINT, &hold, old);
	if (old->sa_handler == SIG_IGN)
		sigaction(SIGINT, old, NULL);
}

/* From here on it does what it did before, which may be to end the program. */
static void release_interrupt(const struct sigaction *old)
{
	sigaction(SIGINT, old, NULL);
	if (run.interrupted)
		(void)raise(SIGINT);
	run.over |= run.interrupted;
}

/* Waits until the timer fires. Missed expirations are skipped. Returns false if
 * there is no timer. */
static bool wait_timer(const struct request *q, int timer)
{
	struct pollfd p[] = {
		{ .fd = timer, .events = POLLIN }, { .fd = STDOUT_FILENO },
	};
	uint64_t times;
	ssize_t n;

	if (timer < 0)
		return false;
	/* all expirations that were missed */
	(void)!read(timer, &times, sizeof times);
	do {
		poll(p, 1 + is_watch(q), -1);
		/* nobody reads the pipe, even if there is nothing to write */
		if (CFG(WATCH) && p[1].revents & POLLERR) {
			run.status = STATUS_FAILED;
			return false;
		}
		n = read(timer, &times, sizeof times);
	} while (n < 0 && (errno == EAGAIN || errno == EINTR));
	if (n < 0)
		fail("timer", error_text(errno));
	return n > 0;
}

/* A report, which is written before the wait. */
static void show_report(const struct request *q)
{
	struct sigaction old;

	if (is_watch(q))
		hold_interrupt(&old);
	/* /o of Windows needs no rights */
	if (!is_watch(q) || !run.round)
		run.warned_owners = CFG(WINDOWS) &&
			(q->win & (WIN_PIDS | WIN_PROGRAMS)) == WIN_PIDS;
	if (CFG(RATE))
		rate_begin(!run.round);
	if (CFG(JSON) && has(q, JSON) && q->interval)
		run.time = clock_today();
	views_show(q);
	if (CFG(JSON) && q->json_array)
		json_end();
	if (CFG(FIT))
		fit_end();
	out_flush();
	if (is_watch(q))
		release_interrupt(&old);
}

/* Shows reports, which start at whole intervals after the first one, however
 * long each takes. */
static void show_reports(const struct request *q)
{
	int timer = -1;

	if (CFG(INTERVAL) && q->interval)
		timer = start_timer(q);
	run.timed = has(q, RATE);
	do {
		show_report(q);
	} while (CFG(INTERVAL) && q->interval && !run.over && !out_error() &&
		++run.round != q->reports && wait_timer(q, timer));
	fd_close(timer);
}

/* the f_type of procfs: linux/magic.h */
enum { PROC_SUPER_MAGIC = 0x9fa0 };

/* A constant if nothing depends on it. */
static bool is_live(void)
{
	return (CFG(FAST) || CFG(PRG) || CFG(PROC) || CFG(DIAG)) && run.live;
}

/* Opens PATH below the directory AT, as a place to look into. */
static int look(int at, const char *path)
{
	return fd_open(at, path, O_PATH);
}

/* Finds the directory with our net/: a /proc mounted with subset=pid has only
 * processes. Returns 0 or an errno. */
static int find_net(void)
{
	int net = look(run.root, "net"), error = errno, self;

	if (net < 0 && error == ENOENT && (self = look(run.root, "self")) >= 0)
		net = look(run.own = self, "net");
	if (net < 0)
		return error;
	close(net);
	return 0;
}

/* Reports that there is no net/. Returns true if other files may exist. */
static bool no_net(const struct request *q, int error)
{
	const char *why = error_text(error);
	bool live = is_live(), none = error == ENOENT;
	bool mounted = !none || live || has(q, PROC);

	/* A saved tree may be incomplete. A live one without net/ is no /proc,
	 * or shows no processes of ours, but maybe that of --netns. */
	if (none && live && run.own == run.root) {
		if (CFG(NETNS) && q->netns && (unsigned)*q->netns - '0' < 10)
			return (run.view = run.own = -1);
		why = "of another PID namespace";
	}
	if (!mounted)
		why = "not mounted";
	if (!mounted || (CFG(PROC) && run.root < 0))
		fail(run.proc, why);
	else
		fail_file("net", why);
	return run.root >= 0 && has(q, PROC) && !live;
}

/* Opens the tree. Returns false if there is nothing to read. */
static bool open_proc(const struct request *q)
{
	struct statfs fs;
	int error;

	/* Not one of the first three descriptors: a file that is opened later
	 * must not replace stdout or stderr. If those are closed, they now
	 * refer to a directory, which cannot be written to. */
	do
		run.root = fd_open(AT_FDCWD, q->proc, O_PATH | O_DIRECTORY);
	while (run.root >= 0 && run.root <= STDERR_FILENO);
	run.own = run.root;
	error = run.root < 0 ? errno : find_net();
	run.view = run.own;
	run.live = (CFG(FAST) || CFG(PRG) || CFG(PROC) || CFG(DIAG)) &&
		!fstatfs(run.root, &fs) && fs.f_type == PROC_SUPER_MAGIC;
	return !error || no_net(q, error);
}

/* Shows what is requested, and sets run.status. */
static void carry_out(const struct request *q)
{
	if (open_proc(q) && (!CFG(PRG) || owners_labels(q)) &&
	    (!CFG(NETNS) || !q->netns || q->all_netns || netns_start(q)))
		show_reports(q);
	if (CFG(WATCH) && CFG(DIAG))
		destroy_end();
	if (CFG(NETNS))
		netns_return();
	if (run.own != run.root)
		close(run.own);
	fd_close(run.root);
}

int netstat_main(int argc, char **argv)
{
	struct request q;
	int status;

	(void)argc;
	out_reset();
	if (CFG(RESOLVE))
		names_reset();
	status = args_parse(&q, argv);
	run_reset(q.proc);
	/* a line of JSON stays whole */
	if (CFG(FIT))
		fit_start(has(&q, JSON) ? 0 : q.fit);
	if (status < 0)
		carry_out(&q);
	else
		run.status = status;
	if (CFG(RESOLVE))
		names_reset();
	if (HAS_MEMORY)
		memory_free();
	out_flush();
	if (out_error()) {
		if (out_error() != EPIPE)
			warn("write error", error_text(out_error()));
		run.status = STATUS_FAILED;
	}
	if (status < 0 && !run.status &&
	    ((CFG(FILTERS) && filter_failed()) ||
	     (CFG(QUIET) && q.quiet && !run.shown && !has(&q, HEALTH))))
		run.status = STATUS_FAILED;
	return run.status;
}
