#!/bin/sh
# shellcheck disable=SC2317 # scenes are called by name
# Measure time, memory and instructions of netstat and its peers: make bench, or
# with O=build: sh tests/bench/bench.sh [SCENE...]
#
#   SOCKETS  numbers of TCP sockets (1000 10000 100000 200000 500000)
#   OWNERS   the number with -p (100000)
#   COUNT    the number for --count=peer, with half as many peers (200000)
#   ROUTES, INTERFACES, UNIX  numbers of these (300000 1000 100000)
#   ROUNDS   measured rounds (5), after one more to warm up
#   PEERS    programs to compare with (net-tools busybox toybox ss)
#   LIMIT    seconds that a single run may take (60)
#
# A scene makes its sockets, routes or interfaces in a private namespace, which
# ends with the scene. How the figures stay comparable:
# - cat of the file in /proc, which is mostly time in the kernel, runs in every
#   round too. A ratio is the median of the ratios to cat in the same round, so
#   a machine that slows down does not matter. cat also runs a second time as if
#   it were a program: the distance of its ratio from 1.00 is the noise.
# - In addition to the median wall time, "cpu" is the smallest user+sys time of
#   all rounds, as other load can only add to it.
# - Each program must print every row: "!" marks a wrong number.
# - Memory is the peak resident size of the program: see tests/tools/measure.c.
set -u

here=$(cd "$(dirname "$0")" && pwd) || exit 1
top=${here%/tests/bench}
O=${O:-$top/build}
SOCKETS=${SOCKETS:-1000 10000 100000 200000 500000}
OWNERS=${OWNERS:-100000}
COUNT=${COUNT:-200000}
ROUTES=${ROUTES:-300000}
INTERFACES=${INTERFACES:-1000}
UNIX=${UNIX:-100000}
ROUNDS=${ROUNDS:-5}
PEERS=${PEERS-net-tools busybox toybox ss}
LIMIT=${LIMIT:-60}
export O SOCKETS OWNERS COUNT ROUTES INTERFACES UNIX ROUNDS PEERS LIMIT LC_ALL=C

die()
{
	echo "bench: $*" >&2
	exit 1
}

# --- programs ----------------------------------------------------------------

# command_of PROGRAM: its command line, from BASE, OPTIONS and SS_OPTIONS; empty
# if it has no such option or is not installed
command_of()
{
	case $1 in
	cat*) echo "${READER:-cat} $BASE" ;;
	netstat) echo "$O/netstat $OPTIONS" ;;
	net-tools) ! /bin/netstat -V 2>/dev/null | grep -q net-tools ||
		echo "/bin/netstat $OPTIONS" ;;
	busybox | toybox)
		! command -v "$1" >/dev/null || echo "$1 netstat $OPTIONS" ;;
	ss) [ -z "$SS_OPTIONS" ] || ! command -v ss >/dev/null ||
		echo "ss $SS_OPTIONS" ;;
	esac
}

# hopeless PROGRAM: it takes minutes, or quadratic time
hopeless()
{
	case $1,$OPTIONS in
	toybox,*p*) ;;
	toybox,-rn) ;;	# ends with a signal too
	*) false ;;
	esac
}

# slow PROGRAM: it is so slow that one round must be enough
slow()
{
	case $1,$OPTIONS in
	net-tools,*p* | ss,*a*p*) ;;
	*) false ;;
	esac
}

# knows PROGRAM: it accepts the options
knows()
{
	# shellcheck disable=SC2046 # a command line
	timeout 1 $(command_of "$1") >/dev/null 2>&1 9>&- || [ $? -eq 124 ]
}

# candidates: the programs to measure; stderr says why others are left out
candidates()
{
	echo cat
	echo cat-again
	for program in netstat $PEERS; do
		if [ -z "$(command_of "$program")" ]; then
			:
		elif hopeless "$program"; then
			echo "  left out: $program $OPTIONS (minutes, or no end)" >&2
		elif ! knows "$program"; then
			echo "  left out: $program $OPTIONS (not known to it)" >&2
		else
			echo "$program"
		fi
	done
}

# --- measuring ---------------------------------------------------------------

# Nothing measured may inherit descriptor 9, the pipe that keeps crowd alive.
measure()
{
	"$O/tests/measure" "$@" 9>&-
}

