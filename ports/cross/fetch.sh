#!/bin/sh
# Unpack Debian packages of another CPU: fetch.sh DIR CPU PACKAGE...
#
# The files are unpacked below DIR with their paths below /, except kernel
# modules. A package that is already unpacked is not fetched again. The apt
# sources of the machine are used, but its settings, lists and caches are not
# changed: apt works in DIR/apt.
set -u

die()
{
	echo "fetch.sh: $*" >&2
	exit 1
}

private()
{
	"$@" -o Dir::State::lists="$dir/apt/lists" \
		-o Dir::State::status="$dir/apt/status" \
		-o Dir::Cache="$dir/apt/cache" \
		-o Dir::Cache::pkgcache=pkgcache.bin \
		-o Dir::Cache::srcpkgcache= -o Acquire::Languages=none \
		-o Acquire::GzipIndexes=true -o APT::Sandbox::User=root \
		-o APT::Architecture="$cpu" -o APT::Architectures= \
		-o APT::Architectures::="$cpu"
}

# Some sources may lack this CPU, so a failure of update is ignored; download
# fails if the package is missing.
update()
{
	mkdir -p apt/lists/partial apt/cache/archives/partial
	: >apt/status
	private apt-get -q update >apt/log 2>&1
}

# The package name of a Debian kernel contains the version; the metapackage that
# depends on the newest one has a fixed name.
real_name()
{
	case $1 in
	linux-image-*) private apt-cache depends "$1" 2>>apt/log |
		sed -n 's/.*Depends: \(linux-image-[0-9][^ ]*\).*/\1/p' |
		head -n 1 ;;
	*) echo "$1" ;;
	esac
}

# download PACKAGE...: all at once, as apt reads its lists anew each time
download()
{
	names=
	for package; do
		name=$(real_name "$package")
		[ -n "$name" ] || return
		names="$names $name"
	done
	# shellcheck disable=SC2086 # a list
	(cd apt/cache/archives && rm -f ./*.deb &&
		private apt-get -q download $names) >>apt/log 2>&1
}

fetch()
{
	echo "fetch.sh: $* for $cpu" >&2
	[ -f apt/status ] || update
	download "$@" || { update && download "$@"; } || {
		cat apt/log >&2
		die "cannot get $* for $cpu from this machine's apt sources"
	}
	for file in apt/cache/archives/*.deb; do
		dpkg --fsys-tarfile "$file" |
			tar -xf - --exclude='./lib/modules' ||
			die "cannot unpack $file"
	done
	rm -f apt/cache/archives/*.deb
	for package; do
		: >"apt/has-$package"
	done
}

[ $# -gt 2 ] || die "usage: fetch.sh DIR CPU PACKAGE..."
{ command -v apt-get && command -v dpkg; } >/dev/null ||
	die "needs Debian's apt-get and dpkg; or name a compiler: CC=..."
mkdir -p "$1/apt" && cd "$1" || exit 1
dir=$PWD
cpu=$2
shift 2
for package; do
	shift
	[ -f "apt/has-$package" ] || set -- "$@" "$package"
done
[ $# -eq 0 ] || fetch "$@"
