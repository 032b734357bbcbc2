/* world.c: see world.h. Everything is in memory, so a run takes microseconds
 * and the same input always gives the same answers.
 */
#include "world.h"

#include <ctype.h>
#include <errno.h>
#include <net/if.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int netstat_main(int argc, char **argv);

enum { FILES = 512, OPEN = 64, FIRST = 3, PATH = 256, ANSWERS = 64,
	PATIENCE = 2000, DATAGRAMS = 256,
	PROC_MAGIC = 0x9fa0 };

struct file {
	char path[PATH];
	enum world_kind kind;
	struct piece text;
};

struct open {
	enum { CLOSED, PLAIN, DIRECTORY, SOCKET, TIMER, DIAG } what;
	char path[PATH];
	struct piece rest;
	size_t next;		/* of a directory: index in files[] */
	bool fired;
};

static struct {
	struct file file[FILES];
	size_t files;
	struct open open[OPEN];
	uint32_t trouble;
	unsigned ticks;
	uint64_t now;		/* ns; advances only while the program waits */
	jmp_buf user;
	struct piece answer[ANSWERS];
	size_t answers, answered;
	struct { struct piece text; int error; } datagram[DATAGRAMS];
	size_t datagrams, received;
	struct { char s[512]; size_t n; } question;
} world;

struct output world_out, world_err;
bool world_live;

void found(const char *what)
{
	fprintf(stderr, "FOUND: %s\nstdout:\n%.*s\nstderr:\n%.*s\n", what,
		(int)world_out.n, world_out.s, (int)world_err.n, world_err.s);
	abort();
}

/* -- files ---------------------------------------------------------------- */

void world_clear(void)
{
	world.files = world.answers = world.datagrams = 0;
}

void world_answer(struct piece text)
{
	if (world.answers < ANSWERS)
		world.answer[world.answers++] = text;
}

void world_add(const char *path, enum world_kind kind, struct piece text)
{
	struct file *f = &world.file[world.files];

	if (world.files == FILES || strlen(path) >= PATH)
		return;
	world.files++;
	strcpy(f->path, path);
	f->kind = kind;
	f->text = text;
}

static const struct file *find(const char *path)
{
	const struct file *f = NULL;
	unsigned ticks = world.ticks;

	for (size_t i = 0; i < world.files; i++)
		if (!strcmp(world.file[i].path, path)) {
			f = &world.file[i];
			if (!ticks--)
				break;
		}
	return f;
}

static bool is_below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return !strncmp(path, dir, n) && path[n] == '/' && path[n + 1];
}

static bool is_directory(const char *path)
{
	for (size_t i = 0; i < world.files; i++)
		if (is_below(world.file[i].path, path))
			return true;
	return false;
}

/* The absolute path of NAME, without "." and "..". Returns false if it is too
 * long. */
static bool resolve(char *path, const char *dir, const char *name)
{
	char joined[2 * PATH], *part, *save, *slash;
	size_t n;

	if (strlen(dir) + strlen(name) + 2 > sizeof joined)
		return false;
	sprintf(joined, "%s/%s", *name == '/' ? "" : dir, name);
	*path = '\0';
	for (part = strtok_r(joined, "/", &save); part;
	     part = strtok_r(NULL, "/", &save)) {
		n = strlen(path);
		slash = strrchr(path, '/');
		if (!strcmp(part, ".."))
			path[slash ? slash - path : 0] = '\0';
		else if (n + strlen(part) + 2 > PATH)
			return false;
		else if (strcmp(part, "."))
			sprintf(path + n, "/%s", part);
	}
	return true;
}

static struct open *open_of(int fd)
{
	must(fd >= FIRST && fd < FIRST + OPEN);
	must(world.open[fd - FIRST].what != CLOSED);
	return &world.open[fd - FIRST];
}

static int fail(int error)
{
	errno = error;
	return -1;
}

