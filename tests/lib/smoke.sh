#!/bin/sh
# Run every view of a configuration, for comparison: smoke.sh DIR [AUTOCONF]
#
# DIR is a build directory. With a saved tree as /proc, print stdout and status
# of DIR/netstat for each command line below whose symbols are on. With
# AUTOCONF, the autoconf.h of another configuration, leave out those that it
# does not have. With BY_OPTION=1 the tree is given by --proc, which needs no
# mount namespace.
set -u

tests=$(cd "$(dirname "$0")/.." && pwd) || exit 1
dir=${1:?usage: smoke.sh DIR [AUTOCONF]}

# lines TREE, each SYMBOL...: OPTIONS. One symbol at a time is off in the tests, so each line
# must name all symbols that it depends on.
lines()
{
	[ "$1" = linux-6.18 ] || {
		cat <<-'END'
		X25: -A x25,ax25 -a
		X25: -A netrom,rose
		X25 ROUTE: -r -A netrom,rose
		IPX JSON: -A ipx -n --json
		END
		return
	}
	cat <<-'END'
	: -t4n
	: -t4an
	: -t4ln
	: -u4an
	RAW UDPLITE SCTP: -n4a -A inet
	: -V
	IPV6: -t6an
	IPV6: -u6ln
	UNIX: -xan
	RAW: -w4an
	RAW IPV6: -w6an
	UDPLITE: -U4an
	SCTP: -S4an
	BLUETOOTH: -2an
	BLUETOOTH: -fan
	IPV6 UNIX RAW UDPLITE SCTP: -an
	ICMP: --icmp -n4a
	PACKET: --packet -n
	PACKET: --netlink -n
	PACKET EXTEND: --packet --netlink -ne
	ROUTE: -rn
	ROUTE IPV6: -6rn
	ROUTE EXTEND: -rnee
	ROUTE_CACHE: -rCn
	IFACE: -i
	IFACE: -ia
	IFACE: -I=lo
	IFACE_LONG IPV6: -ie
	GROUP IPV6: -gn
	STATS: -s
	STATS: -st
	STATS IPV6: -6s
	MASQ: -Mn
	HEALTH HEALTH_MORE HEALTH_ADVICE HEALTH_LEVELS IPV6 RAW UDPLITE ICMP PACKET: --health
	WIDE: -t4anW
	EXTEND: -t4ane
	EXTEND UNIX: -xane
	TIMERS: -t4ano
	EXTEND: -t4anee
	COUNTERS LONG_OPTS: -t4an --info
	RESOLVE LONG_OPTS: -t4a --numeric-hosts
	PRG: -t4anp
	HOLDERS: -t4anpp
	CONTEXT: -t4anZ
	INTERVAL: -t4n 0.01 2
	RATE IFACE IFACE_RATE: -i --rate 0.01 2
	RATE STATS: -s --rate 0.01 2
	WINDOWS IPV6: /an
	WINDOWS ROUTE IFACE IPV6: /r
	WINDOWS STATS IPV6: /s
	WINDOWS IFACE STATS: /e
	LONG_OPTS: --tcp --numeric --all --inet
	FILTERS: -t4an --state=LISTEN
	FILTERS: -t4an --port=22,80 --local=0.0.0.0/0
	FILTER_OWNER: -t4an --pid=1
	COUNT: -t4an --count=state
	JSON COUNTERS: -t4an --json
	JSON IFACE IFACE_MORE IPV6: -i --json
	SORT: -t4an --sort=-recv_q,lport
	FORMAT: -t4an --format=lport,state
	ROUTE_TO: -rn --to=127.0.0.1
	HUMAN IFACE: -i --human
	JSON STATS: -s --json
	JSON ROUTE: -rn --json
	METRICS STATS IPV6 UDPLITE: --metrics -s
	METRICS IFACE: --metrics -i
	FIT: -t4an --fit=70
	END
}

# chosen TREE FILE...: the options of its lines whose symbols are on in every
# FILE
chosen()
{
	from=$1
	shift
	lines "$from" | awk -F ': ' '
		FILENAME != "-" {
			split($0, word, " ")
			sub(/^CFG_(NETSTAT_)?/, "", word[2])
			if (word[3] == 0)
				off[word[2]] = 1
			next
		}
		{
			n = split($1, need, " ")
			for (i = 1; i <= n; i++)
				if (need[i] in off)
					next
			print $2
		}' "$@" -
}

# smoke TREE [AUTOCONF]
smoke()
{
	tree=$tests/fixtures/$1
	options=$(chosen "$1" "$dir/autoconf.h" ${2+"$2"})
	# shellcheck disable=SC2086,SC2016 # a line each; the inner shell's
	if [ -z "$options" ]; then
		return
	elif [ -n "${BY_OPTION-}" ]; then
		sh "$tests/lib/runs.sh" "$dir/netstat --proc=$tree" $options
	else
		unshare -m sh -c \
			'mount --bind "$1" /proc && shift && exec sh "$@"' \
			sh "$tree" "$tests/lib/runs.sh" "$dir/netstat" $options
	fi
}

IFS='
'
for tree in linux-6.18 linux-2.4; do
	smoke $tree ${2+"$2"}
# the time of day of -i --rate differs
done | LC_ALL=C sed 's/^..:..:.. UTC/TIME/'
