#!/bin/sh
# Run a program of another CPU: emulate.sh QEMU PROGRAM TURN [OPTION...]
#
# TURN is the option of tests/tools/turn.c, or empty. If given, a converted copy
# of net/ in the tree of --proc is mounted under the same name, which only the
# program sees. Trees of tests/fixtures do not change: one copy of each is kept
# in TURNED for all runs.
set -u

qemu=$1 program=$2 turn=$3
shift 3
[ -n "$turn" ] || exec "$qemu" "$program" "$@"

proc='' last=''
for option; do
	case $last,$option in
	*,--proc=*) proc=${option#--proc=} ;;
	--proc,*) proc=$option ;;
	esac
	last=$option
done
[ -d "$proc/net" ] || exec "$qemu" "$program" "$@"

# shellcheck disable=SC2016 # expanded by the inner shell
mounted='mount --bind "$1" "$2" && shift 2 && exec "$@"'
case $proc in
"$TESTS"/fixtures/*)
	copy=$TURNED/$(echo "${proc#"$TESTS"/fixtures/}" | tr / _)$turn
	if [ ! -d "$copy" ]; then
		mkdir -p "$TURNED" && new=$(mktemp -d "$TURNED/new.XXXXXX") &&
		cp -a "$proc/net/." "$new" && "$TURN_TOOL" "$turn" "$new" ||
			exit 125
		# another run may have been first
		mv -T "$new" "$copy" 2>/dev/null || rm -rf "$new"
	fi
	exec unshare -m sh -c "$mounted" \
		sh "$copy" "$proc/net" "$qemu" "$program" "$@"
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
unshare -m sh -c "$mounted" \
	sh "$copy" "$proc/net" "$qemu" "$program" "$@"
status=$?
rm -rf "$copy"
exit $status
