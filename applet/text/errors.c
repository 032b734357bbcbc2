/* errors.c: the text of an errno: a row of errors.def, packed as other texts.
 * The drop-ins use the strerror() that their trees have anyway.
 */
#include <errno.h>

#include "text/text.h"
#include "packed.h"

#ifndef ERRNOS	/* errors.def is not among the texts */
# define ERRNOS 0
enum { BLOCK_ERRORS };
#endif

/* the longest text; also the buffer for an error without a text */
typedef char error_line[PACKED_ROW];
STATE(error_line, error_row);

/* Puts the text of an error into the row. Returns false if it has none. */
static bool own_text(int error)
{
	static const short errnos[] = { ERRNOS };
	unsigned at = BLOCK_ERRORS;
	size_t i = 0;

	for (; i < nitems(errnos) && errnos[i] != error; i++)
		at = packed_skip(at);
	if (i < nitems(errnos))
		packed_row(at, error_row);
	return i < nitems(errnos);
}

const char *error_text(int error)
{
	if (CFG(STRERROR) && !OWN_ERRORS)
		return strerror(error);
	if (!CFG(STRERROR) || !own_text(error))
		*fmt_dec(fmt_left(error_row, "error ", 0), (unsigned)error) = 0;
	return error_row;
}
