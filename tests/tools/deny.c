/*
 * deny - run a command that may not make netlink sockets
 *
 *	deny ERRNO COMMAND [ARGUMENT...]
 *
 * socket(AF_NETLINK, ...) fails with that number; with 0 it kills the command
 * with SIGSYS.
 */
#define _GNU_SOURCE
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	unsigned error = argc > 2 ? atoi(argv[1]) : 0;
	/* the first argument is below 4 GiB: on a big-endian machine it is in
	 * the second half */
	const unsigned low = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ &&
		sizeof(long) == 8 ? 4 : 0;
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, args) + low),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, error ? SECCOMP_RET_ERRNO | error :
			SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {
		sizeof filter / sizeof *filter, filter
	};

	if (argc < 3)
		return 125;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("deny");
		return 125;
	}
	execv(argv[2], argv + 2);
	perror(argv[2]);
	return 125;
}
