#!/bin/bash
# Run the test suite, or the test files named: tests/run.sh [FILE.test...]
#
#   O        the build directory (build); its .config says what can be tested
#   C        another netstat to test, /bin/netstat say: the cases that only
#            our own can pass are skipped
#   DROPIN   not empty: C is our own in another tree, with the features and
#            limits of O's configuration
#   RUNTEST  toybox's scripts/runtest.sh (else fetched by harness.sh)
#
# Every file runs in a shell and a directory of its own; those that fetch and
# build run beside the others. The last line is
# "N passed, N failed, N skipped"; the status is 0 when at least one test
# passed and none failed.
set -u

# a file that takes longer than this hangs
LIMIT=1200

# files that fetch and build, about half of the time
BUILDERS=" boot config cross dist dropin dropin-toybox package "

die()
{
	echo "run.sh: $*" >&2
	exit 1
}

tests=$(cd "$(dirname "$0")" && pwd) || exit 1
top=${tests%/*}
[ $# -gt 0 ] || set -- "$tests"/*.test
files=()
for file; do
	[ -f "$file" ] || die "no test file $file"
	files+=("$(realpath "$file")")
done
cd "$top" || exit 1
O=$(realpath -m "${O:-build}")
export O LC_ALL=C TZ=UTC
unset NETSTAT_OPTIONS POSIXLY_CORRECT

# What the harness calls C is a wrapper: a crash of the command must not pass
# as its output, wherever that went. REAL is the command itself.
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

# OPTIONFLAGS is the harness's list of what is configured, as :A:B:. The
# .config may be a preset, which leaves defaults out; autoconf.h has them all.
read_config()
{
	OPTIONFLAGS=
	[ "$REAL" = "$O/netstat" ] || [ -n "${DROPIN-}" ] || return
	OPTIONFLAGS=:$(sed -n 's/^#define CFG_\([A-Z0-9_]*\) 1$/\1/p' \
		"$O/autoconf.h" | tr '\n' ':')
}

# A file of tests that ends early or hangs has failed, whatever it printed.
run_file()
{
	local file=$1 name=${1##*/}
	local dir=$TESTDIR/${name%.test}

	rm -rf "$dir" "$dir.done"
	mkdir -p "$dir"
	(
		cd "$dir" || exit
		# shellcheck disable=SC2016 # expanded by the inner shell
		DONE=$dir.done timeout --foreground -k 5 $LIMIT bash -c '
			. "$RUNTEST"
			. "$TESTS/lib.sh"
			. "$1"
			: >"$DONE"
		' bash "$file" </dev/null 2>&1
	)
	[ -f "$dir.done" ] || echo "FAIL: $name stopped before its end"
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
	sh "$tests/harness.sh" "$O/harness" || exit 1
[ -r "$RUNTEST" ] || die "cannot read $RUNTEST"

TESTDIR=$(mktemp -d "${TMPDIR:-/tmp}/netstat-test.XXXXXX") || exit 1
trap 'rm -rf "$TESTDIR"' EXIT
trap 'exit 1' HUP INT TERM
read_config
C=$TESTDIR/netstat
make_wrapper "$C"
export C REAL RUNTEST TESTDIR OPTIONFLAGS
export TESTS=$tests TOP=$top CMDNAME=netstat VERBOSE=all

# run_files FILES...: what each says comes when it is done
run_files()
{
	local file

	for file; do
		{
			echo "# ${file##*/}"
			run_file "$file"
		} >"$TESTDIR/${file##*/}.log"
		cat "$TESTDIR/${file##*/}.log"
	done
}

builders=() others=()
for file in "${files[@]}"; do
	name=${file##*/}
	case $BUILDERS in
	*" ${name%.test} "*) builders+=("$file") ;;
	*) others+=("$file") ;;
	esac
done
{
	run_files "${builders[@]}" &
	run_files "${others[@]}"
	wait
} | tee "$TESTDIR/log"

passed=$(count PASS) failed=$(count FAIL) skipped=$(count SKIP)
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
