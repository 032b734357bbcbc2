#!/bin/sh
# The compiler of quick.sh: tcc compiles, against musl, and gcc links.
# tcc.sh cc's arguments, as make gives them for the program as one unit.
set -u

musl=/usr/include/$(uname -m)-linux-musl
link=1 out='' before='' flags=''
for arg; do
	shift
	case $before$arg in
	-o*) [ -n "$before" ] && out=$arg ;;
	-Wl,*) flags="$flags $arg" ;;
	-c | -E) link='' && set -- "$@" "$arg" ;;
	*) set -- "$@" "$arg" ;;
	esac
	before=
	[ "$arg" != -o ] || before=-o
done
if [ -z "$link" ]; then
	exec tcc -nostdinc -isystem "$musl" "$@" ${out:+-o "$out"}
fi
trap 'rm -f "$out.o"' EXIT
tcc -nostdinc -isystem "$musl" "$@" -c -o "$out.o" || exit
# shellcheck disable=SC2086 # words
musl-gcc -static $flags -o "$out" "$out.o"
