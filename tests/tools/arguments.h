/* arguments.h: for replacements of syscall(): its arguments after LAST, as an
 * array of six.
 */
#include <stdarg.h>

#define SIX_ARGUMENTS(a, last) \
	long a[6]; \
	va_list list; \
\
	va_start(list, last); \
	for (int i = 0; i < 6; i++) \
		a[i] = va_arg(list, long); \
	va_end(list)
