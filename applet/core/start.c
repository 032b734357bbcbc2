/* start.c: the standalone program around netstat_main(). */
#include <elf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "run/run.h"

/* on 32-bit machines, these have IDs of 32 bits */
#ifdef SYS_setresuid32
enum { SETRESUID = SYS_setresuid32, SETRESGID = SYS_setresgid32 };
#else
enum { SETRESUID = SYS_setresuid, SETRESGID = SYS_setresgid };
#endif

/* If installed set-uid or set-gid by mistake, drop these rights. Not with the C
 * library's setresuid(), which is for programs with threads.
 */
static bool drop_rights(void)
{
	uid_t uid = getuid();
	gid_t gid = getgid();

	return !syscall(SETRESGID, gid, gid, gid) &&
		!syscall(SETRESUID, uid, uid, uid);
}

/* Whether the kernel says that there is anything to drop: in the pairs of
 * numbers that it puts after the environment. getauxval() of the C library can
 * do more, in 100 bytes. */
static bool is_secure(char **environment)
{
	const unsigned long *pair;

	while (*environment++)
		;
	for (pair = (void *)environment; *pair != AT_NULL; pair += 2)
		if (*pair == AT_SECURE)
			return pair[1];
	return false;
}

/* ports/install.sh knows a program of ours, for any CPU, by this text. */
static const char danger[] = "netstat: set-uid rights remain\n";

int main(int argc, char **argv, char **environment)
{
	if (is_secure(environment) && !drop_rights()) {
		(void)!write(STDERR_FILENO, danger, sizeof danger - 1);
		return STATUS_FAILED;
	}
	return netstat_main(argc, argv);
}
