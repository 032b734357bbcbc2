# shellcheck shell=bash disable=SC2034 # for dropin*.test
# BusyBox and toybox with our netstat or their own, static, with musl; each
# source tree is a directory of the test.


NEEDS="standalone apt-get musl-gcc gcc make tar bzip2 xz"

# shellcheck disable=SC2154 # of sources.sh
sources()
{
	fetch_source "$O/sources" busybox "$busybox_tarball" "$busybox_sha256" &&
	fetch_source "$O/sources" toybox "$toybox_tarball" "$toybox_sha256"
}

# the drop-ins, and the configuration of a tree with all features
drop_ins()
{
	kernel_headers
	make -s -C "$TOP" O="$PWD/full" full_defconfig >/dev/null &&
	make -s -C "$TOP" O="$PWD/full" "$PWD/full/autoconf.h" busybox toybox
}

# unpack PACKAGE DIR: unpack its source tree
unpack()
{
	local tarball=$1_tarball

	mkdir -p "$2"
	tar -xf "$O/sources/${!tarball}" -C "$2" --strip-components=1
}

# musl has no kernel headers: use those of the machine, searched last
kernel_headers()
{
	local dir

	mkdir -p headers
	for dir in linux asm-generic mtd "$(gcc -print-multiarch)/asm"; do
		ln -sfn "/usr/include/$dir" "headers/${dir##*/}"
	done
}

# quietly COMMAND...: print the output only if it fails, but always print
# warnings of our own file
quietly()
{
	"$@" >log 2>&1 || {
		grep -a -e error -e warning log || tail -n 20 log
		return 1
	}
	! grep -a 'netstat\.c:.*warning' log
}

# --- BusyBox -----------------------------------------------------------------

busybox_make()
{
	quietly make -C "$1" -j"$(nproc)" CC="musl-gcc -idirafter $PWD/headers" \
		HOSTCC=gcc "${@:2}" </dev/null
}

# configure DIR SYMBOL...: set symbols on, or off as -SYMBOL; symbols that
# depend on them get their defaults
configure()
{
	local dir=$1 symbol

	shift
	for symbol; do
		sed -i "/^CONFIG_${symbol#-}=/d; /^# CONFIG_${symbol#-} /d" \
			"$dir/.config"
		case $symbol in
		-*) echo "# CONFIG_${symbol#-} is not set" ;;
		*) echo "CONFIG_$symbol=y" ;;
		esac >>"$dir/.config"
	done
	# as `make oldconfig', which first reads the sources again
	(
		cd "$dir" && { [ -e Config.in ] || export srctree=../tree; }
		yes '' | scripts/kconfig/conf -o Config.in
	) 2>&1 | grep 'error: '
}

# netstat with what BusyBox's own has; our other features are off by default.
# Both have -r if the applet route is configured.
NETSTAT="NETSTAT FEATURE_NETSTAT_WIDE FEATURE_NETSTAT_PRG LONG_OPTS
	FEATURE_IPV6 SHOW_USAGE FEATURE_VERBOSE_USAGE"

# netstat and no other applet. FEATURE_PREFER_APPLETS is what called_as needs: all
# files depend on it, so it never changes.
ALONE="$NETSTAT STATIC FEATURE_PREFER_APPLETS -SH_IS_ASH SH_IS_NONE"

# symbols TREE: our symbols in BusyBox or toybox, without those of limits
symbols()
{
	sed -n 's/^\(\/\/config:\)*config \(.*NETSTAT_.*\)/\2/p' \
		"full/dropin/$1/netstat.c" | sed '/_LIMITS/,$d'
}

# more: our symbols in BusyBox that are off by default
more()
{
	symbols busybox | grep -v -x -E '.*_(WIDE|PRG|RESOLVE)'
}

# busybox_tree: the sources are in tree/, where only netstat.c changes; all
# builds are in kind/, one configuration after another. The header that all files
# include asks whether there is a shell, and route, for a few declarations.
# Without these questions no other file is compiled again when that changes.
busybox_tree()
{
	unpack busybox tree &&
	cp tree/networking/netstat.c own.c &&
	sed -i 's/ENABLE_ROUTE$/1/; s/ENABLE_SHELL_ASH/1/
		s/IF_SHELL_ASH(\([A-Z_]*\))/\1/' tree/include/libbb.h &&
	sed -i '/^HOSTCFLAGS/s/-O2/-O0/' tree/Makefile &&
	mkdir kind &&
	make -C tree O="$PWD/kind" allnoconfig >/dev/null 2>&1
}

# busybox_ours DIR [OBJECTS]: replace its netstat.c by ours, also where OBJECTS
# has the build directory
busybox_ours()
{
	cp full/dropin/busybox/netstat.c "$1/networking/netstat.c" &&
	sh "$1/scripts/gen_build_files.sh" "$PWD/$1" "$PWD/${2-$1}" >/dev/null
}

# applet_kind DIR KIND: netstat is an applet of that KIND
applet_kind()
{
	sed -i "s/^\/\/applet:.*/\/\/applet:IF_NETSTAT($2(netstat, netstat, BB_DIR_BIN, BB_SUID_DROP, netstat))/" \
		"$1/networking/netstat.c"
}

# tested DIR: list the failing tests of its applets, without those that need
# other machines (wget), take minutes (bc, dc), or change or query this machine
tested()
{
	local tree=$PWD/$1

	(
		cd "$tree/testsuite" || exit
		for test in *.tests */; do
			echo "${test%.tests}" | tr -d /
		done | sort -u | grep -v -x -e wget -e bc -e dc -e ash \
			-e 'mount.*' -e all_sourcecode -e hostname -e hostid \
			-e uptime -e date >tests.list
		# shellcheck disable=SC2046 # a list
		bindir=$tree ./runtest $(cat tests.list) </dev/null 2>&1
	) >"$1.tested"
	grep -a '^FAIL' "$1.tested" | sort
	grep -a -q '^PASS: sed' "$1.tested" || echo 'no tests were run'
}

