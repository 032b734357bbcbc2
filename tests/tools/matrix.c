/*
 * matrix - run netstat with every view and every modifier, and check the output
 *
 *	matrix NETSTAT TREE...	TREE is a saved /proc, or "/proc" itself; NETSTAT
 *				may be "-", see run.h
 *	matrix			check the JSON on stdin, count the bad lines
 *
 * Each finding is a line on stdout; the last line is "N runs, N lines".
 */
#define _GNU_SOURCE
#include <stdbool.h>

#include "run.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const views[] = {
	"-an", "-tan", "-tln", "-tn", "-uan", "-uln", "-xan", "-xl", "-wan",
	"-Uan", "-San", "-2an", "-fan", "-2fan", "-an4", "-an6", "-tuan",
	"-n --icmp -a", "-n --packet -a", "-n --netlink -a",
	"-n --all-families -a", "--ax25 --x25 -a", "--netrom", "--rose --ipx",
	"-r -A ax25,netrom,rose", "-r -A x25,ipx",
	"-rn", "-6rn", "-rnC", "-rn46", "-in", "-ain", "-I=lo -n", "-gn",
	"-gn6", "-sn", "-stn", "-sun", "-swn", "-sn6", "-Mn", "--health -n",
	"/an", "/abn", "/ano", "/ben", "/fn", "/n", "/on", "/r", "/s", "/e",
};

static const char *const modifiers[] = {
	"", "-p", "-pp", "-e", "-ee", "-eee", "-o", "-oo", "-W", "-v", "-Z",
	"--info", "-eeopW", "-eoppW", "-l",
	"--json", "--json -p", "--json -pp", "--json -e", "--json -ee",
	"--json -o", "--json -W", "--json --info", "--json -eeoppW",
	"--json -v", "--json -l",
	"0.001 2", "--rate 0.001 2", "--json 0.001 2", "--json --rate 0.001 3",
	"--count=proto", "--count=recv_q", "--count=send_q", "--count=local",
	"--count=lport", "--count=protocol", "--count=peer", "--count=rport",
	"--count=state", "--count=user", "--count=inode", "--count=timer",
	"--count=expires", "--count=retransmits", "--count=probes",
	"--count=program", "--count=program,state,user",
	"--count=program,program", "--count=peer --top=2",
	"--json --count=proto,recv_q,send_q,local,lport,protocol,peer,rport",
	"--json --count=state,user,inode,timer,expires,retransmits,probes",
	"--json --count=program,inode", "--json --count=program",
	"--json --count=program,program", "--json --count=user,state,user",
	"--json --count=state --top=1",
	"--state=LISTEN", "--state=!LISTEN", "--port=1-1024", "--lport=!22",
	"--rport=0-65535", "--local=0.0.0.0/0", "--peer=!::/0", "--user=0",
	"--user=!0", "--pid=1", "--pid=!1", "--program=init",
	"--program=!init", "--json --state=!LISTEN", "--json --port=1-9999",
	"--json --user=!0", "-p --json --pid=!1", "-pp --json --program=!a",
	"--json --count=program --pid=!1", "--json --local=::/0",
	"--netns=all", "--netns=all -p", "--netns=1", "--json --netns=all",
	"--json --netns=all -pp", "--json --netns=all --count=state,program",
	"--json --netns=all --rate 0.001 2", "--json --netns=all 0.001 2",
	"--json --netns=1 -p", "--netns=all --pid=!1",
};

/* Messages of net-tools on stderr, other than "netstat: WHAT: WHY". */
static const char *const others[] = {
	"(Not all processes could be identified",
	" will not be shown, you would have",
	"(No info could be read for \"-p\"", "SELinux is not enabled",
	"netstat: no support for `",
};

/* -- strict JSON ----------------------------------------------------------- */

/* Each function returns the rest after what it parsed, or NULL. */
static const unsigned char *value(const unsigned char *s, int depth);

static const unsigned char *utf8(const unsigned char *s)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	int len = *s < 0x80 ? 1 : *s < 0xc2 ? 0 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 :
		*s < 0xf5 ? 4 : 0;
	unsigned c = len == 1 ? *s : *s & 0x7f >> len;

	if (!len)
		return NULL;
	for (int i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return NULL;
		c = c << 6 | (s[i] & 0x3f);
	}
	return c < least[len] || c > 0x10ffff || c >> 11 == 0x1b ||
		c < ' ' || (c >= 0x7f && c < 0xa0) ? NULL : s + len;
}

static const unsigned char *string(const unsigned char *s)
{
	if (*s++ != '"')
		return NULL;
	while (s && *s != '"') {
		if (*s != '\\') {
			s = utf8(s);
		} else if (s[1] == 'u') {
			s += 2;
			for (int i = 0; i < 4; i++)
				if (!s[i] || !strchr("0123456789abcdefABCDEF",
				    s[i]))
					return NULL;
			s += 4;
		} else {
			if (!s[1] || !strchr("\"\\/bfnrt", s[1]))
				return NULL;
			s += 2;
		}
	}
	return s ? s + 1 : NULL;
}

static const unsigned char *digits(const unsigned char *s)
{
	const unsigned char *start = s;

	while (*s >= '0' && *s <= '9')
		s++;
	return s > start ? s : NULL;
}

