#!/bin/sh
# Print the options with which a compiler has the built-in functions of gcc that
# we use: builtins.sh FILE COMMAND...
#
# COMMAND is the compiler; FILE is written and removed. gcc and clang need none;
# tcc lacks the functions, and only warns when it compiles a call.
set -u

file=${1:?usage: builtins.sh FILE COMMAND...}
shift
trap 'rm -f "$file.o" "$file.c"' EXIT
cat >"$file.c" <<'END'
int probe(int *n)
{
	return __builtin_mul_overflow(*n, 10, n) ||
		__builtin_add_overflow(*n, 1, n) || __builtin_ctzll(*n) ||
		__builtin_bswap64(*n);
}
END
if "$@" -c -o "$file.o" "$file.c" 2>&1 | grep -q . || [ ! -s "$file.o" ]; then
	echo "-include ${0%.sh}.h"
fi
