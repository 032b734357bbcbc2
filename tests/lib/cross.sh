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
# configuration
cross_build()
{
	mkdir -p "$O/cross/$1"
	cmp -s "$O/.config" "$O/cross/$1/.config" ||
		cp "$O/.config" "$O/cross/$1/.config"
	in_turn "$1" make -s -C "$TOP" CROSS="$1" O="$O/cross/$1" "${2:-all}" 2>&1
}

# glibc_build CPU: the same with Debian's compiler and its glibc
glibc_build()
{
	local triplet

	triplet=$(field "$1" 2)
	mkdir -p "$O/cross/$1"
	cmp -s "$O/.config" "$O/cross/$1/.config" ||
		cp "$O/.config" "$O/cross/$1/.config"
	in_turn "$1" make -s -C "$TOP" O="$O/cross/$1" CFLAGS=-O1 \
		CC="$triplet-gcc" CROSS_COMPILE="$triplet-" 2>&1
}

# turn_tool: compile tests/tools/turn.c as ./turn
turn_tool()
{
	cc -O2 -Wall -Wextra -o turn "$TESTS/tools/turn.c" 2>&1
}
