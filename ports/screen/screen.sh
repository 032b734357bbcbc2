#!/bin/bash
# Print what docs/screen.svg shows: screen.sh NETSTAT SCENE
#
# A server and its clients, made by tests/tools/scene.c, run in two network
# namespaces that a cable connects, and netstat runs on the server. Needs the
# right to make namespaces; nothing outside of them is changed.
set -eu

if [ "${3-}" != inside ]; then
	# shellcheck disable=SC2016 # expanded by the inner shell
	exec unshare -npfm --mount-proc --kill-child \
		bash -c 'exec -a init bash "$@"' bash "$0" "$1" "$2" inside
fi
netstat=$1
scene=$2

# program NAME ROLE...: start it under this name in the namespace of process
# $at, wait until it is ready, and set pid
program()
{
	coproc {
		# shellcheck disable=SC2016 # expanded by the inner shell
		exec nsenter --net --target "$at" \
			bash -c 'exec -a "$@"' bash "$1" "$scene" "${@:2}"
	}
	pid=$COPROC_PID
	read -r _ <&"${COPROC[0]}"
}

# show OPTIONS: the command and its output
show()
{
	printf '\n$ netstat %s\n' "$*"
	"$netstat" "$@" || :
}

# arrived LINE: wait until the file events has such a line
arrived()
{
	for _ in {1..600}; do
		! grep -q -e "$1" events || return 0
		sleep 0.05
	done
	echo "screen.sh: no event $1" >&2
	exit 1
}

# watched OPTIONS: what netstat prints while a client comes and goes
watched()
{
	local watcher

	printf '\n$ netstat %s\n' "$*"
	"$netstat" "$@" >events &
	watcher=$!
	arrived Local
	program curl dial 192.0.2.10 8080 hold 203.0.113.7
	arrived +
	kill "$pid"
	arrived '~'
	kill "$watcher"
	wait "$watcher" || :
	cat events
}

mount -t tmpfs tmpfs /mnt
cd /mnt
# shellcheck disable=SC2016 # expanded by the inner shell
coproc unshare -n bash -c 'ip link set lo up
	exec -a postgres "$0" serve 127.0.0.1 5432 64 0' "$scene"
read -r _ <&"${COPROC[0]}"
clients=$COPROC_PID
ip link set lo up
ip link add eth0 type veth peer name eth0 netns "$clients"
ip link set eth0 up
ip address add 192.0.2.10/24 dev eth0
ip route add default dev eth0
for i in 1 2 3 4 5 6 7; do
	for network in 192.0.2 198.51.100 203.0.113; do
		echo "address add $network.$i/24 dev eth0"
	done
done | cat - <(echo link set eth0 up) |
	nsenter --net --target "$clients" ip -batch -

exec 2>/dev/null	# bash warns of more than one coprocess
at=$$
program nginx serve 192.0.2.10 80 4 9
program app serve 192.0.2.10 8080 64 99
program dnsd keep 192.0.2.10 53
program redis serve 127.0.0.1 6379 64 0
at=$clients
program curl dial 192.0.2.10 80 hold 203.0.113.{1,2,3,4,5,6,7} \
	198.51.100.{1,2,3,4} 192.0.2.{2,3,4,5}
program curl dial 192.0.2.10 8080 close 198.51.100.{1,2,3,4,5,6,7}
nsenter --net --target "$clients" "$scene" send 192.0.2.10 53 40
# until app has accepted all, and knows that they have closed
for _ in {1..600}; do
	[ "$("$netstat" --state=CLOSE_WAIT --count=program)" != '      7 app' ] ||
		break
	sleep 0.05
done

{
	show --health -p --fit
	show --state=CLOSE_WAIT --count=program
	show -t --count=peer/24
	watched --watch=0.1 -tn --peer=203.0.113.7 --lport=8080 --fit
	show --netns=all -tlnp --fit --sort=lport
	show --json --state=CLOSE_WAIT --count=state,lport
} | sed 1d
