/* start.c: the standalone program around netstat_main(). */
#include <sys/auxv.h>
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

int main(int argc, char **argv)
{
	/* AT_SECURE: the kernel gave us rights of the file's owner */
	if (getauxval(AT_SECURE) && !drop_rights())
		return STATUS_FAILED;
	return netstat_main(argc, argv);
}
