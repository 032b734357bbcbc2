/*
 * kernel - run a program with a broken or another NETLINK_SOCK_DIAG
 *
 *	kernel [RULE...] -- COMMAND [ARGUMENT...]
 *
 * COMMAND runs with its system calls under ptrace(2). What it does with netlink
 * sockets follows the rules; N is the number of the call among those of its
 * kind on such sockets, from 1, or 0 for each of them:
 *
 *	socket=N:ERRNO	it fails
 *	send=N:ERRNO	it fails
 *	recv=N:ERRNO	it fails, and nothing is received
 *	answers=FILE	what is received, instead of what the kernel answers: a
 *			line of hexadecimal digits for each call, or !ERRNO if
 *			it fails; blanks, and all after a #, are ignored. After
 *			the last line there is nothing (EAGAIN).
 *	edit=N:EDIT	changes what is received by call N
 *	count=FILE	writes how many calls of each kind there were
 *
 * EDIT is one of these, in which M is the number of a message in what this call
 * receives, from 0; "end" is after the last; "done" is the NLMSG_DONE. Without
 * such a message nothing changes.
 *
 *	put,M,AT,HEX	puts these bytes at byte AT of the message
 *	insert,M,HEX	inserts them before the message
 *	remove,M	removes the message and all after it
 *	cut,M,AT	cuts what is received there, without MSG_TRUNC
 *	grow,BYTES	MSG_TRUNC: it was so much longer
 *
 * The status is that of COMMAND, 128 and the signal if one ends it, and 125 if
 * this program fails. It knows the registers of x86-64 only.
 */
#define _GNU_SOURCE
#include <stdio.h>

#ifndef __x86_64__
int main(void)
{
	fputs("kernel: needs x86-64\n", stderr);
	return 125;
}
#else

#include <ctype.h>
#include <errno.h>
#include <linux/netlink.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind { SOCKET, SEND, RECV, KINDS };
enum { FDS = 1024, RULES = 64, MOST = 1 << 20 };

static const char *const kinds[] = { "socket=", "send=", "recv=" };

struct rule {
	unsigned long nth;
	int error;		/* 0: an edit */
	enum kind kind;
	const char *edit;
};

static struct rule rules[RULES];
static size_t n_rules;
static unsigned long calls[KINDS];
static bool is_netlink[FDS];
static FILE *answers;
static const char *count_to;
static pid_t child;

static void die(const char *what)
{
	fprintf(stderr, "kernel: %s: %s\n", what, strerror(errno));
	exit(125);
}

static void bad(const char *what)
{
	fprintf(stderr, "kernel: bad: %s\n", what);
	exit(125);
}

/* -- the messages --------------------------------------------------------- */

/* What is received. With the bytes that are missing it had more. */
static struct {
	unsigned char s[MOST];
	size_t n, missing;
} m;

/* Reads hexadecimal digits up to the end of a line. Returns how many bytes. */
static size_t scan_bytes(const char *s, unsigned char *d, size_t most)
{
	unsigned char *start = d;
	unsigned byte;

	for (; *s && *s != '#' && *s != '\n'; s++) {
		if (isspace((unsigned char)*s))
			continue;
		if (!isxdigit((unsigned char)s[1]) ||
		    sscanf(s++, "%2x", &byte) != 1 ||
		    (size_t)(d - start) == most)
			bad("digits");
		*d++ = byte;
	}
	return d - start;
}

/* The place of the message that an edit names. Returns false if there is no
 * such message; *S goes on after the name. */
static bool find(const char **s, size_t *at)
{
	bool end = !strncmp(*s, "end", 3), done = !strncmp(*s, "done", 4);
	unsigned long nth = ~0ul;
	struct nlmsghdr h;
	char *after;

	if (end || done)
		after = (char *)*s + (end ? 3 : 4);
	else
		nth = strtoul(*s, &after, 10);
	if (after == *s)
		bad(*s);
	*s = after + (*after == ',');
	for (*at = 0; *at + sizeof h <= m.n; *at += NLMSG_ALIGN(h.nlmsg_len)) {
		memcpy(&h, m.s + *at, sizeof h);
		if (!nth-- || (done && h.nlmsg_type == NLMSG_DONE))
			return true;
		if (h.nlmsg_len < sizeof h)
			return false;
	}
	if (*at > m.n)
		*at = m.n;
	return end;
}

