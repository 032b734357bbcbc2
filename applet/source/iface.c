/* iface.c: network interfaces. Their counters are in /proc/net/dev
 * (net/core/net-procfs.c dev_seq_printf_stats), 8 received and 8 sent:
 *
 *   name: bytes packets errs drop fifo frame compressed multicast
 *	bytes packets errs drop fifo colls carrier compressed
 *
 * Flags, MTU and IPv4 addresses are not in /proc: the kernel is asked, except
 * for saved trees.
 */
#include <errno.h>
#include <net/if.h>
#include <sys/ioctl.h>

#include "run/memory.h"
#include "source/source.h"

/* An interface, or an IPv6 address of one. */
struct entry {
	char name[IFACE_NAME];		/* padded with NULs */
	char key[24];			/* its place in the order */
	struct entry *next;		/* the next one in that order */
	bool counted;			/* it has counters */
	bool is_addr;
	union {
		struct {
			uint64_t time, counter[COUNTERS];
		};
		struct iface_addr inet6;
	};
};

enum { SPARE_IFACES = SPARE(64, LIMIT(IFACES)) };

struct ifaces {
	size_t used;
	uint32_t size;
	struct entry *table;
	_Alignas(8) struct table memory;	/* and its spare: */
	struct entry spare[SPARE_IFACES];
};

BUFFER(struct ifaces, all);

/* -- the natural order: eth2, eth10, eth10:1 ------------------------------ */

static const char *digits_before(const char *start, const char *end)
{
	while (end > start && end[-1] >= '0' && end[-1] <= '9')
		end--;
	return end;
}

/* A number with more digits is greater. Leading zeros decide last, as if the
 * names were compared byte by byte. */
static char *add_number(char *key, const char *s, const char *end)
{
	const char *start = s;
	size_t zeros;

	while (s < end && *s == '0')
		s++;
	zeros = s - start;
	*key++ = (char)(1 + end - s);
	for (start = s; s < end; s++)
		*key++ = *s;
	*key++ = (char)(start < end ? 255 - zeros : zeros);
	return key;
}

/* Makes the key by which a name is sorted: the text before its last digits,
 * these digits, then those of an alias. */
static void make_key(struct entry *f)
{
	const char *s = f->name, *end = s + text_len(s), *number;
	const char *alias = digits_before(s, end), *alias_end = end;
	char *key = f->key;

	if (alias > s && alias < end && alias[-1] == ':')
		end = alias - 1;
	else
		alias = alias_end;
	number = digits_before(s, end);
	while (s < number)
		*key++ = *s++;
	*key++ = '\0';
	key = add_number(key, number, end);
	if (alias < alias_end)
		add_number(key, alias, alias_end);
	/* for one name: first the entry with counters, then that without, then
	 * the IPv6 addresses */
	f->key[sizeof f->key - 1] = f->is_addr ? 2 : !f->counted;
}

/* -- the table ------------------------------------------------------------ */

/* Merges two sorted lists. */
static struct entry *merge(struct entry *a, struct entry *b)
{
	struct entry *first, **next = &first;

	while (a && b) {
		struct entry **less =
			memcmp(a->key, b->key, sizeof a->key) <= 0 ? &a : &b;

		*next = *less;
		next = &(*less)->next;
		*less = *next;
	}
	*next = a ? a : b;
	return first;
}

/* Sorts N entries, at least one, into a list. The recursion is as deep as N has
 * bits. */
static struct entry *sort(struct entry *f, size_t n)
{
	if (n < 2) {
		f->next = NULL;
		return f;
	}
	return merge(sort(f, n / 2), sort(f + n / 2, n - n / 2));
}

/* Interfaces beyond the limit are only counted. */
static void add(const struct request *q, const struct entry *f)
{
	if (q->iface && strcmp(q->iface, f->name))
		return;
	if (all.used < all.size) {
		all.table[all.used] = *f;
		make_key(&all.table[all.used]);
	}
	all.used++;
}

/* -- what is in /proc ------------------------------------------------------ */

/* A name ends at a colon. eth0:1: is an alias; eth0:1 is a name and its first
 * counter. Old kernels print both. */
static const char *iface_name_scan(const char *s, struct entry *f)
{
	const char *end, *alias;
	uint64_t number;

	s = scan_blanks(s);
	end = scan_find(s, ':');
	alias = end ? scan_dec(end + 1, &number) : NULL;
	if (alias && *alias == ':')
		end = alias;
	if (!end || end == s || end - s >= IFACE_NAME)
		return NULL;
	memset(f, 0, sizeof *f);
	memcpy(f->name, s, end - s);
	return end + 1;
}

static bool dev_scan(const struct lines *l, const char *line, struct entry *f)
{
	const char *s = iface_name_scan(line, f);

	if (!s)
		return false;
	/* the kernel may print a text instead of counters */
	f->counted = scan_dec(s, &f->counter[0]);
	for (int i = 0; f->counted && i < COUNTERS; i++)
		s = scan_dec(s, &f->counter[i]);
	f->time = l->time;
	return s && (!f->counted || scan_end(s));
}

