/* scan.c: the scanners, compared with functions of the C library or with slow
 * equivalents. The input is a line.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/text.h"
#include "world.h"

enum { MOST = 256 };

static size_t blanks(const char *s)
{
	return strspn(s, " \t");
}

static void check_dec(const char *s)
{
	uint64_t value = 0, want;
	const char *end = scan_dec(s, &value);
	char *wanted;

	s += blanks(s);
	errno = 0;
	want = strtoull(s, &wanted, 10);
	if (!isdigit((unsigned char)*s) || errno)
		must(!end);
	else
		must(end == wanted && value == want);
}

static void check_int(const char *s)
{
	int64_t value = 0, want;
	const char *end = scan_int(s, &value);
	char *wanted;

	s += blanks(s);
	errno = 0;
	want = strtoll(s, &wanted, 10);
	/* ours also accepts blanks after a sign, but not INT64_MIN */
	if (*s == '-' && blanks(s + 1))
		return;
	if (!isdigit((unsigned char)s[*s == '-']) || errno || want == INT64_MIN)
		must(!end);
	else
		must(end == wanted && value == want);
}

static void check_hex(const char *s)
{
	uint64_t value = 0, word = 0, want;
	const char *end = scan_hex(s, &value), *word_end = scan_word32(s, &word);
	size_t n;

	s += blanks(s);
	n = strspn(s, "0123456789abcdefABCDEF");
	if (!n || n > 16) {
		must(!end && !word_end);
		return;
	}
	want = strtoull((char[17]){ 0 }, NULL, 16);
	for (size_t i = 0; i < n; i++)
		want = want << 4 | (isdigit((unsigned char)s[i]) ? s[i] - '0' :
			tolower((unsigned char)s[i]) - 'a' + 10);
	must(end == s + n && value == want);
	must(word_end == end && word == want);
}

static void check_addr(const char *s)
{
	struct addr a, b;
	const char *end = scan_addr(s, &a), *end6 = scan_addr6(s, &b);
	unsigned word;
	size_t n;

	s += blanks(s);
	n = strspn(s, "0123456789abcdefABCDEF");
	if (n != 8 && n != 32) {
		must(!end && !end6);
		return;
	}
	must(end == s + (n == 8 ? 8 : 32) && a.v6 == (n != 8));
	for (int i = 0; i < (a.v6 ? 4 : 1); i++) {
		must(sscanf(s + 8 * i, "%8x", &word) == 1);
		must(a.word[i] == word);
		must(!a.v6 || b.word[i] == htonl(word));
	}
	must(a.v6 ? end6 == end : !end6);
}

/* A printed address is the one that was read, printed as inet_ntop() does. */
static void check_ip(const char *s)
{
	struct addr a, again;
	char text[ADDR_TEXT + 1], want[INET6_ADDRSTRLEN];
	const char *end = scan_ip(s, &a);

	if (!end)
		return;
	must(end > s && end <= s + strlen(s));
	*fmt_addr(text, &a) = '\0';
	inet_ntop(a.v6 ? AF_INET6 : AF_INET, a.byte, want, sizeof want);
	if (!a.v6) {
		must(!strcmp(text, want));
		must(scan_ip(text, &again) && again.word[0] == a.word[0]);
	} else if (strncmp(want, "::", 2)) {
		/* others may be mapped, and are printed without their prefix */
		must(!strcmp(text, want));
	}
}

static void check_numbers(const char *s)
{
	uint64_t value;
	char text[64], want[64];
	int width;

	if (strlen(s) < 9)
		return;
	memcpy(&value, s, sizeof value);
	value >>= s[8] & 63;
	width = (signed char)s[8] % 24;
	*fmt_dec(text, value) = '\0';
	sprintf(want, "%llu", (unsigned long long)value);
	must(!strcmp(text, want) && digits(value) == strlen(want));
	*fmt_int(text, value, width) = '\0';
	sprintf(want, "%*lld", width, (long long)value);
	must(!strcmp(text, want));
	*fmt_right(text, value, abs(width)) = '\0';
	sprintf(want, "%*llu", abs(width), (unsigned long long)value);
	must(!strcmp(text, want));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* up to 8 bytes after a line may be read */
	char *line = malloc(size + 9);
	const char *end;

	if (size > MOST || !line) {
		free(line);
		return 0;
	}
	memset(line, 0, size + 9);
	memcpy(line, data, size);
	for (size_t i = 0; i <= strlen(line) && i < 40; i++) {
		check_dec(line + i);
		check_int(line + i);
		check_hex(line + i);
		check_addr(line + i);
		check_ip(line + i);
		check_numbers(line + i);
		end = scan_word(line + i);
		must(!end || (end > line + i && end <= line + strlen(line)));
	}
	free(line);
	return 0;
}