static void edit(const char *rule)
{
	static unsigned char bytes[MOST];
	const char *s = strchr(rule, ',');
	size_t at, n;

	if (!s++)
		bad(rule);
	if (!strncmp(rule, "grow,", 5)) {
		m.missing = strtoul(s, NULL, 10);
		return;
	}
	if (!find(&s, &at))
		return;
	if (!strncmp(rule, "put,", 4) || !strncmp(rule, "cut,", 4)) {
		char *after;

		at += strtoul(s, &after, 10);
		s = after + (*after == ',');
	}
	if (at > m.n)
		return;
	n = scan_bytes(*rule == 'p' || *rule == 'i' ? s : "", bytes,
		sizeof bytes);
	switch (*rule) {
	case 'p':
		if (n > m.n - at)
			bad(rule);
		break;
	case 'i':
		if (n > sizeof m.s - m.n)
			bad(rule);
		memmove(m.s + at + n, m.s + at, m.n - at);
		m.n += n;
		break;
	case 'r':
	case 'c':
		m.n = at;
		break;
	default:
		bad(rule);
	}
	memcpy(m.s + at, bytes, n);
}

/* The next answer of the file. Returns 0 or an errno. */
static int next_answer(void)
{
	static char line[2 * MOST];

	m.n = m.missing = 0;
	do
		if (!fgets(line, sizeof line, answers))
			return EAGAIN;
	while (*line == '#');
	if (*line == '!')
		return atoi(line + 1);
	m.n = scan_bytes(line, m.s, sizeof m.s);
	return 0;
}

/* -- the calls ------------------------------------------------------------ */

static long registers(int request, struct user_regs_struct *r)
{
	return ptrace(request, child, NULL, r);
}

static void copy(bool out, unsigned long at, size_t n)
{
	struct iovec here = { m.s, n }, there = { (void *)at, n };
	ssize_t done = out ? process_vm_writev(child, &here, 1, &there, 1, 0) :
		process_vm_readv(child, &here, 1, &there, 1, 0);

	if (done != (ssize_t)n)
		die("memory");
}

/* What a call is; KINDS: of no interest. */
static enum kind kind_of(const struct user_regs_struct *r)
{
	bool ours = r->rdi < FDS && is_netlink[r->rdi];

	switch (r->orig_rax) {
	case SYS_socket:
		return r->rdi == AF_NETLINK ? SOCKET : KINDS;
	case SYS_sendto:
		return ours ? SEND : KINDS;
	case SYS_recvfrom:
		return ours ? RECV : KINDS;
	case SYS_close:
		if (ours)
			is_netlink[r->rdi] = false;
	}
	return KINDS;
}

/* The error of a call that is not made, or 0. */
static int error_of(enum kind kind)
{
	for (size_t i = 0; i < n_rules; i++)
		if (rules[i].error && rules[i].kind == kind &&
		    (!rules[i].nth || rules[i].nth == calls[kind]))
			return rules[i].error;
	return 0;
}

/* Puts what is received instead of what was. */
static long long replace(const struct user_regs_struct *r)
{
	size_t n;

	for (size_t i = 0; i < n_rules; i++)
		if (!rules[i].error &&
		    (!rules[i].nth || rules[i].nth == calls[RECV]))
			edit(rules[i].edit);
	n = m.n < r->rdx ? m.n : r->rdx;
	copy(true, r->rsi, n);
	return r->r10 & MSG_TRUNC ? m.n + m.missing : n;
}

