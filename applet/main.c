/* main.c: a request is carried out, view by view; the exit status. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "netstat.h"

/* The views, in the order net-tools prints them. */
static const struct view {
	unsigned char opt;
	void (*show)(struct request *q, unsigned opt);
} views[] = {
	{ OPT_TCP, inet_show },
	IF(SCTP, { OPT_SCTP, sctp_show },)
	{ OPT_UDP, inet_show },
	IF(UDPLITE, { OPT_UDPLITE, inet_show },)
	IF(RAW, { OPT_RAW, inet_show },)
	IF(ICMP, { OPT_ICMP, inet_show },)
	IF(GROUP, { OPT_GROUPS, group_show },)
	IF(UNIX, { OPT_UNIX, unix_show },)
	IF(PACKET, { OPT_PACKET, packet_show },)
	IF(PACKET, { OPT_NETLINK, netlink_show },)
	IF(BLUETOOTH, { OPT_L2CAP, bluetooth_show },)
	IF(BLUETOOTH, { OPT_RFCOMM, bluetooth_show },)
};

/* What is shown alone; of several the first. */
static const struct view lone_views[] = {
	IF(MASQ, { OPT_MASQ, masq_show },)
	IF(HEALTH, { OPT_HEALTH, health_show },)
	IF(STATS, { OPT_STATS, stats_show },)
	IF(ROUTE, { OPT_ROUTE, route_show },)
	IF(IFACE, { OPT_IFACES, iface_show },)
	{ OPTIONS, NULL },
};

/* Families that net-tools knows and today's kernels do not. */
static const struct {
	unsigned char family;
	char label[10];
} others[] = {
	{ F_IPX, "AF IPX" }, { F_AX25, "AF AX25" }, { F_X25, "AF X25" },
	{ F_NETROM, "AF NETROM" }, { F_ROSE, "AF ROSE" },
};

bool show_sock(const struct request *q, const struct sock *k)
{
	if (q->opts & SOCK_FILTERS && !filter_sock(k))
		return false;
	if (CFG(COUNT) && has(q, COUNT)) {
		count_sock(q, k);
		return false;
	}
	if (CFG(JSON) && has(q, JSON)) {
		json_sock(q, k);
		return false;
	}
	return true;
}

void show_begin(const struct request *q)
{
	if (q->opts & OWNER_FILTERS)
		owner_place(0, OWNER_TEXT);
}

void show_title(const struct request *q, const char *what)
{
	show_begin(q);
	out_str("Active ");
	out_str(what);
	out_str(has(q, ALL) ? " (servers and established)\n" :
		has(q, LISTENING) ? " (only servers)\n" : " (w/o servers)\n");
}

void show_tail_header(const struct request *q)
{
	if (has(q, EXTEND))
		out_str(" User       Inode     ");
	if (CFG(PRG) && q->programs)
		owner_header(q);
}

void show_tail(const struct request *q, uint32_t uid, uint64_t inode)
{
	char user[NAME_TEXT];

	if (has(q, EXTEND)) {
		out_char(' ');
		if (by_name(q, NUMERIC_USERS))
			out_text(user, name_user(user, uid), -10);
		else
			out_int((int32_t)uid, -10);
		out_char(' ');
		out_dec(inode, -10);
	}
	if (CFG(PRG) && q->programs)
		owner_column(inode);
}

static void inet_header(const struct request *q)
{
	show_title(q, "Internet connections");
	out_str("Proto Recv-Q Send-Q Local Address           "
		"Foreign Address         State      ");
	show_tail_header(q);
	if (has(q, TIMERS))
		out_left(" Timer", CFG(COUNTERS) && q->counters ?
			TIMER_WIDTH : 0);
	if (CFG(COUNTERS) && q->counters)
		out_str("  Drops Resent RTO/ms   Cwnd Thresh");
	out_char('\n');
}

static bool wanted(const struct request *q, unsigned opt)
{
	return q->opts >> opt & 1 || (!q->asked &&
		!((MORE_TABLES | BIT(GROUPS)) >> opt & 1));
}

static void show_tables(struct request *q)
{
	bool title = false, implied = q->implied;

	if (q->bare)
		title = true;
	else if (is_windows(q))
		win_header(q);
	else if (!q->asked || q->opts & INET_ROWS)
		inet_header(q);
	for (size_t i = 0; i < COUNT(views); i++) {
		unsigned opt = views[i].opt;

		if (!wanted(q, opt))
			continue;
		if (CFG(BLUETOOTH) && BLUETOOTH_TABLES >> opt & 1 && !title) {
			show_title(q, "Bluetooth connections");
			title = true;
		}
		views[i].show(q, opt);
	}
	q->implied = false;	/* these are never */
	for (size_t i = 0; i < COUNT(others); i++)
		if (!q->asked || q->families >> others[i].family & 1)
			table_missing(q, others[i].label);
	q->implied = implied;
}

static void show_views(struct request *q)
{
	/* rows of Bluetooth have no owner's column, but their objects and counts
	 * have owners */
	uint64_t rows = SOCKET_TABLES & ~(has(q, JSON) || has(q, COUNT) ? 0 :
		BLUETOOTH_TABLES);
	bool owners = CFG(PRG) && q->owners && (!q->asked ||
		q->opts & (rows | OWNER_FILTERS));

	if (CFG(COUNT) && has(q, COUNT))
		count_start();
	do {
		if (owners)
			owner_start(q);
		show_tables(q);
		if (owners)
			owner_end();
	} while (CFG(COUNT) && has(q, COUNT) && count_next(q));
}

