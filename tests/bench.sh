#!/bin/sh
# shellcheck disable=SC2317 # functions that command_of and others call
# How long a netstat takes over very many TCP sockets, beside its peers:
# make bench, or with O=build: tests/bench.sh
#
#   SOCKETS  numbers of sockets to make, one table each (100000 200000)
#   ROUNDS   measured rounds (7); one more goes ahead to warm up
#   PEERS    which to measure (net-tools busybox toybox ss)
#   LIMIT    seconds a single run may take (60; LONG: 600)
#   LONG     1: run those too that take minutes
#
# The sockets live in a network namespace of their own, and everything ends
# by itself when this script does. What makes the figures worth reading:
# - The kernel's own part, cat /proc/net/tcp, is run in each round beside the
#   programs, and a ratio is the median of the ratios of one round, so that a
#   machine that becomes slower meanwhile does not count. cat runs a second
#   time as if it were a program: how far its ratio is from 1.00 is the noise.
# - Beside that median wall time stands the least user+sys ("cpu") of all
#   rounds: what others do on this machine meanwhile can only add to it.
# - Each must print every socket: the rows are counted, and "!" marks a number
#   that is not the right one.
# - Memory is the high-water mark of the program itself: see tool/measure.c.
set -u

top=$(cd "$(dirname "$0")/.." && pwd) || exit 1
O=${O:-$top/build}
SOCKETS=${SOCKETS:-100000 200000}
ROUNDS=${ROUNDS:-7}
PEERS=${PEERS-net-tools busybox toybox ss}
LONG=${LONG:-}
LIMIT=${LIMIT:-${LONG:+600}}
LIMIT=${LIMIT:-60}
export O ROUNDS PEERS LONG LIMIT LC_ALL=C

die()
{
	echo "bench: $*" >&2
	exit 1
}

# --- who runs --------------------------------------------------------------

# command_of PROGRAM OPTIONS: the command line, or nothing when it is missing
command_of()
{
	case $1 in
	cat) echo cat /proc/net/tcp ;;
	cat-again) echo cat /proc/net/tcp ;;
	cat-both) echo cat /proc/net/tcp /proc/net/tcp6 ;;
	netstat) echo "$O/netstat $2" ;;
	net-tools) ! /bin/netstat -V 2>/dev/null | grep -q net-tools ||
		echo "/bin/netstat $2" ;;
	busybox | toybox) ! command -v "$1" >/dev/null || echo "$1 netstat $2" ;;
	ss) ! command -v ss >/dev/null || echo "ss $2" ;;
	esac
}

# The executable whose size is told.
file_of()
{
	case $1 in
	cat | cat-*) command -v cat ;;
	netstat) echo "$O/netstat" ;;
	net-tools) echo /bin/netstat ;;
	*) command -v "$1" ;;
	esac
}

# hopeless PROGRAM OPTIONS: it takes minutes
hopeless()
{
	case $1,$2 in toybox,*p*) ;; *) false ;; esac
}

# slow PROGRAM OPTIONS: it takes so long that one round has to do
slow()
{
	case $1,$2 in
	toybox,*p* | net-tools,*p* | ss,*a*p*) ;;
	*) false ;;
	esac
}

# knows PROGRAM OPTIONS: it does not refuse them at once
knows()
{
	# shellcheck disable=SC2046 # a command line
	timeout 1 $(command_of "$1" "$2") >/dev/null 2>&1 9>&- || [ $? -eq 124 ]
}

# candidates OPTIONS: who is measured with them; why not, on stderr
candidates()
{
	echo cat
	echo cat-again
	case $1 in *a*) echo cat-both ;; esac
	for program in netstat $PEERS; do
		if [ -z "$(command_of "$program" "$1")" ]; then
			echo "left out: $program $1 (not installed)" >&2
		elif ! knows "$program" "$1"; then
			echo "left out: $program $1 (not known to it)" >&2
		elif [ -z "$LONG" ] && hopeless "$program" "$1"; then
			echo "left out: $program $1 (minutes; LONG=1 runs it)" >&2
		else
			echo "$program"
		fi
	done
}

# --- measuring -------------------------------------------------------------

# Nothing measured may hold on to the pipe that keeps the crowd alive.
measure()
{
	"$O/tests/measure" "$@" 9>&-
}

