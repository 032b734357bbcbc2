# shellcheck shell=bash disable=SC2016 # the harness expands the commands
# The Windows command line, for windows.test: tested with '/' in every build,
# and with '-' in one that takes its letters for Windows' too.

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
  TCP    [::1]:80               [::ffff:1.2.3.4]:17    TIME_WAIT\n" "" ""
	testing "$d: all, with PIDs" "on '$DIR' ${d}ano" \
		"\nActive Connections\n
  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:80             0.0.0.0:0              LISTENING       42
  TCP    127.0.0.1:81           127.0.0.2:1            SYN_RECEIVED    0
  TCP    [2001:db8:0:1234:0:5678:f0de:bc9a]:80 [::]:0                 LISTENING       0
  TCP    [::1]:80               [::ffff:1.2.3.4]:17    TIME_WAIT       0
  UDP    0.0.0.0:123            *:*                                    7
  UDP    [::]:123               [::1]:5                                0\n" "" ""
	testing "$d: all, without PIDs" "on '$DIR' ${d}an | sed 's/\$/|/; 1,3d'" \
		"  Proto  Local Address          Foreign Address        State|
  TCP    0.0.0.0:80             0.0.0.0:0              LISTENING|
  TCP    127.0.0.1:81           127.0.0.2:1            SYN_RECEIVED|
  TCP    [2001:db8:0:1234:0:5678:f0de:bc9a]:80 [::]:0                 LISTENING|
  TCP    [::1]:80               [::ffff:1.2.3.4]:17    TIME_WAIT|
  UDP    0.0.0.0:123            *:*                    |
  UDP    [::]:123               [::1]:5                |\n" "" ""
	testing "$d: programs" "on '$DIR' ${d}anb | sed 1,4d" \
		"  TCP    0.0.0.0:80             0.0.0.0:0              LISTENING
 [web server]
  TCP    127.0.0.1:81           127.0.0.2:1            SYN_RECEIVED
  TCP    [2001:db8:0:1234:0:5678:f0de:bc9a]:80 [::]:0                 LISTENING
 Can not obtain ownership information
  TCP    [::1]:80               [::ffff:1.2.3.4]:17    TIME_WAIT
  UDP    0.0.0.0:123            *:*                    
 [n\\\\x1bp]
  UDP    [::]:123               [::1]:5                \n" "" ""
	for l in ano ONA oan "a ${d}n ${d}o" "o ${d}AN" nfao; do
		testing "$d: $l" "on '$DIR' $d$l | cmp - ano && echo same" \
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
Proto  Local Address        
UDP    0.0.0.0:123          
Proto  Local Address        
UDP    [::]:123             \n" "" ""
	testing "$d: p in a bundle" \
		"on '$DIR' ${d}anpo tcp | sed 1,4d | cut -c 3-8,72-" \
		'TCP   42\nTCP   0\n' "" ""
	testing "$d: the interval and a count" \
		"on '$DIR' ${d}on 0.01 3 | grep -c Active" '3\n' "" ""

	requires ours tree NETSTAT_IFACE
	testing "$d: totals" "on '$DIR' ${d}e" "Interface Statistics

                           Received            Sent

Bytes                        101000           60011
Unicast packets                 690             606
Non-unicast packets              10               0
Discards                         30             301
Errors                           20             201
Unknown protocols                 0\n" "" ""
	requires ours tree NETSTAT_STATS
	testing "$d: counters of one protocol" \
		"for p in ip icmp icmpv6 tcpv6 udpv6; do on '$DIR' ${d}s ${d}p \$p |
		sed -n '2p;4,5p;\$p'; done" \
		"IPv4 Statistics
  Packets Received                   = 1000
  Received Header Errors             = 1
  Fragments Created                  = 17
ICMPv4 Statistics
                            Received    Sent
  Messages                  4294967296  25
  Address Mask Replies      21          46
ICMPv6 Statistics
                            Received    Sent
  Messages                  1           2
  Neighbor Advertisements   5           6
