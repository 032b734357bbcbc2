/* out.c: text, numbers and padded columns through one buffer; the only file
 * that writes. */
#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "text/color.h"

struct output {
	int fd;
	int error;	/* of the first failed write: nothing more is tried */
	size_t len;	/* bytes in out_buf */
	size_t sent;	/* bytes that have left it */
	size_t mark;	/* sent and error of stdout, between err_begin() and */
	int held;	/* err_end() */
	bool mute;	/* stderr goes nowhere */
	bool crlf;	/* lines end with CR LF */
	out_fn *divert;	/* takes stdout, or NULL */
	bool colors;	/* stdout has colours */
};

typedef char output_buffer[LIMIT(OUT)];

STATE(struct output, out);
BUFFER(output_buffer, out_buf);

void out_reset(void)
{
	out.fd = STDOUT_FILENO;
	out.error = 0;
	out.len = out.sent = 0;
	out.mute = false;
	if (CFG(WINDOWS))
		out.crlf = false;
	if (CFG(FIT))
		out.divert = NULL;
	if (CFG(COLOR))
		out.colors = false;
}

void out_crlf(void)
{
	out.crlf = true;
}

int out_error(void)
{
	return out.error;
}

/* Waits for a console or pipe that another program left non-blocking. */
static void write_all(const char *s, size_t len)
{
	struct pollfd p = { .fd = out.fd, .events = POLLOUT };
	size_t done = 0;
	ssize_t n;

	while (done < len && !out.error) {
		n = write(out.fd, s + done, len - done);
		if (n >= 0)
			done += n;
		else if (errno == EAGAIN)
			poll(&p, 1, -1);
		else if (errno != EINTR)
			out.error = errno;
	}
}

/* Writes the buffer with escape sequences for colours. */
static void write_colors(size_t len)
{
	char text[512], *d = text;
	unsigned char c;

	for (size_t i = 0; i < len; i++) {
		c = out_buf[i];
		if (c > COLOR_MARK) {
			d = fmt_left(d, "\33[3", 0);
			*d++ = '0' + c - COLOR_MARK;
			c = 'm';
		}
		*d++ = c;
		if (d > text + sizeof text - 8) {
			write_all(text, d - text);
			d = text;
		}
	}
	write_all(text, d - text);
}

static bool is_diverted(void)
{
	return CFG(FIT) && out.divert && out.fd == STDOUT_FILENO;
}

/* What DIVERT prints is written, and not counted. */
static void pass_on(size_t len)
{
	out_fn *divert = out.divert;
	size_t sent = out.sent;

	out.divert = NULL;
	divert(out_buf, len);
	out_flush();
	out.divert = divert;
	out.sent = sent;
}

void out_flush(void)
{
	size_t len = out.len;

	out.sent += len;
	out.len = 0;
	if (is_diverted())
		pass_on(len);
	else if (CFG(COLOR) && out.colors && out.fd == STDOUT_FILENO)
		write_colors(len);
	else if (!(CFG(COUNT) || CFG(METRICS)) || !out.mute ||
		 out.fd == STDOUT_FILENO)
		write_all(out_buf, len);
}

void out_divert(out_fn *divert)
{
	out.divert = divert;
}

char *out_space(size_t n)
{
	if (n > sizeof out_buf - out.len)
		out_flush();
	return out_buf + out.len;
}

void out_done(const char *end)
{
	out.len = end - out_buf;
}

void out_char(char c)
{
	if (CFG(WINDOWS) && c == '\n' && out.crlf && !is_diverted())
		out_char('\r');
	*out_space(1) = c;
	out.len++;
}

void out_mem(const char *s, size_t n)
{
	if (!CFG(FAST) || n > 512 || (CFG(WINDOWS) && out.crlf)) {
		while (n--)
			out_char(*s++);
		return;
	}
	memcpy(out_space(n), s, n);
	out.len += n;
}

void out_str(const char *s)
{
	out_mem(s, text_len(s));
}

