# shellcheck shell=bash
# Real sockets in a private network namespace, made by tests/tools/sockets.c;
# read with `. "$TESTS/lib/hold.sh"'.

# hold SET...: these sets of sockets exist until the next release. A set that
# this kernel does not support is a skipped test, any other error a failed one.
# MAKER: a copy of the program with another name
hold()
{
	local line

	[ "$SKIP" -eq 0 ] || return
	make_tools sockets
	coproc HOLDER { exec "${MAKER:-$PWD/sockets}" -n -t 3600 "$@"; }
	while read -r line <&"${HOLDER[0]}"; do
		[ "$line" != ready ] || return
		echo "$SKIPWORD: $CMDNAME live: $line"
	done
	echo "$SHOWFAIL: $CMDNAME live: no sockets"
}

# The holder ends when its stdin is closed.
release()
{
	local pid=$HOLDER_PID to=${HOLDER[1]}

	[ "$SKIP" -eq 0 ] || return
	exec {to}>&-
	wait "$pid"
}

# inside COMMAND...: run it in the namespace of the sockets
inside()
{
	nsenter --net --target "$HOLDER_PID" "$@"
}
