/* metrics.c: records as metrics for Prometheus (--metrics), with the names of
 * its node_exporter.
 */
#include "sink/sink.h"

enum { TCP_STATES = nitems(tcp_states) };

struct metrics {
	const struct request *q;
	char *end;			/* of key[] */
	bool labelled;			/* it has a label */
	struct text netns;
	char netns_text[32];
	/* sums of sockets */
	uint64_t states[TCP_STATES + 2];
	bool seen[2];			/* udp of IPv4, of IPv6 */
	uint64_t queues[2][2];		/* their bytes: received, to send */
	char key[METRICS_KEY];		/* of the sample that is made */
};

BUFFER(struct metrics, making);

void metrics_start(const struct request *q)
{
	making.q = q;
	making.netns.n = 0;
	metrics_reset(q);
	samples_reset();
	if (q->metrics == METRICS_CGI)
		out_str("Content-Type: text/plain; version=0.0.4\n\n");
}

bool metrics_next(const struct request *q)
{
	bool more = samples_end(metric_print);

	/* messages of the first reading are not repeated */
	err_mute(more);
	if (!more && q->metrics == METRICS_OPEN)
		out_str("# EOF\n");
	return more;
}

/* -- making a sample ------------------------------------------------------- */

/* A part of a name, of letters, digits and "_". No kernel has a longer one. */
static void metric_add(const char *s, size_t n)
{
	for (n = n < 128 ? n : 128; n--; s++)
		*making.end++ = (unsigned)(*s | 32) - 'a' < 26 ||
			(unsigned)*s - '0' < 10 ? *s : '_';
}

static void metric_word(const char *s)
{
	making.end = fmt_left(making.end, s, 0);
}

static void metric_begin(const char *name)
{
	making.labelled = false;
	making.end = making.key;
	metric_word(name);
}

static void label_begin(void)
{
	*making.end++ = making.labelled ? ',' : '{';
	making.labelled = true;
}

static void label_add(const char *name, const char *s, size_t n)
{
	/* as much as has space before the label of a namespace */
	size_t most = (making.key + METRICS_KEY - 256 - making.end) / 5;

	label_begin();
	metric_word(name);
	metric_word("=\"");
	making.end = fmt_label(making.end, s, n < most ? n : most);
	*making.end++ = '"';
}

static void label_word(const char *name, const char *s)
{
	label_add(name, s, text_len(s));
}

static void label_dec(const char *name, uint64_t value)
{
	char text[DEC_TEXT];

	label_add(name, text, fmt_dec(text, value) - text);
}

static void labels_end(void)
{
	if (CFG(NETNS) && making.q->all_netns)
		label_add("netns", making.netns.s, making.netns.n);
	if (making.labelled)
		*making.end++ = '}';
	*making.end = '\0';
}

static void metric_end(uint64_t value, bool minus)
{
	labels_end();
	if (metrics_match(making.q, making.key))
		samples_add(making.key, (struct sample_value){ value, minus });
}

void metrics_counted(const struct request *q, uint32_t n, const char *pairs)
{
	(void)q;
	metric_begin("netstat_sockets");
	label_begin();
	metric_word(pairs);
	labels_end();
	metric_print(making.key, (struct sample_value){ n, false });
}

/* -- records --------------------------------------------------------------- */

/* A name of net/snmp6 without a 6 has no section. */
static void counter_metric(const struct counter *c)
{
	struct text name = count_name(c);
	bool minus = *c->value.s == '-';
	uint64_t value;

	if (c->known == SECTION_SCTP || (name.s == c->key.s &&
	    text_begins(name.s, c->section, name.n)))
		return;
	if (!scan_dec(c->value.s + minus, &value))
		value = UINT64_MAX;
	metric_begin("node_netstat_");
	metric_add(c->section, text_len(c->section));
	*making.end++ = '_';
	metric_add(name.s, name.n);
	metric_end(value, minus);
}

static void iface_metrics(const struct iface *f)
{
	static const char names[] =
		"bytes\0packets\0errs\0drop\0fifo\0frame\0compressed\0"
		"multicast\0"
		"bytes\0packets\0errs\0drop\0fifo\0colls\0carrier\0compressed";
	const char *name = names;

	if (!(f->record.has & IFACE_COUNTERS) || (making.q->iface &&
	    strcmp(making.q->iface, f->name)))
		return;
	for (int i = 0; i < COUNTERS; i++, name += text_len(name) + 1) {
		metric_begin(i < TX_BYTES ? "node_network_receive_" :
			"node_network_transmit_");
		metric_word(name);
		metric_word("_total");
		label_word("device", f->name);
		metric_end(f->counter[i], false);
	}
}

