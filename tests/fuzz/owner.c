/* owner.c: the owners of sockets. The first byte of the input chooses a command
 * line; then, separated by bytes 036, come net/tcp, net/unix, and a piece for
 * each process: its PID (after a ! if it may not be read), its command line,
 * its label, and the targets of its descriptors, one per line.
 */
#include <stdio.h>
#include <string.h>

#include "world.h"

enum { CUT = 036, MOST_BYTES = 1 << 13, MOST_DESCRIPTORS = 16 };

static const char *const lines[] = {
	"-tanp", "-tanpp", "-xanp", "-anp", "-anpp", "-tanpZ", "-tanppZ",
	"/ano", "/anb", "/anob", "-tanp 1 2", "-anpp 1 3", "-tlp",
	"-tanpp --json", "-tan --pid=1-99", "-tanp --program=!p1,me",
	"-an --count=program", "-tan --count=program,inode --json",
};

static void add_process(struct piece rest)
{
	char path[300], name[24];
	struct piece pid, cmdline = { "", 0 }, label = { "", 0 }, link;
	enum world_kind kind = WORLD_LINK;

	piece_next(&rest, '\n', &pid);
	if (pid.n && *pid.s == '!') {
		kind = WORLD_DENIED;
		pid.s++;
		pid.n--;
	}
	if (!pid.n || pid.n >= sizeof name || memchr(pid.s, '/', pid.n) ||
	    memchr(pid.s, 0, pid.n))
		return;
	sprintf(name, "%.*s", (int)pid.n, pid.s);
	piece_next(&rest, '\n', &cmdline);
	piece_next(&rest, '\n', &label);
	sprintf(path, "/proc/%s/cmdline", name);
	world_add(path, WORLD_FILE, cmdline);
	sprintf(path, "/proc/%s/attr/current", name);
	world_add(path, WORLD_FILE, label);
	if (kind == WORLD_DENIED) {
		sprintf(path, "/proc/%s/fd", name);
		world_add(path, kind, label);
	}
	for (int i = 0; i < MOST_DESCRIPTORS && piece_next(&rest, '\n', &link);
	     i++) {
		sprintf(path, "/proc/%s/fd/%d", name, i);
		world_add(path, WORLD_LINK, link);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct piece rest = { (const char *)data + 1, size - 1 }, piece;

	if (!size || size > MOST_BYTES)
		return 0;
	world_clear();
	world_add("/proc/self/attr/current", WORLD_FILE, (struct piece){ "me", 2 });
	if (piece_next(&rest, CUT, &piece))
		world_add("/proc/net/tcp", WORLD_FILE, piece);
	if (piece_next(&rest, CUT, &piece))
		world_add("/proc/net/unix", WORLD_FILE, piece);
	while (piece_next(&rest, CUT, &piece))
		add_process(piece);
	world_run_twice(lines[*data % (sizeof lines / sizeof *lines)]);
	return 0;
}
