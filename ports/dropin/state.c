/* What the files keep between their functions is one mapping, all zero when a
 * run begins and gone when it ends: the tree around it pays nothing for it, and
 * netstat may be called again in the same process. Most of it are tables for
 * many sockets; pages that no one touches cost no memory.
 */
#include <sys/mman.h>

static int netstat_fresh(int argc, char **argv)
{
	static const char text[] = "netstat: out of memory\n";
	int status = STATUS_FAILED;

	netstat_state = mmap(NULL, STATE_END, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (netstat_state == MAP_FAILED) {
		if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
			return status;
		return status;
	}
	status = netstat_run(argc, argv);
	munmap(netstat_state, STATE_END);
	return status;
}
