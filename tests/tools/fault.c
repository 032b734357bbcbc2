/*
 * fault - run netstat with failing system calls
 *
 *	fault <COMMAND-LINES
 *
 * Each line of standard input is a command line of netstat_main(). It first
 * runs without faults. Then each of its system calls fails in a run of its own,
 * with each error of the table below, and again with all later calls of that
 * kind failing too. Such a run must print the same, or report what it could not
 * do, with a status that says so. After it a run without faults must print the
 * same as the first. Prints what is wrong, and the number of runs at the end.
 *
 *	cc -o fault fault.c netstat.o
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "arguments.h"

int netstat_main(int argc, char **argv);

enum kind {
	OPENAT, READ, WRITE, CLOSE, FSTATFS, GETDENTS, READLINK, CAPGET, SETNS,
	CLOCK, SOCKET, IOCTL, CONNECT, SEND, RECV, RANDOM, POLL, CREATE, SETTIME,
	KINDS
};

/* PASSING: the call is repeated, and the run must not differ. MEANT: the error
 * is a normal answer (no such file, no permission), which may be ignored
 * silently. */
enum how { TROUBLE, PASSING, MEANT };

static const struct fault {
	enum kind kind;
	int error;
	enum how how;
} faults[] = {
	{ OPENAT, EMFILE, TROUBLE }, { OPENAT, EIO, TROUBLE },
	{ OPENAT, ENOENT, MEANT }, { OPENAT, EACCES, MEANT },
	{ READ, EIO, TROUBLE }, { READ, EINTR, PASSING },
	{ WRITE, EIO, TROUBLE }, { WRITE, EINTR, PASSING },
	{ WRITE, EAGAIN, PASSING },
	{ CLOSE, EINTR, PASSING },
	{ FSTATFS, ENOSYS, PASSING },
	{ GETDENTS, EIO, TROUBLE }, { GETDENTS, ENOENT, MEANT },
	{ READLINK, EIO, TROUBLE }, { READLINK, EACCES, MEANT },
	{ CAPGET, EPERM, PASSING },
	{ SETNS, EIO, TROUBLE }, { SETNS, EPERM, MEANT },
	{ CLOCK, EINVAL, MEANT },
	{ SOCKET, EMFILE, TROUBLE }, { SOCKET, EACCES, TROUBLE },
	{ IOCTL, EIO, TROUBLE }, { IOCTL, ENODEV, MEANT },
	{ CONNECT, ENETUNREACH, TROUBLE },
	{ SEND, ECONNREFUSED, TROUBLE },
	{ RECV, EIO, TROUBLE }, { RECV, EINTR, PASSING },
	{ RANDOM, ENOSYS, PASSING },
	{ POLL, EINTR, PASSING },
	{ CREATE, EMFILE, TROUBLE }, { SETTIME, EINVAL, TROUBLE },
};

enum { FAULTS = sizeof faults / sizeof *faults };

/* -- the calls ------------------------------------------------------------ */

static unsigned seen[KINDS];
static const struct fault *fault;	/* NULL: none */
static unsigned nth;			/* which call of its kind fails */
static int persists;			/* later calls fail too */
static int running;

static int fails(enum kind kind)
{
	if (!running)
		return 0;
	seen[kind]++;
	if (!fault || fault->kind != kind ||
	    (persists ? seen[kind] < nth : seen[kind] != nth))
		return 0;
	errno = fault->error;
	return 1;
}

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name)
{
	void *f = dlsym(RTLD_NEXT, name);

	if (!f)
		abort();
	return f;
}

ssize_t read(int fd, void *buf, size_t n)
{
	static ssize_t (*f)(int, void *, size_t);

	if (!f)
		f = real("read");
	return fails(READ) ? -1 : f(fd, buf, n);
}

