/*
 * bind - run a command that sees one directory in the place of another
 *
 *	bind FROM TO COMMAND [ARGUMENT...]
 *
 * As unshare -m with mount --bind, but one process where these start three. The
 * status is 125 if FROM cannot be mounted.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc < 4) {
		fputs("usage: bind FROM TO COMMAND [ARGUMENT...]\n", stderr);
		return 125;
	}
	if (unshare(CLONE_NEWNS) ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount(argv[1], argv[2], NULL, MS_BIND, NULL)) {
		perror("bind");
		return 125;
	}
	execvp(argv[3], argv + 3);
	perror(argv[3]);
	return 125;
}
