/* run.h: the state of the run, and messages about the command line.
 */
#ifndef RUN_H
#define RUN_H

#include <signal.h>

#include "run/request.h"

/* The state of the run. */
struct run_state {
	const char *proc;	/* name of the tree, for messages */
	int root;		/* descriptor of the tree */
	int own;		/* descriptor with our net/: root or self/ */
	int view;		/* the one whose net/ is read: the same, or that
				 * of one of its processes */
	int home;		/* our own network namespace while we are in
				 * another one, or -1 */
	bool live;		/* it is a mounted /proc, not a saved copy */
	bool timed;		/* keep the times of reads */
	bool over;		/* no more reports */
	bool warned_owners;	/* in this report, about hidden processes */
	bool shown;		/* q->quiet: there was a row */
	unsigned failures;	/* of files and requests */
	/* by a signal: print no more than the rest of the line */
	volatile sig_atomic_t interrupted;
	uint64_t round;		/* number of reports shown */
	uint64_t time;		/* of this report, in seconds since 1970 */
	int status;		/* exit status so far */
};

SHARED(struct run_state, run);

enum {
	STATUS_FAILED = 1,	/* something asked for could not be shown */
	STATUS_USAGE = 3,
};

/* -- run.c: messages about the run ---------------------------------------- */

/* No file is open, no error has happened. */
void run_reset(const char *proc);

/* Warns about the file NAME of the tree, at LINE unless that is 0. */
void warn_file(const char *name, unsigned line, const char *why);

/* Prints such a warning, and sets the exit status to STATUS_FAILED. */
void fail(const char *what, const char *why);
void fail_file(const char *name, const char *why);

/* Warns that FILE cannot be read. Returns false, without a warning, if it is
 * missing or its permissions do not allow it. */
bool warn_unread(const char *file, int error);

/* The table LABEL (net-tools' name for it, or a protocol) is missing: with -v a
 * message, and an error if it was requested. The others are silent, too, if the
 * table is only implied: by any option, or by --all-families. */
void no_support(const struct request *q, const char *label);
void table_missing(const struct request *q, const char *label);

static inline void family_missing(const struct request *q, const char *label)
{
	if (!has(q, ALL_FAMILIES))
		no_support(q, label);
}

/* Can the kernel be asked for more than /proc has? */
static inline bool can_ask(const struct request *q)
{
	return !has(q, PROC) && run.view == run.own;
}

/* The name of a family in net-tools' messages. */
const char *family_name(unsigned family);

/* The family that the N bytes at S name, or -1. The first LONG_FAMILIES names
 * are long options too. */
enum { LONG_FAMILIES = 13 };
int family_find(const char *s, size_t n);
const char *family_option(unsigned nth);

/* -- usage.c: the options; usage errors ---------------------------------- */

/* One row per option: letter, long name, NUL. */
extern const char options[];
const char *option_next(const char *o);
size_t option_until(const char *name);	/* bytes before its argument */

/* A command line is read, of Windows or not: where help is. */
void usage_reset(bool windows);

void usage_option(int id);	/* as -x or --name */

/* Reports a usage error on stderr, the N bytes at ARG and WHY, and how to get
 * help. Returns the exit status. */
int args_bad(const char *arg, size_t n, const char *why);
int args_bad_word(const char *arg, const char *why);	/* all of it */

/* The same about options, given as bits. */
int args_bad_options(uint64_t opts, const char *why);

/* The same in parts. The word was an argument of the option ID, or of none
 * (-1). Each choice is a valid alternative. */
void usage_begin(int id, const char *word, size_t n, const char *why);
void usage_options(uint64_t opts, const char *why);
void usage_choice(const char *word, bool first);
int usage_end(void);

#endif
