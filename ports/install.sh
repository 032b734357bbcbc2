#!/bin/sh
# Install the program, its manual and its completion for bash, or remove them:
#
#	install.sh install|install-unstripped|uninstall DIR
#
# DIR is the build directory; DESTDIR and PREFIX are in the environment, and NAME,
# another name for the program, its manual and what is completed.
#
# An existing file of another package, or a link to BusyBox, is never
# overwritten: a message explains what to do instead, and nothing is changed.
# FORCE=1 replaces the file. A link is never followed, and no installed file is
# run: it may be a program for another CPU.
set -u

dir=${2:?usage: install.sh install|install-unstripped|uninstall DIR}
DESTDIR=${DESTDIR-} PREFIX=${PREFIX-/usr/local} NAME=${NAME:-netstat}
to=$DESTDIR$PREFIX

say()
{
	echo "install.sh: $*" >&2
}

is_there()
{
	[ -e "$1" ] || [ -L "$1" ]
}

# is_ours FILE SOURCE: FILE is from this build, or from another version
is_ours()
{
	[ -f "$1" ] && [ ! -L "$1" ] || return
	cmp -s "$1" "$2" && return
	case $2 in
	*.8) grep -q '^\.\\" The manual of the netstat without a heap' "$1" ;;
	*.bash) grep -q '^# Completion of netstat.s options and their' "$1" ;;
	*) LC_ALL=C grep -q 'set-uid rights remain' "$1" ;;
	esac
}

# find_package FILE: set $package to the package that owns FILE, and $name to
# the path in that package: /usr/bin/netstat may be /bin/netstat.
find_package()
{
	[ -z "$DESTDIR" ] && command -v dpkg >/dev/null || return
	for name in "$1" "${1#/usr}"; do
		package=$(dpkg -S "$name" 2>/dev/null) || continue
		package=${package%%:*}
		return 0
	done
	return 1
}

refuse()
{
	if [ -L "$1" ]; then
		say "$1 is a link to $(readlink "$1"): it stays, nothing is installed"
	elif find_package "$1"; then
		say "$1 is of the package $package: it stays, nothing is installed"
		say "to have it out of the way, also after an update of $package:"
		say "    dpkg-divert --rename --add $name"
	else
		say "$1 is not ours: it stays, nothing is installed"
	fi
	say "PREFIX=/usr/local is free of packages; FORCE=1 replaces it"
	exit 1
}

check()
{
	! is_there "$1" || is_ours "$1" "$2" || [ -n "${FORCE-}" ] ||
		refuse "$1"
}

# Write under another name first, so that a complete netstat exists at any time.
put()
{
	mkdir -p "${1%/*}" &&
	cp "$2" "$1.new" &&
	chmod "$3" "$1.new" &&
	{ [ ! -L "$1" ] || rm "$1"; } &&
	mv -f "$1.new" "$1"
}

drop()
{
	if is_ours "$1" "$2"; then
		rm "$1"
	elif is_there "$1"; then
		say "$1 is not ours: it stays"
	fi
}

# Write the manual and the completion for the program's name.
named()
{
	mkdir -p "$dir" &&
	sed "s/^\.Nm netstat\$/.Nm $NAME/
		s/^\.Dt NETSTAT /.Dt $(echo "$NAME" | tr '[:lower:]' '[:upper:]') /" \
		"$(dirname "$0")/../netstat.8" >"$dir/named.8" &&
	if [ -f "$dir/netstat.bash" ]; then
		sed "s/^\(complete .* \)netstat\$/\1$NAME/" \
			"$dir/netstat.bash" >"$dir/named.bash"
	fi
}

# each FUNCTION: call it with the target, the source and the mode of each file
each()
{
	"$1" "$to/bin/$NAME" "$dir/$program" 755 &&
	"$1" "$to/share/man/man8/$NAME.8" "$dir/named.8" 644 &&
	"$1" "$to/share/bash-completion/completions/$NAME" \
		"$dir/named.bash" 644
}

program=netstat
named || exit 1
case $1 in
install)
	each check && each put
	;;
install-unstripped)
	program=netstat.unstripped
	each check && each put
	;;
uninstall)
	each drop
	;;
*)
	say "$1 is not install, install-unstripped or uninstall"
	exit 1
	;;
esac
