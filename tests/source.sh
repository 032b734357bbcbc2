#!/bin/sh
# Leave the source of a Debian package in a directory:
#   source.sh DIR PACKAGE TARBALL SHA256
# The upstream tarball is fetched by apt-get, once, and checked. A copy of one's
# own may lie there as well.
set -u

die()
{
	echo "source: $*" >&2
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
	command -v apt-get >/dev/null || die "no apt-get to fetch $package with"
	derive_sources
	private_apt update >log 2>&1
	private_apt source --download-only --tar-only "$package" >>log 2>&1
	[ -f "$tarball" ] || {
		cat log >&2
		die "apt-get source $package did not bring $tarball"
	}
}

[ $# -eq 4 ] || die "usage: source.sh DIR PACKAGE TARBALL SHA256"
dir=$1 package=$2 tarball=$3 sum="$4  $3"
mkdir -p "$dir/apt" && cd "$dir" || exit 1
if [ ! -f "$tarball" ]; then
	echo "source: fetching $tarball" >&2
	(cd apt && fetch) && mv "apt/$tarball" . || exit 1
fi
rm -rf apt
echo "$sum" | sha256sum -c --quiet || {
	rm -f "$tarball"
	die "$tarball is not the one known to work"
}
