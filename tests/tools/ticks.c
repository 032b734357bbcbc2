/*
 * ticks - netstat by a clock that goes as told
 *
 *	ticks STEP... -- WORD...
 *
 * Runs netstat_main() with the words. When it waits for the next report the
 * next STEP is done, "SECONDS COMMAND": so much time has passed, as far as
 * netstat can see, and the shell has done the command. No time passes
 * elsewhere. When there are no more steps it ends.
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

/* a file that always has 8 bytes */
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
	/* "--" stands for the name of the program */
	return netstat_main(argc - (word - argv), word);
}
