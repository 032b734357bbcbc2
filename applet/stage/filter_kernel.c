/* filter_kernel.c: the filters as a program for the kernel, which then lists
 * only sockets that may pass. What it cannot express is left to filter.c, which
 * checks each record anyway.
 *
 * An instruction of inet_diag (linux/inet_diag.h, net/ipv4/inet_diag.c
 * inet_diag_bc_run) compares something, and goes on by YES or NO bytes. A
 * socket that arrives at the end of the program passes, one that goes 4 bytes
 * past it does not. The program is written from its end to its beginning: so
 * the distance to what follows is known.
 */
#include <sys/socket.h>

#include "stage/filter.h"

struct diag_code {
	uint8_t code, yes;
	uint16_t no;
};

enum diag_opcode {
	CODE_JMP = 1, CODE_LOCAL_MIN, CODE_LOCAL_MAX, CODE_PEER_MIN,
	CODE_PEER_MAX, CODE_LOCAL = 7, CODE_PEER,
};

enum { CODE_REJECT = SOCK_FILTER + 1 };

/* Places in the program are numbers of 4 bytes from the beginning of code[]. */
static bool code_put(struct sock_filter *k, enum diag_opcode code,
	unsigned operands, unsigned no)
{
	struct diag_code c = { code, 4 * (1 + operands), 0 };

	if (k->begin < 1 + operands)
		return false;
	k->begin -= 1 + operands;
	c.no = 4 * (no - k->begin);
	memcpy(&k->code[k->begin], &c, sizeof c);
	return true;
}

/* A port from w->from to w->to, at one end of the socket. */
static bool code_ports(struct sock_filter *k, const struct filter_word *w,
	enum diag_opcode min, unsigned no)
{
	const struct diag_code from = { .no = w->from }, to = { .no = w->to };

	if (w->to > 0xffff)
		return true;
	if (!code_put(k, min + 1, 1, no))
		return false;
	memcpy(&k->code[k->begin + 1], &to, sizeof to);
	if (!code_put(k, min, 1, no))
		return false;
	memcpy(&k->code[k->begin + 1], &from, sizeof from);
	return true;
}

/* struct inet_diag_hostcond: a family, how many bits count, a port or -1, and
 * the address. One of IPv4 means its form in IPv6 too. */
static bool code_addr(struct sock_filter *k, const struct filter_word *w,
	enum diag_opcode code, unsigned no)
{
	const uint8_t family[4] = {
		w->net.v6 ? AF_INET6 : AF_INET, w->bits
	};
	unsigned words = w->net.v6 ? 4 : 1;

	if (w->bits == ANY)
		return true;
	if (!code_put(k, code, 2 + words, no))
		return false;
	memcpy(&k->code[k->begin + 1], family, sizeof family);
	k->code[k->begin + 2] = -1;
	memcpy(&k->code[k->begin + 3], w->net.byte, 4 * words);
	return true;
}

/* What a word asks of the end of a socket; of --port it asks one of both. */
static bool code_word(struct sock_filter *k, const struct filter_word *w,
	bool peer, unsigned no)
{
	if (!code_ports(k, w, peer ? CODE_PEER_MIN : CODE_LOCAL_MIN, no))
		return false;
	return (w->opt != OPT_LOCAL && w->opt != OPT_PEER) ||
		code_addr(k, w, peer ? CODE_PEER : CODE_LOCAL, no);
}

/* One of the words of OPT, in front of the rest of the program. */
static bool code_option(struct sock_filter *k, unsigned opt)
{
	unsigned rest = k->begin, no = CODE_REJECT;
	bool first = true;

	for (unsigned i = 0; i < filters.count; i++) {
		const struct filter_word *w = &filters.word[i];

		for (int peer = 0; w->opt == opt && peer < 2; peer++) {
			if (opt != OPT_PORT && peer !=
			    (opt == OPT_RPORT || opt == OPT_PEER))
				continue;
			if ((!first && !code_put(k, CODE_JMP, 0, rest)) ||
			    !code_word(k, w, peer, no))
				return false;
			no = k->begin;
			first = false;
		}
	}
	return true;
}

/* The states of tcp that may pass; udp has two of them. */
static uint32_t kernel_states(bool tcp)
{
	struct filter_word unused;
	uint32_t states = 0;

	if (!(filters.given & BIT(STATE)))
		return UINT32_MAX;
	for (unsigned i = 1; i < nitems(tcp_states); i++) {
		const char *name = tcp || i == INET_ESTABLISHED ?
			tcp_states[i] : i == INET_CLOSE ? "UNCONN" : NULL;

		if (name && (filters.states & filter_state(name, text_len(name),
		    &unused)))
			states |= 1 << i;
	}
	if (tcp && filters.states & filter_state("BOUND", 5, &unused))
		states |= 1 << INET_BOUND;
	return filters.inverted & BIT(STATE) ? ~states : states;
}

void filter_kernel(struct sock_filter *k, bool tcp)
{
	static const unsigned char opts[] = {
		OPT_PORT, OPT_LPORT, OPT_RPORT, OPT_LOCAL, OPT_PEER
	};

	k->states = kernel_states(tcp);
	k->begin = SOCK_FILTER;
	for (size_t i = 0; i < nitems(opts); i++)
		if ((filters.given & ~filters.inverted) >> opts[i] & 1 &&
		    !code_option(k, opts[i])) {
			k->begin = SOCK_FILTER;
			break;
		}
}
