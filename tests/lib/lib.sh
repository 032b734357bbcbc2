# shellcheck shell=bash
# Functions for the test files, read after the harness's own.
#
# REAL is the netstat under test and C the harness's wrapper around it. PEER is
# net-tools' netstat, the reference for the output. FIXTURES has saved /proc
# trees.

# shellcheck disable=SC2034 # for the test files
FIXTURES=$TESTS/fixtures
PEER=${PEER:-/bin/netstat}
SKIPWORD=$SHOWSKIP

# --- what a test needs -------------------------------------------------------

# is_standalone: the program under test is the one that make built
is_standalone()
{
	[ "$REAL" = "$O/netstat" ]
}

# is_ours: the program under test is ours, by itself or in another tree
is_ours()
{
	is_standalone || [ -n "${DROPIN-}" ]
}

# has SYMBOL: is it configured? A foreign netstat is assumed to have everything
has()
{
	[ -z "$OPTIONFLAGS" ] || [[ $OPTIONFLAGS == *:$1:* ]]
}

# lacks NEED: print why NEED is not met; fails if it is met
lacks()
{
	case $1 in
	ours) is_ours || echo "needs our own netstat" ;;
	own-help) [ -z "${DROPIN-}" ] ||
		echo "the tree around it answers -h, --help, --version" ;;
	native) head -c 4 "$REAL" | grep -q ELF ||
		echo "needs a program that no emulator runs" ;;
	standalone) is_standalone || echo "needs what make built" ;;
	tree) { is_ours && has NETSTAT_PROC; } || lacks root ;;
	root) unshare -m true 2>/dev/null ||
		echo "needs root for a mount namespace" ;;
	repository) git -C "$TOP" rev-parse HEAD >/dev/null 2>&1 ||
		echo "needs the repository, not an export of it" ;;
	unix-letters) { is_ours && ! has NETSTAT_WINDOWS_DEFAULT; } ||
		echo "letters mean what Windows has them mean" ;;
	netns) unshare -n true 2>/dev/null ||
		echo "needs root for a network namespace" ;;
	peer) "$PEER" -V 2>/dev/null | grep -q '^net-tools 2\.10' ||
		echo "needs net-tools 2.10 as $PEER" ;;
	gcc-12-x86) [ "$(uname -m)-$(gcc -dumpversion)" = x86_64-12 ] ||
		echo "needs gcc 12 on x86-64" ;;
	x86-64) [ "$(uname -m)" = x86_64 ] ||
		echo "needs the registers of x86-64" ;;
	musl) ! grep -a -q 'GNU C Library\|GLIBC' "$REAL" ||
		echo "needs a build against musl" ;;
	strace) strace -o /dev/null true 2>/dev/null ||
		echo "needs strace, and the right to trace" ;;
	NETSTAT*) has "$1" || echo "$1 is off" ;;
	*) command -v "$1" >/dev/null || echo "needs $1" ;;
	esac | grep .
}

# requires NEED...: skip the tests up to the next requires, with the reason,
# unless every NEED is met: a symbol, a command, or a word that lacks knows
requires()
{
	local need why

	SKIP=0
	for need; do
		why=$(lacks "$need") || continue
		SKIP=99999
		# shellcheck disable=SC2034 # the harness prints it
		SHOWSKIP="$SKIPWORD ($why)"
		return
	done
}

# --- running a netstat -------------------------------------------------------

# make_tools NAME...: compile tests/tools/NAME.c to ./NAME, once for all test
# files of a run
make_tools()
{
	local tool

	mkdir -p "$VARIANTS"
	for tool; do
		if [ -x "$tool" ] || cp "$VARIANTS/$tool" "$tool" 2>/dev/null; then
			continue
		fi
		if cc -O2 -pthread -o "$tool" "$TESTS/tools/$tool.c"; then
			cp "$tool" "$tool.new"
			mv "$tool.new" "$VARIANTS/$tool"
		else
			echo "$SHOWFAIL: $CMDNAME $tool does not compile"
		fi
	done
}

# runs DIR COMMAND OPTIONS...: run COMMAND once for each of the OPTIONS (a
# string of words each), with DIR mounted on /proc, and print its stdout and
# status. With /proc as DIR nothing is mounted.
runs()
{
	local dir=$1

	shift
	if [ "$dir" = /proc ]; then
		sh "$TESTS/lib/runs.sh" "$@"
	else
		# shellcheck disable=SC2016 # expanded by the inner shell
		unshare -m sh -c 'mount --bind "$1" /proc && shift && "$@"' \
			sh "$dir" sh "$TESTS/lib/runs.sh" "$@"
	fi
}

