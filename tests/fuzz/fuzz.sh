#!/bin/sh
# Fuzz the program: fuzz.sh [SECONDS [TARGET...]]. Runs all targets for 60
# seconds each by default, two at a time.
#
#   O  the build directory. O/fuzz has the programs, CORPUS/TARGET, and input
#      that failed as TARGET-crash-...: `O/fuzz/TARGET FILE' repeats it
#
# tests/fuzz/world.h says what each run is checked for.
set -u

targets="scan foreign options sockets kernel local families routes ifaces stats \
	health owner names diag"
tests=$(cd "$(dirname "$0")/.." && pwd) || exit 1
top=${tests%/*}
O=$(realpath -m "${O:-build}")/fuzz
fixtures=$tests/fixtures
checks="-O1 -gline-tables-only -fno-sanitize-recover=all -fsanitize=address,undefined"

# limits small enough for short input to exceed them
configure()
{
	mkdir -p "$O"
	cat >"$O/config" <<-'EOF'
	CONFIG_NETSTAT_LINE=512
	CONFIG_NETSTAT_OUT=512
	CONFIG_NETSTAT_DIAG_BUFFER=8192
	CONFIG_NETSTAT_FAMILIES=2
	CONFIG_NETSTAT_IFACES=8
	CONFIG_NETSTAT_IFADDRS=8
	CONFIG_NETSTAT_ROUTES=4
	CONFIG_NETSTAT_RATE_SLOTS=64
	CONFIG_NETSTAT_SPOOL=65536
	CONFIG_NETSTAT_SLOTS=16
	CONFIG_NETSTAT_NAMES=1024
	CONFIG_NETSTAT_COUNT_SLOTS=16
	CONFIG_NETSTAT_COUNT_TEXT=16384
	CONFIG_NETSTAT_NAME_BYTES=4096
	EOF
	cmp -s "$O/config" "$O/.config" || cp "$O/config" "$O/.config"
}

# part TARGET [SOURCE]: compile SOURCE.c to TARGET.target, unless it is newer
# than the sources
part()
{
	source=$tests/fuzz/${2-$1}.c
	[ -z "$(find "$source" "$tests/fuzz/world.h" "$O/autoconf.h" \
		"$top"/applet/*/*.h -newer "$O/$1.target" 2>&1)" ] ||
		$compile -DTARGET="${2+$1}" -o "$O/$1.target" "$source"
}

# applet/ without main(), then each target
build()
{
	make -s -C "$top" O="$O" CC=clang "$O/whole.c" || exit 1
	objects=$(sed -n "s,^#include \"\(.*\)\.c\",$O/\1.o,p" "$O/whole.c" |
		grep -v /core/start.o)
	# shellcheck disable=SC2086 # a list
	make -s -j2 -C "$top" O="$O" CC=clang \
		CFLAGS="$checks,fuzzer-no-link -include $tests/fuzz/world.h" \
		$objects || exit 1
	# only applet/ is under test: the rest is built without sanitizers
	compile="clang -std=c11 -D_GNU_SOURCE -O2 -g -Wall -Wextra \
		-I$O -I$top/applet -c"
	part world || exit 1
	for target; do
		source=$target
		[ -f "$tests/fuzz/$target.c" ] || source=view
		part "$target" "$source" || exit 1
		# shellcheck disable=SC2086 # a list
		clang $checks,fuzzer -no-pie -o "$O/$target" \
			"$O/$target.target" "$O/world.target" $objects || exit 1
	done
}

# files TARGET: its files below net/ or sys/, in the order of view.c
files()
{
	case $1 in
	sockets) echo tcp tcp6 udp udp6 udplite udplite6 raw raw6 ;;
	local) echo unix sctp/eps sctp/assocs sctp6/eps sctp6/assocs \
		l2cap rfcomm ;;
	routes) echo route ipv6_route igmp igmp6 rt_cache dev ;;
	ifaces) echo dev if_inet6 nf_conntrack ;;
	stats) echo snmp netstat snmp6 sctp/snmp ;;
	kernel) echo packet netlink icmp icmp6 ;;
	families) echo ax25 nr rose x25/socket ipx/socket nr_nodes nr_neigh \
		rose_nodes rose_neigh ax25_route x25/route ipx/route ;;
	health) echo snmp netstat snmp6 dev softnet_stat stat/nf_conntrack \
		stat/arp_cache sockstat tcp \
		../sys/net/netfilter/nf_conntrack_count \
		../sys/net/netfilter/nf_conntrack_max ../sys/net/ipv4/tcp_mem \
		../sys/net/core/somaxconn ;;
	esac
}

