#!/bin/sh
# sections.sh PROGRAM: leave out the section headers of a linked and stripped
# program, and what the linker put between its last segment and them. Nobody who
# runs a program looks at them, and they are 800 bytes. Where there is no readelf
# the program stays as it is.
set -eu

program=${1:?usage: sections.sh PROGRAM}
elf=$(LC_ALL=C readelf -hlW "$program" 2>/dev/null) || exit 0

# zero OFFSET COUNT: so many zeros there
zero()
{
	dd if=/dev/zero of="$program.cut" bs=1 seek="$1" count="$2" \
		conv=notrunc 2>/dev/null
}

# the offset and the size of each segment
end=$(echo "$elf" | awk '$1 ~ /^[A-Z_]+$/ && $2 ~ /^0x/ { print $2, $5 }' |
	while read -r offset size; do
		echo $((offset + size))
	done | sort -n | tail -n 1)
[ "${end:-0}" -gt 0 ] || exit 0
head -c "$end" "$program" >"$program.cut"
# e_shoff, then e_shnum and e_shstrndx: elf(5)
case $elf in
*ELF64*) zero 40 8; zero 60 4 ;;
*) zero 32 4; zero 48 4 ;;
esac
chmod +x "$program.cut"
mv "$program.cut" "$program"
