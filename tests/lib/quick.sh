#!/bin/sh
# Build where only behaviour and warnings matter, not bytes: quick.sh O=DIR
# [make's arguments]. WARNINGS: flags with which gcc must be silent.
#
# tcc takes a tenth of the time of gcc -O0, and that a quarter of -Os; gcc finds
# its warnings without making code. A compiler that is named gets -O0. A
# configuration that lacks much calls what is not there, in conditions that only
# an optimizer finds false, and in functions that nobody calls: then the next
# compiler is tried.
set -u

top=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
out=$1
program=${out#O=}/netstat.unstripped
shift

run_make()
{
	make -s -C "$top" "$out" "$@" 2>&1
}

# The program as one unit, up to its text in assembler, in place of PROGRAM.
find_warnings()
{
	[ -n "${WARNINGS-}" ] || return 0
	mv "$program" "$program.tcc"
	run_make CFLAGS="-O0 -flto -fno-fat-lto-objects -S $WARNINGS" "$@" \
		"$program" &&
	mv "$program.tcc" "$program"
}

# build COMPILER [ARGUMENT...]
build()
{
	compiler=$1
	shift
	case $compiler in
	tcc) run_make "$@" CC="sh $top/tests/lib/tcc.sh" WHOLE=1 &&
		find_warnings "$@" ;;
	*) run_make CFLAGS="$compiler ${WARNINGS-}" "$@" ;;
	esac
}

compilers='tcc -O0 -O1'
case " $* " in
*' CC='* | *' CROSS='*) compilers='-O0 -O1' ;;
esac
[ -d "/usr/include/$(uname -m)-linux-musl" ] && command -v tcc >/dev/null ||
	compilers=${compilers#tcc }
for compiler in $compilers; do
	said=$(build "$compiler" "$@")
	status=$?
	case $status$said in
	[!0]*'undefined '*) ;;
	*) break ;;
	esac
done
[ -z "$said" ] || printf '%s\n' "$said"
exit "$status"
