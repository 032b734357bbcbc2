/* netstat.h: what every file sees: the configuration, the version and a few
 * macros. Each folder has a header of its own beside it; a file includes those
 * of its own folder and of lower ones only:
 *
 *   text < run < record < lookup < source < stage < sink < core
 */
#ifndef NETSTAT_H
#define NETSTAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include "port.h"

#define VERSION "0.1"

/* IF(WIDE, text...) is text when NETSTAT_WIDE is configured, else nothing.
 * It is for tables; code says `if (CFG(WIDE))`, so that it is always compiled.
 */
#define IF(sym, ...) IF_(CFG(sym), __VA_ARGS__)
#define IF_(on, ...) IF__(on, __VA_ARGS__)
#define IF__(on, ...) IF_##on(__VA_ARGS__)
#define IF_0(...)
#define IF_1(...) __VA_ARGS__

/* The opposite. */
#define UNLESS(sym, ...) UNLESS_(CFG(sym), __VA_ARGS__)
#define UNLESS_(on, ...) UNLESS__(on, __VA_ARGS__)
#define UNLESS__(on, ...) UNLESS_##on(__VA_ARGS__)
#define UNLESS_0(...) __VA_ARGS__
#define UNLESS_1(...)

#define CFG_NETSTAT_CORE 1	/* always configured */

#define nitems(a) (sizeof(a) / sizeof *(a))

/* The program as a function that can be called again; its only global symbol.
 * */
int netstat_main(int argc, char **argv);

#endif