static int new_open(int what)
{
	for (int i = 0; i < OPEN; i++)
		if (!world.open[i].what) {
			memset(&world.open[i], 0, sizeof *world.open);
			world.open[i].what = what;
			return FIRST + i;
		}
	return fail(EMFILE);
}

static int open_file(int at, const char *name, int flags)
{
	const char *dir = at == AT_FDCWD ? "/" : open_of(at)->path;
	char path[PATH];
	const struct file *f;
	int fd;

	must((flags & O_ACCMODE) == O_RDONLY && !(flags & O_CREAT));
	must(flags & O_CLOEXEC);
	if (!*name)
		return fail(ENOENT);
	if (!resolve(path, dir, name))
		return fail(ENAMETOOLONG);
	f = find(path);
	if (f && f->kind == WORLD_DENIED)
		return fail(EACCES);
	if (!f && !is_directory(path))
		return fail(ENOENT);
	if (f && flags & O_DIRECTORY)
		return fail(ENOTDIR);
	fd = new_open(f ? PLAIN : DIRECTORY);
	if (fd < 0)
		return fd;
	strcpy(open_of(fd)->path, path);
	if (f)
		open_of(fd)->rest = f->text;
	return fd;
}

int world_close(int fd)
{
	open_of(fd)->what = CLOSED;
	return 0;
}

int world_fstatfs(int fd, struct statfs *fs)
{
	if (fd < 0)
		return fail(EBADF);
	open_of(fd);
	memset(fs, 0, sizeof *fs);
	fs->f_type = world_live ? PROC_MAGIC : 0;
	return 0;
}

/* -- short and interrupted calls ------------------------------------------ */

static uint32_t next_number(void)
{
	world.trouble ^= world.trouble << 13;
	world.trouble ^= world.trouble >> 17;
	world.trouble ^= world.trouble << 5;
	return world.trouble;
}

/* Returns a smaller N, or 0 with errno set. */
static size_t trouble(size_t n, int error)
{
	uint32_t number;

	if (!world.trouble || !n)
		return n;
	number = next_number();
	if (number % 8 == 0) {
		errno = error;
		return 0;
	}
	number = number / 8 % (number / 4096 % 2 ? 16 : 300);
	return number + 1 < n ? number + 1 : n;
}

/* -- reading and writing -------------------------------------------------- */

static ssize_t read_timer(struct open *o, void *buf, size_t n)
{
	uint64_t one = 1;

	must(n == sizeof one);
	o->fired = !o->fired;
	if (o->fired)
		return fail(EAGAIN);
	memcpy(buf, &one, sizeof one);
	world.now += 1000000000;
	/* after many ticks of -c the user types Ctrl-C */
	if (++world.ticks == PATIENCE)
		longjmp(world.user, 1);
	return n;
}

ssize_t world_read(int fd, void *buf, size_t n)
{
	struct open *o = open_of(fd);

	if (o->what == TIMER)
		return read_timer(o, buf, n);
	if (o->what == DIRECTORY)
		return fail(EISDIR);
	must(o->what == PLAIN);
	if (n > o->rest.n)
		n = o->rest.n;
	if (!n)
		return 0;
	n = trouble(n, EINTR);
	if (!n)
		return -1;
	memcpy(buf, o->rest.s, n);
	o->rest.s += n;
	o->rest.n -= n;
	return n;
}

/* Endless output has lost its reader. */
ssize_t world_write(int fd, const void *buf, size_t n)
{
	struct output *o = fd == 1 ? &world_out : &world_err;

	must(fd == 1 || fd == 2);
	n = trouble(n, fd == 1 && world.trouble & 1 ? EAGAIN : EINTR);
	if (!n)
		return -1;
	if (n > sizeof o->s - o->n)
		n = sizeof o->s - o->n;
	if (!n)
		return fail(EPIPE);
	memcpy(o->s + o->n, buf, n);
	o->n += n;
	return n;
}