static void show(struct request *q)
{
	const struct view *v = lone_views;

	if (is_windows(q) && !has(q, HEALTH) && win_show(q))
		return;
	while (v->show && !(q->opts >> v->opt & 1))
		v++;
	if (v->show)
		v->show(q, v->opt);
	else
		show_views(q);
}

/* A timer that fires at every interval, or -1. */
static int start_timer(struct request *q)
{
	enum { SECOND = 1000000000 };
	struct timespec t = { q->interval / SECOND, q->interval % SECOND };
	struct itimerspec every = { t, t };
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

	if (timer < 0 || timerfd_settime(timer, 0, &every, NULL)) {
		warn("no timer", error_text(errno));
		q->status = STATUS_FAILED;
		return -1;
	}
	return timer;
}

/* Waits for the next time it fires; those that were missed do not come after.
 * Returns false if there is no timer. */
static bool wait_timer(struct request *q, int timer)
{
	struct pollfd p = { .fd = timer, .events = POLLIN };
	uint64_t times;
	ssize_t n;

	if (timer < 0)
		return false;
	/* those that were missed */
	(void)!read(timer, &times, sizeof times);
	do {
		poll(&p, 1, -1);
		n = read(timer, &times, sizeof times);
	} while (n < 0 && (errno == EAGAIN || errno == EINTR));
	if (n < 0)
		fail(q, "timer", error_text(errno));
	return n > 0;
}

/* Reports that start a whole number of intervals after the first one, however
 * long each takes. Each is written before the wait. */
static void show_reports(struct request *q)
{
	int timer = -1;

	if (CFG(INTERVAL) && q->interval)
		timer = start_timer(q);
	do {
		if (CFG(RATE))
			rate_begin(!q->round);
		q->told = false;
		if (CFG(NETNS) && q->all_netns)
			netns_each(q, show);
		else
			show(q);
		out_flush();
	} while (CFG(INTERVAL) && q->interval && !out_error() &&
		++q->round != q->reports && wait_timer(q, timer));
	fd_close(timer);
}

/* fstatfs() of procfs, from linux/magic.h */
enum { PROC_SUPER_MAGIC = 0x9fa0 };

/* Where nothing asks, whether it is a /proc is not found out. */
static bool is_live(const struct request *q)
{
	return (CFG(FAST) || CFG(PRG) || CFG(PROC)) && q->live;
}

/* Opens PATH below the directory AT, to find what is there. */
static int look(int at, const char *path)
{
	return openat(at, path, O_PATH | O_CLOEXEC);
}

/* Looks for our net/: a /proc that is mounted with subset=pid has processes
 * only. Returns 0 or an errno. */
static int find_net(struct request *q)
{
	int net = look(q->root, "net"), error = errno, self;

	if (net < 0 && error == ENOENT && (self = look(q->root, "self")) >= 0)
		net = look(q->own = self, "net");
	if (net < 0)
		return error;
	close(net);
	return 0;
}

/* Reports that there is no net/. Returns whether there may be other things. */
static bool no_net(struct request *q, int error)
{
	const char *why = error_text(error);
	bool live = is_live(q), none = error == ENOENT;
	bool mounted = !none || live || has(q, PROC);

	/* A saved tree may be poor; a live one without net/ is no /proc, or has
	 * no place for us, but one for the process that --netns names. */
	if (none && live && q->own == q->root) {
		if (CFG(NETNS) && q->netns && (unsigned)*q->netns - '0' < 10)
			return (q->view = q->own = -1);
		why = "of another PID namespace";
	}
	if (!mounted)
		why = "not mounted";
	if (!mounted || (CFG(PROC) && q->root < 0))
		fail(q, q->proc, why);
	else
		fail_file(q, "net", why);
	return q->root >= 0 && has(q, PROC) && !live;
}

/* Opens the tree to read. Returns false if there is nothing to be read. */
static bool open_proc(struct request *q)
{
	struct statfs fs;
	int error;

	/* Not one of the first three: what is opened later must not take what
	 * is meant for stdout and stderr. If these are closed, they now are a
	 * place that cannot be written to. */
	do
		q->root = openat(AT_FDCWD, q->proc,
			O_PATH | O_DIRECTORY | O_CLOEXEC);
	while (q->root >= 0 && q->root <= STDERR_FILENO);
	q->own = q->root;
	error = q->root < 0 ? errno : find_net(q);
	q->view = q->own;
	q->live = (CFG(FAST) || CFG(PRG) || CFG(PROC)) &&
		!fstatfs(q->root, &fs) && fs.f_type == PROC_SUPER_MAGIC;
	return !error || no_net(q, error);
}

/* The only global symbol: netstat's main(), which may be called again. */
int netstat_main(int argc, char **argv)
{
	struct request q;
	int status;

	(void)argc;
	out_reset();
	if (CFG(RESOLVE))
		names_reset();
	status = args_parse(&q, argv);
	if (CFG(JSON))
		out_json(has(&q, JSON));
	if (status >= 0)
		q.status = status;
	else if (open_proc(&q) && (!CFG(PRG) || owner_labels(&q)) &&
	    (!CFG(NETNS) || !q.netns || q.all_netns || netns_start(&q)))
		show_reports(&q);
	if (CFG(NETNS))
		netns_return(&q);
	if (q.own != q.root)
		close(q.own);
	fd_close(q.root);
	if (CFG(RESOLVE))
		names_reset();
	out_flush();
	if (out_error()) {
		if (out_error() != EPIPE)
			warn("write error", error_text(out_error()));
		q.status = STATUS_FAILED;
	}
	if (CFG(FILTERS) && status < 0 && filter_failed() && !q.status)
		q.status = STATUS_FAILED;
	return q.status;
}
