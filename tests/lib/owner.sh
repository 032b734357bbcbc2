# shellcheck shell=bash
# Functions for the tests of -p, read by owner*.test and others: a PID namespace
# in which the test chooses each PID, and saved trees with processes.

# --- live: private namespaces ------------------------------------------------

# apart FILE: run the test file FILE again in private PID, network and mount
# namespaces, as process 1, where nothing else runs. In that run it returns
# true, and also where namespaces cannot be made: tests that need them require
# pid-namespace. No process outlives the file.
apart()
{
	if [ -n "${APART-}" ]; then
		# shellcheck disable=SC2317 # requires looks for it
		pid-namespace() { :; }
		SKIP=0
		return
	fi
	unshare -npfm --mount-proc test -w /proc/sys/kernel/ns_last_pid \
		2>/dev/null || return 0
	rm -f end
	# shellcheck disable=SC2016 # expanded by the inner shell
	APART=1 setpriv --pdeathsig KILL unshare -npfm --mount-proc \
		--kill-child bash -c '
		. "$RUNTEST"
		. "$TESTS/lib/lib.sh"
		. "$1"
		: >end
	' bash "$1"
	[ -f end ] || echo "$SHOWFAIL: $CMDNAME ${1##*/} stopped before its end"
	return 1
}

# await WHAT: wait until the process that writes to ./said is ready
await()
{
	local line

	read -r line <said
	[[ $line == ready* ]] || echo "$SHOWFAIL: $CMDNAME $1 made no sockets"
}

# named NAME STEP...: exec tests/tools/holder.c as NAME, by the command AS
named()
{
	# shellcheck disable=SC2016 # expanded by the inner shell
	exec ${AS-} bash -c 'exec -a "$@"' bash "$1" "${HOLDER:-./holder}" \
		"${@:2}"
}

# start PID NAME STEP...: start tests/tools/holder.c with this PID and argv[0];
# it does the steps and stays
start()
{
	[ "$SKIP" -eq 0 ] || return
	rm -f said
	mkfifo said
	echo $(($1 - 1)) >/proc/sys/kernel/ns_last_pid
	named "${@:2}" >said &
	[ $! -eq "$1" ] || echo "$SHOWFAIL: $CMDNAME process $1 became $!"
	await "process $1"
}

# --- running -----------------------------------------------------------------

# whole PROGRAM OPTION...: stdout, status and stderr of a run. stderr comes
# last, as programs differ in when they write it.
whole()
{
	"$@" 2>err
	echo "rc=$?"
	sed 's/^/stderr: /' err
}

# twins NAME OPTIONS...: stdout, stderr and status are those of net-tools, for
# each of the OPTIONS (a string of words each), run by the command AS. PROGRAM
# is our own program, in a place where other users can run it.
twins()
{
	local name=$1 options

	shift
	if [ "$SKIP" -eq 0 ]; then
		for options; do
			echo "# netstat $options"
			# shellcheck disable=SC2086 # lists of words
			whole ${AS-} "$PEER" $options
		done >theirs
		for options; do
			echo "# netstat $options"
			# shellcheck disable=SC2086
			whole ${AS-} "${PROGRAM:-$REAL}" $options
		done >ours
	fi
	agree "$name" theirs ours
}

# bundles TABLES: options that show TABLES with owners, in every combination
# with the other columns and filters
bundles()
{
	local which family extra families=4

	! has NETSTAT_IPV6 || families="- 4 6"
	for which in - a l; do
		for family in $families; do
			for extra in $(subsets "$(supported eoW)"); do
				echo "-np$1$which$family$extra"
			done
		done
	done | sed 's/^-/+/; s/-//g; s/^+/-/'
}

# owners OPTION...: local port and owner of each socket, sorted by port, without
# padding
owners()
{
	"$C" "$@" | awk '/^(tcp|udp)/ {
		local = substr($0, 21, 23)
		sub(/.*:/, "", local)
		sub(/ *$/, "", local)
		owner = substr($0, 81)
		sub(/ *$/, "", owner)
		print local, owner
	}' | sort -n
}