TCP Statistics
  Active Opens                        = 5
  Passive Opens                       = 6
  Segments Retransmitted              = 12
UDP Statistics for IPv6
  Datagrams Received    = 7
  No Ports              = 8
  Datagrams Sent        = 9\n" "" ""
	testing "$d: all counters" "on '$DIR' ${d}S | grep -A 1 Statistics" \
		"IPv4 Statistics\n\n--\nIPv6 Statistics\n\n--\nICMPv4 Statistics
\n--\nICMPv6 Statistics\n\n--\nTCP Statistics\n\n--
UDP Statistics for IPv4\n\n--\nUDP Statistics for IPv6\n\n" "" ""
	testing "$d: forwarded, by the keys of both" \
		"on '$DIR' ${d}s | grep Forw" \
		"  Datagrams Forwarded                = 6
  Datagrams Forwarded                = 66\n" "" ""
	requires ours tree NETSTAT_STATS NETSTAT_IFACE
	testing "$d: totals come before counters" \
		"on '$DIR' ${d}s ${d}e | grep Statistics | head -n 2" \
		'Interface Statistics\nIPv4 Statistics\n' "" ""
	requires ours tree NETSTAT_ROUTE NETSTAT_IFACE
	testing "$d: routes" "on '$DIR' ${d}r | sed 's/^===*\$/=/'" "=
Interface List
 IF...HARDWARE-ADDRESS ......name
  0...........................lo
  0...........................eth0
  0...........................eth1
=

IPv4 Route Table
=
Active Routes:
Network Destination        Netmask          Gateway       Interface  Metric
          0.0.0.0          0.0.0.0      192.168.1.1             eth0     25
      192.168.1.0    255.255.255.0          On-link             eth0      0
=
Persistent Routes:
  None

IPv6 Route Table
=
Active Routes:
 If Metric Network Destination      Gateway
  0   1024 ::/0                     fe80::1
  0    256 2001:db8::/64            On-link
=
Persistent Routes:
  None\n" "" ""
	testing "$d: a line of 75" \
		"on '$DIR' ${d}r | grep '^=' | sort -u | tr -d '\n' | wc -c" \
		'75\n' "" ""

	requires ours
	local help=-h

	if [ "$d" != / ] || has NETSTAT_WINDOWS_DEFAULT; then
		help='/?'
	fi
	for l in q T x Y; do
		testing "$d: $l has no answer" \
			"'$C' ${d}a$l 2>&1 >out; echo rc=\$?; wc -c <out" \
			"netstat: /$l: there is no answer to that here\nTry 'netstat $help'.\nrc=3\n0\n" "" ""
	done
	testing "$d: ?" "'$C' $d? 2>err | head -n 1; wc -c <err" \
		"Usage: netstat [/a] [/b] [/e] [/f] [/n] [/o] [/p PROTO] [/r] [/s] \
[INTERVAL]\n0\n" "" ""
	for l in z anz c "p" "p foo" "p ip" "n 0" "n x"; do
		testing "$d: $l is refused" \
			"'$C' $d$l 2>err; echo rc=\$?; sed 1d err" \
			"rc=3\nTry 'netstat $help'.\n" "" ""
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
	END
	cat >>tree/net/udp <<-END
	0: 00000000:007B 00000000:0000 07 $row 13 1
	END
	cat >>tree/net/udp6 <<-END
	0: $any:007B $one:0005 01 $row 0 1
	END
	process tree/42 '/usr/bin/web server' 11
	process tree/7 $'n\ep' 13
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
	* 0000630A 00000000 0201 0 0 0 0000FFFF 0 0 0
	* 00000000 00000000 0201 0 0 -16769024 00000000 0 0 0
	END
	cat >tree/net/ipv6_route <<-END
	$any 00 $any 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0
	20010db8000000000000000000000000 40 $any 00 $any 00000100 00000001 00000000 00000001     eth0
	20010db8000a00000000000000000000 30 $any 00 $any 00000400 00000001 00000000 00200200       lo
	$any 00 $any 00 $any ffffffff 00000001 00000000 00200200       lo
	END
}
