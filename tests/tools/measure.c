/*
 * measure - run a program once and print its cost
 *
 *	measure SECONDS PROGRAM [ARGUMENT...]		wall, user, sys: microseconds
 *	measure -m SECONDS PROGRAM [ARGUMENT...]	peak resident memory: KiB
 *
 * The output of the program is discarded; after SECONDS it is killed. The
 * status is 0 if that of the program is.
 *
 * ru_maxrss does not measure a small program: a child starts with the size of
 * the process that forked it. So with -m the program is stopped as it exits,
 * when its own high-water mark (VmHWM) can still be read. This needs a separate
 * run, because tracing distorts the times.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int must(long result, const char *what)
{
	if (result < 0) {
		perror(what);
		exit(2);
	}
	return result;
}

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static long long microseconds(const struct timeval *t)
{
	return t->tv_sec * 1000000LL + t->tv_usec;
}

/* alarm() survives exec and ends a program that does not catch SIGALRM. */
static pid_t start(int seconds, char **command, int traced)
{
	pid_t pid = must(fork(), "fork");
	int null;

	if (pid)
		return pid;
	alarm(seconds);
	null = must(open("/dev/null", O_WRONLY), "/dev/null");
	dup2(null, 1);
	dup2(null, 2);
	close(null);
	if (traced)
		must(ptrace(PTRACE_TRACEME, 0, NULL, NULL), "ptrace");
	execvp(command[0], command);
	_exit(127);
}

static int good(int status, char **command)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 1;
	fprintf(stderr, "measure: %s: %s %d\n", command[0],
		WIFSIGNALED(status) ? "signal" : "status",
		WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	return 0;
}

static int measure_time(int seconds, char **command)
{
	long long begin = now();
	pid_t pid = start(seconds, command, 0);
	struct rusage usage;
	int status;

	must(wait4(pid, &status, 0, &usage), "wait4");
	printf("%lld %lld %lld\n", now() - begin,
	       microseconds(&usage.ru_utime), microseconds(&usage.ru_stime));
	return !good(status, command);
}

static long high_water(pid_t pid)
{
	char name[64], line[256];
	long kib = -1;
	FILE *f;

	snprintf(name, sizeof name, "/proc/%d/status", (int)pid);
	f = fopen(name, "r");
	while (f && fgets(line, sizeof line, f))
		sscanf(line, "VmHWM: %ld", &kib);
	if (f)
		fclose(f);
	return kib;
}

/* Continues the program to its next stop, and delivers its signals. */
static int go_on(pid_t pid, int status)
{
	int signal = WSTOPSIG(status);

	if (signal == SIGTRAP)
		signal = 0;
	must(ptrace(PTRACE_CONT, pid, NULL, (void *)(long)signal), "ptrace");
	must(waitpid(pid, &status, 0), "waitpid");
	return status;
}

static int measure_memory(int seconds, char **command)
{
	pid_t pid = start(seconds, command, 1);
	long kib = -1;
	int status;

	must(waitpid(pid, &status, 0), "waitpid");	/* stopped after exec */
	if (WIFSTOPPED(status))
		must(ptrace(PTRACE_SETOPTIONS, pid, NULL,
			    (void *)(PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL)),
		     "PTRACE_SETOPTIONS");
	while (WIFSTOPPED(status)) {
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8))
			kib = high_water(pid);
		status = go_on(pid, status);
	}
	printf("%ld\n", kib);
	return !good(status, command);
}

int main(int argc, char **argv)
{
	int memory = argc > 1 && !strcmp(argv[1], "-m");
	char **arg = argv + 1 + memory;
	int seconds = argc > 2 + memory ? atoi(arg[0]) : 0;

	if (seconds < 1) {
		fprintf(stderr,
			"usage: measure [-m] SECONDS PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	return memory ? measure_memory(seconds, arg + 1)
		      : measure_time(seconds, arg + 1);
}
