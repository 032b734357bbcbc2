/* diag_more.c: what sock_diag knows of a tcp or udp socket and /proc does not.
 */
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "source/diag.h"
#include "source/diag_inet.h"

/* Words of struct tcp_info (linux/tcp.h), of 4 bytes; from WIDE on they are of
 * 8 bytes. A kernel that is older has fewer. */
enum { TCP_INFO_WORDS = 52, WIDE = 26 };

#define DETAIL(word, member) { word, offsetof(struct sock_details, member) }
static const struct {
	unsigned char word, member;
} tcp_details[] = {
	DETAIL(2, rto), DETAIL(4, mss), DETAIL(11, last_sent),
	DETAIL(13, last_received), DETAIL(17, rtt), DETAIL(18, rttvar),
	DETAIL(19, ssthresh), DETAIL(20, cwnd), DETAIL(25, resent),
	DETAIL(26, pacing_rate), DETAIL(30, bytes_acked),
	DETAIL(32, bytes_received), DETAIL(40, delivery_rate),
	DETAIL(50, bytes_sent),
};

static void scan_tcp_info(const uint32_t *info, size_t size, struct sock *k)
{
	struct sock_details *to = &k->details;
	const unsigned char *counts = (const void *)info;

	for (size_t i = 0; i < nitems(tcp_details); i++) {
		unsigned word = tcp_details[i].word;
		size_t wide = word >= WIDE;
		int64_t value;

		if (4 * (word + 1 + wide) > size)
			continue;
		value = info[word];
		if (wide)
			memcpy(&value, info + word, sizeof value);
		memcpy((char *)to + tcp_details[i].member, &value,
			sizeof value);
	}
	/* as /proc has it: in steps of 10 ms; and none yet is -1 */
	if (to->rto >= 0)
		to->rto = to->rto / 10000 * 10;
	if (to->ssthresh >= INT32_MAX)
		to->ssthresh = -1;
	/* before there is a connection these are the age of the machine */
	if (k->state_number == INET_SYN_SENT)
		to->last_sent = to->last_received = -1;
	/* whichever timer runs */
	if (size >= 4) {
		k->retransmits = counts[2];
		k->probes = counts[3];
	}
}

/* The name of its interface, "" if that is gone. */
static void find_iface(int fd, struct sock *k)
{
	struct ifreq r = { .ifr_ifindex = k->bound };

	if (k->bound && !ioctl(fd, SIOCGIFNAME, &r))
		memcpy(k->iface, r.ifr_name, IFACE_NAME - 1);
	k->iface[IFACE_NAME - 1] = '\0';
}

void diag_details(const struct diag *d, const struct inet_diag_row *r,
	struct sock *k)
{
	uint32_t words[TCP_INFO_WORDS];
	unsigned char v6only;
	bool tcp = is_tcp(k->record.table);
	ssize_t n = diag_attr(d, r, sizeof *r, tcp ? INET_DIAG_INFO :
		INET_DIAG_SKMEMINFO, words, sizeof words);

	no_details(k);
	if (!tcp) {
		if (n >= (ssize_t)(SKMEMINFO_DROPS + 1) * 4)
			k->drops = words[SKMEMINFO_DROPS];
	} else if (r->state == INET_LISTEN) {
		k->details.backlog = r->rxq;
		k->details.backlog_limit = r->txq;
	} else if (n > 0 && k->record.table == OPT_TCP) {
		scan_tcp_info(words, n, k);
	}
	if (diag_attr(d, r, sizeof *r, INET_DIAG_SKV6ONLY, &v6only, 1) == 1)
		k->details.v6only = v6only;
	find_iface(d->fd, k);
}

void diag_fill(struct diag_step *s, struct sock *k)
{
	const struct inet_diag_row *r = diag_find(s, k);

	if (r) {
		k->bound = r->id.iface;
		diag_details(&s->list, r, k);
	}
}
