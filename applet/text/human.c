/* human.c: amounts with three digits and a unit: 12.3k, 1.21GiB, 98.7Mbit/s.
 */
#include "text/text.h"

char *fmt_human(char *d, uint64_t value, enum human unit)
{
	static const char units[][6] = { "", "B", "bit/s" };
	const uint64_t base = unit == HUMAN_BYTES ? 1024 : 1000;
	uint64_t part = 0;
	unsigned power = 0;

	if (unit == HUMAN_BYTES_PER_SECOND)
		value *= 8;
	for (; value >= base; value /= base)
		part = value % base, power++;
	d = fmt_dec(d, value);
	/* cut, not rounded */
	part = part * 100 / base;
	if (power && value < 100) {
		*d++ = '.';
		*d++ = '0' + part / 10;
		if (value < 10)
			*d++ = '0' + part % 10;
	}
	if (power)
		*d++ = (base == 1024 ? "KMGTPE" : "kMGTPE")[power - 1];
	if (power && base == 1024)
		*d++ = 'i';
	return fmt_left(d, units[unit], 0);
}

char *fmt_human_rate(char *d, uint64_t value, uint64_t elapsed, bool bytes)
{
	uint64_t whole = rate_whole(value, elapsed);

	if (bytes)
		return fmt_human(d, whole, elapsed ? HUMAN_BYTES_PER_SECOND :
			HUMAN_BYTES);
	return whole < 1000 ? fmt_rate(d, value, elapsed) :
		fmt_human(d, whole, HUMAN_COUNT);
}
