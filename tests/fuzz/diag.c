/* diag.c: answers of sock_diag. The first byte of the input chooses a command
 * line. Then come datagrams, each after its size in two bytes, the lower one
 * first; a size of 0xff00 and more is an errno in the lower byte, with which
 * recv() fails. A parser of its own says which rows must come out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

enum { MOST_BYTES = 1 << 14, MOST_ROWS = 1 << 10, BUFFER = 8192 };
enum { TCP, UDP, VSOCK, UNIX, OTHER };

static const struct run {
	const char *line;
	int kind;
	size_t size;		/* of a row, after its header */
} runs[] = {
	{ "-tan4 --source=diag", TCP, 72 },
	{ "-tan6W --source=diag", TCP, 72 },
	{ "-uan4 --source=diag", UDP, 72 },
	{ "-uan6e --source=diag", UDP, 72 },
	{ "-an --vsock --json --source=diag", VSOCK, 32 },
	{ "-xan --json", UNIX, 16 },
	{ "-xan --info --json", UNIX, 16 },
	{ "-tane4 --info", OTHER, 0 }, { "-tlne", OTHER, 0 },
	{ "-uan --info", OTHER, 0 }, { "-xan --info", OTHER, 0 },
	{ "-n --vsock", OTHER, 0 }, { "-lnp --vsock", OTHER, 0 },
	{ "-tuxan --info", OTHER, 0 }, { "-tan --count=state,user", OTHER, 0 },
	{ "-tan --state=BOUND --json --source=diag", OTHER, 0 },
	{ "-an --mptcp --json", OTHER, 0 }, { "--health", OTHER, 0 },
	{ "-tan --state=LISTEN --source=diag", OTHER, 0 },
	{ "-tlnW 1 2", OTHER, 0 },
};

enum { RUNS = sizeof runs / sizeof *runs };

struct datagram {
	struct piece text;
	int error;
};

static struct datagram datagrams[256];
static size_t n_datagrams;

/* -- the parser ----------------------------------------------------------- */

static const unsigned char *rows[MOST_ROWS];	/* with their headers */
static size_t n_rows;
static bool is_whole;		/* the answer has an end, without an error */

static uint32_t get(const void *from, size_t n)
{
	const unsigned char *s = from;
	uint32_t value = 0;

	while (n--)
		value = value << 8 | s[n];
	return value;
}

/* One datagram. Returns false if nothing more is read. */
static bool parse_datagram(struct piece d, size_t size)
{
	while (d.n) {
		const unsigned char *s = (const void *)d.s;
		size_t n, type;

		if (d.n < 16)
			return false;
		n = get(s, 4);
		type = get(s + 4, 2);
		if (n < 16 || n > d.n || (type >= 16 && n < 16 + size))
			return false;
		if (type >= 16 && n_rows < MOST_ROWS)
			rows[n_rows++] = s;
		if (type == 3)
			is_whole = n < 20 || get(s + 16, 4) == 0;
		if (type == 2 || type == 3)
			return false;
		/* less than 4 bytes after a message are its padding */
		if (d.n - n <= 3)
			break;
		n = (n + 3) / 4 * 4;
		d.s += n;
		d.n -= n;
	}
	return true;
}

static void parse(size_t size)
{
	n_rows = 0;
	is_whole = false;
	for (size_t i = 0; i < n_datagrams; i++)
		if (datagrams[i].error ? datagrams[i].error != 4 :
		    !datagrams[i].text.n || datagrams[i].text.n > BUFFER ||
		    !parse_datagram(datagrams[i].text, size))
			break;
}

/* -- rows of the output --------------------------------------------------- */

static const char *const states[] = {
	"", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2",
	"TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING",
};

static const char *state(int kind, unsigned n)
{
	if (kind == UDP)
		return n == 1 ? "ESTABLISHED" : n == 7 ? "" : "UNKNOWN";
	if (n == 7 && kind != TCP)
		return "";
	return n < 12 ? states[n] : "UNKNOWN";
}

