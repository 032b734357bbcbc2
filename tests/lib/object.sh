# shellcheck shell=bash
# Test programs that contain netstat; read with `. "$TESTS/lib/object.sh"'.

# object TOOL: compile tests/tools/TOOL.c and netstat.o to ./TOOL
object()
{
	[ "$SKIP" -eq 0 ] || return
	mkdir -p "$O/object"
	cmp -s "$O/.config" "$O/object/.config" ||
		cp "$O/.config" "$O/object/.config"
	# several test files may build it at once
	if ! flock "$O/object" make -s -j "$(nproc)" -C "$TOP" O="$O/object" \
		CC=cc "$O/object/netstat.o" >log 2>&1 ||
		! cc -no-pie -o "$1" "$TESTS/tools/$1.c" "$O/object/netstat.o" \
		>>log 2>&1; then
		echo "$SHOWFAIL: $CMDNAME: no $1"
		cat log
	fi
}
