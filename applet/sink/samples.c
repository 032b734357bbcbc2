/* samples.c: keeps samples of metrics, and returns them in the order of their
 * names and labels, so that those of one name come together, whichever source,
 * interface or namespace they are from.
 *
 * If not all of them fit, the first ones in that order are kept. All are then
 * read again, for those after them.
 */
#include "sink/sink.h"

enum { SAMPLES = LIMIT(SAMPLES), SAMPLES_TEXT = SAMPLES * 64 };

/* Half of the text has space for a key. */
_Static_assert((int)SAMPLES_TEXT / 2 > (int)METRICS_KEY,
	"NETSTAT_SAMPLES is too small");

struct kept_sample {
	const char *key;
	struct sample_value value;
};

struct samples {
	bool has_from, has_to;		/* is there such a limit? */
	uint32_t used;
	unsigned half;			/* which text is in use */
	char *end;			/* of its used part */
	struct kept_sample kept[SAMPLES];
	char text[2][SAMPLES_TEXT];
	/* at the end, as they are seldom used: memory comes in pages */
	char from[METRICS_KEY];		/* only those after it, */
	char to[METRICS_KEY];		/* and before this one */
};

STATE(struct samples, samples);

void samples_reset(void)
{
	samples.has_from = samples.has_to = false;
	samples.used = 0;
	samples.end = samples.text[samples.half];
}

/* A sort by Shell: in place, and fast for what is nearly sorted. */
static void sort_samples(void)
{
	struct kept_sample *k = samples.kept, moved;
	uint32_t gap, i, n;

	for (gap = samples.used / 2; gap; gap = gap > 2 ? gap * 5 / 11 :
	     gap / 2)
		for (i = gap; i < samples.used; i++) {
			moved = k[i];
			for (n = i; n >= gap && strcmp(k[n - gap].key,
			     moved.key) > 0; n -= gap)
				k[n] = k[n - gap];
			k[n] = moved;
		}
}

/* Sorts them, and adds up those with the same key. */
static void merge_samples(void)
{
	struct kept_sample *to = samples.kept, *k = to;

	sort_samples();
	for (uint32_t i = 1; i < samples.used; i++) {
		k++;
		if (!strcmp(k->key, to->key))
			to->value.number += k->value.number;
		else
			*++to = *k;
	}
	if (samples.used)
		samples.used = to + 1 - samples.kept;
}

static void copy_sample(char *to, const char *key)
{
	*fmt_left(to, key, 0) = '\0';
}

/* Makes space: keeps at most half of them. */
static void keep_first(void)
{
	struct kept_sample *k = samples.kept;
	char *text, *half;
	uint32_t i;

	merge_samples();
	samples.half ^= 1;
	text = samples.text[samples.half];
	half = text + SAMPLES_TEXT / 2;
	for (i = 0; i < samples.used && i < SAMPLES / 2 &&
	     text_len(k->key) < (size_t)(half - text); i++, k++) {
		copy_sample(text, k->key);
		k->key = text;
		text += text_len(text) + 1;
	}
	if (i < samples.used) {
		copy_sample(samples.to, k->key);
		samples.has_to = true;
	}
	samples.used = i;
	samples.end = text;
}

static bool is_in_range(const char *key)
{
	return !(samples.has_from && strcmp(key, samples.from) <= 0) &&
		!(samples.has_to && strcmp(key, samples.to) >= 0);
}

void samples_add(const char *key, struct sample_value value)
{
	if (!is_in_range(key))
		return;
	if (samples.used == SAMPLES || text_len(key) >= (size_t)
	    (samples.text[samples.half] + SAMPLES_TEXT - samples.end)) {
		keep_first();
		if (!is_in_range(key))
			return;
	}
	copy_sample(samples.end, key);
	samples.kept[samples.used++] = (struct kept_sample){
		samples.end, value
	};
	samples.end += text_len(key) + 1;
}

bool samples_end(void (*print)(const char *key, struct sample_value value))
{
	bool more = samples.has_to;

	merge_samples();
	for (uint32_t i = 0; i < samples.used; i++)
		print(samples.kept[i].key, samples.kept[i].value);
	if (more && samples.used)
		copy_sample(samples.from, samples.kept[samples.used - 1].key);
	samples.has_from |= more;
	samples.has_to = false;
	samples.used = 0;
	samples.end = samples.text[samples.half];
	return more;
}
