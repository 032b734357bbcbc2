#!/bin/sh
# sections.sh PROGRAM: remove the section headers of a linked and stripped
# program, and the bytes between its last segment and these headers. They take
# 800 bytes and are not needed to run the program. Without readelf the program
# is left unchanged, and with symbols too (STRIP=:).
set -eu

program=${1:?usage: sections.sh PROGRAM}
elf=$(LC_ALL=C readelf -hlSW "$program" 2>/dev/null) || exit 0
case $elf in *SYMTAB*) exit 0 ;; esac

# zero OFFSET COUNT: write COUNT zero bytes at OFFSET
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