# seed_view TARGET: a corpus from the saved trees: for each command line, some
# lines of each file
seed_view()
{
	for tree in "$fixtures"/*/; do
		awk -v dir="$tree/net/" -v files="$(files "$1")" \
			-v to="$corpus/$(basename "$tree")-" '
		BEGIN {
			count = split(files, file, " ")
			for (n = 0; n < 24; n++) {
				out = to n
				printf "%c", n >out
				for (i = 1; i <= count; i++) {
					seed(dir file[i], n)
					printf "\036" >out
				}
				close(out)
			}
		}
		function seed(from, n, line, row, kept)
		{
			while ((getline line <from) > 0) {
				if (++row >= 3 && row % 7 != n % 7)
					continue
				if (++kept == 2)
					sub(/ 0[0-9A-F] /, sprintf(" %02X ", n),
						line)
				print line >out
			}
			close(from)
		}'
	done
}

# The options of options.def, and command lines of options.test, one word per
# line.
seed_options()
{
	{
		sed -n 's/^OPT([A-Z_]*, [A-Z_0-9]*, "\(.\)", "\([^"]*\)".*/-\1 --\2/p' \
			"$top/applet/run/options.def" | tr ' ' '\n' | grep ..
		grep -o "'-[^']*'" "$tests/cases/options.test" | tr -d "'"
		printf '%s\n' /a /n '/a /n' /ano '/e 1' '/p tcp' '/p' '/?' \
			'-n /a' '/s /p ip' '-i --rate 1 2' '-s --rate 0.5 3'
	} | split -l 1 -a 4 - "$corpus/"
	for file in "$corpus"/*; do
		tr ' ' '\n' <"$file" | head -c -1 >seed && mv seed "$file"
	done
}

# Sockets of the saved trees, and four processes that hold them all.
seed_owner()
{
	for tree in "$fixtures"/*/; do
		n=0
		while [ $n -lt 14 ]; do
			{
				# shellcheck disable=SC2059 # an escape
				printf "\\$(printf %o $n)"
				head -n $((n * 5)) "$tree/net/tcp"
				printf '\036'
				head -n $((n * 2)) "$tree/net/unix"
				for pid in 1 22 '!333' 4444; do
					printf '\036%s\n/bin/p%s\nlabel:%s\n' \
						$pid $pid $pid
					awk '{ print "socket:[" $10 "]" }' \
						"$tree/net/tcp"
					awk '{ print "socket:[" $7 "]" }' \
						"$tree/net/unix"
				done
			} >"$corpus/$(basename "$tree")-$n"
			n=$((n + 1))
		done
	done
}

