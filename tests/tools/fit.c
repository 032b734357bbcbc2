/*
 * fit - check --fit with every view, many modifiers and several widths
 *
 *	fit NETSTAT TREE...	TREE is a saved /proc; NETSTAT may be "-", see
 *				run.h
 *
 * No line is wider, no line ends with a blank, and the words are those of
 * --fit=1000 in their order, except that words that are missing have a '~', and
 * an address keeps its port. The words of --fit=1000 are those of -W, where
 * net-tools' columns cut nothing else. Each finding is a line on stdout; the
 * last line is "N runs, N cut".
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdbool.h>

#include "run.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const views[] = {
	"-an", "-tln", "-uan", "-xan", "-San", "-2fan", "-ta --numeric-hosts",
	"-n --icmp -a", "-n --packet -a", "-n --netlink -a",
	"-n --all-families -a", "-rn", "-rn6", "-rnC", "-rn46", "-in", "-ain",
	"-gn", "-sn", "-sn6", "-Mn", "-Mna", "--health -n",
	"--count=peer,state", "--count=program -x", "/an", "/s", "/r",
};

static const char *const modifiers[] = {
	"", "-p", "-e", "-o", "--info", "-W", "-ee -op --info",
};

static const unsigned widths[] = { 80, 60, 132, 40 };

static char wide[OUTPUT], fit[OUTPUT], plain[OUTPUT];
static unsigned long runs, cuts, findings;
static char command[4096];

static void finding(const char *what, const char *line)
{
	if (findings++ < 20)
		printf("%s: %s: %.120s\n", command, what, line);
}

static void keep(char *to, const char *netstat, const char *tree,
	const char *view, const char *last)
{
	char words[4096];

	snprintf(command, sizeof command, "%s --proc=%s %s", view, tree, last);
	strcpy(words, command);
	if (run(netstat, words) < 0)
		finding("no process", "");
	memcpy(to, output[0], length[0] + 1);
	runs++;
}

static void check_lines(unsigned width)
{
	const char *line = fit, *end;
	unsigned columns;

	for (; *line; line = end + 1) {
		end = strchrnul(line, '\n');
		if (!*end) {
			finding("no newline", line);
			return;
		}
		columns = 0;
		for (const char *s = line; s < end; s++) {
			columns += (*s & 0xc0) != 0x80;
			if ((unsigned char)*s < ' ')
				finding("a control byte", line);
		}
		if (columns > width)
			finding("too wide", line);
		if (end > line && end[-1] == ' ')
			finding("ends with a blank", line);
	}
}

/* The next word, and its length. */
static const char *word(const char **s, size_t *n)
{
	const char *start = *s + strspn(*s, " \n");

	*n = strcspn(start, " \n");
	*s = start + *n;
	return start;
}

/* A ':' if the view has ports, or the '/' before the length of a prefix; 0: the
 * end of an address in a sentence is not checked. */
static char mark_of_port;

/* The port of an address, or its end. */
static const char *port_of(const char *s, size_t n)
{
	const char *end = s + n, *port = memrchr(s, mark_of_port, n);

	return port && (isxdigit((unsigned char)*s) || strchr(":[*", *s)) ?
		port : end;
}

static bool same_word(const char *a, size_t n, const char *b, size_t m)
{
	return n == m && !memcmp(a, b, n);
}

/* Are the words of A those of B, except those that a '~' stands for? */
static void compare(const char *a, const char *b)
{
	size_t n, m, head;
	const char *s, *t, *mark, *port, *next, *ahead;

	for (;;) {
		s = word(&a, &n);
		t = word(&b, &m);
		if (!n && !m)
			return;
		if (same_word(s, n, t, m))
			continue;
		mark = memchr(s, '~', n);
		head = mark ? (size_t)(mark - s) : 0;
		if (!mark || head > m || memcmp(s, t, head)) {
			finding("another word", s);
			return;
		}
		cuts++;
		port = port_of(t, m);
		if (mark_of_port && !same_word(mark + 1, s + n - mark - 1,
		    port, t + m - port) && *t != '/' && *t != '@' && !memchr(t, '/', m)) {
			finding("no port", s);
			return;
		}
		/* further words of the same cell are missing */
		ahead = a;
		next = word(&ahead, &n);
		for (;; b = ahead) {
			ahead = b;
			t = word(&ahead, &m);
			if (same_word(next, n, t, m) ||
			    (m && memchr(next, '~', n) && !memcmp(next, t, strcspn(next, "~"))))
				break;
			if (memchr(t - 1, '\n', 1) || !m) {
				finding("missing words", next);
				return;
			}
		}
	}
}

/* Are cells that net-tools cuts, or does not have, shown? */
static bool has_plain(const char *view, const char *modifier)
{
	return !strchr(modifier, 'p') && !strstr(view, "-r") &&
		!strstr(view, "-i") && !strstr(view, "-a") &&
		!strstr(view, "-g") && strncmp(view, "--count=program", 15);
}

static void check(const char *netstat, const char *tree, const char *view,
	const char *modifier)
{
	char words[200], last[40];

	mark_of_port = !strcmp(view, "/r") ? '\0' : strstr(view, "-r") ||
		strstr(view, "-g") || strstr(view, "-M") ? '/' : ':';

	snprintf(words, sizeof words, "%s %s", view, modifier);
	keep(wide, netstat, tree, words, "--fit=1000");
	if (has_plain(view, modifier)) {
		keep(plain, netstat, tree, words,
			*view == '/' ? "" : "-W");
		compare(wide, plain);
	}
	for (size_t i = 0; i < COUNT(widths); i++) {
		snprintf(last, sizeof last, "--fit=%u", widths[i]);
		keep(fit, netstat, tree, words, last);
		check_lines(widths[i]);
		compare(fit, wide);
	}
}

int main(int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		for (size_t v = 0; v < COUNT(views); v++)
			for (size_t m = 0; m < COUNT(modifiers); m++)
				check(argv[1], argv[i], views[v], modifiers[m]);
	printf("%lu runs, %lu cut\n", runs, cuts);
	return findings > 0;
}
