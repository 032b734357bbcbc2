/* unix.c: unix domain sockets from /proc/net/unix:
 *
 *   Num: RefCount Protocol Flags Type St Inode Path
 *
 * (net/unix/af_unix.c unix_seq_show). Num is a pointer, hashed, zero or the
 * text (____ptrval____): it is passed over. The path is everything after one
 * blank; an abstract name begins with @ and has @ for its NULs.
 */
#include <sys/socket.h>

#include "netstat.h"

struct unix_sock {
	uint64_t refcount, protocol, flags, type, state, inode;
	bool no_inode;
	const char *path;
	size_t path_len;
};

/* linux/net.h: enum socket_state, and the flags of struct socket */
enum { SS_FREE, SS_UNCONNECTED, SS_CONNECTING, SS_CONNECTED, SS_DISCONNECTING };
enum { ACCEPTCON = 1 << 16, WAITDATA = 1 << 17, NOSPACE = 1 << 18 };

static bool unix_scan(const struct lines *l, const char *line,
	struct unix_sock *u)
{
	const char *s = scan_word(line), *path;

	if (!s || s[-1] != ':')
		return false;
	s = scan_word32(s, &u->refcount);
	s = scan_word32(s, &u->protocol);
	s = scan_word32(s, &u->flags);
	s = scan_hex(s, &u->type);
	s = scan_hex(s, &u->state);
	if (!s)
		return false;
	/* kernel 2.0 had no inodes */
	u->inode = 0;
	path = scan_dec(s, &u->inode);
	u->no_inode = !path;
	path = path ? path : s;
	if (!scan_end(path))
		return false;
	u->path = *path ? path + 1 : path;
	/* after one that is abstract, kernels up to 2.6.18 write NULs */
	u->path_len = *u->path == '@' ? strlen(u->path) :
		(size_t)(line + l->len - u->path);
	return true;
}

static bool listens(const struct unix_sock *u)
{
	return u->state == SS_UNCONNECTED && u->flags & ACCEPTCON;
}

static const char *type_name(uint64_t type)
{
	/* not in the same order on every CPU, so no array */
	return type == SOCK_STREAM ? "STREAM" :
		type == SOCK_DGRAM ? "DGRAM" :
		type == SOCK_RAW ? "RAW" :
		type == SOCK_RDM ? "RDM" :
		type == SOCK_SEQPACKET ? "SEQPACKET" : "UNKNOWN";
}

static const char *state_name(const struct unix_sock *u)
{
	static const char *const names[] = {
		"FREE", "", "CONNECTING", "CONNECTED", "DISCONNECTING",
	};

	return listens(u) ? "LISTENING" :
		u->state < COUNT(names) ? names[u->state] : "UNKNOWN";
}

static const char *proto_name(const struct unix_sock *u)
{
	return u->protocol ? "??" : "unix";
}

/* the longest text of the columns up to the inode */
enum { UNIX_ROW = 6 + DEC_TEXT + 1 + 12 + 10 + 1 + 13 + 1 + DEC_TEXT };

static void unix_print(const struct request *q, const struct unix_sock *u)
{
	char *d = out_room(UNIX_ROW), *end;

	d = fmt_left(d, proto_name(u), 6);
	d = fmt_fill(fmt_dec(d, u->refcount), d + 6);
	*d++ = ' ';
	end = d + 12;
	d = fmt_left(d, "[ ", 0);
	d = fmt_left(d, u->flags & ACCEPTCON ? "ACC " : "", 0);
	d = fmt_left(d, u->flags & WAITDATA ? "W " : "", 0);
	d = fmt_left(d, u->flags & NOSPACE ? "N ]" : "]", 0);
	d = fmt_fill(d, end);
	d = fmt_left(d, type_name(u->type), 10);
	*d++ = ' ';
	d = fmt_left(d, state_name(u), 13);
	*d++ = ' ';
	end = d + 8;
	d = u->no_inode ? fmt_left(d, "-", 0) : fmt_dec(d, u->inode);
	out_done(fmt_fill(d, end));
	if (CFG(PRG) && q->programs)
		owner_column(u->inode);
	out_char(' ');
	out_foreign(u->path, u->path_len);
	out_char('\n');
}

/* What JSON has of it beside what all sockets have. */
static void unix_add(const struct sock *k)
{
	const struct unix_sock *u = k->of;

	if (CFG(JSON))
		json_add("refcount#flags#type$path&", u->refcount, u->flags,
			type_name(u->type), u->path, u->path_len);
}

/* Whether it passes what chooses by more than -a and -l. */
static bool unix_passes(const struct request *q, const struct unix_sock *u)
{
	struct sock k = {
		.inode = u->inode, .no_inode = u->no_inode,
		.proto = proto_name(u),
		.state_name = state_name(u),
		.add = unix_add, .of = u,
	};

	return show_sock(q, &k);
}

static enum row unix_row(const struct request *q, void *ctx,
	const struct lines *l, const char *line)
{
	struct unix_sock u;

	(void)ctx;
	if (!unix_scan(l, line, &u))
		return ROW_BAD;
	if ((has(q, ALL) || listens(&u) == has(q, LISTENING)) &&
	    (!is_record(q) || unix_passes(q, &u)))
		unix_print(q, &u);
	return ROW_OK;
}

void unix_show(struct request *q, unsigned opt)
{
	int error;

	(void)opt;
	if (!q->bare) {
		show_title(q, "UNIX domain sockets");
		out_str("Proto RefCnt Flags       Type       State         I-Node  ");
		if (CFG(PRG) && q->programs)
			owner_header(q);
		out_str(" Path\n");
	}
	error = table_read(q, "net/unix", 1, 0, unix_row, NULL);
	if (error)
		table_missing(q, "AF UNIX");
}