# finish [PID...]: end these processes, or all that were started
finish()
{
	[ $# -gt 0 ] || mapfile -t < <(jobs -p) && set -- "${MAPFILE[@]}"
	[ $# -eq 0 ] || kill "$@" 2>/dev/null
	wait "$@"
}

# --- saved trees -------------------------------------------------------------

# process TREE/PID NAME [INODE...]: a process called NAME that holds these
# sockets, in addition to those it has already
process()
{
	local fd=3 inode

	mkdir -p "$1/fd"
	printf '%s\0-x\0/y\0' "$2" >"$1/cmdline"
	ln -sf /dev/null "$1/fd/0"
	for inode in "${@:3}"; do
		while [ -L "$1/fd/$fd" ]; do
			fd=$((fd + 1))
		done
		ln -s "socket:[$inode]" "$1/fd/$fd"
	done
}

# rows FIRST LAST [INODE]: rows of /proc/net/tcp, established connections, with
# their number as port and as inode, or with this INODE
rows()
{
	local port

	for ((port = $1; port <= $2; port++)); do
		printf '%4d: 0100007F:%04X 0200007F:0001 01 %s %d 1\n' \
			"$port" "$port" "00000000:00000000 00:00000000 \
00000000     0        0" "${3-$port}"
	done
}

# tree NAME: a new tree with an empty net/tcp, only a header
tree()
{
	rm -rf "$1"
	mkdir -p "$1/net"
	sed 1q "$FIXTURES/headers/net/tcp" >"$1/net/tcp"
}

# memory HEX: an address as the kernel prints its memory, words of this machine
memory()
{
	printf %s "$1" | fold -w 8 | if [ "$(printf '\1\0' |
		od -A n -t u2 | tr -d ' ')" = 1 ]; then
		sed -E 's/(..)(..)(..)(..)/\4\3\2\1/'
	else
		cat
	fi | tr -d '\n'
}

# both_ends TREE ADDRESS...: a tree with a socket that each IPv4 or IPv6 address, in
# hexadecimal, has at both ends
both_ends()
{
	local file end n=0

	tree "$1"
	sed 1q "$FIXTURES/linux-6.18/net/tcp6" >"$1/net/tcp6"
	for end in "${@:2}"; do
		n=$((n + 1))
		file=tcp
		[ ${#end} -eq 8 ] || file=tcp6
		end=$(memory "$end")
		printf '%4d: %s:0016 %s:%04X 01 00000000:00000000 00:00000000 00000000 0 0 %d 1\n' \
			$n "$end" "$end" $n $n >>"$1/net/$file"
	done
}

# variant DIR SYMBOL=NUMBER...: build our program with other limits, in DIR.
# Each is built once for all test files of a run.
variant()
{
	local dir=$1 log key built

	shift
	[ "$SKIP" -eq 0 ] || return
	key=$(printf 'CONFIG_NETSTAT_%s\n' "$@" | cat "$O/.config" - | cksum)
	built=$VARIANTS/${key%% *}
	ln -sfn "$built" "$dir"
	[ ! -x "$built/netstat" ] || return
	# $$ is 1 in each file that runs apart
	mkdir -p "$VARIANTS"
	built=$(mktemp -d "$built.XXXXXX")
	printf 'CONFIG_NETSTAT_%s\n' "$@" | cat "$O/.config" - >"$built/.config"
	log=$(sh "$TESTS/lib/quick.sh" O="$built") || {
		echo "$SHOWFAIL: $CMDNAME does not compile with $*"
		echo "$log"
	}
	# another test file may have been first
	mv -T "$built" "${built%.*}" 2>/dev/null || rm -rf "$built"
}

# label TREE/PID TEXT: set its security label
label()
{
	mkdir -p "$1/attr"
	printf '%s' "$2" >"$1/attr/current"
}
