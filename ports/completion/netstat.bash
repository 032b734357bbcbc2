# shellcheck shell=bash disable=SC2154 # words.awk writes the words above this
# Completion of netstat's options and their arguments for bash.

# the values of the option $1
_netstat_values()
{
	case $1 in
	-*A | --protocol) echo inet inet6 unix bluetooth ;;
	-*I | --interfaces) ls /sys/class/net ;;
	--state) echo LISTEN SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT1 \
		FIN_WAIT2 CLOSE_WAIT CLOSING LAST_ACK TIME_WAIT CLOSE ;;
	--count) echo proto state local lport peer rport user \
		pid program ;;
	--sort | --format) echo proto recv_q send_q local lport peer rport state user \
		inode pid program path ;;
	--match) echo default 'node_netstat_*' 'node_network_*' ;;
	--user) compgen -u ;;
	-*h | --help) echo all states keys sockets views columns names filters \
		output repeat elsewhere help
		sed 's/--//g; s/=//g' <<<"$_netstat_long" ;;
	--fit) echo 80 100 132 ;;
	--netns) echo all; ls /run/netns ;;
	esac 2>/dev/null
}

_netstat()
{
	local word=${COMP_WORDS[COMP_CWORD]} option='' words=''
	local before=${COMP_WORDS[COMP_CWORD - 1]}

	# bash splits --proc=DIR into three words
	if [ "$word" = = ]; then
		option=$before
		word=''
	elif [ "$before" = = ]; then
		option=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $before = -*[Ah] || $before = --help || " $_netstat_long " = *" $before= "* &&
		$before != --fit ]]; then
		option=$before
	fi

	if [ "$option" = --proc ]; then
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		return
	fi
	case $option,$word in
	,-*) words="$_netstat_letters $_netstat_long" ;;
	,/*) words=$_netstat_windows ;;
	-*) words=$(_netstat_values "$option") ;;
	esac
	# of a comma-separated list complete the last item
	mapfile -t COMPREPLY < <(compgen -P "${word%"${word##*,}"}" \
		-W "$words" -- "${word##*,}")
	[[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
}

complete -F _netstat netstat
