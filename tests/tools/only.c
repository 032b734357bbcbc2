/*
 * only - run a command that may make only the system calls named
 *
 *	only NAME,NAME... COMMAND [ARGUMENT...]
 *
 * Any other call kills it with SIGSYS. execve must be among them.
 */
#define _GNU_SOURCE
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CALL(name) { #name, SYS_##name }

/* calls that a netstat might make */
static const struct {
	const char *name;
	int number;
} calls[] = {
	CALL(execve), CALL(exit_group), CALL(set_tid_address), CALL(openat),
	CALL(close), CALL(read), CALL(write), CALL(writev), CALL(fstatfs),
	CALL(getdents64), CALL(readlinkat), CALL(capget), CALL(kcmp), CALL(geteuid),
	CALL(getuid), CALL(getgid), CALL(setresuid), CALL(setresgid),
	CALL(socket), CALL(ioctl), CALL(timerfd_create),
	CALL(timerfd_settime), CALL(ppoll), CALL(connect), CALL(bind),
	CALL(sendto), CALL(recvmsg), CALL(recvfrom), CALL(sendmsg),
	CALL(setsockopt), CALL(clone), CALL(wait4), CALL(pipe2), CALL(setns),
	CALL(clock_gettime), CALL(rt_sigaction), CALL(rt_sigprocmask),
	CALL(fcntl), CALL(lseek), CALL(getpid), CALL(gettid), CALL(kill),
	CALL(prctl), CALL(exit), CALL(uname), CALL(dup3), CALL(newfstatat),
	CALL(socketpair), CALL(getsockopt), CALL(prlimit64), CALL(getrandom),
	CALL(munmap),
#ifdef SYS_mmap
	CALL(mmap),
#endif
#ifdef __x86_64__
	CALL(arch_prctl), CALL(poll), CALL(fork), CALL(vfork), CALL(alarm),
	CALL(dup2), CALL(open), CALL(pipe),
#endif
};

enum { CALLS = sizeof calls / sizeof *calls };

static struct sock_filter filter[2 * CALLS + 2];
static unsigned short length;

static void add(struct sock_filter f)
{
	filter[length++] = f;
}

/* Returns 0 if this CPU has no such call. */
static int allow(const char *name)
{
	for (int i = 0; i < CALLS; i++) {
		if (strcmp(calls[i].name, name))
			continue;
		add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
			(unsigned)calls[i].number, 0, 1));
		add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
			SECCOMP_RET_ALLOW));
		return 1;
	}
	fprintf(stderr, "only: no call %s\n", name);
	return 0;
}

int main(int argc, char **argv)
{
	struct sock_fprog program = { .filter = filter };
	char *name;

	if (argc < 3)
		return 125;
	add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		offsetof(struct seccomp_data, nr)));
	for (name = strtok(argv[1], ","); name; name = strtok(NULL, ","))
		if (length > 2 * CALLS || !allow(name))
			return 125;
	add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
		SECCOMP_RET_KILL_PROCESS));
	program.len = length;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("only");
		return 125;
	}
	execv(argv[2], argv + 2);
	perror(argv[2]);
	return 125;
}