/* Copies what net/dev has. */
static void describe(const struct entry *e, unsigned opt, struct iface *f)
{
	*f = (struct iface){
		.record = { .kind = RECORD_IFACE, .table = (unsigned char)opt },
		.time = e->time,
	};
	memcpy(f->name, e->name, sizeof f->name);
	memcpy(f->counter, e->counter, sizeof f->counter);
	f->record.has = e->counted ? IFACE_COUNTERS : 0;
}

static enum row total_row(const struct feed *f, const char *line)
{
	struct entry e;
	struct iface i;
	struct ifreq r;

	if (!dev_scan(f->lines, line, &e))
		return ROW_BAD;
	describe(&e, f->opt, &i);
	if (ROUTES_HAVE_LINKS && f->every) {
		link_ask(i.name, SIOCGIFINDEX, &r);
		i.index = r.ifr_ifindex;
		iface_ask_link(&i);
	}
	f->emit(&i.record);
	return ROW_OK;
}

static enum row dev_row(const struct feed *f, const char *line)
{
	struct entry e;

	if (!dev_scan(f->lines, line, &e))
		return ROW_BAD;
	add(f->q, &e);
	return ROW_OK;
}

static enum row inet6_row(const struct feed *f, const char *line)
{
	struct entry e;
	uint64_t index;
	const char *name, *end;

	memset(&e, 0, sizeof e);
	name = addr6_scan(line, &e.inet6, &index);
	end = scan_word(name);
	if (!end || end - name >= IFACE_NAME)
		return ROW_BAD;
	memcpy(e.name, name, end - name);
	e.is_addr = true;
	add(f->q, &e);
	return ROW_OK;
}

static void dev_table(struct feed *f, row_fn *row)
{
	int error = table_read(f, "net/dev", 2, row, NULL);

	if (error)
		fail_file("net/dev", error_text(error));
}

void dev_read(struct feed *f)
{
	f->head = (struct record){ RECORD_TABLE, f->opt, 0 };
	if (ROUTES_HAVE_LINKS && f->every)
		link_open(f->q);
	dev_table(f, total_row);
	if (ROUTES_HAVE_LINKS && f->every)
		link_close();
}

/* An address with a name of its own, eth0:1, is an interface here. Returns
 * false if there may be more. */
static bool add_aliases(const struct request *q)
{
	struct entry e = { .counted = false };
	bool complete = iface_find_labels();
	const char *label;

	for (size_t i = 0; (label = iface_label(i)) != NULL; i++) {
		memcpy(e.name, label, IFACE_NAME - 1);
		if (scan_find(e.name, ':'))
			add(q, &e);
	}
	return complete;
}

/* The list of IPv6 addresses, which follow their interface. */
static const struct iface_addr *link_addresses(struct entry *e)
{
	const struct iface_addr *first, **next = &first;

	for (struct entry *a = e->next; a && !strcmp(a->name, e->name);
	     a = a->next) {
		if (a->is_addr) {
			*next = &a->inet6;
			next = &a->inet6.next;
		}
	}
	*next = NULL;
	return first;
}

/* -- the table ------------------------------------------------------------- */

static bool has_addresses(const struct request *q)
{
	return CFG(IFACE_LONG) &&
		(q->extend || (CFG(IFACE_MORE) && q->details));
}

static void show_entry(const struct request *q, struct entry *e, emit_fn *emit)
{
	struct ifreq r;
	struct iface f;

	if (!link_ask(e->name, SIOCGIFFLAGS, &r) && link_asked()) {
		fail(e->name, error_text(errno));
		return;
	}
	if (link_asked() && !(r.ifr_flags & IFF_UP) && !has(q, ALL) &&
	    !q->iface)
		return;
	describe(e, OPT_IFACES, &f);
	f.flags = (unsigned short)r.ifr_flags;
	if (link_asked())
		f.record.has |= IFACE_ASKED;
	if (link_ask(e->name, SIOCGIFMTU, &r))
		f.record.has |= IFACE_MTU;
	f.mtu = r.ifr_mtu;
	if (has_addresses(q)) {
		iface_ask(q, &f);
		f.inet6 = link_addresses(e);
		f.record.has |= IFACE_INET6;
	}
	emit(&f.record);
}

/* Fills the table, with all that fits. */
static void find_all(struct feed *f)
{
	dev_table(f, dev_row);
	if (CFG(IPV6) && has_addresses(f->q))
		table_read(f, "net/if_inet6", MAY_BE_EMPTY, inet6_row, NULL);
	if (!add_aliases(f->q) || all.used > all.size)
		fail_file("net/dev", "too many interfaces");
	if (all.used > all.size)
		all.used = all.size;
}

void iface_read(struct feed *f)
{
	const struct request *q = f->q;
	struct entry *e = NULL;
	const char *last = "";

	all.used = 0;
	all.size = memory_table(&all.memory, sizeof *all.table, LIMIT(IFACES),
		SPARE_IFACES);
	all.table = all.memory.at;
	link_open(q);
	find_all(f);
	if (all.used)
		e = sort(all.table, all.used);
	else if (q->iface)
		fail(q->iface, "no such interface");
	for (; e; last = e->name, e = e->next)
		/* two addresses may share an alias */
		if (!e->is_addr && strcmp(last, e->name))
			show_entry(q, e, f->emit);
	link_close();
}
