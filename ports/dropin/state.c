/* The state of all files is one mapping, which is zero when a run begins and
 * unmapped when it ends: the program around it needs no memory for it, and
 * netstat can be called again in the same process. Most of it is tables for
 * many sockets; pages that are never touched cost no memory.
 */
#include <sys/mman.h>

static void *netstat_before;

static void netstat_leave(void)
{
	munmap(netstat_state - STATE_BELOW, STATE_SIZE);
	set_state(netstat_before);
}

static int netstat_fresh(int argc, char **argv)
{
	static const char text[] = "netstat: out of memory\n";
	int status = STATUS_FAILED;
	void *state = mmap(NULL, STATE_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (state == MAP_FAILED) {
		if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
			return status;
		return status;
	}
	netstat_before = old_state();
	set_state((char *)state + STATE_BELOW);
	status = netstat_run(argc, argv);
	netstat_leave();
	return status;
}
