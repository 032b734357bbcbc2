/*
 * nameserver - a DNS server that answers, refuses, lies or keeps silent
 *
 *	nameserver ADDRESS DELAY
 *
 * Answers on port 53 of ADDRESS, DELAY milliseconds after a question, one
 * question at a time, and prints the name in each question. The first number of
 * the name selects the answer, see the table; other names do not exist. Runs
 * until SIGTERM, at most ten minutes.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEADER = 12, PTR = 12, CNAME = 5, IN = 1 };

static int sock;
static struct sockaddr_storage peer;
static socklen_t peer_len;
static unsigned char m[2048];		/* the message */
static unsigned char *end;		/* of question, then message */

static void put16(unsigned v)
{
	*end++ = v >> 8;
	*end++ = v;
}

static void put(const void *text, size_t n)
{
	memcpy(end, text, n);
	end += n;
}

static void record(unsigned type, const void *data, size_t n)
{
	put("\xc0\x0c", 2);
	put16(type);
	put16(IN);
	put("\0\0\0\5", 4);
	put16(n);
	put(data, n);
	m[7]++;
}

#define PTR_IS(data) record(PTR, data, sizeof (data) - 1)

static void reply(void)
{
	m[2] |= 0x80;
	sendto(sock, m, end - m, 0, (void *)&peer, peer_len);
}

static void code(int rcode)
{
	m[3] = rcode;
	reply();
}

static void knows(void) { PTR_IS("\3one\7example\0"); reply(); }
static void nxdomain(void) { code(3); }
static void nodata(void) { code(0); }
static void servfail(void) { code(2); }
static void refused(void) { code(5); }
static void silent(void) { }

static void escape(void) { PTR_IS("\11\33[31mred\7\4evil\0"); reply(); }
static void blanks(void) { PTR_IS("\12x LISTEN 1\4evil\0"); reply(); }
static void newline(void) { PTR_IS("\5a\ntcp\4evil\0"); reply(); }
static void nul(void) { PTR_IS("\3a\0b\4evil\0"); reply(); }
static void high(void) { PTR_IS("\2\x9b\x6d\4evil\0"); reply(); }
static void root(void) { PTR_IS("\0"); reply(); }
static void forward(void) { PTR_IS("\300\377"); reply(); }
static void unended(void) { PTR_IS("\3one"); reply(); }
static void label64(void) { PTR_IS("\100one\4evil\0"); reply(); }

/* a name with a pointer to its own start, 12 bytes before */
static void endless(void)
{
	unsigned char data[] = { 1, 'a', 0xc0, end + 12 - m };

	record(PTR, data, sizeof data);
	reply();
}

static void self(void)
{
	unsigned char data[] = { 0xc0, end + 12 - m };

	record(PTR, data, sizeof data);
	reply();
}

/* the longest possible name, with labels of 63, 63, 63 and 61 bytes */
static void longest(void)
{
	unsigned char name[256], *d = name;

	for (int i = 0; i < 4; i++) {
		int n = i < 3 ? 63 : 61;

		*d++ = n;
		memset(d, 'a' + i, n);
		d += n;
	}
	*d++ = 0;
	record(PTR, name, d - name);
	reply();
}

/* a name that is one label too long */
static void too_long(void)
{
	unsigned char name[400], *d = name;

	for (int i = 0; i < 6; i++) {
		*d++ = 63;
		memset(d, 'a' + i, 63);
		d += 63;
	}
	*d++ = 0;
	record(PTR, name, d - name);
	reply();
}

/* a label, then a pointer to the name in the question */
static void compressed(void)
{
	PTR_IS("\4name\300\14");
	reply();
}

static void cname(void)
{
	record(CNAME, "\1x\7example\0", 11);
	PTR_IS("\5moved\7example\0");
	reply();
}

static void other_id(void)
{
	unsigned char *q = end;

	m[0] ^= 0x55;
	PTR_IS("\5wrong\7example\0");
	reply();
	m[0] ^= 0x55;
	m[7] = 0;
	end = q;
	PTR_IS("\5right\7example\0");
	reply();
}

/* an answer to another question, with our ID */
static void other_question(void)
{
	unsigned char *q = end;

	m[HEADER + 1] ^= 1;
	PTR_IS("\5wrong\7example\0");
	reply();
	m[HEADER + 1] ^= 1;
	m[7] = 0;
	end = q;
	PTR_IS("\5right\7example\0");
	reply();
}

/* the question, sent back as an answer */
static void echo(void)
{
	sendto(sock, m, end - m, 0, (void *)&peer, peer_len);
	PTR_IS("\5right\7example\0");
	reply();
}

static void cut(void)
{
	m[2] |= 2;	/* truncated */
	PTR_IS("\3cut\7example\0");
	end -= 3;
	reply();
}

static void many(void)
{
	m[6] = 255;
	m[7] = 254;
	record(1, "\1\2\3\4", 4);
	reply();
}

static void header_alone(void)
{
	end = m + HEADER;
	code(1);
}

static void long_data(void)
{
	PTR_IS("\3one\7example\0");
	end[-14] = 255;
	reply();
}

static void garbage(void)
{
	for (int i = 0; i < 200; i++)
		*end++ = i * 77 + 13;
	m[7] = 9;
	reply();
}

/* invalid packets for a while */
static void flood(void)
{
	m[0] ^= 0x55;
	for (int i = 0; i < 300; i++) {
		reply();
		usleep(10000);
	}
}

static void (*const table[])(void) = {
	[1] = knows, nxdomain, nodata, servfail, refused, silent, escape, blanks,
	newline, nul, high, root, endless, self, forward, unended, label64,
	longest, too_long, compressed, cname, other_id, other_question, echo,
	cut, many, header_alone, long_data, garbage, flood,
};

/* Prints the name of the question. Returns its first label as a number. */
static unsigned question(void)
{
	unsigned char *s = m + HEADER;
	unsigned first = atoi((char *)s + 1);

	for (; *s; s += 1 + *s)
		printf("%.*s.", *s, s + 1);
	putchar('\n');
	fflush(stdout);
	end = s + 5;
	return first;
}

int main(int argc, char **argv)
{
	struct sockaddr_in in = {
		.sin_family = AF_INET, .sin_port = htons(53),
	};
	struct sockaddr_in6 in6 = {
		.sin6_family = AF_INET6, .sin6_port = htons(53),
	};
	int v6 = argc == 3 && strchr(argv[1], ':');
	unsigned n;

	if (argc != 3 || inet_pton(v6 ? AF_INET6 : AF_INET, argv[1],
	    v6 ? (void *)&in6.sin6_addr : &in.sin_addr) != 1)
		return 2;
	alarm(3600);
	sock = socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM, 0);
	if (bind(sock, v6 ? (void *)&in6 : &in, v6 ? sizeof in6 : sizeof in)) {
		perror(argv[1]);
		return 1;
	}
	puts("ready");
	fflush(stdout);
	for (;;) {
		peer_len = sizeof peer;
		memset(m, 0, sizeof m);
		if (recvfrom(sock, m, 512, 0, (void *)&peer, &peer_len) < HEADER)
			continue;
		n = question();
		usleep(1000 * atoi(argv[2]));
		if (n < sizeof table / sizeof *table && table[n])
			table[n]();
		else
			nxdomain();
	}
}
