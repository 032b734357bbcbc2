/* names.c: numbers by name. The first byte of the input chooses a command line.
 * Then come the files of paths[], each followed by a byte 036, and the answers
 * of name servers: a length in a byte, then that many bytes. An answer whose
 * first byte is even follows the header and the question that was sent; any
 * other is the whole message.
 */
#include <string.h>

#include "world.h"

enum { CUT = 036, MOST_BYTES = 1 << 13 };

/* The number of words in a row of sockets; 0: another view. */
static const struct {
	const char *line;
	int words;
} runs[] = {
	{ "-ta4", 6 }, { "-ta6", 6 }, { "-ta6W", 6 }, { "-ta", 6 },
	{ "-tae", 0 }, { "-ta --numeric-ports", 6 }, { "-ta --numeric-hosts", 6 },
	{ "-r", 0 }, { "-rW", 0 }, { "/a", 0 }, { "/f /a", 0 }, { "-ta 1 2", 0 },
	{ "-ta --resolve-timeout=0", 6 }, { "-ta --lport=http,name", 6 },
	{ "-ta --user=root", 6 }, { "-M", 0 },
};

static const char *const paths[] = {
	"/proc/net/tcp", "/proc/net/tcp6", "/proc/net/route", "/etc/resolv.conf",
	"/etc/hosts", "/etc/services", "/etc/passwd", "/etc/networks",
	"/etc/protocols",
};

/* The name of a host or port has no blank, which would make two columns of one.
 * Users are not checked: root wrote their names to passwd. */
static void check_words(const char *s, const char *end, int words)
{
	const char *line;
	int n;

	for (int nr = 0; s < end; s = line + 1, nr++) {
		line = memchr(s, '\n', end - s);
		must(line);
		for (n = 0; s < line; s++)
			n += *s != ' ' && (s[1] == ' ' || s + 1 == line);
		/* after title and header; a state may be empty */
		must(nr < 2 || n == words || n == words - 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct piece rest = { (const char *)data + 1, size - 1 }, piece;
	int run, words;
	size_t n;

	if (!size || size > MOST_BYTES)
		return 0;
	world_clear();
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		if (piece_next(&rest, CUT, &piece))
			world_add(paths[i], WORLD_FILE, piece);
	while (rest.s && rest.n) {
		n = (unsigned char)*rest.s++;
		n = n < --rest.n ? n : rest.n;
		world_answer((struct piece){ rest.s, n });
		rest.s += n;
		rest.n -= n;
	}
	run = *data % (sizeof runs / sizeof *runs);
	world_run_twice(runs[run].line);
	words = runs[run].words;
	if (words)
		check_words(world_out.s, world_out.s + world_out.n, words);
	return 0;
}
