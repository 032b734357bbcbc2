/*
 * trouble - make read() and write() short and interrupted
 *
 *	LD_PRELOAD=./trouble.so PROGRAM ...
 *
 * They process at most 7 bytes at a time, and every third call is interrupted.
 *
 *	cc -shared -fPIC -o trouble.so trouble.c
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

static unsigned calls;

static int interrupted(void)
{
	errno = EINTR;
	return ++calls % 3 == 0;
}

static size_t less(size_t n)
{
	size_t most = 1 + calls % 7;

	/* a timer is read as a whole or not at all */
	return n < most || n == sizeof(uint64_t) ? n : most;
}

ssize_t read(int fd, void *buf, size_t n)
{
	return interrupted() ? -1 : syscall(SYS_read, fd, buf, less(n));
}

ssize_t write(int fd, const void *buf, size_t n)
{
	return interrupted() ? -1 : syscall(SYS_write, fd, buf, less(n));
}
