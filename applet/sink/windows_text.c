/* windows_text.c: the texts of windows.def.
 */
#include "packed.h"
#include "sink/sink.h"

void win_text(unsigned at)
{
	for (const char *s = packed_row(&at); *s; s++)
		out_char(*s == '|' ? '\n' : *s);
}

unsigned win_nth(unsigned at, unsigned n)
{
	while (n--)
		packed_row(&at);
	return at;
}
