@hosts IPV6:FEATURE_IPV6 ROUTE:ROUTE USAGE:NEVER
/* vi: set sw=8 ts=8: */
/*
 * netstat: sockets and their owners, routes, interfaces, multicast groups,
 * protocol counters and translated connections.
 *
 * Copyright (C) 2026 The netstat authors
 *
 * Made from the files of the netstat project that the parts below name, by its
 * ports/dropin/dropin.awk: changes belong there.
 *
 * Licensed under 0BSD, which may be used under GPLv2 too.
 */
//config:config NETSTAT
//config:	bool "netstat (17 kb)"
//config:	default y
//config:	help
//config:	netstat shows the sockets of this machine, and more as configured
//config:	below. It reads /proc with fixed buffers and no heap, and prints
//config:	the same bytes as net-tools 2.10.
//config:	Exit status: 0 success, 1 a table could not be read or a filter
//config:	matches no socket, 3 a usage error.
@config
//config:
//config:config FEATURE_NETSTAT_LIMITS
//config:	bool "Ask for the limits"
//config:	default n
//config:	depends on NETSTAT
//config:	help
//config:	Sizes of tables. Past a limit netstat takes more time or says so.
@limits

//applet:IF_NETSTAT(APPLET(netstat, BB_DIR_BIN, BB_SUID_DROP))

//kbuild:lib-$(CONFIG_NETSTAT) += netstat.o
//kbuild:ifeq ($(CONFIG_STATIC)$(CONFIG_PIE),y)
//kbuild:CFLAGS_netstat.o += -fno-pie
//kbuild:endif

//usage:#define netstat_trivial_usage
//usage:       "[OPTION]..." IF_FEATURE_NETSTAT_INTERVAL(" [INTERVAL [COUNT]]")
//usage:#define netstat_full_usage "\n\n"
//usage:       "Show the sockets of this machine\n"
@usage
//usage:     "\n\nExit status is 1 if a table cannot be read, 3 for a usage error"

#include "libbb.h"

@small

/* what is on, and limits */
#define NETSTAT_HAS_CORE 1
@constants

#define CFG(sym) NETSTAT_HAS_##sym
#define LIMIT(sym) NETSTAT_LIMIT_##sym
#define OWN_ERRORS 0
#define BUILT_WITH ""
#define OWN_MEMCHR 0
#define ALL_TEXTS 1
#define LISTED(cfg) IF(cfg, static __attribute__((__unused__)))

static int netstat_help(const char *);
#define host_help netstat_help

/* libbb's pointer for applets, a constant for the compiler; it is set back for
 * an applet that calls us */
#define netstat_state ((char *)ptr_to_globals)
#define set_state(p) SET_PTR_TO_GLOBALS(p)
#define old_state() (*(void *volatile *)&ptr_to_globals)

@sources

/* -- the applet ----------------------------------------------------------- */

/* the usage text above; does not return */
static int netstat_help(const char *word)
{
	(void)word;
	netstat_leave();
	xfunc_error_retval = EXIT_SUCCESS;
	bb_show_usage();
}

/* It leaves nothing behind, so it could be NOEXEC or NOFORK. It is neither,
 * because it can run for a long time: -c, and -p on a large machine. */
int netstat_main(int argc, char **argv) MAIN_EXTERNALLY_VISIBLE;
int netstat_main(int argc, char **argv)
{
	return netstat_fresh(argc, argv);
}