/* All servers answer at once; after the last answer nothing comes. */
int world_poll(struct pollfd *p, nfds_t n, int timeout)
{
	bool silence = timeout >= 0 && world.answered == world.answers;
	int ready = 0;

	for (nfds_t i = 0; i < n; i++) {
		p[i].revents = silence || p[i].fd < 0 ? 0 : p[i].events;
		ready += p[i].revents != 0;
	}
	if (!ready)
		world.now += timeout * UINT64_C(1000000);
	return ready;
}

/* -- directories and links ------------------------------------------------ */

static bool is_repeated(const char *dir, const char *name, size_t n, size_t i)
{
	size_t at = strlen(dir) + 1;

	while (i--)
		if (is_below(world.file[i].path, dir) &&
		    !strncmp(world.file[i].path + at, name, n) &&
		    (!world.file[i].path[at + n] ||
		     world.file[i].path[at + n] == '/'))
			return true;
	return false;
}

static long read_directory(struct open *o, char *buf, size_t size)
{
	size_t used = 0, n, reclen;
	const char *name;

	if (o->what != DIRECTORY)
		return fail(ENOTDIR);
	for (; o->next < world.files; o->next++) {
		name = world.file[o->next].path + strlen(o->path) + 1;
		if (!is_below(world.file[o->next].path, o->path))
			continue;
		n = strcspn(name, "/");
		if (is_repeated(o->path, name, n, o->next))
			continue;
		/* as in the kernel: 19 bytes, the name, a NUL, rounded to 8 */
		reclen = (19 + n + 1 + 7) & ~7ul;
		if (used + reclen > size)
			break;
		memset(buf + used, 0, reclen);
		memcpy(buf + used + 16, &(uint16_t){ reclen }, 2);
		memcpy(buf + used + 19, name, n);
		used += reclen;
	}
	return used;
}

static long read_link(struct open *o, const char *name, char *buf, size_t size)
{
	char path[PATH];
	const struct file *f;
	size_t n;

	f = resolve(path, o->path, name) ? find(path) : NULL;
	if (!f)
		return fail(ENOENT);
	if (f->kind != WORLD_LINK)
		return fail(EINVAL);
	n = f->text.n < size ? f->text.n : size;
	memcpy(buf, f->text.s, n);
	return n;
}

long world_syscall(long number, ...)
{
	va_list list;
	struct open *o;
	const char *name;
	char *buf;

	static struct open root = { .what = DIRECTORY, .path = "/" };
	long *now;
	int fd;

	va_start(list, number);
	fd = va_arg(list, int);
	if (number == SYS_clock_gettime) {
		now = va_arg(list, long *);
		now[0] = world.now / 1000000000;
		now[1] = world.now % 1000000000;
		return 0;
	}
	if (number == SYS_openat) {
		name = va_arg(list, const char *);
		return open_file(fd, name, va_arg(list, int));
	}
	if (number != SYS_getdents64 && number != SYS_readlinkat)
		return fail(ENOSYS);
	o = fd == AT_FDCWD && number == SYS_readlinkat ? &root : open_of(fd);
	name = number == SYS_readlinkat ? va_arg(list, const char *) : NULL;
	buf = va_arg(list, char *);
	return name ? read_link(o, name, buf, va_arg(list, size_t)) :
		read_directory(o, buf, va_arg(list, size_t));
}

uid_t world_geteuid(void)
{
	return 1000;
}

/* -- interfaces, time ----------------------------------------------------- */

int world_socket(int family, int type, int protocol)
{
	(void)protocol;
	if (family == AF_NETLINK)
		must(type & SOCK_CLOEXEC);
	return new_open(family == AF_NETLINK ? DIAG : SOCKET);
}

/* -- netlink -------------------------------------------------------------- */

void world_datagram(struct piece text, int error)
{
	if (world.datagrams == DATAGRAMS)
		return;
	world.datagram[world.datagrams].text = text;
	world.datagram[world.datagrams++].error = error;
}

