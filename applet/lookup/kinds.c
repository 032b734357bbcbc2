/* kinds.c: which numbers have names. */
#include "lookup/lookup.h"

enum name_kind name_protocol(const char *s)
{
	static const char words[][4] = { "tcp", "udp", "raw" };
	const char *end;

	for (int kind = NAME_TCP; kind <= NAME_RAW; kind++) {
		end = scan_text(s, words[kind]);
		if (end && (!*end || *end == ' '))
			return kind;
	}
	return NAME_NONE;
}
