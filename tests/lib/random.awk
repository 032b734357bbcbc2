# random.awk -v seed=N -v file=NAME: a table in the format of /proc/net, with
# values that are rare on a real kernel

function any(list,	n, word) {
	n = split(list, word, " ")
	return word[1 + int(rand() * n)]
}
function below(n) {
	return int(rand() * n)
}
# a number of N hex digits
function hex(n,	s) {
	while (n-- > 0)
		s = s sprintf("%X", below(16))
	return s
}
function number() {
	return any("0 0 1 5 118 1000 65534 99999999 2147483647 " below(65536))
}
function word32() {
	return any("00000000 00000000 00000001 FFFFFFFF 0000" hex(4) " " hex(8))
}
function address() {
	return any("00000000 00000000 FFFFFFFF 0100007F 0200000A " hex(8))
}
function address6() {
	return any("00000000000000000000000000000000 " \
		"00000000000000000000000001000000 " \
		"0000000000000000FFFF0000" address() " " \
		"000080FE00000000" hex(16) " " \
		word32() word32() word32() word32() " " hex(32))
}
function port() {
	return any("0000 0000 0016 01BB FFFF " hex(4))
}
function name() {
	return any("lo eth0 wlan0.100 br-1234567890 abcdefghijklmno")
}

function inet(v6,	i, states) {
	print "  sl  local_address rem_address   st tx_queue rx_queue tr " \
		"tm->when retrnsmt   uid  timeout inode"
	states = "01 07 07 02 0A"
	if (file ~ /tcp/)
		states = "01 02 03 04 05 06 07 08 09 0A 0B"
	for (i = 0; i < rows; i++)
		printf "%4d: %s:%s %s:%s %s %s:%s 0%s:%s %s %5s %8s %s 2 " \
			"%s %d\n", i, v6 ? address6() : address(), port(),
			v6 ? address6() : address(), port(),
			any(states), word32(), word32(),
			any("0 1 2 3 4 5 9"), any("00000000 00000" hex(3) " " hex(8)),
			any("00000000 00000001 000000" hex(2)),
			any("0 1000 4294967294 " number()), any("-1 " number()),
			number(), hex(16), below(9)
}

function unix(	i) {
	print "Num       RefCount Protocol Flags    Type St Inode Path"
	for (i = 0; i < rows; i++)
		printf "%s: 0000000%d 00000000 %s 000%d 0%d %5d%s\n", hex(16),
			1 + below(9), any("00000000 00010000 00020000 00030000 " \
			"000" hex(5)), below(8), below(6), number(),
			below(3) ? " " any("/run/x.sock @ @abs @@@ /tmp/.X11-unix/X" \
			below(9) " /very/" hex(100)) : ""
}

function route(	i, mask) {
	printf "%-127s\n", "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\t" \
		"Metric\tMask\t\tMTU\tWindow\tIRTT"
	for (i = 0; i < rows; i++)
		printf "%-127s\n", name() "\t" address() "\t" address() "\t" \
			any("0001 0003 0005 0201 8001 " hex(3) "1") "\t" \
			number() "\t" number() "\t" number() "\t" \
			any("00000000 000000FF 0000FFFF FFFFFFFF 0000F0FF") "\t" \
			number() "\t" number() "\t" number()
}

function route6(	i) {
	for (i = 0; i < rows; i++)
		print tolower(any("00000000000000000000000000000000 " \
			"fe800000000000000000000000000000 " hex(32)) " " \
			any("00 08 40 7f 80") \
			" 00000000000000000000000000000000 00 " \
			any("00000000000000000000000000000000 " hex(32)) " " \
			word32() " " word32() " " word32() " " \
			any("00000001 00000003 00000200 80200001 01000003 " \
			hex(8))) " " sprintf("%8s", name())
}

function igmp(	i, j) {
	print "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter"
	for (i = 1; i < rows / 4; i++) {
		printf "%d\t%-10s: %5d %7s\n", i, name(), 1, "V3"
		for (j = below(4); j >= 0; j--)
			printf "\t\t\t\t%s %5d %d:%s\t\t%d\n", address(),
				1 + below(9), 0, "00000000", 0
	}
}

function igmp6(	i) {
	for (i = 0; i < rows; i++)
		printf "%-4d %-15s %s %5d %08X %d\n", 1 + below(99), name(),
			tolower(any("FF020000000000000000000000000001 " hex(32))),
			1 + below(9), 12, 0
}

function value() {
	return any("0 0 1 2 99999999 4294967296 18446744073709551615 " number())
}

# the keys of a real file, MODEL, and others
function pairs(	line, values, i, n, key) {
	while ((getline line <model) > 0) {
		getline values <model
		if (!below(3))
			line = line " NewKey" below(9)
		n = split(line, key, " ")
		if (n > 3 && !below(3))
			n = 2 + below(n - 2)
		line = values = key[1]
		for (i = 2; i <= n; i++) {
			line = line " " key[i]
			values = values " " value()
		}
		print line
		print values
	}
}

function list(	line, key) {
	while ((getline line <model) > 0) {
		split(line, key, " ")
		printf "%-32s\t%s\n", key[1], value()
	}
}

BEGIN {
	srand(seed)
	rows = below(25)
	if (file ~ /^(tcp|udp|udplite|raw)6?$/)
		inet(file ~ /6$/)
	else if (file == "unix")
		unix()
	else if (file == "route")
		route()
	else if (file == "ipv6_route")
		route6()
	else if (file == "igmp")
		igmp()
	else if (file == "igmp6")
		igmp6()
	else if (file == "snmp6")
		list()
	else
		pairs()
}
