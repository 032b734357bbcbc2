/* unix.c: unix domain sockets from /proc/net/unix:
 *
 *   Num: RefCount Protocol Flags Type St Inode Path
 *
 * (net/unix/af_unix.c unix_seq_show). Num is a pointer, hashed, zero or the
 * text (____ptrval____): it is skipped. The path is everything after one blank;
 * an abstract name begins with @, and has @ for each NUL.
 */
#include "source/unix.h"

/* linux/net.h: enum socket_state, and a flag of struct socket */
enum { SS_FREE, SS_UNCONNECTED, SS_CONNECTING, SS_CONNECTED, SS_DISCONNECTING };
enum { ACCEPTCON = 1 << 16 };

static bool unix_scan(const struct lines *l, const char *line, struct sock *k)
{
	const char *s = scan_word(line), *path;
	uint64_t protocol, type, state;

	if (!s || s[-1] != ':')
		return false;
	s = scan_word32(s, &k->refcount);
	s = scan_word32(s, &protocol);
	s = scan_word32(s, &k->flags);
	s = scan_hex(scan_hex(s, &type), &state);
	if (!s)
		return false;
	/* Linux 2.0 has no inodes */
	k->inode = 0;
	path = scan_dec(s, &k->inode);
	if (path)
		k->record.has |= HAS_INODE;
	path = path ? path : s;
	if (!scan_end(path))
		return false;
	k->proto = protocol ? "??" : "unix";
	k->type = socket_type(type);
	k->state_number = state < UINT32_MAX ? (uint32_t)state : UINT32_MAX;
	path += *path != '\0';
	/* kernels up to 2.6.18 write NULs after an abstract name */
	k->text[0] = (struct text){ path, *path == '@' ? text_len(path) :
		(size_t)(line + l->len - path) };
	return true;
}

static const char *unix_state(const struct sock *k, bool listens)
{
	static const char states[][14] = {
		"FREE", "", "CONNECTING", "CONNECTED", "DISCONNECTING",
	};

	return listens ? "LISTENING" : k->state_number < nitems(states) ?
		states[k->state_number] : "UNKNOWN";
}

static void unix_emit(const struct feed *f, struct sock *k)
{
	bool listens = k->state_number == SS_UNCONNECTED &&
		k->flags & ACCEPTCON;

	if (!has(f->q, ALL) && listens != has(f->q, LISTENING))
		return;
	k->state = unix_state(k, listens);
	k->text[1] = (struct text){ NULL, 0 };
	f->emit(&k->record);
}

/* The last row, whose name ends here. */
static void name_ends(const struct feed *f, struct unix_step *s)
{
	s->sock.text[0] = (struct text){ s->name, s->have };
	s->len = s->have;
	unix_emit(f, &s->sock);
}

/* Whether the line is a part of the last row's name, which has newlines. */
static bool name_goes_on(const struct feed *f, struct unix_step *s,
	const char *line)
{
	size_t left = s->len - s->have, n = f->lines->len;
	const char *rest = s->name + s->have;

	if (!left)
		return false;
	if ((n >= left || memcmp(rest + 1, line, n) ||
	    (n + 1 < left && rest[n + 1] != '\n')) &&
	    !unix_step_other(s, line, n)) {
		/* the socket has changed since */
		name_ends(f, s);
		return false;
	}
	s->have += n + 1;
	if (s->have == s->len)
		name_ends(f, s);
	return true;
}

static enum row unix_row(const struct feed *f, const char *line)
{
	struct unix_step *s = f->ctx;
	struct sock k;

	if (CFG(DIAG_UNIX) && name_goes_on(f, s, line))
		return ROW_OK;
	k.record = (struct record){ RECORD_SOCK, OPT_UNIX, HAS_UNIX };
	if (!unix_scan(f->lines, line, &k))
		return CFG(DIAG_UNIX) && s->doubt ? ROW_OK : ROW_BAD;
	if (has_details(f->q))
		no_details(&k);
	if (CFG(DIAG_UNIX) && s->on) {
		if (!unix_step_row(s, &k))
			return ROW_OK;
		if (s->len > k.text[0].n) {
			s->have = k.text[0].n;
			s->sock = k;
			return ROW_OK;
		}
		s->have = s->len;
	}
	unix_emit(f, &k);
	return ROW_OK;
}

void unix_read(struct feed *f)
{
	struct unix_step s;
	int error;

	if (CFG(DIAG_UNIX))
		unix_step_open(&s, f->q);
	error = table_read(f, "net/unix", 1, unix_row, &s);
	if (CFG(DIAG_UNIX)) {
		if (s.have < s.len)
			name_ends(f, &s);
		unix_step_close(&s);
	}
	if (error)
		table_missing(f->q, "AF UNIX");
}
