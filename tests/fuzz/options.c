/* options.c: the command line. Each line of the input is one word. */
#include <string.h>

#include "world.h"

enum { MOST_WORDS = 24, MOST_BYTES = 1 << 10 };

static struct piece str(const char *s)
{
	return (struct piece){ s, strlen(s) };
}

static void add_files(void)
{
	static const char rest[] = "00000000:00000000 00:00000000 00000000"
		"     0        0 77 1\n";
	static char tcp[256];

	strcpy(tcp, "header\n 0: 0100007F:0016 00000000:0000 0A ");
	strcat(tcp, rest);
	world_clear();
	world_add("/proc/net/tcp", WORLD_FILE, str(tcp));
	world_add("/proc/net/route", WORLD_FILE, str("header\n"));
	world_add("/proc/net/dev", WORLD_FILE, str("1\n2\n"
		"lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"));
	world_add("/proc/net/snmp", WORLD_FILE, str("Ip: InReceives\nIp: 7\n"));
	world_add("/proc/7/cmdline", WORLD_FILE, str("init"));
	world_add("/proc/7/fd/3", WORLD_LINK, str("socket:[77]"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char bytes[MOST_BYTES + 1];
	char *argv[MOST_WORDS + 2] = { "netstat" }, *s = bytes;
	int argc = 1;

	if (size > MOST_BYTES || memchr(data, 0, size))
		return 0;
	memcpy(bytes, data, size);
	bytes[size] = '\0';
	while (s && argc <= MOST_WORDS) {
		argv[argc++] = s;
		s = strchr(s, '\n');
		if (s)
			*s++ = '\0';
	}
	add_files();
	world_run_argv_twice(argv);
	/* no word at all, not even the program's name */
	argv[0] = NULL;
	world_run_argv_twice(argv);
	return 0;
}