/* The buffers of the program: no byte after what has been received may be read
 * until more is received there. */
static struct {
	void *buf;
	size_t n;
} received_in[4];

void __asan_poison_memory_region(void const volatile *p, size_t n);
void __asan_unpoison_memory_region(void const volatile *p, size_t n);

static void guard(char *buf, size_t n, size_t used)
{
	size_t i = 0;

	while (received_in[i].buf && received_in[i].buf != buf)
		must(++i < 4);
	received_in[i].buf = buf;
	received_in[i].n = n;
	__asan_poison_memory_region(buf + used, n - used);
}

static void unguard(const char *buf)
{
	for (size_t i = 0; i < 4; i++)
		if (!buf || received_in[i].buf == buf)
			__asan_unpoison_memory_region(received_in[i].buf,
				received_in[i].n);
}

static ssize_t receive(char *buf, size_t n, int flags)
{
	struct piece text;
	int error;

	must(flags == (MSG_DONTWAIT | MSG_TRUNC));
	if (!trouble(1, EINTR))
		return -1;
	if (world.received == world.datagrams)
		return fail(EAGAIN);
	text = world.datagram[world.received].text;
	error = world.datagram[world.received++].error;
	if (error)
		return fail(error);
	unguard(buf);
	memcpy(buf, text.s, text.n < n ? text.n : n);
	guard(buf, n, text.n < n ? text.n : n);
	return text.n;
}

/* -- name servers --------------------------------------------------------- */

int world_connect(int fd, const struct sockaddr *to, socklen_t n)
{
	(void)to;
	(void)n;
	must(open_of(fd)->what == SOCKET);
	return world.answers ? 0 : fail(ENETUNREACH);
}

ssize_t world_send(int fd, const void *buf, size_t n, int flags)
{
	if (open_of(fd)->what == DIAG) {
		must(n >= 4 && !memcmp(buf, &(uint32_t){ n }, 4));
		return n;
	}
	(void)flags;
	must(open_of(fd)->what == SOCKET);
	must(n <= sizeof world.question.s);
	memcpy(world.question.s, buf, n);
	world.question.n = n;
	return n;
}

ssize_t world_recv(int fd, void *buf, size_t n, int flags)
{
	char m[1024];
	size_t len = 0;
	struct piece a;

	if (open_of(fd)->what == DIAG)
		return receive(buf, n, flags);
	must(open_of(fd)->what == SOCKET);
	if (world.answered == world.answers)
		return fail(EAGAIN);
	a = world.answer[world.answered++];
	if (a.n > 1 && *a.s % 2 == 0 && world.question.n > 12) {
		/* an answer, with an error if that byte has bit 4, and as many
		 * records as the second byte says */
		len = world.question.n;
		memcpy(m, world.question.s, len);
		m[2] |= 0x80;
		m[3] = *a.s & 4 ? 3 : 0;
		m[7] = a.s[1];
		a.s += 2;
		a.n -= 2;
	}
	memcpy(m + len, a.s, a.n);
	len += a.n;
	memcpy(buf, m, len < n ? len : n);
	return len < n ? len : n;
}

ssize_t world_getrandom(void *buf, size_t n, unsigned flags)
{
	(void)flags;
	memset(buf, 7, n);
	return n;
}

/* The values depend on the name only, so each call returns the same. */
static int fill_ifreq(struct ifreq *r, unsigned long what)
{
	unsigned char *d = (unsigned char *)r;
	uint32_t hash = what;

	for (size_t i = 0; i < IFNAMSIZ; i++)
		hash = (hash ^ d[i]) * 16777619u;
	if (hash % 8 == 0)
		return fail(hash % 16 ? ENODEV : EPERM);
	for (size_t i = IFNAMSIZ; i < sizeof *r; i++)
		d[i] = hash >> (i % 4 * 8);
	/* a hardware type that the program knows */
	if (hash & 64)
		r->ifr_hwaddr.sa_family = hash & 128;
	return 0;
}

