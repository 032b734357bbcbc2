/* clock.c: a clock for what is measured (--rate) and for time-outs (names of
 * hosts). Not the C library's clock_gettime(), which adds a kilobyte of code to
 * save a system call.
 */
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "text/clock.h"

/* musl's name for the system call with two longs, which 32-bit machines have
 * always had. What counts from boot fits 32 bits; seconds since 1970 do until
 * 2106. */
#ifdef SYS_clock_gettime32
enum { GETTIME = SYS_clock_gettime32 };
#else
enum { GETTIME = SYS_clock_gettime };
#endif

uint64_t clock_today(void)
{
	long t[2] = { 0, 0 };

	syscall(GETTIME, CLOCK_REALTIME, t);
	return (unsigned long)t[0];
}

uint64_t clock_ns(void)
{
	long t[2] = { 0, 0 };

	syscall(GETTIME, CLOCK_MONOTONIC, t);
	return t[0] * UINT64_C(1000000000) + t[1];
}

char *fmt_clock(char *d, uint64_t seconds)
{
	uint32_t now = seconds % (24 * 60 * 60);

	for (uint32_t unit = 3600; unit; now %= unit, unit /= 60) {
		*d++ = '0' + now / unit / 10;
		*d++ = '0' + now / unit % 10;
		if (unit > 1)
			*d++ = ':';
	}
	return d;
}

static bool is_leap(unsigned year)
{
	return !(year % 4) && (year % 100 || !(year % 400));
}

char *fmt_date(char *d, uint64_t seconds)
{
	static const char lengths[] = "\37\34\37\36\37\36\37\37\36\37\36\37";
	unsigned year = 1970, month = 0, length;
	uint32_t days = seconds / (24 * 60 * 60);

	for (; days >= 365u + is_leap(year); year++)
		days -= 365 + is_leap(year);
	while (length = lengths[month] + (month == 1 && is_leap(year)),
	       days >= length) {
		days -= length;
		month++;
	}
	d = fmt_dec(d, year);
	for (unsigned i = 0, n = month + 1; i < 2; i++, n = days + 1) {
		*d++ = '-';
		*d++ = '0' + n / 10;
		*d++ = '0' + n % 10;
	}
	*d++ = 'T';
	d = fmt_clock(d, seconds);
	*d++ = 'Z';
	return d;
}
