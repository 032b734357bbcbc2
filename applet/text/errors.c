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

/* for an error without a text */
typedef char error_number[8 + DEC_TEXT];
STATE(error_number, error_row);

/* The text of an error, or NULL. */
static const char *own_text(int error)
{
	static const short errnos[] = { ERRNOS };
	unsigned at = BLOCK_ERRORS;
	const char *text;

	for (size_t i = 0; i < nitems(errnos); i++) {
		text = packed_row(&at);
		if (errnos[i] == error)
			return text;
	}
	return NULL;
}

const char *error_text(int error)
{
	const char *text = NULL;

	if (CFG(STRERROR))
		text = OWN_ERRORS ? own_text(error) : strerror(error);
	if (text)
		return text;
	*fmt_dec(fmt_left(error_row, "error ", 0), (unsigned)error) = 0;
	return error_row;
}
