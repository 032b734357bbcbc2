#!/bin/sh
# Run a command once for each list of options: runs.sh COMMAND OPTIONS...
# COMMAND may contain options. No /proc is needed.
command=$1
shift
for options; do
	echo "# netstat $options"
	# shellcheck disable=SC2086 # lists of words
	$command $options 2>/dev/null
	echo "rc=$?"
done
