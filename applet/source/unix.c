/* unix.c: unix domain sockets from /proc/net/unix:
 *
 *   Num: RefCount Protocol Flags Type St Inode Path
 *
 * (net/unix/af_unix.c unix_seq_show). Num is a pointer, hashed, zero or the
 * text (____ptrval____): it is skipped. The path is everything after one blank;
 * an abstract name begins with @, and has @ for each NUL.
 */
#include "source/source.h"

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
	k->state_number = state < UINT32_MAX ? state : UINT32_MAX;
	path += *path != '\0';
	/* kernels up to 2.6.18 write NULs after an abstract name */
	k->text[0] = (struct text){ path, *path == '@' ? strlen(path) :
		(size_t)(line + l->len - path) };
	return true;
}

static const char *unix_state(const struct sock *k, bool listens)
{
	static const char *const states[] = {
		"FREE", "", "CONNECTING", "CONNECTED", "DISCONNECTING",
	};

	return listens ? "LISTENING" : k->state_number < nitems(states) ?
		states[k->state_number] : "UNKNOWN";
}

static enum row unix_row(const struct feed *f, const char *line)
{
	struct sock k;
	bool listens;

	k.record = (struct record){ RECORD_SOCK, OPT_UNIX, HAS_UNIX };
	if (!unix_scan(f->lines, line, &k))
		return ROW_BAD;
	listens = k.state_number == SS_UNCONNECTED && k.flags & ACCEPTCON;
	if (!has(f->q, ALL) && listens != has(f->q, LISTENING))
		return ROW_OK;
	k.state = unix_state(&k, listens);
	k.text[1] = (struct text){ NULL, 0 };
	f->emit(&k.record);
	return ROW_OK;
}

void unix_read(struct feed *f)
{
	if (table_read(f, "net/unix", 1, unix_row, NULL))
		table_missing(f->q, "AF UNIX");
}
