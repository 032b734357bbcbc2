# shellcheck shell=bash disable=SC2016 # expanded by inner shells
# A private network namespace for test files that set up interfaces, routes and
# rules; read with `. "$TESTS/lib/net.sh"'.

# net_start COMMANDS: make a namespace and run the shell COMMANDS in it. It
# lasts until net_end, at most an hour. An error is a failed test.
net_start()
{
	[ "$SKIP" -eq 0 ] || return
	unshare -n sleep 3600 &
	NET_PID=$!
	soon is_elsewhere "$NET_PID"
	inside sh -ec "$1" >setup 2>&1 || {
		cat setup
		echo "$SHOWFAIL: $CMDNAME: the namespace was not set up"
	}
}

net_end()
{
	[ "$SKIP" -eq 0 ] || return
	kill "$NET_PID"
	wait "$NET_PID" 2>/dev/null
}

# is_elsewhere PID: is it in another network namespace?
is_elsewhere()
{
	[ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]
}

# inside COMMAND...: run it in the namespace
inside()
{
	nsenter --net --target "$NET_PID" "$@"
}

# live NAME OPTIONS...: in the namespace, output and status are those of
# net-tools, for each of the OPTIONS. Counters change, so net-tools runs before
# and after ours, and the round is repeated if its two runs differ. FILTER edits
# the output before it is compared.
live()
{
	local name=$1 options rounds

	shift
	for options; do
		rounds=40
		while [ "$SKIP" -eq 0 ] && [ $((rounds--)) -gt 0 ]; do
			inside sh "$TESTS/lib/runs.sh" "$PEER" "$options" |
				${FILTER:-cat} >before
			inside sh "$TESTS/lib/runs.sh" "$REAL" "$options" >ours
			inside sh "$TESTS/lib/runs.sh" "$PEER" "$options" |
				${FILTER:-cat} >after
			! cmp -s before after || break
			sleep 0.2
		done
		agree "live $name: $options" before ours
	done
}