# on DIR OPTION...: one run of the netstat under test with DIR as its /proc
on()
{
	local dir=$1

	shift
	if is_ours && has NETSTAT_PROC; then
		"$C" --proc="$dir" "$@"
	else
		# shellcheck disable=SC2016 # expanded by the inner shell
		unshare -m sh -c 'mount --bind "$1" /proc && shift && "$@"' \
			sh "$dir" "$C" "$@"
	fi
}

# until_shown N EXPRESSION COMMAND...: run it in the background, as $pid, and
# wait until N lines of its stdout, ./shown, match; stderr is ./err. The shell
# ignores SIGINT in background commands, so the default action is restored here.
# Wait for output before you send SIGINT: an earlier one may be lost.
# shellcheck disable=SC2034 # pid is for the tests
until_shown()
{
	local n=$1 expression=$2

	shift 2
	: >shown	# remove the output of an earlier test
	env --default-signal=INT,PIPE "$@" >shown 2>err &
	pid=$!
	await_shown "$n" "$expression"
}

# soon COMMAND...: wait until it succeeds, for a minute or more; it fails if it
# never does
soon()
{
	local tries=6000

	until "$@"; do
		[ $((tries--)) -gt 0 ] || return
		sleep 0.01
	done
}

# has_lines N EXPRESSION FILE: do N lines of it match?
has_lines()
{
	[ "$(grep -E -c -e "$2" "$3")" -ge "$1" ]
}

# await_shown N EXPRESSION: wait until N lines of ./shown match
await_shown()
{
	soon has_lines "$1" "$2" shown
}

# limit SYMBOL: its configured number
limit()
{
	sed -n "s/^#define CFG_$1 //p" "$O/autoconf.h"
}

# reason NUMBER TEXT: a system error as this configuration prints it
reason()
{
	if has NETSTAT_STRERROR; then
		echo "$2"
	else
		echo "error $1"
	fi
}

# agree NAME A B: a test that the files A and B are equal and not empty
agree()
{
	testing "$1" "test -s $2 && cmp -s $2 $3 && echo same ||
		diff -a -u $2 $3 | head -n 40" "same\n" "" ""
}

# same NAME DIR OPTIONS...: with DIR as /proc, output and status are those of
# net-tools, for each of the OPTIONS. A saved DIR is also read with --proc; with
# QUICK only one of the two ways is tested.
same()
{
	local name=$1 dir=$2 option=

	shift 2
	if [ "$SKIP" -gt 0 ]; then
		testing "$name" false "" "" ""
		return
	fi
	[ "$dir" = /proc ] || ! is_ours || ! has NETSTAT_PROC ||
		option=--proc=$dir
	runs "$dir" "$PEER" "$@" >theirs
	# an empty table is an error for us, not for net-tools
	[ "${dir##*/}" != empty ] || sed -i 's/^rc=0$/rc=1/' theirs
	if [ -z "$option" ] || [ -z "${QUICK-}" ]; then
		runs "$dir" "$REAL" "$@" >ours
		agree "$name" theirs ours
	fi
	if [ -n "$option" ]; then
		runs /proc "$REAL $option" "$@" >ours
		agree "$name, --proc" theirs ours
	fi
}

# --- what to compare ---------------------------------------------------------

# supported LETTERS: those that this configuration has
supported()
{
	local i letter

	for ((i = 0; i < ${#1}; i++)); do
		letter=${1:i:1}
		case $letter in
		6) has NETSTAT_IPV6 ;;
		x) has NETSTAT_UNIX ;;
		w) has NETSTAT_RAW ;;
		U) has NETSTAT_UDPLITE ;;
		S) has NETSTAT_SCTP ;;
		W) has NETSTAT_WIDE ;;
		e) has NETSTAT_EXTEND ;;
		o) has NETSTAT_TIMERS ;;
		p) has NETSTAT_PRG ;;
		esac && printf %s "$letter"
	done
}

# subsets LETTERS: every subset of them, "-" for the empty one
subsets()
{
	if [ -z "$1" ]; then
		echo -
		return
	fi
	local rest

	for rest in $(subsets "${1:1}"); do
		echo "$rest"
		echo "${1:0:1}${rest#-}"
	done
}

# matrix TABLES: bundles of options that show TABLES (letters of -tuUwxS, or
# none) in every configured combination with -a or -l, -4 or -6, -e, -o and -W;
# with -p, by itself and with those; and with -ee and -eee. With QUICK only all
# at once.
matrix()
{
	local families=4 which family extra columns

	columns="- $(supported eopW)"
	! has NETSTAT_EXTEND || columns+=" ee$(supported oWp) eee"
	[ -n "${QUICK-}" ] ||
		columns+=" $(supported p) $(subsets "$(supported eoW)")"
	! has NETSTAT_IPV6 || families="- 4 6"
	for which in - a l; do
		for family in $families; do
			for extra in $columns; do
				echo "-n$1$which$family$extra"
			done
		done
	done | sed 's/^-/+/; s/-//g; s/^+/-/'
}
