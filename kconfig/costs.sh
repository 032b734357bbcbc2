#!/bin/sh
# costs.sh [-w]: print the size of each feature in bytes of code and constants:
# the size of the full program minus that of a build without the feature. -w
# writes the figures into the help texts of Kconfig ("Cost: N bytes.").
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build NAME: build $work/NAME from the .config there and print its size
build()
{
	make -s -C "$top" O="$work/$1" "$work/$1/netstat" >&2
	size "$work/$1/netstat.unstripped" | awk 'NR == 2 { print $1 + $2 }'
}

# tell SYMBOL BYTES: write the cost as the last sentence of the symbol's help
tell()
{
	awk -v symbol="$1" -v cost="Cost: $2 bytes." '
		function end() { if (inside) print "\t  " cost; inside = 0 }
		inside && /^$/ { end() }
		inside { sub(/ ?Cost: .*/, ""); if (/^[ \t]*$/) next }
		{ print }
		$1 == "config" { inside = $2 == symbol }
		END { end() }
	' "$top/kconfig/Kconfig" >"$work/Kconfig"
	cat "$work/Kconfig" >"$top/kconfig/Kconfig"
}

mkdir "$work/full"
cp "$top/config/full_defconfig" "$work/full/.config"
full=$(build full)
symbols=$(sed -n 's/^#define CFG_\(NETSTAT_[A-Z0-9_]*\) 1$/\1/p' \
	"$work/full/autoconf.h")

for symbol in $symbols; do
	mkdir "$work/$symbol"
	echo "# CONFIG_$symbol is not set" >"$work/$symbol/.config"
	cost=$((full - $(build "$symbol")))
	rm -rf "${work:?}/$symbol"
	echo "$symbol $cost"
	[ "${1:-}" != -w ] || tell "$symbol" "$cost"
done
