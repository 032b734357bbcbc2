/* memory.c: tables for many sockets. They are no part of the program, which
 * could not start where less memory is allowed (ulimit -v, or a kernel that
 * does not overcommit). A table is mapped when it is first needed; pages that
 * are never touched cost no memory.
 */
#include <sys/mman.h>

#include "run/memory.h"

struct memory {
	struct table *first;
};

STATE(struct memory, memory);

uint32_t memory_map(struct table *t, size_t size, uint32_t most,
	uint32_t least)
{
	if (t->at)
		return t->n;
	t->next = memory.first;
	memory.first = t;
	/* as many items as the kernel allows: all, a half, a quarter... */
	for (t->n = most; t->n > least; t->n /= 2) {
		t->size = t->n * size;
		t->at = mmap(NULL, t->size, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (t->at != MAP_FAILED)
			return t->n;
	}
	t->size = 0;
	t->at = t + 1;
	return t->n = least;
}

void memory_free(void)
{
	for (struct table *t = memory.first; t; t = t->next) {
		if (t->size)
			munmap(t->at, t->size);
		t->at = NULL;
	}
	memory.first = NULL;
}
