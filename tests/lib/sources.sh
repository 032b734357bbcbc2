# shellcheck shell=sh
# Foreign sources and programs that tests need, from Debian's packages.

# shellcheck disable=SC2034 # for those who read this
{
	toybox_tarball=toybox_0.8.9+dfsg.orig.tar.xz
	toybox_sha256=16fb5967531e88ca33b8c9142376987617ebe52e34e2b3f3a779603674b7d07c
	busybox_tarball=busybox_1.35.0.orig.tar.bz2
	busybox_sha256=faeeb244c35a348a334f4a59e44626ee870fb07b6884d68c10ae8bc19f83a694
}

# derive_sources TYPE: copy the apt sources of this machine as TYPE, deb or
# deb-src. Its settings, lists and caches are not changed: apt works in this
# directory.
derive_sources()
{
	mkdir -p parts lists/partial cache/archives/partial
	etc=/etc/apt
	for file in "$etc"/sources.list "$etc"/sources.list.d/*.list; do
		[ ! -f "$file" ] ||
			sed -n "s/^[[:space:]]*deb[[:space:]]/$1 /p" \
				"$file" >"parts/${file##*/}.list"
	done
	for file in "$etc"/sources.list.d/*.sources; do
		[ ! -f "$file" ] ||
			sed "s/^Types:.*/Types: $1/" "$file" \
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

# download PACKAGE: get its source tarball. A third-party repository may lack
# source packages, so a failure of update is ignored.
download()
{
	command -v apt-get >/dev/null || {
		echo "sources: no apt-get to fetch $1 with" >&2
		return 1
	}
	echo "sources: fetching $1" >&2
	derive_sources deb-src
	private_apt update >log 2>&1
	private_apt source --download-only --tar-only "$1" >>log 2>&1 || {
		cat log >&2
		return 1
	}
}

# fetch_source DIR PACKAGE TARBALL SHA256: make sure that TARBALL is in DIR,
# with this checksum. It is fetched once; you can also put it there by hand.
fetch_source()
(
	mkdir -p "$1" && cd "$1" && exec 9>lock && flock 9 && mkdir -p apt || exit
	if [ ! -f "$3" ]; then
		(cd apt && download "$2" && mv "$3" ..) || exit
	fi
	rm -rf apt
	echo "$4  $3" | sha256sum -c --quiet || {
		rm -f "$3"
		exit 1
	}
)

# unpack DIR PACKAGE [PATTERN]: unpack the files of PACKAGE that match to
# DIR/PACKAGE. Nothing is installed: its scripts do not run.
unpack()
{
	mkdir "$1/apt/$2" &&
	dpkg-deb --fsys-tarfile "$1/apt/$2"_*.deb |
		tar -x -C "$1/apt/$2" --wildcards "${3:-*}" &&
	mv "$1/apt/$2" "$1/$2"
}

# fetch_packages DIR PACKAGE...: get Debian's binary packages once and unpack
# each to DIR/PACKAGE. Uses the package lists of the machine if they are good.
fetch_packages()
(
	dir=$1
	shift
	for package; do
		shift
		[ -d "$dir/$package" ] || set -- "$@" "$package"
	done
	[ $# -gt 0 ] || exit 0
	command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
		exit 1
	echo "sources: fetching $*" >&2
	rm -rf "$dir/apt"
	mkdir -p "$dir/apt" && cd "$dir/apt" || exit
	apt-get -qq -o APT::Sandbox::User=root download "$@" >log 2>&1 || {
		derive_sources deb
		private_apt update >>log 2>&1
		private_apt download "$@" >>log 2>&1
	} || {
		cat log >&2
		exit 1
	}
	for package; do
		case $package in
		# a collection of thousands of modules, one of which we need
		ansible) unpack "$dir" ansible '*/listen_ports_facts.py' ;;
		*) unpack "$dir" "$package" ;;
		esac || exit
	done
	rm -rf "$dir/apt"
)

# fetch_newer SUITE DIR PACKAGE: as fetch_packages, out of another release of
# Debian from where this machine has its own: of a program that has to be newer
fetch_newer()
(
	suite=$1 dir=$2 package=$3
	mkdir -p "$dir" && exec 9>"$dir/lock" && flock 9 || exit
	[ ! -d "$dir/$package" ] || exit 0
	command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
		exit 1
	. /etc/os-release
	echo "sources: fetching $package of $suite" >&2
	rm -rf "$dir/apt"
	mkdir -p "$dir/apt" && cd "$dir/apt" || exit
	derive_sources deb
	# only what is Debian's own: the paragraphs, or lines, with its name
	for file in parts/*.sources; do
		[ ! -f "$file" ] || awk -v RS= -v ORS='\n\n' -v suite="$suite" \
			-v own="$VERSION_CODENAME" '
			match($0, "\nSuites:[^\n]* " own "( |\n|$)") {
				sub(/\nSuites:[^\n]*/, "\nSuites: " suite)
				print
			}' "$file" >part && cat part >"$file"
	done
	for file in parts/*.list; do
		[ ! -f "$file" ] || sed -n "s/ $VERSION_CODENAME / $suite /p" \
			"$file" >part && cat part >"$file"
	done 2>/dev/null
	private_apt update >log 2>&1
	private_apt download "$package" >>log 2>&1 || {
		cat log >&2
		exit 1
	}
	unpack "$dir" "$package" || exit
	rm -rf "$dir/apt"
)

# fetch_npm DIR NAME@VERSION...: npm's packages, in DIR/node_modules; none of
# their scripts runs. They are fetched once.
fetch_npm()
(
	dir=$1
	shift
	mkdir -p "$dir" && exec 9>"$dir/lock" && flock 9 && cd "$dir" || exit
	[ "$(cat fetched 2>/dev/null)" != "$*" ] || exit 0
	echo "sources: fetching $*" >&2
	echo '{ "private": true }' >package.json
	npm install --ignore-scripts --no-audit --no-fund --no-save "$@" \
		>log 2>&1 || {
		cat log >&2
		exit 1
	}
	echo "$*" >fetched
)