/* After a call. */
static void leave(enum kind kind, struct user_regs_struct *r, int error)
{
	long long answer = r->rax;

	if (kind == RECV && answers && !error)
		error = next_answer();
	if (error) {
		answer = -error;
	} else if (kind == SOCKET) {
		if (answer >= 0 && answer < FDS)
			is_netlink[answer] = true;
	} else if (kind == RECV && (answers || answer >= 0)) {
		if (!answers) {
			m.n = (size_t)answer < r->rdx ? (size_t)answer : r->rdx;
			m.missing = answer - m.n;
			if (m.n > sizeof m.s)
				bad("buffer");
			copy(false, r->rsi, m.n);
		}
		answer = replace(r);
	}
	if (answer == (long long)r->rax)
		return;
	r->rax = answer;
	if (registers(PTRACE_SETREGS, r))
		die("registers");
}

/* Before a call. Returns the error that it has instead of being made. */
static int enter(enum kind kind, struct user_regs_struct *r)
{
	int error;

	calls[kind]++;
	error = error_of(kind);
	if (!error && !(kind == RECV && answers))
		return 0;
	r->orig_rax = -1;
	if (registers(PTRACE_SETREGS, r))
		die("registers");
	return error;
}

static int follow(void)
{
	struct user_regs_struct r;
	enum kind kind = KINDS;
	bool inside = false;
	int status, error = 0, signal = 0;

	for (;;) {
		if (ptrace(PTRACE_SYSCALL, child, NULL, signal))
			die("ptrace");
		if (waitpid(child, &status, 0) < 0)
			die("wait");
		if (WIFEXITED(status))
			return WEXITSTATUS(status);
		if (WIFSIGNALED(status))
			return 128 + WTERMSIG(status);
		signal = WSTOPSIG(status);
		if (signal != (SIGTRAP | 0x80)) {
			signal = signal == SIGTRAP ? 0 : signal;
			continue;
		}
		signal = 0;
		if (registers(PTRACE_GETREGS, &r))
			die("registers");
		inside = !inside;
		if (inside) {
			kind = kind_of(&r);
			error = kind < KINDS ? enter(kind, &r) : 0;
		} else if (kind < KINDS) {
			leave(kind, &r, error);
		}
	}
}

/* -- the command line ----------------------------------------------------- */

static void add_rule(const char *s)
{
	struct rule *r = &rules[n_rules];
	char *after;

	if (!strncmp(s, "answers=", 8)) {
		answers = fopen(s + 8, "re");
		if (!answers)
			die(s);
		return;
	}
	if (!strncmp(s, "count=", 6)) {
		count_to = s + 6;
		return;
	}
	for (r->kind = 0; r->kind < KINDS; r->kind++)
		if (!strncmp(s, kinds[r->kind], strlen(kinds[r->kind])))
			break;
	if ((r->kind == KINDS && strncmp(s, "edit=", 5)) || ++n_rules == RULES)
		bad(s);
	r->nth = strtoul(strchr(s, '=') + 1, &after, 10);
	if (*after != ':')
		bad(s);
	r->edit = after + 1;
	if (r->kind < KINDS && (r->error = atoi(r->edit)) <= 0)
		bad(s);
}

static void write_count(void)
{
	FILE *f = count_to ? fopen(count_to, "w") : NULL;

	if (!count_to)
		return;
	if (!f)
		die(count_to);
	fprintf(f, "%lu %lu %lu\n", calls[SOCKET], calls[SEND], calls[RECV]);
	fclose(f);
}

int main(int argc, char **argv)
{
	int status;

	while (*++argv && strcmp(*argv, "--"))
		add_rule(*argv);
	if (argc < 2 || !*argv || !argv[1])
		bad("usage");
	child = fork();
	if (child < 0)
		die("fork");
	if (!child) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			die("ptrace");
		raise(SIGSTOP);
		execvp(argv[1], argv + 1);
		die(argv[1]);
	}
	if (waitpid(child, &status, 0) < 0 || !WIFSTOPPED(status))
		die("start");
	if (ptrace(PTRACE_SETOPTIONS, child, NULL,
	    PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL))
		die("ptrace");
	status = follow();
	write_count();
	return status;
}
#endif
