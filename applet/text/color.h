/* color.h: colours of a terminal (--color), functions of out.c. In the buffer a
 * colour is one byte, which becomes an escape sequence when it is written. It
 * takes no column.
 */
#ifndef COLOR_H
#define COLOR_H

#include "text/text.h"

/* The last digit of the sequence. */
enum {
	COLOR_NONE, COLOR_RED, COLOR_GREEN, COLOR_YELLOW, COLOR_CYAN = 6,
	COLOR_END = 9
};

/* Plus one of these: bytes that UTF-8 does not have, so that no text has them.
 */
enum { COLOR_MARK = 0xf6 };

/* From now on stdout has colours, if it is a terminal and TERM is not "dumb".
 */
void color_start(void);

/* What is printed next has this colour, up to COLOR_END. */
void out_color(unsigned color);

/* out_text() and fmt_left() in a colour, or with COLOR_NONE in none; the
 * blanks have none. fmt_color() is for text in out_space(). */
void color_text(const char *text, const char *end, int width, unsigned color);
char *fmt_color(char *d, const char *s, size_t width, unsigned color);
enum { COLOR_BYTES = 2 };	/* what fmt_color() adds */

#endif
