/* host.c: the name of this host, from the tree that is read. */
#include "lookup/lookup.h"

struct host {
	char name[NAME_LONGEST + 1];	/* "": not read yet */
};

BUFFER(struct host, this_host);

void host_reset(void)
{
	*this_host.name = '\0';
}

char *name_self(char *d)
{
	if (!*this_host.name)
		walk_file(run.root, "sys/kernel/hostname", this_host.name,
			sizeof this_host.name);
	return fmt_foreign(d, this_host.name,
		scan_until(this_host.name, '\n'));
}