void out_addr(const struct addr *a)
{
	out_done(fmt_addr(out_space(ADDR_TEXT), a));
}

size_t out_at(void)
{
	return out.sent + out.len;
}

void out_column(uint64_t value, int width)
{
	out_dec(value, width);
	out_char(' ');
}

void out_fill(size_t at, size_t width)
{
	while (out_at() - at < width)
		out_char(' ');
}

void out_left(const char *s, size_t width)
{
	size_t at = out_at();

	out_str(s);
	out_fill(at, width);
}

void color_text(const char *text, const char *end, int width, unsigned color)
{
	size_t at = out_at();

	for (int pad = width - (end - text); pad > 0; pad--)
		out_char(' ');
	if (CFG(COLOR) && color)
		out_color(color);
	out_mem(text, end - text);
	if (CFG(COLOR) && color)
		out_color(COLOR_END);
	if (width < 0)
		out_fill(at, -width);
}

void out_text(const char *text, const char *end, int width)
{
	color_text(text, end, width, COLOR_NONE);
}

void out_dec(uint64_t value, int width)
{
	char text[DEC_TEXT];

	out_text(text, fmt_dec(text, value), width);
}

void out_int(int64_t value, int width)
{
	char text[1 + DEC_TEXT], *d = text;

	if (value < 0)
		*d++ = '-';
	out_text(text, fmt_dec(d, value < 0 ? -(uint64_t)value :
		(uint64_t)value), width);
}

void out_hex(uint64_t value, int digits)
{
	char text[16];

	out_mem(text, fmt_hex(text, value, digits) - text);
}

/* Text of any length, made safe by FMT in pieces. */
static void out_safe(const char *s, size_t n,
	char *(*fmt)(char *d, const char *s, size_t n))
{
	size_t len, cut;

	for (; n; s += len, n -= len) {
		len = cut = n < 64 ? n : 64;
		/* no character is cut in two: none is longer than 4 bytes */
		while (cut > 61 && cut < n && (s[cut] & 0xc0) == 0x80)
			cut--;
		if (cut < n && (s[cut] & 0xc0) != 0x80)
			len = cut;
		out_done(fmt(out_space(6 * 64), s, len));
	}
}

void out_foreign(const char *s, size_t n)
{
	out_safe(s, n, fmt_foreign);
}

void out_json(const char *s, size_t n)
{
	out_safe(s, n, fmt_json);
}

void err_begin(void)
{
	out_flush();
	out.mark = out.sent;
	out.held = out.error;
	out.error = 0;
	out.fd = STDERR_FILENO;
}

void err_end(void)
{
	out_flush();
	out.sent = out.mark;
	out.error = out.held;
	out.fd = STDOUT_FILENO;
}

void err_mute(bool on)
{
	out.mute = on;
}

void warn(const char *what, const char *why)
{
	err_begin();
	out_str("netstat: ");
	out_foreign(what, text_len(what));
	out_str(": ");
	out_str(why);
	out_char('\n');
	err_end();
}

/* -- colours --------------------------------------------------------------- */

void color_start(void)
{
	struct winsize size;

	out.colors = !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	for (char **e = environ; *e; e++)
		if (!strcmp(*e, "TERM=dumb"))
			out.colors = false;
}

void out_color(unsigned color)
{
	if (!out.colors)
		return;
	*out_space(1) = COLOR_MARK + color;
	out.len++;
	/* it is not counted by out_at() */
	out.sent--;
}

char *fmt_color(char *d, const char *s, size_t width, unsigned color)
{
	char *end = d + width + COLOR_BYTES;

	if (!CFG(COLOR) || !out.colors || !color)
		return fmt_left(d, s, width);
	*d++ = COLOR_MARK + color;
	d = fmt_left(d, s, 0);
	*d++ = (char)(COLOR_MARK + COLOR_END);
	out.sent -= COLOR_BYTES;
	return fmt_fill(d, end);
}
