/* fit.h: tables in no more columns than they need, and than there are (--fit).
 */
#ifndef FIT_H
#define FIT_H

#include "text/text.h"

/* A header has one of these after each cell: aligned to the left or right, an
 * address whose port or prefix length is never cut, or a name, which is
 * cut first. Before the first cell of a table is COL_TABLE. */
#define COL_LEFT "" IF(FIT, "\1")
#define COL_RIGHT "" IF(FIT, "\2")
#define COL_ADDR "" IF(FIT, "\3")
#define COL_NET "" IF(FIT, "\4")
#define COL_NAME "" IF(FIT, "\5")
#define COL_TABLE "" IF(FIT, "\6")

/* the columns that a table may have */
enum { FIT_LEAST = 40, FIT_MOST = 1000 };

/* WIDTH columns at most; 0: as many as net-tools. */
void fit_start(size_t width);
void fit_end(void);		/* prints the rows that wait */
void fit_hide(bool hide);	/* not printed: the header of a table */
void fit_header(const char *s);
char *fit_cell(char *d);
void fit_out_cell(void);

static inline void out_header(const char *s)
{
	if (CFG(FIT))
		fit_header(s);
	else
		out_str(s);
}

/* The end of a cell of a row. */
static inline char *fmt_cell(char *d)
{
	return CFG(FIT) ? fit_cell(d) : d;
}

static inline void out_cell(void)
{
	if (CFG(FIT))
		fit_out_cell();
}

#endif
