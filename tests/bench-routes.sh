#!/bin/sh
# How long a netstat takes over a routing table of a router with a full one,
# beside its peers: make bench, or with O=build: tests/bench-routes.sh
#
#   ROUTES  how many (300000)
#   ROUNDS  measured rounds (9); one more goes ahead to warm up
#   PEERS   which to measure (net-tools busybox)
#
# The routes live in a network namespace of their own and end with it. They go
# to many gateways, so that no two rows have more in common than they must.
# As in bench.sh a ratio is the median of the ratios of one round, and cat runs
# twice in each: how far the second is from 1.00 is the noise.
set -u

top=$(cd "$(dirname "$0")/.." && pwd) || exit 1
O=${O:-$top/build}
ROUTES=${ROUTES:-300000}
ROUNDS=${ROUNDS:-9}
PEERS=${PEERS-net-tools busybox}
export O ROUTES ROUNDS PEERS LC_ALL=C

die()
{
	echo "bench: $*" >&2
	exit 1
}

command_of()
{
	case $1 in
	cat*) echo cat /proc/net/route ;;
	netstat) echo "$O/netstat -rn" ;;
	net-tools) echo /bin/netstat -rn ;;
	*) echo "$1 netstat -rn" ;;
	esac
}

make_routes()
{
	ip link add v0 type veth peer name v1
	ip addr add 10.9.0.1/24 dev v0
	ip link set v0 up
	ip link set v1 up
	awk -v n="$ROUTES" 'BEGIN {
		for (i = 0; i < n; i++)
			printf "route add %d.%d.%d.0/24 via 10.9.0.%d dev v0\n",
				20 + int(i / 65536), int(i / 256) % 256,
				i % 256, 2 + i % 250
	}' | ip -batch -
}

# PROGRAM WALL USER SYS of one run each, behind the number of the round
time_round()
{
	for program in cat cat-again netstat $PEERS; do
		# shellcheck disable=SC2046 # a command line
		cost=$("$O/tests/measure" 60 $(command_of "$program")) &&
			echo "$1 $program $cost"
	done
}

report()
{
	awk '
	function median(list, n,	i, j, t) {
		for (i = 2; i <= n; i++)
			for (j = i; j > 1 && list[j] < list[j - 1]; j--) {
				t = list[j]
				list[j] = list[j - 1]
				list[j - 1] = t
			}
		i = int((n + 1) / 2)
		return (list[i] + list[n + 1 - i]) / 2
	}
	function typical(program, value, base,	list, n, r) {
		n = 0
		for (r = 1; r <= rounds; r++)
			if ((r, program) in value)
				list[++n] = value[r, program] / \
					(base ? value[r, "cat"] : 1)
		return n ? median(list, n) : -1
	}
	!($2 in seen) { seen[$2] = 1; names[++count] = $2 }
	{
		wall[$1, $2] = $3 / 1000
		cpu[$1, $2] = ($4 + $5) / 1000
		rounds = $1
	}
	END {
		printf "%-10s %9s %6s %9s %6s\n", "-rn", "wall ms", "/cat",
			"cpu ms", "/cat"
		for (i = 1; i <= count; i++)
			printf "%-10s %9.1f %6.2f %9.1f %6.2f\n", names[i],
				typical(names[i], wall, 0),
				typical(names[i], wall, 1),
				typical(names[i], cpu, 0),
				typical(names[i], cpu, 1)
	}'
}

if [ "${1:-}" = inside ]; then
	make_routes
	echo "$(($(wc -l </proc/net/route) - 1)) routes, $ROUNDS rounds"
	for round in $(seq 0 "$ROUNDS"); do
		time_round "$round"
	done | report
	exit
fi

make -s -C "$top" O="$O" "$O/tests/measure" || exit 1
[ -x "$O/netstat" ] || die "$O/netstat is not there: run make first"
command -v ip >/dev/null || die "needs ip"
unshare -n true 2>/dev/null || die "needs root for a network namespace"
exec unshare -n sh "$0" inside
