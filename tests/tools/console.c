/*
 * console - run a command on a slow console and print what a screen shows
 *
 *	console [-n] [-p] [-w COLUMNS] [-b BYTES] [-c LINES] COMMAND [ARG...]
 *
 * The command has a pseudo-terminal of 9600 baud and 80 columns as its stdin,
 * stdout and stderr. It is read like a serial line: a few bytes, a pause, a few
 * bytes. The output is what a screen would show, without carriage returns; then
 * the end of the command, "status N" or "signal N", on stderr.
 *
 *	-n  the command's descriptors do not block, as after some ssh sessions
 *	-p  a pipe instead of a terminal
 *	-w  columns of the terminal, in place of 80
 *	-b  bytes between two pauses (96)
 *	-c  after LINES lines stop reading and type Ctrl-C; the command must end
 *	    before its output is read again
 *
 * SIGALRM ends everything after two minutes.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static void die(const char *what)
{
	perror(what);
	exit(125);
}

/* A terminal with the settings of a serial console; *SLAVE is its other end. */
static int open_terminal(int *slave, unsigned columns)
{
	struct winsize size = { 24, columns, 0, 0 };
	struct termios t;
	int master = posix_openpt(O_RDWR | O_NOCTTY);

	if (master < 0 || grantpt(master) || unlockpt(master))
		die("posix_openpt");
	*slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	if (*slave < 0 || tcgetattr(*slave, &t))
		die("terminal");
	t.c_lflag |= ISIG;
	t.c_lflag &= ~ECHO;
	t.c_oflag |= OPOST | ONLCR;
	cfsetspeed(&t, B9600);
	if (tcsetattr(*slave, TCSANOW, &t) || ioctl(*slave, TIOCSWINSZ, &size))
		die("terminal");
	return master;
}

static pid_t start(char **argv, int fd, int is_terminal)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (pid)
		return pid;
	alarm(0);
	/* a shell ignores it in background commands */
	signal(SIGINT, SIG_DFL);
	setsid();
	if (is_terminal && ioctl(fd, TIOCSCTTY, 0))
		die("TIOCSCTTY");
	if (is_terminal)
		dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	if (fd > 2)
		close(fd);
	execvp(*argv, argv);
	die(*argv);
	return -1;
}

static void pause_line(void)
{
	nanosleep(&(struct timespec){ 0, 2000000 }, NULL);
}

/* Copies up to LINES lines, or all if that is 0. Returns false at the end. */
static int copy(int fd, size_t bytes, unsigned long lines)
{
	unsigned long seen = 0;
	char c;
	ssize_t n;

	for (size_t i = 1;; i++) {
		n = read(fd, &c, 1);
		if (n < 0 && errno == EINTR)
			continue;
		/* read() fails with EIO once the other end is closed */
		if (n <= 0)
			return 0;
		if (c != '\r')
			putchar(c);
		if (c == '\n' && ++seen == lines)
			return 1;
		if (i % bytes == 0)
			pause_line();
	}
}

int main(int argc, char **argv)
{
	int option, no_block = 0, use_pipe = 0, ends[2], status;
	size_t bytes = 96, columns = 80;
	unsigned long lines = 0;
	pid_t pid;

	while ((option = getopt(argc, argv, "+npw:b:c:")) != -1)
		switch (option) {
		case 'n': no_block = O_NONBLOCK; break;
		case 'p': use_pipe = 1; break;
		case 'w': columns = strtoul(optarg, NULL, 10); break;
		case 'b': bytes = strtoul(optarg, NULL, 10); break;
		case 'c': lines = strtoul(optarg, NULL, 10); break;
		default: return 125;
		}
	alarm(120);
	if (!use_pipe)
		ends[0] = open_terminal(&ends[1], columns);
	else if (pipe(ends))
		die("pipe");
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	if (fcntl(ends[1], F_SETFL, O_RDWR | no_block))
		die("fcntl");
	pid = start(argv + optind, ends[1], !use_pipe);
	close(ends[1]);
	if (copy(ends[0], bytes, lines)) {
		if (write(ends[0], "\003", 1) != 1)
			die("Ctrl-C");
	}
	if (waitpid(pid, &status, 0) != pid)
		die("waitpid");
	fflush(stdout);
	if (WIFSIGNALED(status))
		fprintf(stderr, "signal %d\n", WTERMSIG(status));
	else
		fprintf(stderr, "status %d\n", WEXITSTATUS(status));
	return 0;
}
