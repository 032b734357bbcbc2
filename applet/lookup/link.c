/* link.c: facts about an interface that only the kernel has, not /proc: flags,
 * MTU, IPv4 addresses, hardware. Not used for saved trees.
 */
#include <errno.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lookup/lookup.h"

/* socket for ioctls, or -1 */
STATE(int, link_fd);

void link_open(const struct request *q)
{
	link_fd = can_ask(q) ?
		socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;
	if (link_fd < 0 && can_ask(q))
		fail("socket", error_text(errno));
}

/* A missing address or interface is no error; a missing flag is reported by the
 * caller. */
bool link_ask(const char *name, int what, struct ifreq *r)
{
	memset(r, 0, sizeof *r);
	memcpy(r->ifr_name, name, IFNAMSIZ);
	r->ifr_addr.sa_family = AF_INET;
	if (link_fd >= 0 && !ioctl(link_fd, what, r))
		return true;
	memset(r, 0, sizeof *r);
	if (link_fd >= 0 && errno != EADDRNOTAVAIL && errno != ENODEV &&
	    what != SIOCGIFFLAGS)
		fail(name, error_text(errno));
	return false;
}

bool link_ask_text(struct text name, int what, struct ifreq *r)
{
	char copy[IFACE_NAME] = "";

	memcpy(copy, name.s, name.n < IFACE_NAME ? name.n : IFACE_NAME - 1);
	return link_ask(copy, what, r);
}

bool link_asked(void)
{
	return link_fd >= 0;
}

int link_socket(void)
{
	return link_fd;
}

void link_close(void)
{
	fd_close(link_fd);
	link_fd = -1;
}
