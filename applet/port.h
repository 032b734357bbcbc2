/* port.h: the differences between the source trees this program is built in.
 *
 * Here: the standalone program. autoconf.h is made from .config and holds
 * every symbol of kconfig/Kconfig, as 0 or 1 or a number. The drop-ins for
 * other trees bring their own.
 */
#include "autoconf.h"

#define CFG(sym) CFG_NETSTAT_##sym
#define LIMIT(sym) CFG_NETSTAT_##sym

/* does errors.c have its own texts? */
#define OWN_ERRORS 1

/* is memchr() not linked anyway? */
#define OWN_MEMCHR 1

/* are there texts of options that are not configured? */
#define ALL_TEXTS 0

/* what a tree may leave out: IPv6 routes, -A */
#define CFG_NETSTAT_ROUTES6 CFG_NETSTAT_IPV6
#define CFG_NETSTAT_FAMILY 1

/* -h; a tree may have a help text of its own */
#define host_help help_show

/* State of a file that lasts between calls. Only that file uses NAME. */
#define STATE(type, name) static type name

/* The same, if it is large: a drop-in has these in another place, since all
 * else is reached with shorter instructions if it is close together. */
#define BUFFER(type, name) static type name

/* A variable that a header shares with all its users; one file defines it. */
#define SHARED(type, name) extern type name
#define SHARED_BUFFER(type, name) extern type name

/* before a function that a row of a list declares */
#define LISTED(cfg)
