#!/bin/bash
# Run the test suite, or the test files named: tests/run.sh [NAME.test...]
#
#   O        the build directory (build); its .config says what can be tested
#   C        another netstat to test, /bin/netstat say: the cases that only
#            our own can pass are skipped
#   DROPIN   not empty: C is our own in another tree, with the features and
#            limits of O's configuration
#   LONG     not empty: what `make check-long' runs beside the rest
#   LANES    how many files run at once (one more than there are processors, as
#            some mostly wait)
#   IDLE     a file that prints nothing for so many minutes hangs (20)
#   RUNTEST  toybox's scripts/runtest.sh (else fetched by harness.sh)
#
# Every file runs in its own shell and directory, the slowest first according to
# tests/lib/times. The times of this run are in O/times; copied to
# tests/lib/times, they give the order of the next run. The last line is "N
# passed, N failed, N skipped"; the status is 0 if at least one test passed and
# none failed.
set -u

# A shell in the background ignores SIGINT, and so would all that it starts.
[ -n "${SIGNALS-}" ] || SIGNALS=default exec env --default-signal "$0" "$@"

die()
{
	echo "run.sh: $*" >&2
	exit 1
}

tests=$(cd "$(dirname "$0")" && pwd) || exit 1
top=${tests%/*}
[ $# -gt 0 ] || set -- "$tests"/cases/*.test
files=()
for file; do
	[ -f "$file" ] || file=$tests/cases/${file##*/}
	[ -f "$file" ] || die "no test file $file"
	files+=("$(realpath "$file")")
done
cd "$top" || exit 1
O=$(realpath -m "${O:-build}")
export O LC_ALL=C TZ=UTC
unset NETSTAT_OPTIONS POSIXLY_CORRECT
unset CC CFLAGS CPPFLAGS LDFLAGS STRIP OBJCOPY

# The harness runs this wrapper as C. It reports a crash on stdout, so that no
# test takes the output of a crashed command for a result. REAL is the command.
make_wrapper()
{
	cat >"$1" <<-END
	#!/bin/sh
	"$REAL" "\$@"
	status=\$?
	[ \$status -le 128 ] || echo "netstat: signal \$((status - 128))"
	exit \$status
	END
	chmod +x "$1"
}

# OPTIONFLAGS is the harness's list of configured symbols, as :A:B:. The .config
# may be a preset, without the defaults; autoconf.h has all symbols.
read_config()
{
	OPTIONFLAGS=
	[ "$REAL" = "$O/netstat" ] || [ -n "${DROPIN-}" ] || return
	OPTIONFLAGS=:$(sed -n 's/^#define CFG_\([A-Z0-9_]*\) 1$/\1/p' \
		"$O/autoconf.h" | tr '\n' ':')
}

# run_file FILE: run it, with its output in NAME.test.log. A file that ends
# early or hangs has failed, whatever it printed. It has its own session, so
# that all processes that it started can be ended.
run_file()
{
	local file=$1 name=${1##*/} start=$EPOCHREALTIME
	local dir=$TESTDIR/${name%.test}

	rm -rf "$dir" "$dir.done"
	mkdir -p "$dir"
	# shellcheck disable=SC2016 # expanded by the inner shell
	cd "$dir" && DONE=$dir.done LANES=1 IDLE=$(((IDLE + 1) / 2)) setsid bash -c '
		echo $$ >"${DONE%.done}.pid"
		. "$RUNTEST"
		. "$TESTS/lib/lib.sh"
		. "$1"
		times >"$DONE"
	' bash "$file" </dev/null >"$dir.test.log" 2>&1 3>&-
	[ -s "$dir.done" ] ||
		echo "FAIL: $name stopped before its end" >>"$dir.test.log"
	echo "$name $start $EPOCHREALTIME" >&3
}

# finished NAME START END: print its output, and record elapsed, user and system
# seconds
finished()
{
	local done=$TESTDIR/${1%.test}.done

	: >>"$done"
	tr ms '  ' <"$done" | awk -v name="$1" -v took="$(($3 - $2))" 'NR == 2 {
		user = $1 * 60 + $2; sys = $3 * 60 + $4 }
		END { printf "%.1f %.1f %.1f %s\n", took / 1e6, user, sys, name
		}' >>"$TESTDIR/times"
	{
		echo "# $1"
		cat "$TESTDIR/$1.log"
	} | tee -a "$TESTDIR/log"
}

