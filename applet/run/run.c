/* run.c: the state of a run and messages about it. */
#include <errno.h>

#include "run/run.h"

struct run_state run;

void run_reset(const char *proc)
{
	run = (struct run_state){
		.proc = proc, .root = -1, .own = -1, .view = -1, .home = -1,
	};
}

void warn_file(const char *name, unsigned line, const char *why)
{
	err_begin();
	out_str("netstat: ");
	/* files of Bluetooth may be outside of the tree */
	if (!CFG(BLUETOOTH) || *name != '/') {
		out_foreign(run.proc, text_len(run.proc));
		out_char('/');
	}
	out_str(name);
	if (line) {
		out_char(':');
		out_dec(line, 0);
	}
	out_str(": ");
	out_str(why);
	out_char('\n');
	err_end();
}

void fail(const char *what, const char *why)
{
	warn(what, why);
	run.failures++;
	run.status = STATUS_FAILED;
}

void fail_file(const char *name, const char *why)
{
	warn_file(name, 0, why);
	run.failures++;
	run.status = STATUS_FAILED;
}

bool warn_unread(const char *file, int error)
{
	bool trouble = error && error != ENOENT && error != EACCES;

	if (trouble)
		warn(file, error_text(error));
	return trouble;
}

void no_support(const struct request *q, const char *label)
{
	bool protocol = *label >= 'a';

	if ((!q->asked && !has(q, VERBOSE)) || (is_watch(q) && run.round))
		return;
	err_begin();
	out_str("netstat: no support for `");
	out_str(protocol ? "AF INET (" : "");
	out_str(label);
	out_str(protocol ? ")" : "");
	out_str("' on this system.\n");
	err_end();
	if (q->asked)
		run.status = STATUS_FAILED;
}

void table_missing(const struct request *q, const char *label)
{
	if (!q->implied)
		no_support(q, label);
}

/* -- address families ------------------------------------------------------ */

/* Names for -A; the first LONG_FAMILIES of them are long options too, in the
 * order that decides an abbreviation (--ine is --inet). The first of a family
 * is its name. */
static const struct {
	char name[10];
	unsigned char family;
} families[] = {
	{ "ax25", F_AX25 }, { "x25", F_X25 }, { "inet", F_INET },
	{ "ip", F_INET }, { "ipx", F_IPX }, { "ddp", F_NOTHING },
	{ "appletalk", F_NOTHING }, { "netrom", F_NETROM },
	{ "inet6", F_INET6 }, { "rose", F_ROSE }, { "unix", F_UNIX },
	{ "bluetooth", F_BLUETOOTH }, { "tcpip", F_INET },
	{ "ip6", F_INET6 }, { "econet", F_NOTHING }, { "ash", F_NOTHING },
};

const char *family_name(unsigned family)
{
	size_t i = 0;

	while (families[i].family != family)
		i++;
	return families[i].name;
}

int family_find(const char *s, size_t n)
{
	for (size_t i = 0; i < nitems(families); i++)
		if (text_begins(s, families[i].name, n) && !families[i].name[n])
			return families[i].family;
	return -1;
}

const char *family_option(unsigned nth)
{
	return families[nth].name;
}