static const unsigned char *number(const unsigned char *s)
{
	s += *s == '-';
	s = *s == '0' ? s + 1 : digits(s);
	if (s && *s == '.')
		s = digits(s + 1);
	return s;
}

static const unsigned char *object(const unsigned char *s, int depth)
{
	const unsigned char *key[128];
	size_t len[128];
	int n = 0;

	if (s[1] == '}')
		return s + 2;
	do {
		key[n] = ++s;
		s = string(s);
		if (!s || *s != ':')
			return NULL;
		len[n] = s - key[n];
		for (int i = 0; i < n; i++)
			if (len[i] == len[n] && !memcmp(key[i], key[n], len[n]))
				return NULL;
		s = value(s + 1, depth);
		if (++n == COUNT(key))
			return NULL;
	} while (s && *s == ',');
	return s && *s == '}' ? s + 1 : NULL;
}

static const unsigned char *value(const unsigned char *s, int depth)
{
	if (depth > 8)
		return NULL;
	if (*s == '"')
		return string(s);
	if (*s == '{')
		return object(s, depth + 1);
	if (*s == '[') {
		if (s[1] == ']')
			return s + 2;
		do
			s = value(s + 1, depth + 1);
		while (s && *s == ',');
		return s && *s == ']' ? s + 1 : NULL;
	}
	if (!strncmp((const char *)s, "null", 4) ||
	    !strncmp((const char *)s, "true", 4))
		return s + 4;
	if (!strncmp((const char *)s, "false", 5))
		return s + 5;
	return number(s);
}

static bool is_object(const char *line)
{
	const unsigned char *end = (const unsigned char *)line;

	return *end == '{' && (end = object(end, 0)) && !*end;
}

/* the status of usage errors, and of errors that net-tools does not have */
enum { USAGE = 3 };

/* -- one run ------------------------------------------------------------------ */

static unsigned long runs, lines, findings;
static char command[4096];

/* Prints only the first of many similar findings. */
static void finding(const char *what, const char *line)
{
	static char seen[40][200];
	static unsigned n;

	findings++;
	for (unsigned i = 0; i < n; i++)
		if (!strncmp(seen[i], line, sizeof *seen - 1))
			return;
	if (n < COUNT(seen)) {
		strncpy(seen[n++], line, sizeof *seen - 1);
		printf("%s: %s: %.200s\n", command, what, line);
	}
}

static bool is_text(const char *line)
{
	const unsigned char *s = (const unsigned char *)line;

	while (s && *s)
		s = utf8(s);
	return s;
}

static bool is_message(const char *line)
{
	const char *what = line + strlen("netstat: ");

	for (size_t i = 0; i < COUNT(others); i++)
		if (!strncmp(line, others[i], strlen(others[i])))
			return true;
	return !strncmp(line, "netstat: ", what - line) && *what != ':' &&
		strstr(what, ": ");
}

static void check(int which, bool json)
{
	char *line = output[which], *end;

	if (strlen(line) != length[which])
		finding("a NUL", line);
	for (; *line; line = end + 1) {
		end = strchr(line, '\n');
		if (!end) {
			finding("no end of line", line);
			return;
		}
		*end = '\0';
		lines++;
		if (!is_text(line))
			finding("a control byte", line);
		if (which ? !is_message(line) : json && !is_object(line))
			finding(which ? "no message" : "no JSON", line);
	}
}

static void try(const char *netstat, const char *tree, const char *view,
	const char *modifier)
{
	char words[4096];
	int status;

	snprintf(command, sizeof command, "--proc=%s %s %s", tree, view,
		modifier);
	/* Windows' letters must come before options of ours */
	snprintf(words, sizeof words, "%s %s %s%s", view, modifier,
		strcmp(tree, "/proc") ? "--proc=" : "",
		strcmp(tree, "/proc") ? tree : "");
	status = run(netstat, words);
	runs++;
	if (status == HANGS)
		finding("does not end", "");
	else if (status == SIGNAL)
		finding("a signal", "");
	else if (status > 1 && status < USAGE)
		finding("its status", output[1]);
	else if (status && !length[1] &&
	    !strstr(modifier, "=") && !strstr(view, "--health"))
		finding("failed and no word why", "");
	if (status >= USAGE) {
		if (length[0])
			finding("a usage error with output", output[0]);
		output[1][strcspn(output[1], "\n") + 1] = '\0';
		length[1] = strlen(output[1]);
	}
	check(0, strstr(modifier, "--json"));
	check(1, false);
}

static int check_stdin(void)
{
	unsigned bad = 0;

	while (fgets(output[0], sizeof output[0], stdin)) {
		output[0][strcspn(output[0], "\n")] = '\0';
		bad += !is_object(output[0]);
	}
	printf("%u\n", bad);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return check_stdin();
	for (int i = 2; i < argc; i++)
		for (size_t v = 0; v < COUNT(views); v++)
			for (size_t m = 0; m < COUNT(modifiers); m++)
				try(argv[1], argv[i], views[v], modifiers[m]);
	if (findings)
		printf("%lu findings\n", findings);
	printf("%lu runs, %lu lines\n", runs, lines);
	return findings > 0;
}
