/* ours.c: sockets of the program itself, which may be in a table of the kernel.
 * No view shows them: they would not exist without the program.
 */
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lookup/lookup.h"

enum { OURS = DNS_SERVERS };

struct ours {
	unsigned count;
	uint64_t inode[OURS];
};

STATE(struct ours, ours);

void ours_reset(void)
{
	ours.count = 0;
}

/* The inode is in the target of a link, "socket:[123]", on every kernel. The C
 * library's fstat() would cost a kilobyte. */
static uint64_t ours_inode(int fd)
{
	char path[15 + DEC_TEXT] = "/proc/self/fd/", link[32];
	uint64_t inode = 0;
	long n;

	*fmt_dec(path + 14, fd) = '\0';
	n = syscall(SYS_readlinkat, AT_FDCWD, path, link, sizeof link - 1);
	link[n < 0 ? 0 : n] = '\0';
	scan_dec(scan_text(link, "socket:["), &inode);
	return inode;
}

int ours_socket(int family, int type)
{
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd >= 0 && ours.count < OURS)
		ours.inode[ours.count++] = ours_inode(fd);
	return fd;
}

bool is_ours(uint64_t inode)
{
	/* in a saved tree the number belongs to another socket */
	for (unsigned i = 0; run.live && i < ours.count; i++)
		if (ours.inode[i] == inode && inode)
			return true;
	return false;
}
