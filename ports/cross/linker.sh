#!/bin/sh
# Print those of some linker flags that a compiler's linker accepts, by linking
# an empty program: linker.sh FILE FLAGS COMMAND...
#
# COMMAND is the compiler with its own flags; FILE is written and removed. Some
# linkers lack a flag, and their compilers then refuse it: zig cc, tcc.
set -u

file=${1:?usage: linker.sh FILE FLAGS COMMAND...}
flags=$2
shift 2
trap 'rm -f "$file" "$file.c"' EXIT
echo 'int main(void) { return 0; }' >"$file.c"

# links COMMAND...: it makes a program, without a warning
links()
{
	"$@" -o "$file" "$file.c" 2>&1 | grep -q . && return 1
	[ -s "$file" ]
}

# shellcheck disable=SC2086 # a list
if links "$@" $flags; then
	echo $flags
	exit
fi
for flag in $flags; do
	rm -f "$file"
	! links "$@" "$flag" || echo "$flag"
done
