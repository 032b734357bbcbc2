/*
 * turn - convert a saved /proc/net to what the kernel of another CPU prints
 *
 *	turn -e DIR	the other byte order: addresses of sockets, routes
 *			and groups, which are printed as numbers
 *	turn -m DIR	MIPS: SOCK_DGRAM is 1 and SOCK_STREAM is 2
 *	turn -em DIR	both
 *
 * Changes the files in place; all other bytes stay.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* Converts the word of LEN bytes. */
typedef void turn_fn(char *word, size_t len);

/* Where to convert: the file, and a bit for each word of a line. */
struct place {
	const char *file;
	unsigned words;
	turn_fn *turn;
};

static size_t hex_digits(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] && strchr("0123456789ABCDEFabcdef", s[n]))
		n++;
	return n;
}

/* An address of 8 or 32 digits, with or without a port. */
static void turn_address(char *word, size_t len)
{
	size_t n = hex_digits(word, len);
	char old[32];

	if ((n != 8 && n != 32) || (n < len && word[n] != ':'))
		return;
	memcpy(old, word, n);
	for (size_t i = 0; i < n; i++)
		word[i] = old[i ^ 6];	/* reverse the bytes */
}

static void turn_type(char *word, size_t len)
{
	if (len == 4 && !memcmp(word, "000", 3) &&
	    (word[3] == '1' || word[3] == '2'))
		word[3] ^= '1' ^ '2';
}

static const struct place other_endian[] = {
	{ "tcp", 6, turn_address }, { "tcp6", 6, turn_address },
	{ "udp", 6, turn_address }, { "udp6", 6, turn_address },
	{ "udplite", 6, turn_address }, { "udplite6", 6, turn_address },
	{ "raw", 6, turn_address }, { "raw6", 6, turn_address },
	{ "route", 0x86, turn_address },
	{ "rt_cache", 0x4086, turn_address },
	{ "igmp", 1, turn_address },
};

static const struct place mips[] = {
	{ "unix", 0x10, turn_type },
};

static int is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void turn_line(char *s, char *end, const struct place *p)
{
	for (unsigned i = 0; i < 32; i++) {
		char *word;

		while (s < end && is_blank(*s))
			s++;
		for (word = s; s < end && !is_blank(*s); s++)
			;
		if (p->words >> i & 1)
			p->turn(word, s - word);
	}
}

static void turn_text(char *s, size_t size, const struct place *p)
{
	char *end = s + size, *next;

	for (; s < end; s = next) {
		char *nl = memchr(s, '\n', end - s);

		turn_line(s, nl ? nl : end, p);
		next = nl ? nl + 1 : end;
	}
}

/* Returns 1 if a file exists but cannot be changed. */
static int turn_file(const char *dir, const struct place *p)
{
	char path[4096];
	char *text = NULL;
	long size = -1;
	FILE *f;
	int failed;

	snprintf(path, sizeof path, "%s/%s", dir, p->file);
	f = fopen(path, "r+");
	if (!f)
		return 0;
	if (!fseek(f, 0, SEEK_END) && (size = ftell(f)) > 0 &&
	    (text = malloc(size)) != NULL) {
		rewind(f);
		size = fread(text, 1, size, f);
		turn_text(text, size, p);
		rewind(f);
		fwrite(text, 1, size, f);
		free(text);
	}
	failed = ferror(f) || (size > 0 && !text);
	return fclose(f) || failed;
}

static int turn_files(const char *dir, const struct place *p, size_t n)
{
	int failed = 0;

	while (n--)
		failed |= turn_file(dir, p++);
	return failed;
}

int main(int argc, char **argv)
{
	const char *what = argc == 3 && *argv[1] == '-' ? argv[1] + 1 : "";
	int failed = 0;

	if (!*what || what[strspn(what, "em")]) {
		fprintf(stderr, "usage: turn -e|-m|-em DIR\n");
		return 2;
	}
	if (strchr(what, 'e'))
		failed |= turn_files(argv[2], other_endian, LEN(other_endian));
	if (strchr(what, 'm'))
		failed |= turn_files(argv[2], mips, LEN(mips));
	return failed;
}
