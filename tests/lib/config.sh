#!/bin/sh
# Build one configuration without a warning and run the tests that apply:
#
#   tests/lib/config.sh NAME [CC=...]
#
# NAME: a goal of the Makefile (tiny_defconfig, allnoconfig, ...), random-N, or
# a symbol, for everything except that symbol. Prints "NAME: ok", or the errors.
# Builds without one symbol come from quick.sh, so they lack the warnings that
# need an optimizer; the others and, with LONG=1, all have these. No warning of
# clang needs one. A preset that turns out to be allyesconfig is not built again.
# The build is kept in WORK/NAME; WORK defaults to a new temporary directory.
# The output of each view is compared with that of allyesconfig, which is built
# first. LONG=1 also runs test files where otherwise the views are enough.
set -u

tests=$(cd "$(dirname "$0")/.." && pwd) || exit 1
top=${tests%/*}
name=${1:?usage: config.sh NAME [CC=...]}
what=$*
shift
export WORK="${WORK:-$(mktemp -d)}"
dir=$WORK/$name${1:+-${1#CC=}}

run_make()
{
	make -s -C "$top" O="$dir" "$@"
}

configure()
{
	case $name in
	random-*)
		KCONFIG_SEED=${name#random-} run_make randconfig
		;;
	NETSTAT_*)
		run_make allyesconfig &&
		sed -i "s/^CONFIG_$name=y/# CONFIG_$name is not set/" \
			"$dir/.config" &&
		run_make olddefconfig &&
		! grep -q "^CONFIG_$name=y" "$dir/.config"
		;;
	*)
		run_make "$name"
		;;
	esac
}

# Each view must print the same as in a program with everything. Needs a mount
# namespace.
compare_views()
{
	unshare -m true 2>/dev/null || return 0
	sh "$tests/lib/smoke.sh" "$dir" >"$dir/views" || return
	[ "$name" != allyesconfig ] || return 0
	[ -s "$WORK/allyesconfig/views" ] ||
		"$tests/lib/config.sh" allyesconfig || return
	awk 'NR == FNR { if (/^# netstat /) has[$0]; next }
		/^# netstat / { on = $0 in has } on' \
		"$dir/views" "$WORK/allyesconfig/views" | diff -a -u - "$dir/views" &&
	grep -q '^rc=0' "$dir/views"
}

# QUICK: only a part of the matrix of options, on one of the fixtures. What is
# configured as the program of the whole suite needs no part of it.
run_tests()
{
	[ $# -gt 0 ] || [ -n "${LONG-}" ] ||
		! cmp -s "$dir/autoconf.h" "${O-}/autoconf.h" || return 0
	case $name,${1-},${LONG-} in
	full_*,*,* | *config,,* | *config,*,1)
		set -- fixture options hostile errors noheap ;;
	*-*,*,* | *,*,1) set -- fixture options ;;
	*) return ;;
	esac
	for test; do
		shift
		set -- "$@" "$tests/cases/$test.test"
	done
	env -u C O="$dir" QUICK=1 "$tests/run.sh" "$@"
}

# Builds with the letters of Windows by default are left to windows.test.
as_unix()
{
	[ -f "$dir/.config" ] || return
	sed -i 's/^CONFIG_NETSTAT_WINDOWS_DEFAULT=y/# CONFIG_NETSTAT_WINDOWS_DEFAULT is not set/' \
		"$dir/.config"
}

# Has the program with everything been tested, and is this the same?
is_everything()
{
	[ "$what" != allyesconfig ] && [ "$what" = "$name" ] &&
		cmp -s "$dir/.config" "$WORK/allyesconfig/.config"
}

build()
{
	case $name,${LONG-},$* in
	NETSTAT_*,,* | full_*,,CC=clang) WARNINGS='-Wall -Wextra -Werror' \
			sh "$tests/lib/quick.sh" O="$dir" "$@" ;;
	*) run_make CFLAGS='-Os -Wall -Wextra -Werror' "$@" ;;
	esac
}

mkdir -p "$dir" || exit 1
{
	configure && as_unix && {
		is_everything ||
		{ build "$@" && compare_views && run_tests "$@"; }
	}
} >"$dir/log" 2>&1 || {
	grep -a '^FAIL' "$dir/log" || tail -n 20 "$dir/log"
	echo "$what: failed, in $dir (tests/lib/config.sh $what keeps it)"
	exit 1
}
echo "$what: ok"
