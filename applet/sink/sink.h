/* sink.h: sinks print records. A sink reads no file of /proc.
 */
#ifndef SINK_H
#define SINK_H

#include "stage/stage.h"
#include "text/color.h"
#include "text/fit.h"

/* Prints a record. */
typedef void sink_fn(const struct request *q, const struct record *r);

/* All of sinks.def, and the sink without any of their conditions. */
#define SINK(cfg, wanted, print) LISTED(cfg) sink_fn print;
#include "sink/sinks.def"
#undef SINK
sink_fn table_record;

/* -- columns.c: columns of several tables --------------------------------- */

/* Prints a sentence instead of a table. */
void print_note(const struct note *n);

/* "Active WHAT (servers and established)" */
void put_title(const struct request *q, const char *what);

unsigned state_color(const char *state);

/* A state in WIDTH columns, with its colour; at most COLOR_BYTES more. */
static inline char *fmt_state(char *d, const char *state, size_t width)
{
	return CFG(COLOR) ? fmt_color(d, state, width, state_color(state)) :
		fmt_left(d, state, width);
}

/* A number of losses, in 6 columns. */
void put_loss(uint64_t n);

/* The colour of a counter: that of an error or loss. */
static inline unsigned counter_color(const struct iface *f, unsigned counter)
{
	return CFG(COLOR) && counter % TX_BYTES >= RX_ERRORS &&
		f->counter[counter] ? COLOR_RED : COLOR_NONE;
}

/* Columns that -e and -p add to socket tables. */
void put_tail_header(const struct request *q);
void put_tail(const struct request *q, const struct sock *k);
void put_user(const struct request *q, uint32_t uid);

/* A line of what --info shows and no column has, by the names of JSON. */
void put_more(const struct request *q, const struct sock *k);

/* A counter, or its change in ELAPSED microseconds, as fmt_rate(); with --human
 * shorter. At most DEC_TEXT bytes. */
char *fmt_amount(char *d, const struct request *q, uint64_t value,
	uint64_t elapsed, bool bytes);

void put_owner_header(const struct request *q);
void put_owner(const struct request *q, uint64_t inode);

/* The parts of PID/NAME, as holders_each() has it. */
struct text holder_pid(const char *holder);
struct text holder_program(const char *holder);
struct text holder_label(const char *holder);

/* -- table_*.c: the tables of net-tools, and similar ones ----------------- */

sink_fn print_inet, print_sctp, print_unix, print_packet, print_netlink;
sink_fn print_vsock, print_bluetooth, print_ipx, print_station, print_hop;
sink_fn print_route, print_iface, print_iface_long, print_nat, print_counter;

/* Around the title and header of a table. With --no-header nothing is printed
 * then, or --fit only learns of the columns. */
static inline bool header_begin(const struct request *q)
{
	bool bare = CFG(NO_HEADER) && q->no_header;

	if (CFG(FIT) && bare && fits(q))
		fit_hide(true);
	return !bare || fits(q);
}

static inline void header_end(const struct request *q)
{
	if (CFG(FIT) && fits(q))
		fit_hide(false);
}

void inet_header(const struct request *q);
void bluetooth_header(const struct request *q, bool l2cap, bool title);
void ipx_header(const struct request *q);
void station_header(unsigned table);
void hop_header(const struct request *q, unsigned table);
void iface_header(const struct request *q);
void route_header(const struct request *q, const struct record *table);

/* Resets the state of a report: the section of counters, the title of -M. */
void counters_begin(void);
void nat_begin(void);

/* -- count_keys.c: the keys of --count ------------------------------------ */

enum {
	/* a line: the longest name of an owner, with all bytes escaped, and
	 * KEYS_FEW other values with their names */
	COUNT_LINE = 6 * WALK_NAME + KEYS_FEW * (FIELD_TEXT + 18),
};

/* The arguments of --count and --top. Return like filter_take(). */
int count_take(const char *list);
int count_top(const char *arg);
void count_reset(void);

uint64_t count_most(void);	/* lines to print; 0: all */
bool count_owners(void);	/* are owners needed? */
bool count_users(void);		/* are users needed? */

/* Writes the keys of a socket to D. A ZERO one has only the values that filters
 * name, its program in text[0]. Returns NULL if it is not counted. */
char *count_line(char *d, const struct request *q, const struct record *r,
	bool zero);

/* Sets *K to the values that filters name for all keys: with one key its NTH
 * value, with several their only values. Returns false if there are none. */
bool count_values(const struct request *q, unsigned nth, struct sock *k);

/* -- count.c: how many sockets have the same keys ------------------------- */

/* Before and after the tables are read. count_next() prints the result, or
 * returns true if they must be read again. */
void count_start(void);
bool count_next(const struct request *q);

/* -- format.c: chosen fields ---------------------------------------------- */

/* The argument of --format; like count_take(). */
int format_take(const char *list);
const struct keys *format_keys(void);
void format_reset(void);

/* Before the first row of a report. */
void format_start(void);

/* -- json.c ---------------------------------------------------------------- */

/* The number in each object: it grows when a key changes its meaning. */
enum { JSON_SCHEMA = 1 };

/* Writes a value as text: quoted, or null if it is empty and its type allows
 * that. Returns the end, at most FIELD_TEXT + 2 bytes. */
char *fmt_json_field(char *d, const struct field *f, const struct record *r);

/* The start and the end of an object. */
void json_open(const struct request *q);
void json_close(void);
void json_end(void);	/* the end of the list of a report */
void json_key(const char *key);

/* -- watch_print.c --------------------------------------------------------- */

/* Prints what has happened by PRINT, each event at once, and other records in
 * the first report. */
void watch_record(const struct request *q, const struct record *r,
	sink_fn *print);

/* -- metrics.c ------------------------------------------------------------- */

enum {
	/* a name with its labels, those of --count or of a finding */
	METRICS_KEY = COUNT_LINE + 512,
	METRICS_NAME = 300,	/* without labels */
};

struct sample_value {
	uint64_t number;
	bool minus;
};

/* Before the first reading, and after each one: prints what is complete, and
 * returns true if all must be read again for the rest. */
void metrics_start(const struct request *q);
bool metrics_next(const struct request *q);

/* Prints a line of --count. */
void metrics_counted(const struct request *q, uint32_t n, const char *pairs);

/* -- metrics_text.c: names and their descriptions -------------------------- */

/* Is the name wanted? It ends at a brace or a NUL. */
bool metrics_match(const struct request *q, const char *name);

/* Prints a sample, and the description of a new name. */
void metric_print(const char *key, struct sample_value value);
void metrics_reset(const struct request *q);

/* -- samples.c: samples in the order of their names ----------------------- */

/* KEY is a name with labels. The values of equal ones are added. */
void samples_add(const char *key, struct sample_value value);

/* Calls PRINT for each sample, in order. Returns true if there are more: those
 * after them, if all are added again. */
bool samples_end(void (*print)(const char *key, struct sample_value value));
void samples_reset(void);

/* -- windows*.c ----------------------------------------------------------- */

/* A text of windows.def, AT its block. */
void win_text(unsigned at);
unsigned win_nth(unsigned at, unsigned n);	/* of a block, from 0 */

sink_fn win_totals_record, win_counters_record, win_routes_record;

#endif