# rows PROGRAM: count the lines of its output that match PATTERN
rows()
{
	case $1 in
	cat*) pattern='^ *[0-9a-f]' ;;
	ss) pattern='[0-9]' ;;
	*) pattern=$PATTERN ;;
	esac
	# shellcheck disable=SC2046 # a command line
	timeout "$LIMIT" $(command_of "$1") 2>/dev/null 9>&- |
		grep -c "$pattern"
}

# time_round ROUND: run each program on stdin once, a slow one only in the first
# measured round
time_round()
{
	while read -r program; do
		[ "$1" -eq 1 ] || ! slow "$program" || continue
		# shellcheck disable=SC2046 # a command line
		cost=$(measure "$LIMIT" $(command_of "$program")) &&
			echo "$1 $program $cost" >>costs
	done <running
}

facts()
{
	while read -r program; do
		# shellcheck disable=SC2046 # a command line
		echo "$program" \
			"$(measure -m "$LIMIT" $(command_of "$program"))" \
			"$(rows "$program")"
	done <running >facts
}

# bench LABEL ROWS [GOAL]: measure OPTIONS, SS_OPTIONS, BASE and PATTERN
bench()
{
	if ! knows netstat; then
		echo "left out: $1 (not in this netstat)"
		return
	fi
	: >costs
	candidates >running 2>excuses
	round=0
	while [ "$round" -le "$ROUNDS" ]; do
		time_round "$round"
		round=$((round + 1))
	done
	facts
	awk -v label="$1" -v right="$2" -v goal="${3-}" -v memory="${MEMORY-}" \
		-v summary="$SUMMARY" -f "$here/table.awk" costs facts ||
		status=1
	cat excuses
}

# tcp OPTIONS: set them for a bench of net/tcp
tcp()
{
	OPTIONS=$1 SS_OPTIONS=$1 BASE=/proc/net/tcp PATTERN=^tcp
}

# --- scenes, each in a private namespace and directory -----------------------

# The kernel has one hash table of connections for all namespaces, and a reader
# walks all of it: sockets in other namespaces distort every figure.
others()
{
	awk '$1 == "TCP:" {
		for (i = 2; i < NF; i += 2)
			value[$i] = $(i + 1)
		print value["alloc"] - value["inuse"]
	}' /proc/net/sockstat
}

# crowd [-p|-x] N: open N sockets; closing descriptor 9 closes them
crowd()
{
	mkfifo hold said
	"$O/tests/crowd" "$@" 7200 <hold >said &
	exec 9>hold
	read -r line <said || die "no sockets"
	echo
	echo "$line"
	others=$(others)
	[ "$others" -lt 1000 ] ||
		echo "note: $others TCP sockets exist in other namespaces"
}

disperse()
{
	exec 9>&-
	wait
	rm -f hold said
}

# an empty table
scene_start()
{
	tcp -tln
	ROUNDS=$((10 * ROUNDS)) bench "start: -tln, no socket" 0
}

# sockets N
scene_sockets()
{
	crowd "$1"
	listeners=${line#*sockets, } listeners=${listeners%% *}
	tcp -tan
	[ "$1" -lt 200000 ] || goal=1.10
	MEMORY=$1 bench "-tan, $1 sockets" "$1" "${goal-}"
	tcp -tln
	bench "-tln, $1 sockets" "$listeners" "${goal:+0.10}"
	disperse
}

scene_owners()
{
	crowd "$1"
	listeners=${line#*sockets, } listeners=${listeners%% *}
	tcp -tanp
	MEMORY=1 bench "-tanp, $1 sockets" "$1"
	tcp -tlnp
	bench "-tlnp, $1 sockets" "$listeners"
	disperse
}

# The cost of --count=peer compared with -tan, which replaces cat.
scene_count()
{
	crowd -p "$1"
	OPTIONS='-ta --count=peer' SS_OPTIONS='' PATTERN='^ *[0-9]'
	READER=$O/netstat BASE=-tan PEERS=
	peers=$("$O/netstat" -tan 9>&- | awk 'NR > 2 {
		sub(/:[^:]*$/, "", $5)
		if (!seen[$5]++)
			n++
	}
	END { print n }')
	bench "--count=peer, $1 sockets, times -tan" "$peers" 2.00
	disperse
}

scene_unix()
{
	crowd -x "$1"
	OPTIONS=-xan SS_OPTIONS=-xan BASE=/proc/net/unix PATTERN=^unix
	bench "-xan, $1 sockets" "$(grep -c : /proc/net/unix)"
	disperse
}

# Many gateways, so that rows have little in common.
scene_routes()
{
	ip link add v0 type veth peer name v1
	ip addr add 10.9.0.1/24 dev v0
	ip link set v0 up
	ip link set v1 up
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < n; i++)
			printf "route add %d.%d.%d.0/24 via 10.9.0.%d dev v0\n",
				20 + int(i / 65536), int(i / 256) % 256,
				i % 256, 2 + i % 250
	}' | ip -batch -
	OPTIONS=-rn SS_OPTIONS='' BASE=/proc/net/route PATTERN=v0
	bench "-rn, $1 routes" $(($1 + 1)) 1.10
}

