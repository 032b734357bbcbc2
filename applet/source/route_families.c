/* route_families.c: routes of X.25, amateur radio and IPX (net/x25/x25_proc.c,
 * net/ax25/ax25_route.c, net/netrom/nr_route.c, net/rose/rose_route.c,
 * net/ipx/ipx_proc.c). NET/ROM and ROSE have a table of destinations, with
 * numbers of neighbours, and one of neighbours.
 */
#include "source/source.h"

/* callsign dev mode digipeaters */
static enum row ax25_route(const struct feed *f, const char *line)
{
	struct hop h = { .record = { RECORD_HOP, OPT_AX25, HOP_STATION } };

	if (!scan_take(scan_take(line, &h.dest), &h.iface))
		return ROW_BAD;
	f->emit(&h.record);
	return ROW_OK;
}

/* address digits device; the address may be empty */
static enum row x25_route(const struct feed *f, const char *line)
{
	struct hop h = {
		.record = { RECORD_HOP, OPT_X25, HOP_STATION | HOP_DIGITS }
	};
	const char *s = line;

	h.dest = (struct text){ line, 0 };
	if (*s != ' ')
		s = scan_take(s, &h.dest);
	if (!scan_take(scan_u32(s, &h.digits), &h.iface) ||
	    h.digits > h.dest.n)
		return ROW_BAD;
	h.dest.n = h.digits;
	f->emit(&h.record);
	return ROW_OK;
}

/* Completes H by the row of its neighbour in FILE, which stays in L:
 * number callsign dev ... */
static void find_neighbour(struct hop *h, struct lines *l, const char *file)
{
	struct text callsign, iface;
	uint32_t number;
	const char *line, *s;

	h->callsign = h->iface = (struct text){ NULL, 0 };
	if (lines_open(l, run.view, file))
		return;
	while ((line = lines_next(l))) {
		s = scan_u32(line, &number);
		if (!s || number != h->neighbour ||
		    !scan_take(scan_take(s, &callsign), &iface))
			continue;
		h->callsign = callsign;
		h->iface = iface;
		break;
	}
	lines_close(l);
}

/* callsign mnemonic which ways, then for each way: quality obsolescence
 * neighbour. WHICH is in use. */
static enum row netrom_route(const struct feed *f, const char *line)
{
	struct hop h = {
		.record = {
			RECORD_HOP, OPT_NETROM,
			HOP_STATION | HOP_NEIGHBOUR | HOP_NODE
		}
	};
	uint32_t which = 0, ways = 0, unused;
	struct lines neighbours;
	const char *s;

	s = scan_take(scan_take(line, &h.dest), &h.mnemonic);
	s = scan_u32(scan_u32(s, &which), &ways);
	if (!s || !which || which > ways)
		return ROW_BAD;
	while (which--) {
		s = scan_u32(scan_u32(s, &h.quality), &unused);
		s = scan_u32(s, &h.neighbour);
	}
	if (!s)
		return ROW_BAD;
	find_neighbour(&h, &neighbours, "net/nr_neigh");
	f->emit(&h.record);
	return ROW_OK;
}

/* address mask ways, then for each way: neighbour */
static enum row rose_route(const struct feed *f, const char *line)
{
	struct hop h = { .record = { RECORD_HOP, OPT_ROSE, HOP_STATION } };
	uint32_t ways = 0, mask;
	struct lines neighbours;
	const char *s = scan_take(line, &h.dest), *end;

	end = s = scan_u32(scan_u32(s, &mask), &ways);
	/* nothing is printed of a row that ends early */
	for (uint32_t i = 0; end && i < ways; i++)
		end = scan_u32(end, &h.neighbour);
	if (!end)
		return ROW_BAD;
	h.last = !ways;
	if (!ways)
		f->emit(&h.record);
	h.record.has |= HOP_NEIGHBOUR;
	for (uint32_t i = 0; i < ways; i++) {
		s = scan_u32(s, &h.neighbour);
		h.again = i > 0;
		h.last = i + 1 == ways;
		find_neighbour(&h, &neighbours, "net/rose_neigh");
		f->emit(&h.record);
	}
	return ROW_OK;
}

/* A network, empty as in net-tools if it is 0 or all ones. */
static const char *scan_network(const char *s, struct text *network)
{
	uint64_t n = 0;
	const char *end = scan_take(s, network);

	if (end && scan_hex(s, &n) == end && (!n || n == UINT32_MAX))
		network->n = 0;
	return end;
}

/* network router_network router_node, or network "Directly" "Connected" */
static enum row ipx_route(const struct feed *f, const char *line)
{
	struct hop h = { .record = { RECORD_HOP, OPT_IPX, HOP_ROUTER } };
	const char *s = scan_network(line, &h.dest);

	if (!scan_take(scan_network(s, &h.router), &h.node))
		return ROW_BAD;
	f->emit(&h.record);
	return ROW_OK;
}

static const struct family_routes {
	unsigned char family, opt;
	const char *file, *old_file, *missing;
	row_fn *row;
} family_routes[] = {
#define MISSING " not configured in this system.\n"
	{
		F_AX25, OPT_AX25, "net/ax25_route", NULL, "AX.25" MISSING,
		CFG(X25) ? ax25_route : NULL
	}, {
		F_NETROM, OPT_NETROM, "net/nr_nodes", NULL, "NET/ROM" MISSING,
		CFG(X25) ? netrom_route : NULL
	}, {
		F_ROSE, OPT_ROSE, "net/rose_nodes", NULL, "",
		CFG(X25) ? rose_route : NULL
	}, {
		F_X25, OPT_X25, "net/x25/route", "net/x25_routes",
		"X.25" MISSING, CFG(X25) ? x25_route : NULL
	}, {
		F_IPX, OPT_IPX, "net/ipx/route", "net/ipx_route",
		"IPX routing not in file /proc/net/ipx/route or "
		"/proc/net/ipx_route found.\n", CFG(IPX) ? ipx_route : NULL
	},
#undef MISSING
};

bool family_routes_read(struct feed *f, unsigned family)
{
	const struct family_routes *t = family_routes;
	int error;

	while (t->family != family)
		t++;
	f->head = (struct record){ RECORD_TABLE, t->opt, 0 };
	error = table_read(f, t->file, 1, t->row, NULL);
	if (error && t->old_file)
		error = table_read(f, t->old_file, 1, t->row, NULL);
	if (error)
		table_absent(f, error, t->file, t->missing);
	return !error;
}
