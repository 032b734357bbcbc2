# shellcheck shell=bash
# Functions for tests of other CPUs; read with `. "$TESTS/lib/cross.sh"'.

# CPUs for which Debian has no musl, but glibc and a compiler; as in cpus
GLIBC_CPUS='mips	mips-linux-gnu	mips
riscv64	riscv64-linux-gnu	riscv64'

# field CPU N: word N of its line in ports/cross/cpus, or above
field()
{
	echo "$GLIBC_CPUS" | awk -v cpu="$1" -v n="$2" '$1 == cpu { print $n }' \
		"$TOP/ports/cross/cpus" -
}

# fetched CPU PACKAGE...: unpack these Debian packages in the build directory,
# or skip the tests that follow
fetched()
{
	[ "$SKIP" -eq 0 ] || return
	in_turn "$1" sh "$TOP/ports/cross/fetch.sh" "$O/cross/$1/root" "$@" \
		>fetch.log 2>&1 && return
	SKIP=99999
	# shellcheck disable=SC2034 # the harness prints it
	SHOWSKIP="$SKIPWORD ($(tail -n 1 fetch.log))"
}

# in_turn CPU COMMAND...: test files take turns in the directory of that CPU
in_turn()
{
	mkdir -p "$O/cross" && flock "$O/cross/$1.lock" "${@:2}"
}

# cross_build CPU [GOAL]: make $O/cross/CPU/netstat, with the tested
# configuration; as a user makes it for s390x, quickly for those that run little
cross_build()
{
	local cpu=$1 goal=${2:-all}

	case $cpu in
	s390x) set -- make -s -C "$TOP" ;;
	armhf) set -- make -s -C "$TOP" CFLAGS=-O1 ;;
	*) set -- sh "$TESTS/lib/quick.sh" ;;
	esac
	mkdir -p "$O/cross/$cpu"
	cmp -s "$O/.config" "$O/cross/$cpu/.config" ||
		cp "$O/.config" "$O/cross/$cpu/.config"
	in_turn "$cpu" "$@" O="$O/cross/$cpu" CROSS="$cpu" "$goal" 2>&1
}

# glibc_build CPU: the same with Debian's compiler and its glibc
glibc_build()
{
	local triplet

	triplet=$(field "$1" 2)
	mkdir -p "$O/cross/$1"
	cmp -s "$O/.config" "$O/cross/$1/.config" ||
		cp "$O/.config" "$O/cross/$1/.config"
	in_turn "$1" sh "$TESTS/lib/quick.sh" O="$O/cross/$1" \
		CC="$triplet-gcc" CROSS_COMPILE="$triplet-"
}

# turn_tool: compile tests/tools/turn.c as ./turn
turn_tool()
{
	cc -O2 -Wall -Wextra -o turn "$TESTS/tools/turn.c" 2>&1
}
