# shellcheck shell=bash disable=SC2016 # the harness expands the commands
# The Windows command line, for windows.test: tested with '/' in every build,
# and with '-' in one that takes its letters for Windows' too.

# expected FORM OPTION...: what is printed of the saved tree is tests/windows/FORM
expected()
{
	local form=$1

	shift
	testing "$*: column for column" "on '$DIR' $* | sed 's/\$/|/' |
		diff '$TESTS/windows/$form' - && echo same" 'same\n' "" ""
}

# layouts DASH: what each letter prints, of saved trees and of real sockets
layouts()
{
	local d=$1 l

	DIR=$PWD/tree
	requires ours tree NETSTAT_PROC NETSTAT_IPV6 NETSTAT_PRG
	testing "$d: default" "on '$DIR' ${d}n" \
		"\nActive Connections\n
  Proto  Local Address          Foreign Address        State
  TCP    127.0.0.1:81           127.0.0.2:1            SYN_RECEIVED
  TCP    [::1]:80               [::ffff:1.2.3.4]:17    TIME_WAIT
  TCP    [fe80::200:ff:fe00:1%12]:8000  [fe80::9%12]:443       ESTABLISHED\n" \
		"" ""
	for l in an ano anb anob nat nato; do
		expected $l "$d$l"
	done
	expected an "${d}anv"
	expected nato "${d}natvo"
	for l in ano ONA oan "a ${d}n ${d}o" "o ${d}AN" nfao; do
		testing "$d: $l" "on '$DIR' $d$l | sed 's/\$/|/' |
			cmp - '$TESTS/windows/ano' && echo same" \
			'same\n' "" ""
	done
	testing "$d: protocols" "for p in tcp TCPv6 udp UdPV6; do
		on '$DIR' ${d}an ${d}p \$p | sed 1,3d | cut -c 3-30; done" \
		"Proto  Local Address        
TCP    0.0.0.0:80           
TCP    127.0.0.1:81         
Proto  Local Address        
TCP    [2001:db8:0:1234:0:56
TCP    [::1]:80             
TCP    [fe80::200:ff:fe00:1%
TCP    [fe80::2]:8001       
Proto  Local Address        
UDP    0.0.0.0:123          
Proto  Local Address        
UDP    [::]:123             
UDP    [fe80::200:ff:fe00:1%\n" "" ""
	testing "$d: p in a bundle" \
		"on '$DIR' ${d}anpo tcp | sed 1,4d | cut -c 3-8,72-" \
		'TCP   42\nTCP   0\n' "" ""
	testing "$d: the interval and a count" \
		"on '$DIR' ${d}on 0.01 3 | grep -c Active" '3\n' "" ""

	requires ours tree NETSTAT_IFACE
	expected e "${d}e"
	requires ours tree NETSTAT_STATS
	expected s "${d}s"
	expected s "${d}S"
	testing "$d: counters of one protocol" \
		"for p in ip ipv6 icmp icmpv6 tcp udp udpv6; do
			on '$DIR' ${d}s ${d}p \$p | sed 's/\$/|/'; done |
		diff '$TESTS/windows/s' - && on '$DIR' ${d}s ${d}p tcpv6 | sed -n 2p" \
		"TCP Statistics for IPv4\n" "" ""
	testing "$d: forwarded, by the keys of both" \
		"on '$DIR' ${d}s | grep Forw" \
		"  Datagrams Forwarded                = 6
  Datagrams Forwarded                = 66\n" "" ""
	requires ours tree NETSTAT_STATS NETSTAT_IFACE
	testing "$d: totals come before counters" \
		"on '$DIR' ${d}s ${d}e | grep Statistics | head -n 2" \
		'Interface Statistics\nIPv4 Statistics\n' "" ""
	requires ours tree NETSTAT_ROUTE NETSTAT_IFACE
	expected r "${d}r"
	DIR=$PWD/none
	expected r-none "${d}r"
	DIR=$PWD/tree
	testing "$d: a line of 75" \
		"on '$DIR' ${d}r | grep '^=' | sort -u | tr -d '\n' | wc -c" \
		'75\n' "" ""

	requires ours
	for l in q x Y c D i; do
		testing "$d: $l has no answer" \
			"'$C' ${d}a$l 2>&1 >out; echo rc=\$?; wc -c <out" \
			"netstat: /$l: there is no answer to that here\nTry 'netstat /?'.\nrc=3\n0\n" "" ""
	done
	testing "$d: ?" "'$C' $d? 2>err | head -n 6 | sed 's/\$/|/' |
		diff '$TESTS/windows/help' - && wc -c <err" '0\n' "" ""
	testing "$d: ? has each letter, in 80 columns" \
		"'$C' $d? | sed -n 's/^  -\([a-z]\)   *[A-Z].*/\1/p' | tr -d '\n'
		'$C' $d? | awk 'length > 79'" 'abefnoprst' "" ""
	for l in z anz k "p" "p foo" "p ip" "n 0" "n x"; do
		testing "$d: $l is refused" \
			"'$C' $d$l 2>err; echo rc=\$?; sed 1d err" \
			"rc=3\nTry 'netstat /?'.\n" "" ""
	done

	requires ours netns nsenter cc NETSTAT_PRG
	hold web
	testing "$d live: servers and visitors" "inside '$C' ${d}ano ${d}p tcp |
		awk '/^  TCP/ { sub(/:[0-9]*\$/, \"\", \$3); print \$3, \$4,
			\$5 == \"${HOLDER_PID-}\" }' | sort | uniq -c" \
		"      1 0.0.0.0 LISTENING 1
      4 127.0.0.1 ESTABLISHED 1
      1 127.0.0.5 ESTABLISHED 0
      2 127.0.0.6 ESTABLISHED 0
      1 127.0.0.7 ESTABLISHED 0\n" "" ""
	testing "$d live: the program" \
		"inside '$C' ${d}bn | grep -c '^ \[sockets\]\$'" '4\n' "" ""
	release
}

# make_tree: the saved tree that the layouts are of
make_tree()
{
	local row="00000000:00000000 00:00000000 00000000     0        0"
	local any=00000000000000000000000000000000
	local one=00000000000000000000000001000000
	local link=000080FE00000000FF000002010000FE
	local twice=000080FE000000000000000002000000
	local peer=000080FE000000000000000009000000
	local long=B80D012034120000785600009ABCDEF0

	tree tree
	for file in tcp6 udp udp6; do
		cp tree/net/tcp tree/net/$file
	done
	cat >>tree/net/tcp <<-END
	0: 00000000:0050 00000000:0000 0A $row 11 1
	1: 0100007F:0051 0200007F:0001 03 $row 0 1
	END
	cat >>tree/net/tcp6 <<-END
	0: $long:0050 $any:0000 0A $row 12 1
	1: $one:0050 0000000000000000FFFF000004030201:0011 06 $row 0 1
	2: $link:1F40 $peer:01BB 01 $row 14 1
	3: $twice:1F41 $any:0000 0A $row 14 1
	END
	cat >tree/net/if_inet6 <<-END
	$(printf %030d 0)01 01 80 10 80       lo
	fe80000000000000020000fffe000001 0c 40 20 80     eth0
	fe800000000000000000000000000002 0c 40 20 80     eth0
	fe800000000000000000000000000002 0d 40 20 80     eth1
	END
	cat >>tree/net/udp <<-END
	0: 00000000:007B 00000000:0000 07 $row 13 1
	END
	cat >>tree/net/udp6 <<-END
	0: $any:007B $one:0005 01 $row 0 1
	1: $link:076C $any:0000 07 $row 15 1
	END
	process tree/42 '/usr/bin/web server' 11 15
	process tree/7 $'n\ep' 13 14
	cat >tree/net/dev <<-END
	Inter-|   Receive
	 face |bytes
	    lo: 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9
	  eth0: 100000 600 20 30 0 0 0 10 60000 600 200 300 0 0 0 0
	  eth1: 1000 100 0 0 0 0 0 0 11 6 1 1 0 0 0 0
	END
	cat >tree/net/snmp <<-END
	Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors \
ForwDatagrams InUnknownProtos InDiscards InDelivers OutRequests OutDiscards \
OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails \
FragCreates OutTransmits
	Ip: 1 64 1000 1 2 6 4 5 7 8 9 10 0 11 12 13 14 15 17 99
	Icmp: InMsgs InErrors InCsumErrors InAddrMaskReps OutMsgs OutErrors \
OutAddrMaskReps
	Icmp: 4294967296 2 77 21 25 3 46
	IcmpMsg: InType9 InType90 InType100 OutType10 OutType109
	IcmpMsg: 9 90 100 4000000000 109
	Tcp: MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets \
CurrEstab InSegs OutSegs RetransSegs InErrs
	Tcp: -1 5 6 7 8 9 10 11 12 13
	Udp: InDatagrams NoPorts InErrors OutDatagrams InCsumErrors
	Udp: 1 2 3 4 5
	END
	sed 's/ /	/' >tree/net/snmp6 <<-END
	Ip6InReceives 1
	Ip6OutForwDatagrams 66
	Icmp6InMsgs 1
	Icmp6OutMsgs 2
	Icmp6InEchos 31
	Icmp6OutEchos 32
	Icmp6InEchoReplies 33
	Icmp6OutEchoReplies 34
	Icmp6InRedirects 7
	Icmp6OutRedirects 8
	Icmp6InType138 138
	Icmp6OutType138 139
	Icmp6InType13 13
	Icmp6InNeighborAdvertisements 5
	Icmp6OutNeighborAdvertisements 6
	Udp6InDatagrams 7
	Udp6NoPorts 8
	Udp6OutDatagrams 9
	UdpLite6NoPorts 77
	END
	sed 's/  */	/g' >tree/net/route <<-END
	Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT
	eth0 00000000 0101A8C0 0003 0 0 25 00000000 0 0 0
	eth0 0001A8C0 00000000 0001 0 0 0 00FFFFFF 0 0 0
	eth1 0002A8C0 00000000 0000 0 0 0 00FFFFFF 0 0 0
	eth0 0000630A 0101A8C0 0003 0 0 -1 0000FFFF 0 0 0
	* 0000630A 00000000 0201 0 0 0 0000FFFF 0 0 0
	* 00000000 00000000 0201 0 0 -16769024 00000000 0 0 0
	END
	cat >tree/net/ipv6_route <<-END
	$any 00 $any 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
	20010db8000000000000000000000000 40 $any 00 $any 00000100 00000001 00000000 00000001     eth0
	fdb22c26f4e40001670ffec775b70000 70 $any 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
	fdb22c26f4e40000670ffec775b7eb83 80 $any 00 $any 00000100 00000001 00000000 00000001     eth0
	fdb22c26f4e400000000000000000000 40 $any 00 $any 00000100 00000001 00000000 00000001     eth0
	ff000000000000000000000000000000 08 $any 00 $any 00000100 00000001 00000000 00000001     eth0
	20010db8000000010000000000000000 40 $any 00 fe800000000000000000000000000001 ffffffff 00000001 00000000 00000003     eth0
	$(printf %032d 1) 80 $any 00 $any 00000100 00000001 00000000 00000001       lo
	20010db8000a00000000000000000000 30 $any 00 $any 00000400 00000001 00000000 00200200       lo
	$any 00 $any 00 $any ffffffff 00000001 00000000 00200200       lo
	END
	tree none
	sed -n '1,3p' tree/net/dev >none/net/dev
	sed -n 1p tree/net/route >none/net/route
	# what rejects is not listed
	sed -n '/00200200/p' tree/net/ipv6_route >none/net/ipv6_route
}