static void sample_metric(const struct sample *s)
{
	metric_begin("node_");
	metric_add(s->group, text_len(s->group));
	*making.end++ = '_';
	metric_add(s->key.s, s->key.n);
	if (s->cpu >= 0)
		label_dec("cpu", s->cpu);
	metric_end(s->value, false);
}

/* Its text without the number that it begins with: that is the value. */
static void finding_metric(const struct finding *f)
{
	size_t number = scan_until(f->text.s, ' ') + 1;

	metric_begin("netstat_health");
	label_add("section", f->section.s, f->section.n);
	if (f->record.has & FINDING_COUNTER)
		label_add("counter", f->counter.s, f->counter.n);
	label_add("text", f->text.s + number, f->text.n - number);
	metric_end(f->value, false);
}

/* Of a socket, by its local end: several that share it are added up. */
static void sock_metric(const char *name, const struct sock *k, int64_t value)
{
	char text[ADDR_TEXT];

	if (value < 0)
		return;
	metric_begin(name);
	label_word("proto", k->proto);
	label_add("local", text, fmt_addr(text, &k->local) - text);
	label_dec("lport", k->lport);
	metric_end(value, false);
}

static void tcp_metrics(const struct sock *k)
{
	bool listens = k->state_number == INET_LISTEN;
	int64_t limit = listens ? k->details.backlog_limit : 0;

	if (k->state_number < TCP_STATES)
		making.states[k->state_number]++;
	making.states[TCP_STATES] += k->rxq;
	/* node_exporter adds the limits of backlogs too */
	making.states[TCP_STATES + 1] += k->txq + (limit > 0 ? limit : 0);
	making.states[0]++;
	if (listens) {
		sock_metric("netstat_listen_backlog", k, k->rxq);
		sock_metric("netstat_listen_backlog_limit", k, limit);
	}
}

static void socket_record(const struct sock *k)
{
	if (k->record.table == OPT_TCP) {
		tcp_metrics(k);
	} else if (k->record.table == OPT_UDP) {
		making.queues[k->local.v6][0] += k->rxq;
		making.queues[k->local.v6][1] += k->txq;
		sock_metric("netstat_udp_drops_total", k, k->drops);
	}
}

static void tcp_state_metrics(void)
{
	char *s;

	for (unsigned i = 1; making.states[0] && i < TCP_STATES + 2; i++) {
		if (i < TCP_STATES && !making.states[i])
			continue;
		metric_begin("node_tcp_connection_states");
		s = making.end;
		label_word("state", i < TCP_STATES ? tcp_states[i] :
			i == TCP_STATES ? "rx_queued_bytes" :
			"tx_queued_bytes");
		for (; s < making.end; s++)
			if (*s >= 'A' && *s <= 'Z')
				*s += 'a' - 'A';
		metric_end(making.states[i], false);
	}
}

/* The sums of sockets. */
static void sum_metrics(void)
{
	tcp_state_metrics();
	for (int i = 0; i < 4; i++) {
		if (!making.seen[i / 2])
			continue;
		metric_begin("node_udp_queues");
		label_word("ip", i / 2 ? "v6" : "v4");
		label_word("queue", i % 2 ? "tx" : "rx");
		metric_end(making.queues[i / 2][i % 2], false);
	}
}

static void metrics_view(void)
{
	memset(making.states, 0, sizeof making.states);
	memset(making.queues, 0, sizeof making.queues);
	memset(making.seen, 0, sizeof making.seen);
}

static void metrics_netns(const struct note *n)
{
	making.netns = (struct text){ making.netns_text, n->text.n };
	memcpy(making.netns_text, n->text.s, n->text.n);
}

void metrics_record(const struct request *q, const struct record *r)
{
	const void *record = r;

	(void)q;
	switch (r->kind) {
	case RECORD_VIEW:
		metrics_view();
		break;
	case RECORD_NETNS:
		metrics_netns(record);
		break;
	case RECORD_COUNTER:
		if (CFG(STATS) && r->table == OPT_STATS)
			counter_metric(record);
		break;
	case RECORD_IFACE:
		iface_metrics(record);
		break;
	case RECORD_SAMPLE:
		if (r->table == OPT_METRICS)
			sample_metric(record);
		break;
	case RECORD_FINDING:
		finding_metric(record);
		break;
	case RECORD_TABLE:
		if (r->table == OPT_UDP)
			making.seen[r->has == TABLE_IPV6] = true;
		break;
	case RECORD_SOCK:
		socket_record(record);
		break;
	case RECORD_END:
		sum_metrics();
	}
}
