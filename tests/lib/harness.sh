#!/bin/sh
# Extract the test harness of toybox to a directory: harness.sh DIR
# It is part of Debian's toybox source package, which is kept in sources/ beside
# DIR. Another copy can be used: see RUNTEST in run.sh.
set -u

. "${0%/*}/sources.sh"

dir=${1:?usage: harness.sh DIR}
[ ! -s "$dir/runtest.sh" ] || exit 0
# shellcheck disable=SC2154 # of sources.sh
fetch_source "$dir/../sources" toybox "$toybox_tarball" "$toybox_sha256" || {
	echo "harness: RUNTEST=/path/to/toybox/scripts/runtest.sh names one" >&2
	exit 1
}
mkdir -p "$dir" && cd "$dir" || exit 1
xz -dc "../sources/$toybox_tarball" |
	tar -xf - --strip-components=2 --wildcards '*/scripts/runtest.sh'
[ -s runtest.sh ] || {
	echo "harness: no runtest.sh in $toybox_tarball" >&2
	exit 1
}