static void has_text(struct piece line, const char *key, const char *value)
{
	char want[128];

	/* what is unknown is left out */
	if (*value)
		snprintf(want, sizeof want, "\"%s\":\"%s\"", key, value);
	else
		snprintf(want, sizeof want, "\"%s\":", key);
	must(!*value == !memmem(line.s, line.n, want, strlen(want)));
}

static void has_number(struct piece line, const char *key, uint32_t value)
{
	char want[64];
	const char *at;

	snprintf(want, sizeof want, "\"%s\":%u", key, value);
	at = memmem(line.s, line.n, want, strlen(want));
	must(at && (at[strlen(want)] == ',' || at[strlen(want)] == '}'));
}

static uint32_t port(const unsigned char *s)
{
	return s[0] << 8 | s[1];
}

static void check_inet(struct piece line, int kind, const unsigned char *s)
{
	bool v6 = s[16] == 10, listens = s[17] == 10;
	const char *name = state(kind, s[17]);
	char text[80];
	size_t at;

	snprintf(text, sizeof text, "%s%-*s%6u %6u ", kind == TCP ? "tcp" : "udp",
		3, v6 ? "6" : "", get(s + 72, 4),
		listens ? 0 : get(s + 76, 4));
	must(line.n > strlen(text) && !memcmp(line.s, text, strlen(text)));
	at = strlen(text);
	must(memmem(line.s, line.n, name, strlen(name)));
	snprintf(text, sizeof text, port(s + 20) ? ":%u " : ":* ", port(s + 20));
	must(memmem(line.s, line.n, text, strlen(text)));
	if (v6)
		return;
	/* the local address comes first */
	snprintf(text, sizeof text, "%u.%u.%u.%u:", s[24], s[25], s[26], s[27]);
	must(line.n > at + strlen(text) &&
		!memcmp(line.s + at, text, strlen(text)));
}

static void has_cid(struct piece line, const char *key, uint32_t value)
{
	char text[16] = "*";

	if (value != UINT32_MAX)
		snprintf(text, sizeof text, "%u", value);
	has_text(line, key, text);
}

static void check_vsock(struct piece line, const unsigned char *s)
{
	uint32_t lport = get(s + 24, 4), peer = get(s + 28, 4);

	has_text(line, "proto", "vsock");
	has_text(line, "state", state(VSOCK, s[18]));
	has_cid(line, "local", get(s + 20, 4));
	has_cid(line, "peer", peer);
	has_number(line, "lport", lport == UINT32_MAX ? 0 : lport);
	has_number(line, "rport", peer == UINT32_MAX ? 0 : get(s + 32, 4));
	has_number(line, "inode", get(s + 36, 4));
}

/* Rows as text, after two lines of headers. */
static void check_rows(int kind)
{
	struct piece rest = { world_out.s, world_out.n }, line;
	size_t n = 0;

	if (kind != VSOCK)
		for (int i = 0; i < 2; i++)
			must(piece_next(&rest, '\n', &line));
	for (; rest.n && piece_next(&rest, '\n', &line); n++) {
		must(n < n_rows);
		if (kind == VSOCK)
			check_vsock(line, rows[n]);
		else
			check_inet(line, kind, rows[n]);
	}
	must(n == n_rows || world_out.n == sizeof world_out.s);
	must(is_whole == !world_err.n);
}

/* -- unix: a file with the same rows -------------------------------------- */

static char file[1 << 16];

/* The name of a row as the file has it. Returns its size; -1: none is sure. */
static int name_of(const unsigned char *s, char *name)
{
	size_t n = get(s, 4), at = 32, len;
	bool path;

	for (; at + 4 <= n; at += (len + 3) / 4 * 4) {
		len = get(s + at, 2);
		if (len < 4 || len > n - at)
			return -1;
		if (get(s + at + 2, 2))
			continue;
		len -= 4;
		if (len > 108)
			return -1;
		path = len && s[at + 4];
		len -= path;
		for (size_t i = 0; i < len; i++)
			name[i] = s[at + 4 + i] ? s[at + 4 + i] : '@';
		/* as the program reads a file: no NULs, and no blank at the
		 * beginning that is not the column's */
		return memchr(name, '\n', len) ? -1 : (int)len;
	}
	return 0;
}

