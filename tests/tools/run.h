/*
 * run.h - run a netstat and keep what it prints
 *
 * "-" is the netstat_main() of netstat.o, in a tool that is linked with it: a
 * call in this process takes a tenth of the time of a process. Else it is a
 * path, and each run is a process.
 */
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int netstat_main(int argc, char **argv) __attribute__((weak));

/* run() also returns these two, for what is no exit status */
enum { SIGNAL = -1, HANGS = -2, PATIENCE = 60, OUTPUT = 1 << 22 };

/* stdout and stderr of the last run, with a NUL after them */
static char output[2][OUTPUT];
static size_t length[2];

/* -- in a process --------------------------------------------------------- */

/* Starts it; IN reads its stdout and stderr. */
static pid_t start(char **argv, struct pollfd *in)
{
	int out[2], err[2];
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		exit(1);
	pid = vfork();
	if (!pid) {
		dup2(out[1], 1);
		dup2(err[1], 2);
		execv(argv[0], argv);
		_exit(127);
	}
	close(out[1]);
	close(err[1]);
	in[0] = (struct pollfd){ .fd = out[0], .events = POLLIN };
	in[1] = (struct pollfd){ .fd = err[0], .events = POLLIN };
	return pid;
}

/* Reads both to their ends. Returns whether that took too long. */
static int collect(pid_t pid, struct pollfd *in)
{
	int hangs = 0;
	ssize_t n;

	while (in[0].fd >= 0 || in[1].fd >= 0) {
		if (poll(in, 2, PATIENCE * 1000) == 0) {
			hangs = 1;
			kill(pid, SIGKILL);
		}
		for (int i = 0; i < 2; i++) {
			if (in[i].fd < 0 || !in[i].revents)
				continue;
			n = read(in[i].fd, output[i] + length[i],
				OUTPUT - 1 - length[i]);
			if (n <= 0) {
				close(in[i].fd);
				in[i].fd = -1;
				continue;
			}
			length[i] += n;
		}
	}
	return hangs;
}

static int run_process(char **argv)
{
	struct pollfd in[2];
	pid_t pid = start(argv, in);
	int hangs = collect(pid, in), status;

	waitpid(pid, &status, 0);
	return hangs ? HANGS : WIFEXITED(status) ? WEXITSTATUS(status) : SIGNAL;
}

/* -- in this process ------------------------------------------------------ */

static sigjmp_buf crashed;

static void on_crash(int number)
{
	siglongjmp(crashed, number == SIGALRM ? HANGS : SIGNAL);
}

static void take(int fd, int i)
{
	ssize_t n = pread(fd, output[i], OUTPUT - 1, 0);

	if (n < 0 || ftruncate(fd, 0) || lseek(fd, 0, SEEK_SET))
		abort();
	length[i] = n;
}

/* stdout and stderr become files in memory for this call, and the namespace
 * that the last one has left is entered again. */
static int run_here(int argc, char **argv)
{
	static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT,
		SIGALRM };
	static int files[2] = { -1, -1 }, saved[2], home;
	int status;

	for (int i = 0; i < 2 && files[1] < 0; i++) {
		files[i] = memfd_create("output", MFD_CLOEXEC);
		saved[i] = fcntl(i + 1, F_DUPFD_CLOEXEC, 3);
		home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
		for (size_t s = 0; s < sizeof crashes / sizeof *crashes; s++)
			signal(crashes[s], on_crash);
	}
	fflush(stdout);
	setns(home, CLONE_NEWNET);
	for (int i = 0; i < 2; i++)
		dup2(files[i], i + 1);
	alarm(PATIENCE);
	status = sigsetjmp(crashed, 1);
	if (!status)
		status = netstat_main(argc, argv);
	alarm(0);
	for (int i = 0; i < 2; i++) {
		dup2(saved[i], i + 1);
		take(files[i], i);
	}
	return status;
}

/* Runs NETSTAT with WORDS, separated by blanks. Returns its exit status. */
static int run(const char *netstat, char *words)
{
	static char *argv[64];
	int argc = 0, status;

	argv[argc++] = (char *)netstat;
	for (words = strtok(words, " "); words; words = strtok(NULL, " "))
		argv[argc++] = words;
	argv[argc] = NULL;
	length[0] = length[1] = 0;
	if (strcmp(netstat, "-")) {
		status = run_process(argv);
	} else {
		argv[0] = "netstat";
		status = run_here(argc, argv);
	}
	output[0][length[0]] = output[1][length[1]] = '\0';
	return status;
}