# rows PROGRAM OPTIONS: how many sockets it prints
rows()
{
	case $1 in
	cat*) pattern='^ *[0-9]' ;;
	ss) pattern='[0-9]' ;;
	*) pattern='^tcp' ;;
	esac
	# shellcheck disable=SC2046 # a command line
	timeout "$LIMIT" $(command_of "$1" "$2") 2>/dev/null 9>&- |
		grep -c "$pattern"
}

# time_round ROUND OPTIONS: run each that is running once; "ROUND PROGRAM WALL
# USER SYS" into costs. A slow one runs in the first measured round alone.
time_round()
{
	while read -r program; do
		[ "$1" -eq 1 ] || ! slow "$program" "$2" || continue
		# shellcheck disable=SC2046 # a command line
		cost=$(measure "$LIMIT" $(command_of "$program" "$2")) &&
			echo "$1 $program $cost" >>costs
	done <running
}

# PROGRAM PEAK-KIB ROWS FILE-BYTES of each that is running, into facts
facts()
{
	while read -r program; do
		# shellcheck disable=SC2046 # a command line
		echo "$program" \
			"$(measure -m "$LIMIT" $(command_of "$program" "$1"))" \
			"$(rows "$program" "$1")" \
			"$(wc -c <"$(file_of "$program")")"
	done <running >facts
}

# table OPTIONS ROWS: medians and ratios out of costs and facts, with ROWS as
# the right number; fails when that of our netstat is another. Round 0 only
# warmed up.
table()
{
	awk -v options="$1" -v right="$2" '
	BEGIN {
		goal["-tan"] = 1.10
		goal["-tln"] = 0.10
		# owners: how many times as long as we they must take
		peers["-tanp"] = "net-tools:10 ss:10"
		peers["-tlnp"] = "net-tools:1 ss:1"
	}
	function median(list, n,	i, j, t) {
		for (i = 2; i <= n; i++)
			for (j = i; j > 1 && list[j] < list[j - 1]; j--) {
				t = list[j]
				list[j] = list[j - 1]
				list[j - 1] = t
			}
		i = int((n + 1) / 2)
		return (list[i] + list[n + 1 - i]) / 2
	}
	# the median over the rounds of what program took, or of its ratio to
	# what base took
	function typical(program, value, base,	list, n, r) {
		n = 0
		for (r = 1; r <= rounds; r++)
			if ((r, program) in value &&
			    (!base || (r, base) in value))
				list[++n] = value[r, program] / \
					(base ? value[r, base] : 1)
		return n ? median(list, n) : -1
	}
	function least(program, value,	r, v) {
		v = -1
		for (r = 1; r <= rounds; r++)
			if ((r, program) in value &&
			    (v < 0 || value[r, program] < v))
				v = value[r, program]
		return v
	}
	FILENAME == "costs" {
		wall[$1, $2] = $3 / 1000
		cpu[$1, $2] = ($4 + $5) / 1000
		user[$1, $2] = $4 / 1000
		if ($1 > rounds)
			rounds = $1
		next
	}
	FNR == 1 {
		printf "%-10s %9s %7s %9s %7s %8s %9s %8s %9s\n", options,
			"wall ms", "/cat", "cpu ms", "/cat", "user ms",
			"peak KiB", "rows", "file"
	}
	typical($1, wall) < 0 {
		printf "%-10s failed, or took longer than the limit\n", $1
		next
	}
	{
		wrong = $1 !~ /^cat/ && $3 != right
		printf "%-10s %9.1f %7.3f %9.1f %7.3f %8.1f %9d %8d%s %8d\n",
			$1, typical($1, wall), typical($1, wall, "cat"),
			least($1, cpu), least($1, cpu) / least("cat", cpu),
			least($1, user), $2, $3, wrong ? "!" : " ", $4
	}
	$1 == "netstat" {
		failed = wrong
		if (options in peers)
			verdict = sprintf("netstat: %d KiB, goal 8192\n", $2)
		if (options in goal)
			verdict = sprintf("netstat: %.3f (wall), %.3f (cpu) " \
				"times cat, goal %.2f; %d KiB, goal 512\n",
				typical($1, wall, "cat"),
				least($1, cpu) / least("cat", cpu),
				goal[options], $2)
	}
	# what the peers took, in times of what we took in the same round
	function against(list,	n, i, word, pair, ratio) {
		n = split(list, word, " ")
		for (i = 1; i <= n; i++) {
			split(word[i], pair, ":")
			ratio = typical(pair[1], wall, "netstat")
			if (ratio > 0)
				printf "%s: %.2f (wall), %.2f (cpu) times " \
					"netstat, goal %g\n", pair[1], ratio,
					least(pair[1], cpu) / \
					least("netstat", cpu), pair[2]
		}
	}
	END {
		printf "%s", verdict
		against(peers[options])
		exit failed
	}' costs facts
}

