/*
 * dates - compare fmt_date() with the C library, for a time of each day
 *
 * It is compiled together with applet/text/clock.c. Prints each date that
 * differs, and how many were compared.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "text/clock.h"

/* the only function of fmt.c that clock.c calls */
char *fmt_dec(char *d, uint64_t v)
{
	return d + sprintf(d, "%llu", (unsigned long long)v);
}

int main(void)
{
	char ours[DATE_TEXT + 1], theirs[32];
	time_t end = UINT32_MAX, n = 0;

	for (time_t t = 0; t < end; t += 24 * 60 * 60 - 7, n++) {
		*fmt_date(ours, t) = '\0';
		strftime(theirs, sizeof theirs, "%Y-%m-%dT%H:%M:%SZ",
			gmtime(&t));
		if (strcmp(ours, theirs))
			printf("%s %s\n", ours, theirs);
	}
	puts(n > 49000 ? "many" : "few");
	return 0;
}
