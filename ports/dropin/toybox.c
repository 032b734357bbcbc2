/* netstat.c - sockets and their owners, routes, interfaces and more.
 *
 * Made from the files of the netstat project that the parts below name, by its
 * ports/dropin/dropin.awk: changes belong there. Licensed under 0BSD.
 *
 * netstat parses its options itself: some have another meaning if given twice,
 * and -I takes its argument after a "=".

USE_NETSTAT(NEWTOY(netstat, 0, TOYFLAG_BIN))

config NETSTAT
  bool "netstat"
  default y
  help
    usage: netstat [OPTION]... [INTERVAL [COUNT]]

    Show the sockets of this machine.

@usage
@config
*/

#define FOR_netstat
#include "toys.h"

/* toys.h has a macro with the name of a symbol */
#undef QUIET

/* constants, not symbols of the configuration */
@constants

#define CFG(sym) CFG_NETSTAT_##sym
#define LIMIT(sym) CFG_NETSTAT_##sym
#define OWN_ERRORS 0
#define LISTED(cfg) IF(cfg, static __attribute__((__unused__)))

@sources

/* -- the command ---------------------------------------------------------- */

void netstat_main(void)
{
	toys.exitval = netstat_fresh(toys.optc + 1, toys.argv);
}