# bench OPTIONS ROWS
bench()
{
	: >costs
	candidates "$1" >running 2>excuses
	round=0
	while [ "$round" -le "$ROUNDS" ]; do
		time_round "$round" "$1"
		round=$((round + 1))
	done
	facts "$1"
	echo
	table "$1" "$2" || status=1
	cat excuses
}

# --- the crowd -------------------------------------------------------------

# The kernel has one table of connections for all namespaces, and a reader
# walks it all: sockets elsewhere make every figure worse.
others()
{
	awk '$1 == "TCP:" {
		for (i = 2; i < NF; i += 2)
			value[$i] = $(i + 1)
		print value["alloc"] - value["inuse"]
	}' /proc/net/sockstat
}

# with_sockets SOCKETS: open them, in a directory of our own; line tells what
# there is. They go with descriptor 9.
with_sockets()
{
	dir=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX") && cd "$dir" || exit 1
	trap 'cd / && rm -rf "$dir"' EXIT
	trap 'exit 1' HUP INT TERM
	mkfifo hold said
	"$O/tests/crowd" "$1" 7200 <hold >said &
	exec 9>hold
	read -r line <said || die "no sockets"
}

# crowd SOCKETS: run inside the namespace
crowd()
{
	with_sockets "$1"
	echo
	echo "$line, $ROUNDS rounds"
	others=$(others)
	[ "$others" -lt 1000 ] ||
		echo "note: $others TCP sockets exist in other namespaces"
	read -r load rest </proc/loadavg
	echo "load average before the first round: $load"
	# ready N sockets, N listeners, N processes
	rows_of_l=${line#*sockets, } rows_of_l=${rows_of_l%% *}
	status=0
	for options in -tan -tln -tanp -tlnp; do
		case $options in
		*a*) rows=$1 ;;
		*) rows=$rows_of_l ;;
		esac
		if knows netstat $options; then
			bench $options "$rows"
		else
			echo
			echo "left out: $options (not in this netstat)"
		fi
	done
	exec 9>&-
	wait
	exit $status
}

# slots SOCKETS: run inside the namespace; whether a build with 256 slots, which
# has to walk many times, prints the same owners
slots()
{
	with_sockets "$1"
	for program in "$O" "$O/slots256"; do
		measure "$LIMIT" "$program/netstat" -tanp >>walls
		"$program/netstat" -tanp >owners.new 9>&-
		[ -e owners ] || mv owners.new owners
	done
	echo
	if cmp owners owners.new; then
		echo "-tanp, $1 sockets: the same with the default and with" \
			"256 slots; $(awk '{ printf "%s%.1f", sep, $1 / 1000
			sep = " and " }' walls) ms"
	else
		status=1
	fi
	exec 9>&-
	wait
	exit "${status:-0}"
}

case ${1:-} in
crowd) crowd "$2" ;;
slots) slots "$2" ;;
esac

make -s -C "$top" O="$O" "$O/tests/crowd" "$O/tests/measure" || exit 1
[ -x "$O/netstat" ] || die "$O/netstat is not there: run make first"
unshare -n true 2>/dev/null || die "needs root for a network namespace"
status=0
for sockets in $SOCKETS; do
	unshare -n sh "$0" crowd "$sockets" || status=1
done
if grep -q 'NETSTAT_PRG 1' "$O/autoconf.h"; then
	mkdir -p "$O/slots256"
	{
		cat "$O/.config"
		echo CONFIG_NETSTAT_SLOTS=256
	} >"$O/slots256/.config"
	make -s -C "$top" O="$O/slots256" || exit 1
	unshare -n sh "$0" slots 5000 || status=1
fi
exit $status
