# shellcheck shell=bash
# Real sockets in a network namespace of their own, made by tool/sockets.c; read
# with `. "$TESTS/lib/hold.sh"'.

# maker: the path of tests/tools/sockets.c, compiled
maker()
{
	local source=$TESTS/tools/sockets.c

	if [ "$O/tests/sockets" -nt "$source" ]; then
		echo "$O/tests/sockets"
	else
		cc -o "$PWD/sockets" "$source" && echo "$PWD/sockets"
	fi
}

# hold SET...: sockets of these sets exist until the next release. A set this
# kernel cannot make is a skipped test, any other trouble a failed one.
hold()
{
	local line maker

	[ "$SKIP" -eq 0 ] && maker=$(maker) || return
	coproc HOLDER { exec "$maker" -n -t 600 "$@"; }
	while read -r line <&"${HOLDER[0]}"; do
		[ "$line" != ready ] || return
		echo "$SKIPWORD: $CMDNAME live: $line"
	done
	echo "$SHOWFAIL: $CMDNAME live: no sockets"
}

# The maker ends when its stdin does.
release()
{
	local pid=$HOLDER_PID to=${HOLDER[1]}

	[ "$SKIP" -eq 0 ] || return
	exec {to}>&-
	wait "$pid"
}

# inside COMMAND...: run it where the sockets are
inside()
{
	nsenter --net --target "$HOLDER_PID" "$@"
}
