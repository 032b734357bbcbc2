/* world.h: the simulated system in which a fuzz target runs the program: files,
 * links, processes, a clock, stdout and stderr. It is included before the first
 * line of every file of applet/ (-include), so that system calls go to world.c.
 * The targets have -DTARGET=NAME and see the rest.
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

/* The output of the program. */
struct output {
	char s[1 << 18];
	size_t n;
};

extern struct output world_out, world_err;

/* Forgets all files. */
void world_clear(void);

/* Adds a file, or a link to TEXT. With several of one PATH the first is used,
 * and each tick of the clock replaces it by the next. */
enum world_kind { WORLD_FILE, WORLD_LINK, WORLD_DENIED };
void world_add(const char *path, enum world_kind kind, struct piece text);

/* The next answer of a name server, see names.c. Without any there is no
 * server. */
void world_answer(struct piece text);

/* What the next recv() of a netlink socket returns, or the errno with which it
 * fails; after the last one nothing comes. */
void world_datagram(struct piece text, int error);

/* Is /proc the procfs of a kernel that runs? Else it is a copy. */
extern bool world_live;

/* Runs the program on LINE, words separated by single blanks, or on ARGV. With
 * TROUBLE, a seed, reads and writes are short and interrupted. Checks every
 * run: a documented status, no open descriptor at the end, output safe for a
 * terminal. Returns the status. */
int world_run(const char *line, uint32_t trouble);
int world_run_argv(char **argv, uint32_t trouble);

/* Runs it twice, the second time with trouble: the output must not differ. */
void world_run_twice(const char *line);
void world_run_argv_twice(char **argv);

bool safe_text(const char *s, size_t n);

/* Is each line a JSON object? */
bool lines_are_json(const char *s, size_t n);

/* Removes the text before the next byte CUT from *REST. Returns false at the
 * end. */
bool piece_next(struct piece *rest, char cut, struct piece *piece);

/* Ends the target and reports a finding. */
_Noreturn void found(const char *what);

#define must(condition) ((condition) ? (void)0 : found(#condition))

#endif
#endif