/* Returns whether the file and the list have the same rows for certain. */
static bool make_file(void)
{
	char *d = file + sprintf(file, "Num       RefCount Protocol Flags    "
		"Type St Inode Path\n");
	bool sure = is_whole;
	char name[109];
	int n;

	for (size_t i = 0; i < n_rows && d < file + sizeof file - 256; i++) {
		uint32_t inode = get(rows[i] + 20, 4);

		n = name_of(rows[i], name);
		sure = sure && n >= 0 && inode;
		for (size_t k = 0; sure && k < i; k++)
			sure = get(rows[k] + 20, 4) != inode;
		d += sprintf(d, "0000: 00000002 00000000 00010000 %04x 01 %u",
			rows[i][17], inode);
		if (n > 0) {
			*d++ = ' ';
			memcpy(d, name, n);
			d += n;
		}
		*d++ = '\n';
	}
	world_add("/proc/net/unix", WORLD_FILE,
		(struct piece){ file, d - file });
	return sure && n_rows < 100;
}

static void check_unix(bool sure)
{
	struct piece rest = { world_out.s, world_out.n }, line;
	size_t n = 0;

	for (; rest.n && piece_next(&rest, '\n', &line); n++) {
		has_text(line, "proto", "unix");
		if (sure) {
			must(n < n_rows);
			has_number(line, "inode", get(rows[n] + 20, 4));
		}
	}
	must(!sure || n == n_rows);
}

/* -- the run -------------------------------------------------------------- */

static void split(const uint8_t *s, size_t size)
{
	const uint8_t *end = s + size;
	size_t n;

	for (n_datagrams = 0; end - s >= 2 && n_datagrams < 200;) {
		struct datagram *d = &datagrams[n_datagrams++];

		n = get(s, 2);
		s += 2;
		d->error = n > 0xff00 ? n & 0xff : 0;
		if (n >= 0xff00)
			n = 0;
		if (n > (size_t)(end - s))
			n = end - s;
		d->text = (struct piece){ (const char *)s, n };
		s += n;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char sockstat[] = "TCP: inuse 9000 tw 0\nUDP: inuse 9000\n";
	static const char sockstat6[] = "TCP6: inuse 9000\nUDP6: inuse 9000\n";
	static const char head[] =
		"  sl  local_address rem_address   st tx_queue rx_queue\n";
	const struct run *r = &runs[size ? *data % RUNS : 0];
	bool sure = false;
	int kind;

	if (!size || size > MOST_BYTES)
		return 0;
	split(data + 1, size - 1);
	world_clear();
	world_live = true;
	for (size_t i = 0; i < n_datagrams; i++)
		world_datagram(datagrams[i].text, datagrams[i].error);
	world_add("/proc/net/sockstat", WORLD_FILE,
		(struct piece){ sockstat, sizeof sockstat - 1 });
	world_add("/proc/net/sockstat6", WORLD_FILE,
		(struct piece){ sockstat6, sizeof sockstat6 - 1 });
	for (int i = 0; i < 4; i++) {
		char path[24];

		sprintf(path, "/proc/net/%s%s", i & 1 ? "tcp" : "udp",
			i & 2 ? "6" : "");
		world_add(path, WORLD_FILE, (struct piece){ head, sizeof head - 1 });
	}
	kind = r->kind;
	parse(kind == OTHER ? 16 : r->size);
	if (kind == UNIX || kind == OTHER)
		sure = make_file();
	world_run_twice(r->line);
	if (kind == UNIX)
		check_unix(sure);
	else if (kind != OTHER)
		check_rows(kind);
	return 0;
}
