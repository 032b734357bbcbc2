# shellcheck shell=bash disable=SC2016 # expanded by inner shells
# Files that replace /etc, for tests of names; read with `.
# "$TESTS/lib/names.sh"'.

# etc_start: make ./etc with the files for names; nsswitch.conf makes the C
# library of net-tools use only files
etc_start()
{
	local what

	rm -rf etc
	mkdir etc
	for what in passwd group hosts networks protocols services; do
		echo "$what: files" >>etc/nsswitch.conf
		: >"etc/$what"
	done
	echo 'nameserver 127.0.0.1' >etc/resolv.conf
}

# with_etc DIR COMMAND...: run it with ./etc for /etc and DIR for /proc
with_etc()
{
	unshare -m sh -c 'mount --bind etc /etc && mount --bind "$1" /proc &&
		shift && exec "$@"' sh "$@"
}

# peers ADDRESS...: rows of net/tcp with a connection to port 80 of each
# ADDRESS, one hexadecimal word or four, from port 22 of 127.0.0.1 or ::1
peers()
{
	local peer from

	echo '  sl  local_address rem_address   st tx_queue rx_queue'
	for peer; do
		from=0100007F
		[ ${#peer} -eq 8 ] || from=00000000000000000000000001000000
		echo "   0: $from:0016 $peer:0050 01 00000000:00000000" \
			'00:00000000 00000000     0        0 1'
	done
}
