/* route_local.c: our own IPv4 addresses, as routes. /proc/net/route does not
 * have them; /proc/net/fib_trie has them among all other routes
 * (net/ipv4/fib_trie.c fib_trie_seq_show):
 *
 *	|-- ADDRESS
 *	   /PREFIX SCOPE TYPE
 */
#include <arpa/inet.h>

#include "source/source.h"

static enum row leaf_row(const struct feed *f, const char *line)
{
	struct addr *leaf = f->ctx;
	const char *s = scan_blanks(line), *type;
	struct route r = {
		.record = {
			RECORD_ROUTE, OPT_ROUTE,
			ROUTE_V4 | ROUTE_LOCAL | ROUTE_METRIC
		},
		.flags = ROUTE_UP, .iface = { "lo", 2 },
	};
	uint64_t bits;

	if (scan_ip(scan_text(s, "|-- "), leaf))
		return ROW_OK;
	s = scan_dec(scan_char(s, '/'), &bits);
	type = scan_blanks(scan_word(s));
	if (!type || bits > 32 || !scan_text(type, "LOCAL"))
		return ROW_OK;
	r.dest = *leaf;
	r.prefix_length = (uint32_t)bits;
	r.mask.word[0] = bits ? htonl(-1u << (32 - bits)) : 0;
	r.flags |= bits == 32 ? ROUTE_HOST : 0;
	f->emit(&r.record);
	return ROW_OK;
}

void local_routes_read(struct feed *f)
{
	struct addr leaf = { .v6 = false };

	/* not a table of its own */
	f->head.kind = RECORD_ROUTE;
	table_read(f, "net/fib_trie", MAY_BE_EMPTY, leaf_row, &leaf);
}
