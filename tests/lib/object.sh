# shellcheck shell=bash
# Objects, and test programs that contain netstat; read with `.
# "$TESTS/lib/object.sh"'.

# objects: make netstat.o, and the object of each file, in $O/object; several
# test files need them, maybe at once. -O2, as some call it 100,000 times.
objects()
{
	mkdir -p "$O/object"
	cmp -s "$O/.config" "$O/object/.config" ||
		cp "$O/.config" "$O/object/.config"
	flock "$O/object" make -s -j "$(nproc)" -C "$TOP" O="$O/object" \
		CC=cc CFLAGS=-O2 "$O/object/netstat.o" 2>&1
}

# object TOOL: compile tests/tools/TOOL.c and netstat.o to ./TOOL
object()
{
	[ "$SKIP" -eq 0 ] || return
	if ! objects >log || ! cc -no-pie -o "$1" "$TESTS/tools/$1.c" \
		"$O/object/netstat.o" >>log 2>&1; then
		echo "$SHOWFAIL: $CMDNAME: no $1"
		cat log
	fi
}