# --- toybox ------------------------------------------------------------------

# toybox_make DIR COMMAND...: run COMMAND in it. LIBC=glibc instead of musl,
# QUICK_AS=-O0 where size does not matter, LIBC=tcc where many files are compiled
# and only behaviour matters.
toybox_make()
(
	there=$PWD
	cd "$1" &&
	case ${LIBC-} in
	glibc) export CC=gcc CFLAGS= ;;
	tcc) export CC=$there/quick-cc CFLAGS= ;;
	*) export CC=musl-gcc CFLAGS="-idirafter $there/headers" ;;
	esac
	[ -z "${QUICK_AS-}" ] ||
		export OPTIMIZE="$QUICK_AS -ffunction-sections -fdata-sections"
	HOSTCC=gcc LDFLAGS=--static quietly "${@:2}" </dev/null
)

# quick_cc: make ./quick-cc: tcc with musl's headers compiles; gcc links, and
# compiles what tcc cannot, or all without tcc
quick_cc()
{
	local library

	library=$(tcc -print-search-dirs 2>/dev/null |
		sed -n 's/^install: *\(.*\)/\1\/libtcc1.a/p')
	cat >quick-cc <<-END
	#!/bin/sh
	case " \$* " in
	*" -c "*) tcc -w -nostdinc -DQUIET= \\
		-isystem /usr/include/$(uname -m)-linux-musl \\
		-isystem $PWD/headers \\
		-include $TOP/ports/cross/builtins.h "\$@" 2>/dev/null && exit ;;
	esac
	exec musl-gcc -idirafter $PWD/headers -z noexecstack "\$@" $library
	END
	chmod +x quick-cc
}

# toybox_set DIR CONFIG [-]SYMBOL...: set symbols on, or off as -SYMBOL, as
# someone does with an editor
toybox_set()
{
	local file=$1/$2 symbol

	for symbol in "${@:3}"; do
		sed -i "/^CONFIG_${symbol#-}=/d; /^# CONFIG_${symbol#-} /d" "$file"
		case $symbol in
		-*) echo "# CONFIG_${symbol#-} is not set" ;;
		*) echo "CONFIG_$symbol=y" ;;
		esac >>"$file"
	done
}

# toybox_with DIR [-]SYMBOL...: the netstat of scripts/single.sh again, with
# other symbols
toybox_with()
{
	toybox_set "$1" .singleconfig "${@:2}"
	KCONFIG_CONFIG=.singleconfig OUTNAME=netstat \
		toybox_make "$1" scripts/make.sh
}

# toybox_all DIR: build all of it with all of netstat, except commands that need
# crypt(), which Debian's musl does not have
# shellcheck disable=SC2046 # a list
toybox_all()
{
	toybox_make "$1" make defconfig &&
	toybox_set "$1" .config $(symbols toybox) &&
	sed -i -E 's/^CONFIG_(SU|LOGIN|MKPASSWD|PASSWD)=y/# CONFIG_\1 is not set/' \
		"$1/.config" &&
	quick_cc && LIBC=tcc QUICK_AS=-O0 toybox_make "$1" make toybox
}

# --- the suite ---------------------------------------------------------------

# behaviour: the test files that test the program, not the Makefile
behaviour()
{
	local file

	for file in "$TESTS"/cases/*.test; do
		case ${file##*/} in
		build.test | config.test | deps.test | dist.test) ;;
		dropin*.test | embed.test | fuzz.test | house.test) ;;
		noheap.test | owner-limits.test | package.test) ;;
		analysis.test | privileges.test | valgrind.test) ;;
		papers.test | completion.test | sanitize.test) ;;
		boot.test | cross.test | install.test) ;;
		*) echo "$file" ;;
		esac
	done
}

# most: the test files for a tree with only netstat; some: those for a full
# tree. The other files have tested the same code, and all views are compared.
# LONG adds more.
most()
{
	if [ -n "${LONG-}" ]; then
		behaviour
	else
		printf "$TESTS/cases/%s.test\n" errors fixture hostile json live \
			options
	fi
}

some()
{
	printf "$TESTS/cases/%s.test\n" live ${LONG:+fixture options}
}

# views BINARY: each view prints the same as our own program
views()
{
	rm -rf there
	mkdir there
	ln "$1" there/netstat
	cp full/autoconf.h there
	sh "$TESTS/lib/smoke.sh" there "$O/autoconf.h" | grep -v "^netstat " >theirs
	sh "$TESTS/lib/smoke.sh" "$O" there/autoconf.h | grep -v "^netstat " >ours
	diff -a -u ours theirs | head -n 40
	grep -c '^# netstat' theirs | sed 's/^[1-9][0-9]$/many/'
}

# suite BINARY FILE...: run these test files with it as netstat, and print the
# failures
suite()
{
	rm -rf run
	mkdir run
	ln "$1" run/netstat
	QUICK=1 DROPIN=1 C="$PWD/run/netstat" O="$PWD/full" \
		"$TESTS/run.sh" "${@:2}" >suite.log 2>&1
	echo "rc=$?"
	grep -a -A 20 '^FAIL' suite.log
}

# smaller A B: the file A is not larger than B
smaller()
{
	local a b

	a=$(stat -c %s "$1") && b=$(stat -c %s "$2") && [ "$a" -le "$b" ] &&
		echo smaller || echo "$a $b"
}
