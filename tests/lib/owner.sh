# shellcheck shell=bash
# Functions for the tests of -p, read by owner*.test: a pid namespace in which
# the test chooses the number of each process, and saved trees with processes.

# --- live: namespaces of our own ---------------------------------------------

# apart FILE: run the test file FILE again in pid, network and mount namespaces
# of its own, where it is process 1 and nothing else runs. There, and where
# that cannot be done, it returns true and the tests follow; those that have to
# be there say "requires pid-namespace". No process outlives the file.
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

# make_tools NAME...: compile tests/tools/NAME.c to ./NAME
make_tools()
{
	local tool

	for tool; do
		cc -O2 -pthread -o "$tool" "$TESTS/tools/$tool.c" ||
			echo "$SHOWFAIL: $CMDNAME $tool does not compile"
	done
}

# await WHAT: until the process that writes to ./said is ready
await()
{
	local line

	read -r line <said
	[[ $line == ready* ]] || echo "$SHOWFAIL: $CMDNAME $1 made no sockets"
}

# named NAME STEP...: become tool/holder.c with that argv[0], by the command AS
named()
{
	# shellcheck disable=SC2016 # expanded by the inner shell
	exec ${AS-} bash -c 'exec -a "$@"' bash "$1" "${HOLDER:-./holder}" \
		"${@:2}"
}

# start PID NAME STEP...: a process with that number and that argv[0] does the
# steps of tool/holder.c and stays
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

# whole PROGRAM OPTION...: all that a run leaves; what it says on stderr comes
# last, for programs differ in when they write it
whole()
{
	"$@" 2>err
	echo "rc=$?"
	sed 's/^/stderr: /' err
}

# twins NAME OPTIONS...: what net-tools and our own leave is the same for each
# of the OPTIONS (a string of words), run by the command AS; PROGRAM is where
# our own is when others must be able to run it
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

# bundles TABLES: options that show them with owners, and every combination
# of the other columns and filters
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

# owners OPTION...: local port and owner column of each socket, by port, without
# what fills the column up
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

# process TREE/PID NAME [INODE...]: it is called NAME and holds these sockets,
# beside those that it held already
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

# rows FIRST LAST [INODE]: established connections as of /proc/net/tcp, with a
# port and an inode of the same number, or with that INODE
rows()
{
	local port

	for ((port = $1; port <= $2; port++)); do
		printf '%4d: 0100007F:%04X 0200007F:0001 01 %s %d 1\n' \
			"$port" "$port" "00000000:00000000 00:00000000 \
00000000     0        0" "${3-$port}"
	done
}

# tree NAME: an empty one, but for the header line of net/tcp
tree()
{
	rm -rf "$1"
	mkdir -p "$1/net"
	sed 1q "$FIXTURES/headers/net/tcp" >"$1/net/tcp"
}

# variant DIR SYMBOL=NUMBER...: our own program with other limits, in DIR. Each
# is built once, for all files of a run of the suite.
variant()
{
	local dir=$1 log key built

	shift
	[ "$SKIP" -eq 0 ] || return
	key=$(printf 'CONFIG_NETSTAT_%s\n' "$@" | cat "$O/.config" - | cksum)
	built=$VARIANTS/${key%% *}
	ln -sfn "$built" "$dir"
	[ ! -x "$built/netstat" ] || return
	built=$built.$$
	mkdir -p "$built"
	printf 'CONFIG_NETSTAT_%s\n' "$@" | cat "$O/.config" - >"$built/.config"
	log=$(make -s -C "$TOP" O="$built" CFLAGS=-O1 2>&1) || {
		echo "$SHOWFAIL: $CMDNAME does not compile with $*"
		echo "$log"
	}
	# another file may have been first
	mv -T "$built" "${built%.*}" 2>/dev/null || rm -rf "$built"
}

# label TREE/PID TEXT: its security label
label()
{
	mkdir -p "$1/attr"
	printf '%s' "$2" >"$1/attr/current"
}
