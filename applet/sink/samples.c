/* samples.c: keeps samples of metrics, and returns them in the order of their
 * names and labels, so that those of one name come together, whichever source,
 * interface or namespace they are from.
 *
 * If not all of them fit, the first ones in that order are kept. All are then
 * read again, for those after them.
 */
#include "run/memory.h"
#include "sink/sink.h"

struct kept_sample {
	const char *key;
	struct sample_value value;
};

enum {
	SAMPLE_TEXT = 64,	/* bytes of text a sample, on average */
	SAMPLE_ITEM = sizeof(struct kept_sample) + 2 * SAMPLE_TEXT,
	/* half of a text has space for a key */
	SAMPLES_LEAST = 2 * METRICS_KEY / SAMPLE_TEXT + 1,
	SPARE_SAMPLES = SPARE((int)SAMPLES_LEAST, LIMIT(SAMPLES)),
};

_Static_assert((int)LIMIT(SAMPLES) >= (int)SAMPLES_LEAST,
	"NETSTAT_SAMPLES is too small");

struct samples {
	bool has_from, has_to;		/* is there such a limit? */
	uint32_t used;
	uint32_t size;			/* that fit */
	unsigned half;			/* which text is in use */
	char *end;			/* of its used part */
	struct kept_sample *kept;
	char from[METRICS_KEY];		/* only those after it, */
	char to[METRICS_KEY];		/* and before this one */
	_Alignas(8) struct table table;	/* and its spare: */
	char spare[SPARE_SAMPLES * SAMPLE_ITEM];
};

BUFFER(struct samples, samples);

static size_t text_size(void)
{
	return (size_t)samples.size * SAMPLE_TEXT;
}

/* One of the two texts. */
static char *sample_text(unsigned half)
{
	return (char *)(samples.kept + samples.size) + half * text_size();
}

void samples_reset(void)
{
	samples.size = memory_table(&samples.table, SAMPLE_ITEM,
		LIMIT(SAMPLES), SPARE_SAMPLES);
	samples.kept = samples.table.at;
	samples.has_from = samples.has_to = false;
	samples.used = 0;
	samples.end = sample_text(samples.half);
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
	text = sample_text(samples.half);
	half = text + text_size() / 2;
	for (i = 0; i < samples.used && i < samples.size / 2 &&
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
	if (samples.used == samples.size || text_len(key) >= (size_t)
	    (sample_text(samples.half) + text_size() - samples.end)) {
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
	samples.end = sample_text(samples.half);
	return more;
}
