/* port.h: what differs between the trees this program is built in.
 *
 * Here: the standalone program. autoconf.h is made from .config and holds
 * every symbol of kconfig/Kconfig, as 0 or 1 or a number. The drop-ins for
 * other trees bring their own.
 */
#include "autoconf.h"

#define CFG(sym) CFG_NETSTAT_##sym
#define LIMIT(sym) CFG_NETSTAT_##sym

/* whether errors.c has texts of its own */
#define OWN_ERRORS 1

/* What a file keeps between its functions. Only the file itself uses NAME. */
#define STATE(type, name) static type name

/* What a header shares with all who include it; one file defines it. */
#define SHARED(type, name) extern type name

/* before a function that a row of a list declares */
#define LISTED(cfg)
