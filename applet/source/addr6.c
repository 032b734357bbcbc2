/* addr6.c: the IPv6 addresses of interfaces, from /proc/net/if_inet6
 * (net/ipv6/addrconf.c if6_seq_show), all hex:
 *
 *   address index prefix-length scope flags name
 */
#include "source/source.h"

const char *addr6_scan(const char *line, struct iface_addr *a, uint64_t *index)
{
	uint64_t length, scope, flags;
	const char *s;

	s = scan_hex(scan_hex(scan_addr6(line, &a->addr), index), &length);
	s = scan_blanks(scan_end(scan_hex(scan_hex(s, &scope), &flags)));
	if (!scan_word(s) || scope > 0xff || length > UINT32_MAX ||
	    *index > UINT32_MAX)
		return NULL;
	a->prefix_length = (uint32_t)length;
	a->scope = (uint32_t)scope;
	return s;
}

uint32_t addr6_zone(const struct addr *a)
{
	struct lines l;
	struct iface_addr other;
	uint64_t index;
	uint32_t zone = 0;
	bool several = false;
	const char *line;

	if (lines_open(&l, run.view, "net/if_inet6"))
		return 0;
	while ((line = lines_next(&l)))
		if (addr6_scan(line, &other, &index) &&
		    !memcmp(a->byte, other.addr.byte, sizeof a->byte)) {
			several |= zone != 0;
			zone = (uint32_t)index;
		}
	lines_close(&l);
	return several ? 0 : zone;
}
