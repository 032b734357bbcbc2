/* world.h: the system that a fuzz target shows to the program: files, links,
 * processes, a clock, two places to write to. It is compiled into every file
 * of applet/ before its first line (-include), so that what they ask of the
 * kernel goes to world.c. The targets have -DTARGET=NAME and see the rest.
 */
#ifndef WORLD_H
#define WORLD_H

#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>
#include <unistd.h>

int world_openat(int at, const char *name, int flags, ...);
ssize_t world_read(int fd, void *buf, size_t n);
ssize_t world_write(int fd, const void *buf, size_t n);
int world_close(int fd);
int world_fstatfs(int fd, struct statfs *fs);
int world_socket(int family, int type, int protocol);
int world_connect(int fd, const struct sockaddr *to, socklen_t n);
ssize_t world_send(int fd, const void *buf, size_t n, int flags);
ssize_t world_recv(int fd, void *buf, size_t n, int flags);
ssize_t world_getrandom(void *buf, size_t n, unsigned flags);
int world_ioctl(int fd, unsigned long what, ...);
int world_poll(struct pollfd *p, nfds_t n, int timeout);
int world_timerfd_create(int clock, int flags);
int world_timerfd_settime(int fd, int flags, const struct itimerspec *t,
	struct itimerspec *old);
long world_syscall(long number, ...);
uid_t world_geteuid(void);

#ifndef TARGET
#define openat world_openat
#define read world_read
#define write world_write
#define close world_close
#define fstatfs world_fstatfs
#define socket world_socket
#define connect world_connect
#define send world_send
#define recv world_recv
#define getrandom world_getrandom
#define ioctl world_ioctl
#define poll world_poll
#define timerfd_create world_timerfd_create
#define timerfd_settime world_timerfd_settime
#define syscall world_syscall
#define geteuid world_geteuid
#else

/* -- for the targets ------------------------------------------------------ */

struct piece {
	const char *s;
	size_t n;
};

/* What the program wrote. */
struct output {
	char s[1 << 18];
	size_t n;
};

extern struct output world_out, world_err;

/* Forgets all files. */
void world_clear(void);

/* A file, or a link to TEXT. The first one with a PATH stays; after each tick
 * of the clock the next one with it takes its place, if there is one. */
enum world_kind { WORLD_FILE, WORLD_LINK, WORLD_DENIED };
void world_add(const char *path, enum world_kind kind, struct piece text);

/* What a name server sends next, see names.c. Without any there is none. */
void world_answer(struct piece text);

/* Runs the program on LINE, words with one blank between them, or on ARGV. With
 * TROUBLE, reads and writes are short and interrupted, as that number will have
 * it. Checks what every run must hold to: its status is one of the known, no
 * descriptor stays open, its output is safe for a terminal. Returns the
 * status. */
int world_run(const char *line, uint32_t trouble);
int world_run_argv(char **argv, uint32_t trouble);

/* world_run(), once more with trouble, and the output is to be the same. */
void world_run_twice(const char *line);
void world_run_argv_twice(char **argv);

bool safe_text(const char *s, size_t n);

/* Whether each line is an object of JSON. */
bool lines_are_json(const char *s, size_t n);

/* Takes what is before the next byte CUT off *REST. Returns false at the end. */
bool piece_next(struct piece *rest, char cut, struct piece *piece);

/* Ends the target, with what was found. */
_Noreturn void found(const char *what);

#define must(condition) ((condition) ? (void)0 : found(#condition))

#endif
#endif
