/* metrics_text.c: the names of metrics, and how they are printed: metrics.def
 * has their types and descriptions.
 */
#include "packed.h"
#include "sink/sink.h"

struct metrics_text {
	bool open;			/* OpenMetrics */
	char family[METRICS_NAME];	/* the last one printed */
};

BUFFER(struct metrics_text, metrics_text);

/* -- names ----------------------------------------------------------------- */

/* Does the name match the pattern, which ends at a comma? */
static bool metric_glob(const char *glob, const char *name)
{
	for (; *glob && *glob != ','; glob++, name++) {
		bool end = !*name || *name == '{';

		if (*glob == '*' && !glob[1])
			return true;
		if (*glob == '*')
			return metric_glob(glob + 1, name) ||
				(!end && metric_glob(glob, name + 1));
		if (end || (*glob != '?' && *glob != *name))
			return false;
	}
	return !*name || *name == '{';
}

/* The patterns of --match=default, or the list. */
bool metrics_match(const struct request *q, const char *name)
{
	const char *list = q->match;
	unsigned at = BLOCK_METRICS_DEFAULT;
	bool standard = list && !strcmp(list, "default");

	if (!list)
		return true;
	for (;; list++) {
		if (standard && at == BLOCK_METRICS_END)
			return false;
		if (standard)
			list = packed_row(&at);
		if (metric_glob(list, name))
			return true;
		if (standard)
			continue;
		list += scan_until(list, ',');
		if (!*list)
			return false;
	}
}

/* -- printing -------------------------------------------------------------- */

/* The type of a name, which its description follows; *REST becomes what comes
 * after the part of it that is in the row. */
static const char *metric_row(struct text name, const char **rest)
{
	unsigned at = BLOCK_METRICS;
	const char *row;
	size_t n;

	while (at < BLOCK_METRICS_DEFAULT) {
		row = packed_row(&at);
		/* no name has the byte of a type */
		for (n = 0; row[n] == name.s[n]; n++)
			;
		*rest = name.s + n;
		if (scan_find("+%?", row[n]) &&
		    (n == name.n || row[n - 1] == '_'))
			return row + n;
	}
	return NULL;
}

/* HELP and TYPE. In the description "#" is the next part of the name, up to its
 * "_", and "&" the rest. */
static void put_family(struct text name)
{
	static const char types[3][2][8] = {
		{ "counter", "counter" }, { "gauge", "gauge" },
		{ "untyped", "unknown" },
	};
	const char *rest, *row = metric_row(name, &rest);
	const char *end = name.s + name.n - (*row == '+' ? 6 : 0);
	const char *full = metrics_text.open ? end : name.s + name.n;	/* "_total" */

	out_str("# HELP ");
	out_mem(name.s, full - name.s);
	out_char(' ');
	for (const char *s = row; *++s;) {
		if (*s == '#')
			while (*rest++ != '_')
				out_char(rest[-1]);
		else if (*s == '&')
			out_mem(rest, end - rest);
		else
			out_char(*s);
	}
	out_str("\n# TYPE ");
	out_mem(name.s, full - name.s);
	out_char(' ');
	out_str(types[scan_until("+%?", *row)][metrics_text.open]);
	out_char('\n');
}

void metric_print(const char *key, struct sample_value value)
{
	struct text name = { key, scan_until(key, '{') };

	if (!text_begins(metrics_text.family, key, name.n) ||
	    metrics_text.family[name.n]) {
		put_family(name);
		memcpy(metrics_text.family, key, name.n);
		metrics_text.family[name.n] = '\0';
	}
	out_str(key);
	out_str(value.minus ? " -" : " ");
	out_dec(value.number, 0);
	out_char('\n');
}

void metrics_reset(const struct request *q)
{
	metrics_text.open = q->metrics == METRICS_OPEN;
	*metrics_text.family = '\0';
}
