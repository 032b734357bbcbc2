#!/bin/sh
# Print the README's table of sizes: sizes.sh DIR [CPU...]
#
# Each preset is built for each CPU (default: all of ports/cross/cpus) in DIR/CPU. A
# CPU whose build fails has no row; the reason is printed on stderr.
set -u

here=$(cd "$(dirname "$0")" && pwd) || exit 1
dir=${1:?usage: sizes.sh DIR [CPU...]}
shift
# shellcheck disable=SC2046 # a list
[ $# -gt 0 ] || set -- $(sed -n 's/^\([^#\t]*\).*/\1/p' "$here/cpus")

run_make()
{
	make -s -C "$here/../.." CROSS="$cpu" O="$dir/$cpu" "$@" >&2
}

# full is built last, so that this build remains
row()
{
	row=
	for preset in tiny router full; do
		run_make ${preset}_defconfig && run_make || return
		row=" $(wc -c <"$dir/$cpu/netstat") |$row"
	done
	echo "| $cpu |$row"
}

mkdir -p "$dir" && dir=$(cd "$dir" && pwd) || exit 1
echo "| CPU | full | router | tiny |"
echo "|---|---|---|---|"
for cpu; do
	row
done
