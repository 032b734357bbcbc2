/* clock.c: a clock for what is measured (--rate) and for time-outs (names of
 * hosts). Not the C library's clock_gettime(), which adds a kilobyte of code to
 * save a system call.
 */
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "text/text.h"

/* musl's name for the system call with two longs, which 32-bit machines have
 * always had. What counts from boot fits 32 bits. */
#ifdef SYS_clock_gettime32
enum { GETTIME = SYS_clock_gettime32 };
#else
enum { GETTIME = SYS_clock_gettime };
#endif

enum { CLOCK_DAY = 24 * 60 * 60 };

uint32_t clock_time(void)
{
	long t[2] = { 0, 0 };

	syscall(GETTIME, CLOCK_REALTIME, t);
	/* 32 bits are enough until 2106, without a sign */
	return (unsigned long)t[0] % CLOCK_DAY;
}

uint64_t clock_ns(void)
{
	long t[2] = { 0, 0 };

	syscall(GETTIME, CLOCK_MONOTONIC, t);
	return t[0] * UINT64_C(1000000000) + t[1];
}
