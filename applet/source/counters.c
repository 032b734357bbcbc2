/* counters.c: the counters of each protocol. /proc/net/snmp and
 * /proc/net/netstat have a line of keys and a line of values for each section
 * (net/ipv4/proc.c snmp_seq_show, netstat_seq_show):
 *
 *   Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ...
 *   Tcp: 1 200 120000 -1 ...
 *
 * /proc/net/snmp6 and /proc/net/sctp/snmp have a line for each counter
 * (net/ipv6/proc.c snmp6_seq_show, net/sctp/proc.c sctp_snmp_seq_show):
 *
 *   Ip6InReceives	123
 *
 * Kernels differ in their counters: all are emitted, in the order of the file.
 */
#include "source/source.h"
#include "packed.h"

/* Each section, and the socket table that it belongs to. */
static const struct {
	char name[7];
	unsigned char opt;
} sections[] = {
	[SECTION_IP6] = { "Ip6", OPT_RAW },
	[SECTION_IP] = { "Ip", OPT_RAW },
	[SECTION_ICMP6] = { "Icmp6", OPT_RAW },
	[SECTION_ICMP] = { "Icmp", OPT_RAW },
	[SECTION_UDP6] = { "Udp6", OPT_UDP },
	[SECTION_UDP] = { "Udp", OPT_UDP }, [SECTION_TCP] = { "Tcp", OPT_TCP },
	[SECTION_TCPEXT] = { "TcpExt", OPT_TCP },
	[SECTION_SCTP] = { "Sctp", OPT_SCTP },
};

struct counters_file {
	const char *only;		/* sections with this prefix, or NULL */
	unsigned char known;		/* SECTION_ of the section in kept[] */
	bool wanted;			/* is that section wanted? */
	size_t len;			/* bytes in kept[] */
	char kept[LIMIT(LINE) + 8];	/* keys without values, or a section */
};

static void emit_counter(const struct feed *f, unsigned kind, struct text key,
	struct text value)
{
	const struct counters_file *k = f->ctx;
	struct counter c = {
		.record = {
			(unsigned char)kind, OPT_STATS,
			k->wanted ? 0 : SECTION_SKIPPED
		},
		.known = k->known, .section = k->kept,
		.key = key, .value = value, .time = f->lines->time,
	};

	if (k->wanted || kind == RECORD_SECTION)
		f->emit(&c.record);
}

/* An unknown section belongs to no table and is always wanted. */
static void begin_section(const struct feed *f)
{
	const struct text none = { NULL, 0 };
	const struct request *q = f->q;
	struct counters_file *k = f->ctx;
	unsigned i = nitems(sections), opt;

	while (--i && strcmp(sections[i].name, k->kept))
		;
	k->known = (unsigned char)i;
	opt = sections[i].opt;
	k->wanted = !(q->opts & INET_TABLES) || q->implied || !i ||
		(opt < OPTION_BITS && q->opts >> opt & 1);
	emit_counter(f, RECORD_SECTION, none, none);
}

static void keep(struct counters_file *k, const char *s, size_t n)
{
	memcpy(k->kept, s, n);
	k->kept[n] = '\0';
	k->len = n;
}

/* Takes a word from *S. NUMBER: it must be digits, any number of them, maybe
 * after a sign. */
static bool take_word(const char **s, struct text *w, bool number)
{
	const char *start = scan_blanks(*s), *end = scan_word(start);

	if (!end)
		return false;
	*w = (struct text){ start, end - start };
	*s = end;
	if (!number)
		return true;
	start += *start == '-' && w->n > 1;
	while (*start >= '0' && *start <= '9')
		start++;
	return start == end;
}

/* Emits the kept keys, after the N bytes of the section's name, with VALUES.
 * Returns false if there are more keys than values, or fewer. */
static bool read_section(const struct feed *f, size_t n, const char *values)
{
	struct counters_file *k = f->ctx;
	const char *keys = k->kept + n;
	struct text key, value;

	if (k->only && !text_begins(k->kept, k->only, text_len(k->only)))
		return true;
	k->kept[n - 1] = '\0';
	begin_section(f);
	while (take_word(&keys, &key, false)) {
		if (!take_word(&values, &value, true))
			return false;
		emit_counter(f, RECORD_COUNTER, key, value);
	}
	return !*scan_blanks(values);
}