# Sockets with the names of /etc, and answers of a server: a name, an invalid
# name, a name by a CNAME, no name.
seed_names()
{
	for tree in "$fixtures"/*/; do
		n=0
		while [ $n -lt 16 ]; do
			{
				# shellcheck disable=SC2059 # an escape
				printf "\\$(printf %o $n)"
				for file in tcp tcp6 route; do
					head -n 9 "$tree/net/$file" 2>/dev/null
					printf '\036'
				done
				printf 'nameserver 127.0.0.1\nnameserver ::1\n\036'
				printf '127.0.0.1 localhost\n10.0.0.2 a b\n\036'
				printf 'http 80/tcp\nssh 22/tcp name\n\036'
				printf 'root:x:0:0::/:\n\036net 10.0.0.0\n\036'
				printf 'icmp 1\n\036'
				printf '\030\002\001\300\014\0\014\0\001\0\0\0\11\0\012'
				printf '\004host\003lan\0'
				printf '\026\002\001\300\014\0\014\0\001\0\0\0\11\0\010'
				printf '\006 0 0.0\0'
				printf '\042\002\002\300\014\0\005\0\001\0\0\0\11\0\004\001c\300\014'
				printf '\300\046\0\014\0\001\0\0\0\11\0\004\001h\300\056'
				printf '\004\006\0\0\0\004\001\0\0\0'
			} >"$corpus/$(basename "$tree")-$n"
			n=$((n + 1))
		done
	done
}

# Answers for each command line: rows of each kind, in one datagram and in
# several, with attributes and an end. awk writes no NULs, so sh does.
seed_diag()
{
	n=0
	while [ $n -lt 20 ]; do
		for rows in 1 3 9; do
			awk -v run=$n -v rows=$rows '
			function byte(b) { printf "\\%03o", b % 256 }
			function le(size, v) {
				while (size--) {
					byte(v)
					v = int(v / 256)
				}
			}
			# a message of SIZE bytes, in a datagram of LEFT bytes
			function head(size, type, left) {
				if (left)
					le(2, left)
				le(4, size); le(2, type); le(2, 2); le(8, 0)
			}
			function attr(size, type, i) {
				le(2, 4 + size); le(2, type)
				for (i = 0; i < size; i++)
					byte(size < 9 ? 0 : 97 + i % 26)
			}
			function inet(i, left) {
				head(88 + 4 + 232 + 40 + 8, 20, left)
				byte(i % 2 ? 2 : 10); byte(1 + (i + run) % 11)
				byte(i % 5); byte(i)
				le(2, 20480 + i); le(2, i % 3 ? 0 : 99)
				le(16, 16777343); le(16, i % 3 ? 0 : 9)
				le(4, i); le(8, 1)
				le(4, 100); le(4, i); le(4, 16); le(4, 1000)
				le(4, 700 + i)
				attr(232, 2); attr(36, 7); attr(1, 11); le(3, 0)
			}
			function vsock(i, left) {
				head(52, 20, left)
				byte(40); byte(i); byte(i * 2 % 13); byte(0)
				le(4, i % 4 - 1); le(4, 1024); le(4, i % 3 - 1)
				le(4, 5); le(4, 800 + i); le(8, 0)
			}
			function unix(i, left) {
				head(32 + 24 + 8 + 12, 20, left)
				byte(1); byte(1 + i % 2); byte(1); byte(0)
				le(4, 900 + i); le(8, 0)
				attr(20, 0); attr(4, 2); attr(8, 4)
			}
			BEGIN {
				byte(run)
				kind = run < 4 || run == 7 || run == 8 || \
					run == 9 || run >= 13 ? "inet" : \
					run == 4 || run > 10 ? "vsock" : "unix"
				size = kind == "inet" ? 372 : \
					kind == "vsock" ? 52 : 76
				for (i = 0; i < rows; i++) {
					# two of them in each datagram
					left = i % 2 ? 0 : \
						i + 1 < rows ? 2 * size : size
					if (kind == "inet")
						inet(i, left)
					else if (kind == "vsock")
						vsock(i, left)
					else
						unix(i, left)
				}
				head(20, 3, 20)
				le(4, 0)
			}' >seed
			# shellcheck disable=SC2059 # escapes
			printf "$(cat seed)" >"$corpus/$n-$rows"
		done
		n=$((n + 1))
	done
	rm -f seed
}

seed()
{
	corpus=$O/CORPUS/$1
	rm -rf "$corpus"
	mkdir -p "$corpus"
	case $1 in
	scan | foreign)
		cat "$fixtures"/*/net/* 2>/dev/null | awk 'NR % 9 == 0' |
			split -l 1 -a 4 - "$corpus/" ;;
	options) seed_options ;;
	owner) seed_owner ;;
	names) seed_names ;;
	diag) seed_diag ;;
	*) seed_view "$1" ;;
	esac
}

# fuzz TARGET: print the result in one line, and for a failure the details
fuzz()
{
	"$O/$1" -max_total_time="$seconds" -timeout=20 -print_final_stats=1 \
		-artifact_prefix="$O/$1-" "$O/CORPUS/$1" >"$O/$1.log" 2>&1
	status=$?
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$O/$1.log")
	if [ $status -eq 0 ] && [ "${runs:-0}" -gt 100 ]; then
		echo "$1: ok, $runs inputs"
		return
	fi
	echo "$1: FAILED, see $O/$1.log; $runs inputs"
	grep -a -A 25 -e '^FOUND' -e 'ERROR: Addr' -e 'runtime error' "$O/$1.log" |
		grep -a -v -e '^ *#.* in fuzzer::' | head -n 40
	return 1
}

# two at a time
fuzz_all()
{
	export O="${O%/fuzz}"
	for target; do
		echo "$target"
	done | xargs -n 1 -P 2 sh "$tests/fuzz/fuzz.sh" --one "$seconds"
}

if [ "${1-}" = --one ]; then
	seconds=$2
	fuzz "$3"
	exit
fi
seconds=${1:-60}
[ $# -eq 0 ] || shift
# shellcheck disable=SC2086 # a list
[ $# -gt 0 ] || set -- $targets
configure
build "$@"
for target; do
	seed "$target"
done
fuzz_all "$@"
