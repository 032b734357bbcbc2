/*
 * ticks - run netstat with a simulated clock
 *
 *	ticks STEP... -- WORD...
 *
 * Runs netstat_main() with the words. Each time it waits for the next report,
 * the next STEP "SECONDS COMMAND" is done: netstat's clock advances by that
 * time, and the shell runs the command. The clock stands still otherwise. The
 * program ends after the last step.
 *
 *	cc -o ticks ticks.c netstat.o
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "arguments.h"

int netstat_main(int argc, char **argv);

static char **step;
static long long ns = 5000000000;

/* a file from which 8 bytes can always be read */
int timerfd_create(int clock, int flags)
{
	(void)clock;
	(void)flags;
	return open("/dev/zero", O_RDONLY);
}

int timerfd_settime(int fd, int flags, const struct itimerspec *to,
	struct itimerspec *from)
{
	(void)fd;
	(void)flags;
	(void)to;
	(void)from;
	return 0;
}

int poll(struct pollfd *p, nfds_t n, int timeout)
{
	char *command;

	(void)p;
	(void)n;
	(void)timeout;
	if (!strcmp(*step, "--"))
		exit(0);
	ns += strtod(*step++, &command) * 1e9;
	return system(command) ? -1 : 1;
}

long syscall(long number, ...)
{
	static long (*f)(long, ...);
	SIX_ARGUMENTS(a, number);

	if (number == SYS_clock_gettime) {
		((long *)a[1])[0] = ns / 1000000000;
		((long *)a[1])[1] = ns % 1000000000;
		return 0;
	}
	if (!f)
		f = (__typeof__(f))dlsym(RTLD_NEXT, "syscall");
	return f(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

int main(int argc, char **argv)
{
	char **word = argv + 1;

	step = word;
	while (*word && strcmp(*word, "--"))
		word++;
	if (!*word)
		return 2;
	/* "--" takes the place of the program's name */
	return netstat_main(argc - (word - argv), word);
}