scene_interfaces()
{
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < n; i += 2)
			printf "link add v%d type veth peer name v%d\n",
				i, i + 1
	}' | ip -batch -
	OPTIONS=-ian SS_OPTIONS='' BASE=/proc/net/dev PATTERN='^v[0-9]'
	bench "-ian, $1 interfaces" "$1"
}

scene_stats()
{
	OPTIONS=-s SS_OPTIONS='' PATTERN=^
	BASE='/proc/net/snmp /proc/net/netstat'
	ROUNDS=$((10 * ROUNDS)) bench "-s" ""
}

# ticks PID: the processor time of a process so far, in 1/100 s
ticks()
{
	sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'
}

# ours N OPTION...: the mean processor time of a run, in us
ours()
{
	runs=$1
	shift
	seq "$runs" | while read -r _; do
		measure "$LIMIT" "$O/netstat" "$@"
	done | awk '{ t += $2 + $3 } END { printf "%d", t / NR }'
}

# Processor time and memory of a scrape, beside node_exporter with the same
# collectors, which compresses its answer as Prometheus wants it.
scene_metrics()
{
	exporter=$O/prometheus/prometheus-node-exporter/usr/bin/prometheus-node-exporter
	if [ ! -x "$exporter" ] || ! command -v busybox >/dev/null; then
		echo "left out: --metrics (needs node_exporter, which" \
			"metrics-real.test fetches, and busybox)"
		return
	fi
	ip link set lo up
	"$exporter" --web.listen-address=127.0.0.1:9100 \
		--web.disable-exporter-metrics --collector.disable-defaults \
		--collector.netstat --collector.netstat.fields='.*' \
		--collector.netdev --collector.sockstat --collector.softnet \
		--collector.conntrack --collector.tcpstat \
		--collector.udp_queues >/dev/null 2>&1 &
	pid=$!
	set -- busybox wget -q -O /dev/null --header 'Accept-Encoding: gzip' \
		http://127.0.0.1:9100/metrics
	tries=50
	until "$@" 2>/dev/null || [ $((tries -= 1)) -eq 0 ]; do
		sleep 0.1
	done
	before=$(ticks "$pid")
	seq 100 | while read -r _; do
		"$@"
	done
	theirs=$((($(ticks "$pid") - before) * 100))
	echo
	echo "a scrape: processor time in us, peak memory in KiB"
	echo "  node_exporter: $theirs," \
		"$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$pid/status")"
	kill "$pid"
	wait "$pid" 2>/dev/null
	time=$(ours 100 --metrics '--match=node_*')
	echo "  the same metrics: $time" \
		"($((time * 100 / theirs))% of it; goal 10%)," \
		"$(measure -m "$LIMIT" "$O/netstat" --metrics '--match=node_*')"
	echo "  all: $(ours 100 --metrics)," \
		"$(measure -m "$LIMIT" "$O/netstat" --metrics) (goal 512)"
	echo "  without TCP connections: $(ours 100 --metrics -s)" \
		"(-s), $(ours 100 --metrics -t) (-t)"
}

# instructions PROGRAM
instructions()
{
	# shellcheck disable=SC2046 # a command line
	valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		$(command_of "$1") 2>&1 >/dev/null 9>&- |
		awk '/Collected/ { print $NF }'
}