# end_idle: end the files that have printed nothing for IDLE minutes
end_idle()
{
	local log

	find "$TESTDIR" -maxdepth 1 -name '*.test.log' -mmin "+$IDLE" |
	while read -r log; do
		echo "nothing for $IDLE minutes: it is ended" >>"$log"
		end_session "${log%.test.log}"
	done
}

# end_session DIR: end the processes of that file, with SIGTERM first
end_session()
{
	local pid signal

	pid=$(cat "$1.pid" 2>/dev/null) && [ ! -e "$1.done" ] || return
	for signal in TERM KILL; do
		kill -$signal -- "-$pid" 2>/dev/null || return
		sleep 1
	done
}

end_all()
{
	local pid

	for pid in "$TESTDIR"/*.pid; do
		[ ! -e "$pid" ] || end_session "${pid%.pid}"
	done
}

count()
{
	grep -a -c "^$1[: ]" "$TESTDIR/log"
}

REAL=$(realpath -m "${C:-$O/netstat}")
[ -x "$REAL" ] || die "$REAL is not there: run make first"
mkdir -p "$O" || exit 1
RUNTEST=${RUNTEST:-$O/harness/runtest.sh}
[ "$RUNTEST" != "$O/harness/runtest.sh" ] ||
	sh "$tests/lib/harness.sh" "$O/harness" || exit 1
[ -r "$RUNTEST" ] || die "cannot read $RUNTEST"

TESTDIR=$(mktemp -d "${TMPDIR:-/tmp}/netstat-test.XXXXXX") || exit 1
trap 'rm -rf "$TESTDIR"' EXIT
trap 'end_all; exit 1' HUP INT TERM
read_config
C=$TESTDIR/netstat
make_wrapper "$C"
LANES=${LANES:-$(($(nproc) + 1))}
IDLE=${IDLE:-20}
# variants that several files build, also within a run that a test file starts
export VARIANTS=${VARIANTS:-$TESTDIR/variants}
export C REAL RUNTEST TESTDIR OPTIONFLAGS
export TESTS=$tests TOP=$top CMDNAME=netstat VERBOSE=all

# in_order FILE...: sort them, the slowest first
in_order()
{
	printf '%s\n' "$@" | awk -v times="$tests/lib/times" '
		BEGIN {
			while ((getline <times) > 0)
				took[$NF] = $1
		}
		{
			name = $0
			sub(/.*\//, "", name)
			print name in took ? took[name] : 30, $0
		}' | sort -s -n -r -k 1,1 | cut -d ' ' -f 2-
}

# run_files FILE...: run them, LANES at once; a pipe reports which one ended
run_files()
{
	local file name start end running=0

	mkfifo "$TESTDIR/ended" && exec 3<>"$TESTDIR/ended" || exit
	for file; do
		run_file "$file" &
		running=$((running + 1))
		while [ $running -ge "$LANES" ]; do
			one_ends
		done
	done
	while [ $running -gt 0 ]; do
		one_ends
	done
}

one_ends()
{
	# a read that ends too early may have taken the beginning of a line
	local line='' more

	until read -r -t 10 more <&3; do
		line+=$more
		end_idle
	done
	read -r name start end <<<"$line$more"
	running=$((running - 1))
	finished "$name" "${start/./}" "${end/./}"
}

mapfile -t files < <(in_order "${files[@]}")
run_files "${files[@]}"
mkdir -p "$O" && cp "$TESTDIR/times" "$O/times"

passed=$(count PASS) failed=$(count FAIL) skipped=$(count SKIP)
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