static int fill_ifconf(struct ifconf *c)
{
	static const char *const names[] = { "eth0", "eth0:1", "lo", "eth0:1" };
	struct ifreq *r = c->ifc_req;
	size_t i, room = c->ifc_len / sizeof *r;

	for (i = 0; i < room && i < 4; i++) {
		memset(r + i, 0, sizeof *r);
		strcpy(r[i].ifr_name, names[i]);
	}
	c->ifc_len = i * sizeof *r;
	return 0;
}

int world_ioctl(int fd, unsigned long what, ...)
{
	va_list list;
	void *argument;

	/* of --color and --fit: it is no terminal */
	if (fd == STDOUT_FILENO)
		return fail(ENOTTY);
	must(open_of(fd)->what == SOCKET || open_of(fd)->what == DIAG);
	va_start(list, what);
	argument = va_arg(list, void *);
	va_end(list);
	return what == SIOCGIFCONF ? fill_ifconf(argument) :
		fill_ifreq(argument, what);
}

int world_timerfd_create(int clock, int flags)
{
	(void)clock;
	must(flags & TFD_CLOEXEC);
	return new_open(TIMER);
}

int world_timerfd_settime(int fd, int flags, const struct itimerspec *t,
	struct itimerspec *old)
{
	(void)flags;
	(void)old;
	must(open_of(fd)->what == TIMER);
	return t->it_value.tv_nsec < 1000000000 ? 0 : fail(EINVAL);
}

/* -- runs ----------------------------------------------------------------- */

/* Characters without width, or that reverse the direction of text or end a
 * line: with them a name looks like another one. */
static bool turns_text(uint32_t c)
{
	return c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
		(c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
		c == 0xfeff;
}

/* Is it safe to print on a terminal: UTF-8 without control characters except
 * newlines? Written independently of fmt.c, to not share its faults. */
bool safe_text(const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text, *end = s + n;

	while (s < end) {
		uint32_t c = *s++;
		int more = c < 0x80 ? 0 : c >> 5 == 6 ? 1 : c >> 4 == 14 ? 2 :
			c >> 3 == 30 ? 3 : -1;
		uint32_t least = (uint32_t[]){ 0, 0x80, 0x800, 0x10000 }
			[more < 0 ? 0 : more];

		if (more < 0 || end - s < more)
			return false;
		c &= more ? 0x3f >> more : 0x7f;
		for (int i = 0; i < more; i++, s++) {
			if (*s >> 6 != 2)
				return false;
			c = c << 6 | (*s & 0x3f);
		}
		if (c < least || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ||
		    (c < 32 && c != '\n') || (c >= 127 && c < 160) ||
		    turns_text(c))
			return false;
	}
	return true;
}

/* -- JSON: each function consumes one item at *S. The last byte is a newline,
 * which is part of none. */

static bool json_value(const char **s);

static bool json_char(const char **s, char c)
{
	*s += **s == c;
	return (*s)[-1] == c;
}

static bool json_string(const char **s)
{
	if (**s != '"')
		return false;
	for (++*s; **s != '"'; ++*s) {
		if (**s == '\n')
			return false;
		if (**s != '\\')
			continue;
		++*s;
		if (**s == '\n' || !strchr("\"\\/bfnrtu", **s))
			return false;
		if (**s != 'u')
			continue;
		for (int i = 0; i < 4; i++)
			if (!isxdigit((unsigned char)*++*s))
				return false;
	}
	++*s;
	return true;
}

static bool json_number(const char **s)
{
	const char *start;

	*s += **s == '-';
	start = *s;
	while (isdigit((unsigned char)**s))
		++*s;
	if (*s == start || (*start == '0' && *s > start + 1))
		return false;
	if (**s != '.')
		return true;
	start = ++*s;
	while (isdigit((unsigned char)**s))
		++*s;
	return *s > start;
}

static bool json_list(const char **s, char close, bool keys)
{
	++*s;
	if (**s == close) {
		++*s;
		return true;
	}
	do {
		if (keys && (!json_string(s) || !json_char(s, ':')))
			return false;
		if (!json_value(s))
			return false;
	} while (**s == ',' && ++*s);
	return json_char(s, close);
}

static bool json_value(const char **s)
{
	static const char *const words[] = { "true", "false", "null" };

	if (**s == '{')
		return json_list(s, '}', true);
	if (**s == '[')
		return json_list(s, ']', false);
	if (**s == '"')
		return json_string(s);
	for (int i = 0; i < 3; i++)
		if (!strncmp(*s, words[i], strlen(words[i]))) {
			*s += strlen(words[i]);
			return true;
		}
	return json_number(s);
}

bool lines_are_json(const char *s, size_t n)
{
	const char *end = s + n;

	if (n && end[-1] != '\n')
		return false;
	while (s < end)
		if (*s != '{' || !json_value(&s) || *s++ != '\n')
			return false;
	return true;
}

/* --crlf ends lines so; nothing else may have a CR. Returns the size. */
static size_t without_crlf(char *s, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++)
		if (s[i] != '\r' || i + 1 == n || s[i + 1] != '\n')
			s[to++] = s[i];
	return to;
}

