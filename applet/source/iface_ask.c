/* iface_ask.c: what only the kernel has of an interface, not /proc: its IPv4
 * addresses, and its hardware.
 */
#include <errno.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>

#include "source/source.h"

struct iface_labels {
	size_t used;
	/* a label and an address each */
	struct ifreq table[LIMIT(IFADDRS)];
	/* those of the interface that is asked for */
	struct iface_inet inet[CFG(IFACE_MORE) ? LIMIT(IFADDRS) : 1];
};

BUFFER(struct iface_labels, labels);

bool iface_find_labels(void)
{
	struct ifconf conf = { .ifc_len = sizeof labels.table };

	labels.used = 0;
	conf.ifc_req = labels.table;
	if (!link_asked())
		return true;
	if (ioctl(link_socket(), SIOCGIFCONF, &conf)) {
		fail("SIOCGIFCONF", error_text(errno));
		return true;
	}
	labels.used = conf.ifc_len / sizeof *labels.table;
	return conf.ifc_len < (int)sizeof labels.table;
}

const char *iface_label(size_t n)
{
	return n < labels.used ? labels.table[n].ifr_name : NULL;
}

/* The kind of link, and the hardware address. */
void iface_ask_link(struct iface *f)
{
	struct ifreq r;

	link_ask(f->name, SIOCGIFHWADDR, &r);
	f->hardware = r.ifr_hwaddr.sa_family;
	memcpy(f->hardware_addr, r.ifr_hwaddr.sa_data, sizeof f->hardware_addr);
}

/* Asks for an IPv4 address. Returns BIT, or 0 if there is none. */
static unsigned ask_addr(const char *name, int what, struct addr *a,
	unsigned bit)
{
	struct ifreq r;

	if (!link_ask(name, what, &r))
		return 0;
	a->v6 = false;
	memcpy(a->byte, r.ifr_addr.sa_data + 2, 4);
	return bit;
}

static void ask_addresses(struct iface *f)
{
	unsigned has = ask_addr(f->name, SIOCGIFADDR, &f->address, IFACE_INET);

	if (!has)
		return;
	has |= ask_addr(f->name, SIOCGIFNETMASK, &f->netmask, IFACE_NETMASK);
	if (f->flags & IFF_BROADCAST)
		has |= ask_addr(f->name, SIOCGIFBRDADDR, &f->broadcast,
			IFACE_BROADCAST);
	if (f->flags & IFF_POINTOPOINT)
		has |= ask_addr(f->name, SIOCGIFDSTADDR, &f->peer, IFACE_PEER);
	f->record.has |= (unsigned short)has;
}

/* The queue length, and the place of the hardware on the bus. */
static void ask_hardware(struct iface *f)
{
	struct ifreq r;
	const struct ifmap *m = &r.ifr_map;

	iface_ask_link(f);
	if (link_ask(f->name, SIOCGIFTXQLEN, &r))
		f->record.has |= IFACE_QUEUE;
	f->tx_queue = r.ifr_qlen;
	link_ask(f->name, SIOCGIFMAP, &r);
	f->mem_start = m->mem_start;
	f->mem_end = m->mem_end;
	f->base_addr = m->base_addr;
	f->irq = m->irq;
	f->dma = m->dma;
}

/* Adds WHAT of the address of R to A as BIT, if it has that and it is not
 * 0.0.0.0. */
static void ask_about(const struct ifreq *r, int what, struct iface_inet *a,
	uint32_t *to, unsigned bit)
{
	struct ifreq answer = *r;

	if (ioctl(link_socket(), what, &answer)) {
		if (errno != EADDRNOTAVAIL && errno != ENODEV)
			fail(r->ifr_name, error_text(errno));
		return;
	}
	memcpy(to, answer.ifr_addr.sa_data + 2, 4);
	a->has |= *to ? bit : 0;
}

/* The list of all addresses with this label. */
static const struct iface_inet *ask_all(const struct iface *f)
{
	const struct iface_inet *first, **next = &first;
	struct iface_inet *a = labels.inet;

	for (size_t i = 0; i < labels.used; i++) {
		const struct ifreq *r = &labels.table[i];

		if (strcmp(r->ifr_name, f->name))
			continue;
		*next = a;
		next = &a->next;
		a->has = 0;
		memcpy(&a->address, r->ifr_addr.sa_data + 2, 4);
		/* the kernel finds the address of a label by itself */
		ask_about(r, SIOCGIFNETMASK, a, &a->netmask, IFACE_NETMASK);
		if (f->flags & IFF_BROADCAST)
			ask_about(r, SIOCGIFBRDADDR, a, &a->broadcast,
				IFACE_BROADCAST);
		if (f->flags & IFF_POINTOPOINT)
			ask_about(r, SIOCGIFDSTADDR, a, &a->peer, IFACE_PEER);
		a++;
	}
	*next = NULL;
	return first;
}

void iface_ask(const struct request *q, struct iface *f)
{
	ask_addresses(f);
	ask_hardware(f);
	if (!CFG(IFACE_MORE) || !link_asked())
		return;
	if (f->hardware == ARPHRD_ETHER)
		f->record.has |= IFACE_ETHER;
	if (q->details) {
		f->inet = ask_all(f);
		f->record.has |= IFACE_INETS;
	}
}
