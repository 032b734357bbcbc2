#!/bin/sh
# shellcheck disable=SC2154 # the variables of the wrapper
# Run $program of another CPU with the options "$@" under $qemu; read by a wrapper
# that has set these variables and
#   turn       the option of tests/tools/turn.c for this CPU
#   TURN_TOOL  tests/tools/turn.c, compiled
#   BIND_TOOL  tests/tools/bind.c, compiled
#   TURNED     where converted trees are kept
#
# A converted copy of net/ in the tree of --proc is mounted under the same name,
# which only the program sees. Trees of tests/fixtures do not change: one copy of
# each is kept in TURNED for all runs.
set -u

proc='' last=''
for option; do
	case $last,$option in
	*,--proc=*) proc=${option#--proc=} ;;
	--proc,*) proc=$option ;;
	esac
	last=$option
done
[ -d "$proc/net" ] || exec "$qemu" "$program" "$@"

case $proc in
"$TESTS"/fixtures/*)
	copy=$TURNED/$turn/${proc#"$TESTS"/fixtures/}
	if [ ! -d "$copy" ]; then
		mkdir -p "${copy%/*}" &&
		new=$(mktemp -d "$TURNED/new.XXXXXX") &&
		cp -a "$proc/net/." "$new" && "$TURN_TOOL" "$turn" "$new" ||
			exit 125
		# another run may have been first
		mv -T "$new" "$copy" 2>/dev/null || rm -rf "$new"
	fi
	exec "$BIND_TOOL" "$copy" "$proc/net" "$qemu" "$program" "$@"
	;;
esac

# a user who cannot copy the tree may not read it either: that is the test
copy=$(mktemp -d "$TESTDIR/turned.XXXXXX" 2>/dev/null) ||
	exec "$qemu" "$program" "$@"
if ! cp -a "$proc/net/." "$copy" 2>/dev/null; then
	rm -rf "$copy"
	exec "$qemu" "$program" "$@"
fi
"$TURN_TOOL" "$turn" "$copy" || exit 125
"$BIND_TOOL" "$copy" "$proc/net" "$qemu" "$program" "$@"
status=$?
rm -rf "$copy"
exit $status
