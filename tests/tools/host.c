/* host.c: a program that contains netstat, as a multicall binary does.
 *
 * Each line of standard input is a file and a command line: FILE WORD... Calls
 * netstat_main() with the words, one call after the other in this process, with
 * its output and then its status in the file. Anything that a call leaves
 * changed is reported on standard error.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int netstat_main(int argc, char **argv);

static int descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static int handlers(void)
{
	struct sigaction action;
	int n = 0;

	for (int sig = 1; sig < 65; sig++)
		n += !sigaction(sig, NULL, &action) &&
			action.sa_handler != SIG_DFL;
	return n;
}

static int call(int argc, char **argv)
{
	int fd = open(argv[0], O_WRONLY | O_CREAT | O_TRUNC, 0666);
	int status;

	if (fd < 0)
		return 1;
	dup2(fd, 1);
	dup2(fd, 2);
	close(fd);
	argv[0] = "netstat";
	status = netstat_main(argc, argv);
	return dprintf(1, "rc=%d\n", status) < 0;
}

int main(void)
{
	char line[1024], *argv[32];
	int argc, open_before, caught_before, told = dup(2), failed = 0;

	open_before = descriptors();
	caught_before = handlers();
	while (!failed && fgets(line, sizeof line, stdin)) {
		argc = 0;
		argv[0] = strtok(line, " \n");
		while (argv[argc] && argc < 31)
			argv[++argc] = strtok(NULL, " \n");
		failed = !argc || call(argc, argv);
		/* after each call: a descriptor closed now may be reused by a
		 * later one */
		if (descriptors() != open_before) {
			dprintf(told, "host: a descriptor is left or lost: %s\n",
				argc > 1 ? argv[1] : "");
			return 1;
		}
	}
	if (failed)
		dprintf(told, "host: no such file\n");
	if (handlers() != caught_before)
		dprintf(told, "host: a signal handler is left\n");
	return failed;
}
