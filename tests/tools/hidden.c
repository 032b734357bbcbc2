/*
 * hidden - hold a listener that is not in /proc/PID/fd
 *
 *	hidden HOW=PORT
 *
 *	thread	in a thread with its own descriptor table
 *	leader	the main thread has ended, another one runs on
 *	ring	registered in an io_uring, its descriptor closed; status 77 if
 *		the kernel has no io_uring or does not allow it
 *
 * It prints "ready" and stays.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int port;

static int serve(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
	int s = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(s, (struct sockaddr *)&a, sizeof a) || listen(s, 5)) {
		perror("hidden");
		exit(1);
	}
	return s;
}

static void stay(void)
{
	puts("ready");
	fclose(stdout);
	for (;;)
		pause();
}

static void *own_table(void *unused)
{
	unshare(CLONE_FILES);
	serve();
	stay();
	return unused;
}

/* Has the main thread ended? It remains as a zombie. */
static int has_ended(void)
{
	char line[100] = "";
	int fd = open("/proc/self/stat", O_RDONLY);
	char *end;

	if (fd < 0 || read(fd, line, sizeof line - 1) < 0)
		exit(1);
	close(fd);
	end = strrchr(line, ')');
	return end && end[2] == 'Z';
}

static void *survivor(void *unused)
{
	while (!has_ended())
		usleep(1000);
	stay();
	return unused;
}

static void ring(void)
{
	struct io_uring_params params;
	int fd, s = serve();

	memset(&params, 0, sizeof params);
	fd = syscall(SYS_io_uring_setup, 2, &params);
	if (fd < 0 || syscall(SYS_io_uring_register, fd,
	    IORING_REGISTER_FILES, &s, 1))
		exit(77);
	close(s);
	stay();
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	const char *number = strchr(how, '=');
	pthread_t t;

	port = number ? atoi(number + 1) : 0;
	if (!strncmp(how, "ring", 4))
		ring();
	if (!strncmp(how, "leader", 6)) {
		serve();
		pthread_create(&t, NULL, survivor, NULL);
		pthread_exit(NULL);
	}
	pthread_create(&t, NULL, own_table, NULL);
	for (;;)
		pause();
}
