#!/bin/sh
# Run a program of another CPU: emulate.sh QEMU PROGRAM TURN [OPTION...]
#
# TURN is the option of tests/tools/turn.c, or empty. If given, a converted copy
# of net/ in the tree of --proc is mounted under the same name, which only the
# program sees.
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

# a user who cannot copy the tree may not read it either: that is the test
copy=$(mktemp -d "$TESTDIR/turned.XXXXXX" 2>/dev/null) ||
	exec "$qemu" "$program" "$@"
if ! cp -a "$proc/net/." "$copy" 2>/dev/null; then
	rm -rf "$copy"
	exec "$qemu" "$program" "$@"
fi
"$TURN_TOOL" "$turn" "$copy" || exit 125
# shellcheck disable=SC2016 # expanded by the inner shell
unshare -m sh -c 'mount --bind "$1" "$2" && shift 2 && exec "$@"' \
	sh "$copy" "$proc/net" "$qemu" "$program" "$@"
status=$?
rm -rf "$copy"
exit $status