# The cost of a row is the difference between 10,000 and 1,000 rows.
scene_instructions()
{
	if ! command -v valgrind >/dev/null; then
		echo "left out: instructions (needs valgrind)"
		return
	fi
	crowd "$1"
	tcp -tan
	for program in netstat $PEERS; do
		[ -z "$(command_of "$program")" ] ||
			echo "$program $1 $(instructions "$program")"
	done >>"$SUMMARY.instructions"
	disperse
	[ "$1" -eq 10000 ] || return 0
	awk '
	{ count[$1, $2] = $3 }
	END {
		printf "instructions a row of -tan|-"
		n = split("netstat net-tools busybox toybox ss", name, " ")
		for (i = 1; i <= n; i++) {
			d = count[name[i], 10000] - count[name[i], 1000]
			printf "|%s", (d > 0 ? sprintf("%.0f", d / 9000) : "-")
		}
		print ""
	}' "$SUMMARY.instructions" | tee -a "$SUMMARY"
}

# A build with 256 slots, which has to walk through all processes many times,
# must print the same owners.
scene_slots()
{
	crowd "$1"
	"$O/netstat" -tanp >owners 9>&-
	"$O/slots256/netstat" -tanp >owners.small 9>&-
	cmp owners owners.small || status=1
	[ "$status" -ne 0 ] ||
		echo "-tanp, $1 sockets: the same with 256 slots"
	disperse
}

# --- all of it ---------------------------------------------------------------

# sizes of the executables, for the last page
sizes()
{
	printf 'size of the file (BusyBox and toybox: of all applets), bytes|-'
	for program in "$O/netstat" /bin/netstat "$(command -v busybox)" \
		"$(command -v toybox)" "$(command -v ss)"; do
		if [ -r "$program" ]; then
			printf '|%s' "$(wc -c <"$(readlink -f "$program")")"
		else
			printf '|-'
		fi
	done
	echo
}

report()
{
	echo
	echo "Times as long as cat of the same file, but where it says" \
		"otherwise. $(date -u +%F), $(uname -srm)," \
		"$(nproc) processors, $ROUNDS rounds."
	echo
	sizes >>"$SUMMARY"
	awk -F '|' '
	BEGIN {
		print "| | cat again | netstat | net-tools | BusyBox | toybox | ss |"
		print "|---|---|---|---|---|---|---|"
	}
	{
		gsub(/\|/, " | ")
		print "| " $0 " |"
	}' "$SUMMARY"
}

if [ "${1:-}" = scene ]; then
	status=0
	dir=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX") && cd "$dir" || exit 1
	trap 'cd / && rm -rf "$dir"' EXIT
	trap 'exit 1' HUP INT TERM
	"scene_$2" "$3"
	exit "$status"
fi

make -s -C "$top" O="$O" "$O/tests/crowd" "$O/tests/measure" || exit 1
[ -x "$O/netstat" ] || die "$O/netstat is not there: run make first"
command -v ip >/dev/null || die "needs ip"
unshare -n true 2>/dev/null || die "needs root for a network namespace"
SUMMARY=$(mktemp) || exit 1
export SUMMARY
trap 'rm -f "$SUMMARY" "$SUMMARY.instructions"' EXIT
[ $# -gt 0 ] ||
	set -- start sockets owners count unix routes interfaces stats \
		metrics \
		instructions slots
status=0
read -r load rest </proc/loadavg
echo "load average before the first round: $load"
for scene; do
	case $scene in
	sockets) sizes=$SOCKETS ;;
	owners) sizes=$OWNERS ;;
	count) sizes=$COUNT ;;
	unix) sizes=$UNIX ;;
	instructions) sizes="1000 10000" ;;
	routes) sizes=$ROUTES ;;
	interfaces) sizes=$INTERFACES ;;
	slots)
		sizes=5000
		grep -q 'NETSTAT_PRG 1' "$O/autoconf.h" || continue
		mkdir -p "$O/slots256"
		{
			cat "$O/.config"
			echo CONFIG_NETSTAT_SLOTS=256
		} >"$O/slots256/.config"
		make -s -C "$top" O="$O/slots256" || exit 1 ;;
	*) sizes=- ;;
	esac
	for size in $sizes; do
		unshare -n sh "$here/bench.sh" scene "$scene" "$size" || status=1
	done
done
report
exit "$status"
