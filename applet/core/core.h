/* core.h: the command line, and the steps that carry out a request.
 */
#ifndef CORE_H
#define CORE_H

#include "sink/sink.h"
#include "source/source.h"

/* -- args.c, args_windows.c: the command line ----------------------------- */

/* Parses the command line into *Q. Returns -1 to continue, or the exit status
 * of a run that is over (help, version, usage errors). */
int args_parse(struct request *q, char **argv);

/* -- request.c: what options mean ----------------------------------------- */

/* Resets *Q: nothing is requested. */
void request_reset(struct request *q, bool windows);

/* Applies the option ID. Returns like args_parse(). */
int request_take(struct request *q, int id, const char *arg);

/* Adds the families of a comma-separated list. */
int request_families(struct request *q, const char *list);

/* request_check() refuses options that cannot be combined. request_warn() warns
 * about options without effect, which net-tools ignores. */
int request_check(const struct request *q);
void request_warn(const struct request *q);

/* Adds what the options imply. */
void request_complete(struct request *q);

/* Scans seconds, with or without a fraction, into ns. */
const char *scan_interval(const char *s, uint64_t *ns);

#define IFACE_SYNTAX "an interface is named -I=NAME"

/* A word of letters after a '/' or '-'; an argument is in the next word. */
int win_take(struct request *q, char ***argv);
int win_complete(struct request *q);
void win_usage(void);
void win_list(char before);	/* what each letter means */

/* -- help.c ---------------------------------------------------------------- */

/* Prints the first screen of help, without a WORD, all options, if it is "all",
 * or what WORD means. Returns like request_take(). */
int help_show(const char *word);

/* -- views.c, flow.c ------------------------------------------------------ */

/* Shows one report. */
void views_show(const struct request *q);

/* Chooses the sink of a report. Returns the first function of the path of its
 * records: the sink itself, if no stage looks at them. */
emit_fn *flow_start(const struct request *q);

/* The last parts of the path: after the owners of a socket are known; and after
 * it was sorted. */
emit_fn flow_deliver, flow_print;

#endif
