/* clock.h: clocks, and times as text.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include "text/text.h"

uint64_t clock_ns(void);	/* since some time in the past */
uint64_t clock_today(void);	/* seconds since 1970, UTC */

/* The time of day, "HH:MM:SS": time zones are in no file of /proc. */
enum { CLOCK_TEXT = 8 };
char *fmt_clock(char *d, uint64_t seconds);

/* Seconds since 1970 as in RFC 3339: "2026-11-26T12:34:56Z". */
enum { DATE_TEXT = 20 };
char *fmt_date(char *d, uint64_t seconds);

#endif
