/* vi: set sw=8 ts=8: */
/*
 * netstat: sockets and their owners, routes, interfaces, multicast groups,
 * protocol counters and translated connections.
 *
 * Made from the files of the netstat project that the parts below name, by its
 * ports/dropin/dropin.awk: changes belong there.
 *
 * Licensed under 0BSD, which may be used under GPLv2 too.
 */
//config:config NETSTAT
//config:	bool "netstat"
//config:	default y
//config:	help
//config:	netstat shows the sockets of this machine, and more as configured
//config:	below. It reads /proc with fixed buffers and no heap, and prints
//config:	the same bytes as net-tools 2.10.
@config IPV6:FEATURE_IPV6 LONG_OPTS:LONG_OPTS USAGE:SHOW_USAGE

//applet:IF_NETSTAT(APPLET(netstat, BB_DIR_BIN, BB_SUID_DROP))

//kbuild:lib-$(CONFIG_NETSTAT) += netstat.o

//usage:#define netstat_trivial_usage
//usage:       "[OPTION]..." IF_FEATURE_NETSTAT_INTERVAL(" [INTERVAL [COUNT]]")
//usage:#define netstat_full_usage "\n\n"
//usage:       "Show the sockets of this machine\n"
@usage

#include "libbb.h"

#define ENABLE_FEATURE_NETSTAT_CORE 1
#define CFG(sym) ENABLE_FEATURE_NETSTAT_##sym
#define LIMIT(sym) CONFIG_FEATURE_NETSTAT_##sym
#define OWN_ERRORS 0
#define LISTED(cfg) IF(cfg, static __attribute__((__unused__)))

@sources

/* -- the applet ----------------------------------------------------------- */

/* It leaves nothing behind, so it could be NOEXEC or NOFORK. It is neither,
 * because it can run for a long time: -c, and -p on a large machine. */
int netstat_main(int argc, char **argv) MAIN_EXTERNALLY_VISIBLE;
int netstat_main(int argc, char **argv)
{
	return netstat_fresh(argc, argv);
}