bool piece_next(struct piece *rest, char cut, struct piece *piece)
{
	const char *end;

	if (!rest->s)
		return false;
	end = memchr(rest->s, cut, rest->n);
	piece->s = rest->s;
	piece->n = end ? (size_t)(end - rest->s) : rest->n;
	rest->s = end ? end + 1 : NULL;
	rest->n -= piece->n + !!end;
	return true;
}

int world_run_argv(char **argv, uint32_t trouble)
{
	int argc = 0, status;

	while (argv[argc])
		argc++;
	world_out.n = world_err.n = 0;
	world.trouble = trouble;
	world.ticks = world.answered = world.received = world.now = 0;
	if (setjmp(world.user)) {
		memset(world.open, 0, sizeof world.open);
		unguard(NULL);
		world_out.n = world_err.n = 0;
		return 0;
	}
	status = netstat_main(argc, argv);
	unguard(NULL);
	must(status == 0 || status == 1 || status == 3);
	for (int i = 0; i < OPEN; i++)
		must(world.open[i].what == CLOSED);
	world_out.n = without_crlf(world_out.s, world_out.n);
	world_err.n = without_crlf(world_err.s, world_err.n);
	must(safe_text(world_out.s, world_out.n));
	must(safe_text(world_err.s, world_err.n));
	for (int i = 1; i < argc && status != 3; i++)
		if (!strcmp(argv[i], "--json"))
			must(lines_are_json(world_out.s, world_out.n));
	return status;
}

void world_run_argv_twice(char **argv)
{
	static struct output out, err;
	int status = world_run_argv(argv, 0);

	out = world_out;
	err = world_err;
	must(world_run_argv(argv, 0x2545f491) == status);
	must(out.n == world_out.n && !memcmp(out.s, world_out.s, out.n));
	must(err.n == world_err.n && !memcmp(err.s, world_err.s, err.n));
}

static char **split(const char *line)
{
	static char words[512], *argv[32];
	char *word = words;
	int argc = 0;

	snprintf(words, sizeof words, "netstat %s", line);
	while (word && argc < 31) {
		argv[argc++] = word;
		word = strchr(word, ' ');
		if (word)
			*word++ = '\0';
	}
	argv[argc] = NULL;
	return argv;
}

int world_run(const char *line, uint32_t trouble)
{
	return world_run_argv(split(line), trouble);
}

void world_run_twice(const char *line)
{
	world_run_argv_twice(split(line));
}