static enum row pair_row(const struct feed *f, const char *line)
{
	struct counters_file *k = f->ctx;
	const char *colon = scan_find(line, ':');
	size_t n = colon ? colon + 1 - line : 0;
	bool good = !k->len;

	if (k->len && n && text_begins(k->kept, line, n)) {
		good = read_section(f, n, line + n);
		k->len = 0;
	} else if (n) {
		/* a kept line, if any, had no values */
		keep(k, line, f->lines->len);
	} else if (f->lines->len) {
		good = false;
	}
	return good ? ROW_OK : ROW_BAD;
}

/* A section of snmp6 is the prefix of its keys, up to the 6. */
static enum row list_row(const struct feed *f, const char *line)
{
	struct counters_file *k = f->ctx;
	struct text key, value;
	size_t n = 0;

	if (!take_word(&line, &key, false) || !take_word(&line, &value, true))
		return ROW_BAD;
	if (!k->len || (!k->only && !text_begins(key.s, k->kept, k->len))) {
		while (n < key.n && key.s[n++] != '6')
			;
		keep(k, k->only ? k->only : key.s,
			k->only ? text_len(k->only) : n);
		begin_section(f);
	}
	emit_counter(f, RECORD_COUNTER, key, value);
	return ROW_OK;
}

/* -- the files ------------------------------------------------------------ */

/* In this order: the files with two lines per section, then those with a line
 * per counter. */
enum { FILE_SNMP, FILE_NETSTAT, FILE_SNMP6, FILE_SCTP };

/* The sections of a file that begin with ONLY, or all. A missing net/snmp is an
 * error, as every kernel has it; a missing net/snmp6 is a warning unless
 * SILENT. Returns false if the file is missing. */
static bool read_file(struct feed *f, unsigned which, const char *only,
	bool silent)
{
	static const char names[][14] = {
		"net/snmp", "net/netstat", "net/snmp6", "net/sctp/snmp",
	};
	const char *name = names[which];
	struct counters_file k;
	int error;

	k.only = only;
	k.len = 0;
	error = table_read(f, name, 0,
		which < FILE_SNMP6 ? pair_row : list_row, &k);
	if (error && which == FILE_SNMP)
		fail_file(name, error_text(error));
	else if (error && which == FILE_SNMP6 && !silent)
		warn_file(name, 0, error_text(error));
	if (k.len && which < FILE_SNMP6)
		warn_file(name, 0, "keys without values");
	return !error;
}

void all_counters_read(struct feed *f)
{
	read_file(f, FILE_SNMP, NULL, true);
	read_file(f, FILE_SNMP6, NULL, true);
	if (!f->every)
		return;
	read_file(f, FILE_NETSTAT, NULL, true);
	read_file(f, FILE_SCTP, "Sctp", true);
}

/* The counters of TCP and UDP are in net/snmp for both families. */
static void read_inet(struct feed *f, bool both)
{
	read_file(f, FILE_SNMP, NULL, false);
	if (both)
		read_file(f, FILE_SNMP6, NULL, false);
	read_file(f, FILE_NETSTAT, NULL, false);
	read_file(f, FILE_SCTP, "Sctp", false);
}

/* The message of net-tools, on standard output. */
static void no_counters(struct feed *f)
{
	const struct request *q = f->q;
	unsigned at = BLOCK_NO_COUNTERS;
	char text[72 + LIMIT(FAMILIES) * 10], *d = text;
	struct note note = { .record.kind = RECORD_NOTE };

	d = fmt_left(d, packed_row(&at), 0);
	for (unsigned i = 0; i < q->listed; i++) {
		d = fmt_left(d, i ? "," : "", 0);
		d = fmt_left(d, family_name(q->list[i]), 0);
	}
	*d++ = '\n';
	note.text = (struct text){ text, d - text };
	f->emit(&note.record);
	run.status = STATUS_FAILED;
}

void counters_read(struct feed *f)
{
	const struct request *q = f->q;
	const unsigned six = CFG(IPV6) ? FAM(INET6) : 0;
	unsigned which = 0;

	for (unsigned i = 0; i < q->listed; i++)
		which |= 1u << q->list[i];
	if (which == FAM(INET) + six ||
	    (which == FAM(INET) && q->listed == 1)) {
		read_inet(f, which & six);
	} else if (six && which == six && q->listed == 1) {
		if (read_file(f, FILE_SNMP6, NULL, false))
			read_file(f, FILE_SNMP, "Tcp", false);
	} else {
		no_counters(f);
	}
}