ssize_t write(int fd, const void *buf, size_t n)
{
	static ssize_t (*f)(int, const void *, size_t);

	if (!f)
		f = real("write");
	/* a message that cannot be written cannot be reported */
	return fd != 2 && fails(WRITE) ? -1 : f(fd, buf, n);
}

/* Linux closes the descriptor even if close() fails. */
int close(int fd)
{
	static int (*f)(int);
	int answer;

	if (!f)
		f = real("close");
	answer = f(fd);
	return fails(CLOSE) ? -1 : answer;
}

int fstatfs(int fd, struct statfs *s)
{
	return fails(FSTATFS) ? -1 : REAL(fstatfs)(fd, s);
}

int fstatfs64(int fd, struct statfs64 *s)
{
	return fails(FSTATFS) ? -1 : REAL(fstatfs64)(fd, s);
}

static enum kind kind_of(long number)
{
	switch (number) {
	case SYS_openat:
		return OPENAT;
	case SYS_getdents64:
		return GETDENTS;
	case SYS_readlinkat:
		return READLINK;
	case SYS_capget:
		return CAPGET;
	case SYS_setns:
		return SETNS;
	case SYS_clock_gettime:
		return CLOCK;
	}
	return KINDS;
}

long syscall(long number, ...)
{
	static long (*f)(long, ...);
	enum kind kind = kind_of(number);
	SIX_ARGUMENTS(a, number);

	if (!f)
		f = real("syscall");
	/* the time of day, which is printed, stands still */
	if (kind == CLOCK && a[0] == CLOCK_REALTIME) {
		*(long *)a[1] = 0;
		return 0;
	}
	return kind < KINDS && fails(kind) ? -1 :
		f(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

int socket(int family, int type, int protocol)
{
	return fails(SOCKET) ? -1 : REAL(socket)(family, type, protocol);
}

int ioctl(int fd, unsigned long what, ...)
{
	va_list list;
	void *arg;

	va_start(list, what);
	arg = va_arg(list, void *);
	va_end(list);
	return fails(IOCTL) ? -1 :
		((int (*)(int, unsigned long, ...))real("ioctl"))(fd, what, arg);
}

int connect(int fd, const struct sockaddr *to, socklen_t n)
{
	return fails(CONNECT) ? -1 : REAL(connect)(fd, to, n);
}

ssize_t send(int fd, const void *buf, size_t n, int flags)
{
	return fails(SEND) ? -1 : REAL(send)(fd, buf, n, flags);
}

ssize_t recv(int fd, void *buf, size_t n, int flags)
{
	return fails(RECV) ? -1 : REAL(recv)(fd, buf, n, flags);
}

ssize_t getrandom(void *buf, size_t n, unsigned flags)
{
	(void)flags;
	memset(buf, 7, n);
	return fails(RANDOM) ? -1 : (ssize_t)n;
}

int poll(struct pollfd *p, nfds_t n, int timeout)
{
	return fails(POLL) ? -1 : REAL(poll)(p, n, timeout);
}

int timerfd_create(int clock, int flags)
{
	return fails(CREATE) ? -1 : REAL(timerfd_create)(clock, flags);
}

int timerfd_settime(int fd, int flags, const struct itimerspec *to,
	struct itimerspec *from)
{
	return fails(SETTIME) ? -1 :
		REAL(timerfd_settime)(fd, flags, to, from);
}

/* -- runs ----------------------------------------------------------------- */

enum { TEXT = 1 << 18 };

struct run {
	int status;
	size_t out, err;		/* bytes */
	char text[2][TEXT];
};

static struct run whole, now;
static char words[1024];
static char line[1024], *argv[64];
static int argc, files[2], saved[2], told, home;
static unsigned long runs;

static void say(const char *what)
{
	dprintf(told, "%s: %s", what, words);
	if (fault)
		dprintf(told, ", call %d number %u, error %d%s", fault->kind,
			nth, fault->error, persists ? " and all later" : "");
	dprintf(told, "\n");
}

static void on_signal(int number)
{
	running = 0;
	say(number == SIGALRM ? "hangs" : "crashes");
	_exit(1);
}

static size_t take(int fd, char *text)
{
	ssize_t n = pread(fd, text, TEXT - 1, 0);

	text[n < 0 ? 0 : n] = '\0';
	if (ftruncate(fd, 0) || lseek(fd, 0, SEEK_SET))
		abort();
	return n < 0 ? 0 : n;
}

static void run(struct run *r, const struct fault *f, unsigned when)
{
	/* the previous run may have failed to return to its namespace */
	setns(home, CLONE_NEWNET);
	fault = f;
	nth = when;
	memset(seen, 0, sizeof seen);
	for (int i = 0; i < 2; i++)
		dup2(files[i], i + 1);
	alarm(120);
	running = 1;
	r->status = netstat_main(argc, argv);
	running = 0;
	for (int i = 0; i < 2; i++)
		dup2(saved[i], i + 1);
	r->out = take(files[0], r->text[0]);
	r->err = take(files[1], r->text[1]);
	runs++;
}

static int same_out(void)
{
	return now.out == whole.out &&
		!memcmp(now.text[0], whole.text[0], now.out);
}

static int same(void)
{
	return same_out() && now.status == whole.status &&
		!strcmp(now.text[1], whole.text[1]);
}

/* A failed look-up of a name is no error of the view: it shows the number. */
static int is_told(void)
{
	return strstr(now.text[1], "netstat: DNS") ||
		strstr(now.text[1], "netstat: /etc/") ||
		(now.status && (strstr(now.text[1], "netstat: ") ||
		 strstr(now.text[1], "(Not all") ||
		 strstr(now.text[1], "SELinux") ||
		 strstr(now.text[1], "(No info")));
}

static void judge(void)
{
	if (now.status < 0 || now.status > 3)
		say("no such status");
	else if (fault->how == PASSING ? !same() :
		 fault->how == TROUBLE && !same_out() && !is_told() &&
		 fault->kind != WRITE)
		say("short in silence");
	else if (fault->kind == WRITE && fault->how == TROUBLE && !now.status)
		say("not written in silence");
	/* no fault is this: it hides the real one */
	else if (strstr(now.text[1], "Bad file descriptor"))
		say("a call with a descriptor that failed");
}

static void try(const struct fault *f, unsigned calls)
{
	for (nth = 1; nth <= calls; nth++) {
		unsigned n = nth;

		run(&now, f, n);
		judge();
		run(&now, NULL, n);
		fault = f;
		if (!same())
			say("remembered in the next run");
		nth = n;
	}
}

static void all_faults(void)
{
	unsigned calls[KINDS];

	run(&whole, NULL, 0);
	memcpy(calls, seen, sizeof calls);
	run(&now, NULL, 0);
	if (!same())
		say("not the same twice");
	for (int i = 0; i < FAULTS; i++)
		for (persists = 0; persists < 1 + (faults[i].how != PASSING);
		     persists++)
			try(&faults[i], calls[faults[i].kind]);
	persists = 0;
	fault = NULL;
}

int main(void)
{
	told = dup(1);
	home = open("/proc/self/ns/net", O_RDONLY);
	for (int i = 0; i < 2; i++) {
		saved[i] = dup(i + 1);
		files[i] = memfd_create("text", 0);
	}
	signal(SIGSEGV, on_signal);
	signal(SIGBUS, on_signal);
	signal(SIGFPE, on_signal);
	signal(SIGALRM, on_signal);
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\n")] = '\0';
		strcpy(words, line);
		argv[0] = "netstat";
		for (argc = 1, argv[1] = strtok(line, " "); argv[argc];)
			argv[++argc] = strtok(NULL, " ");
		all_faults();
		dprintf(told, "%lu runs: %s\n", runs, words);
		runs = 0;
	}
	return 0;
}
