/* core.h: the command line, and how a request is carried out.
 */
#ifndef CORE_H
#define CORE_H

#include "sink/sink.h"
#include "source/source.h"

/* -- args.c, args_windows.c: the command line ----------------------------- */

/* Reads the command line into *Q. Returns -1 to go on, else the exit status of
 * a run that is over (help, version, usage errors). */
int args_parse(struct request *q, char **argv);

/* -- request.c: what options mean ----------------------------------------- */

/* Nothing is asked for yet. */
void request_reset(struct request *q, bool windows);

/* Carries out the option ID. Returns as args_parse() does. */
int request_take(struct request *q, int id, const char *arg);

/* Adds the families of a comma-separated list. */
int request_families(struct request *q, const char *list);

/* Refuses what cannot be combined; warns about what has no effect, which is no
 * error where net-tools ignores it. */
int request_check(const struct request *q);
void request_warn(const struct request *q);

/* Adds what follows from the options. */
void request_complete(struct request *q);

/* A time in seconds, with a fraction or not, into ns. */
const char *scan_interval(const char *s, uint64_t *ns);

#define IFACE_SYNTAX "an interface is named -I=NAME"

/* A word of letters after a '/' or '-', and its argument in the next one. */
int win_take(struct request *q, char ***argv);
int win_complete(struct request *q);
void win_usage(void);

/* -- views.c, flow.c ------------------------------------------------------ */

/* Shows one report. */
void views_show(const struct request *q);

/* Chooses the sink of a report. Returns the beginning of the way of its
 * records, which is the sink if no stage looks at them. */
emit_fn *flow_start(const struct request *q);

/* The end of their way, when the owners of a socket are known. */
emit_fn flow_deliver;

#endif
