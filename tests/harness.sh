#!/bin/sh
# Leave the test harness of toybox in a directory: harness.sh DIR
# It comes out of Debian's toybox source package, is kept as DIR/runtest.sh
# and is fetched only once. A copy of one's own does as well: see RUNTEST in
# run.sh.
set -u

tarball=toybox_0.8.9+dfsg.orig.tar.xz
sha256=16fb5967531e88ca33b8c9142376987617ebe52e34e2b3f3a779603674b7d07c

die()
{
	echo "harness: $*" >&2
	echo "harness: RUNTEST=/path/to/toybox/scripts/runtest.sh names one" >&2
	exit 1
}

# The machine's own apt sources, turned into ones of source packages. Its
# settings, lists and caches are not touched: apt works in a folder of ours.
derive_sources()
{
	mkdir -p parts lists/partial cache/archives/partial
	etc=/etc/apt
	for file in "$etc"/sources.list "$etc"/sources.list.d/*.list; do
		[ ! -f "$file" ] ||
			sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' \
				"$file" >"parts/${file##*/}.list"
	done
	for file in "$etc"/sources.list.d/*.sources; do
		[ ! -f "$file" ] ||
			sed 's/^Types:.*/Types: deb-src/' "$file" \
				>"parts/${file##*/}"
	done
}

private_apt()
{
	apt-get -qq -o Dir::Etc::sourcelist=/dev/null \
		-o Dir::Etc::sourceparts="$PWD/parts" \
		-o Dir::State::lists="$PWD/lists" \
		-o Dir::Cache="$PWD/cache" \
		-o APT::Sandbox::User=root "$@"
}

# A third-party source without source packages must not stop us, so the
# outcome of update is not looked at: the download tells.
fetch()
{
	[ -f $tarball ] && return
	command -v apt-get >/dev/null || die "no apt-get to fetch toybox with"
	derive_sources
	private_apt update >log 2>&1
	private_apt source --download-only --tar-only toybox >>log 2>&1
	[ -f $tarball ] || {
		cat log >&2
		die "apt-get source toybox did not bring $tarball"
	}
}

dir=${1:?usage: harness.sh DIR}
[ ! -s "$dir/runtest.sh" ] || exit 0
echo "harness: fetching toybox's runtest.sh" >&2
mkdir -p "$dir/apt" && cd "$dir/apt" || exit 1
fetch
echo "$sha256  $tarball" | sha256sum -c --quiet || {
	rm -f $tarball
	die "$tarball is not the one known to work"
}
xz -dc $tarball | tar -xf - --wildcards '*/scripts/runtest.sh' ||
	die "no runtest.sh in $tarball"
mv ./*/scripts/runtest.sh ../runtest.sh && cd .. && rm -rf apt
