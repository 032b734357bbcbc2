/* netstat.c - sockets and their owners, routes, interfaces and more.
 *
 * Copyright 2026 The netstat authors
 *
 * Made from the files of the netstat project that the parts below name, by its
 * ports/dropin/dropin.awk: changes belong there. Licensed under 0BSD.
 *
 * netstat parses its options itself: some have another meaning if given twice,
 * and -I takes its argument after a "=". Not in SUSv4.

USE_NETSTAT(NEWTOY(netstat, 0, TOYFLAG_BIN))

config NETSTAT
  bool "netstat"
  default y
  help
@usage

    Exit status is 1 if a table cannot be read, 3 for a usage error.
@config
*/

#define FOR_netstat
#include "toys.h"

/* toys.h has a macro with the name of a symbol */
#undef QUIET

/* glibc defines it for _GNU_SOURCE only */
#ifndef O_LARGEFILE
# define O_LARGEFILE __O_LARGEFILE
#endif

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
#define host_help help_show
#define LISTED(cfg) IF(cfg, static __attribute__((__unused__)))

static char *netstat_state;
#define set_state(p) (netstat_state = (p))
#define old_state() NULL

@sources

/* -- the command ---------------------------------------------------------- */

void netstat_main(void)
{
	toys.exitval = netstat_fresh(toys.optc + 1, toys.argv);
}
