#!/bin/sh
# Install what the project needs: deps.sh build|test|bench|cross-CPU...
#   build  make, a C compiler and musl
#   test   what the test suite needs in addition
#   bench  the programs that the benchmark measures for comparison
#   cross-CPU  the compiler for another CPU, one of ports/cross/cpus
# Uses Debian's apt-get, or else Alpine's apk. If everything is there, nothing
# is installed and no network is needed.
set -u

have()
{
	command -v "$1" >/dev/null 2>&1
}

is_net_tools()
{
	netstat -V 2>/dev/null | grep -q '^net-tools'
}

# clang's sanitizers and libFuzzer
have_clang_rt()
{
	for file in /usr/lib/llvm*/lib/clang/*/lib/*/libclang_rt.fuzzer*.a; do
		[ -e "$file" ] && return
	done
	return 1
}

# need SET CONDITION APT APK: if SET is requested and CONDITION is false,
# package APT or APK is missing; "-": that package manager has no such package
need()
{
	case " $sets " in *" $1 "*) ;; *) return ;; esac
	eval "$2" && return
	case $manager in
	apk) package=$4 ;;
	*) package=$3 ;;
	esac
	case " $missing " in *" $package "*) return ;; esac
	if [ "$package" = - ]; then
		echo "deps: $manager has no package for: $2" >&2
	else
		missing="$missing $package"
	fi
}

# Debian's package names have - instead of _.
cross_compilers()
{
	while read -r cpu triplet _; do
		case $cpu in \#*) continue ;; esac
		case $triplet in
		*_*) gcc=gcc-${triplet%%_*}-${triplet#*_} ;;
		*) gcc=gcc-$triplet ;;
		esac
		need test "have $triplet-gcc" "$gcc" -
		need "cross-$cpu" "have $triplet-gcc" "$gcc" -
	done <"${0%/*}/../../ports/cross/cpus"
}

find_missing()
{
	missing=
	need build 'have make' make make
	need build 'have gcc' gcc gcc
	need build 'have ld' binutils binutils
	need build 'test -e /usr/include/stdio.h' libc6-dev musl-dev
	[ "$manager" = apk ] || need build 'have musl-gcc' musl-tools -

	need test 'have bash' bash bash
	need test 'is_net_tools' net-tools net-tools
	need test 'have ip && have ss' iproute2 iproute2
	need test 'have nft' nftables nftables
	need test 'have unshare && have setpriv' util-linux util-linux
	need test 'have diff && have cmp' diffutils diffutils
	need test 'have nm' binutils binutils
	need test 'have kconfig-conf' kconfig-frontends-nox -
	need test 'have mandoc' mandoc mandoc
	need test 'have shellcheck' shellcheck shellcheck
	need test 'have strace' strace strace
	need test 'have clang' clang clang
	need test 'have tcc' tcc tcc
	need test have_clang_rt libclang-rt-dev compiler-rt
	need test 'have clang-tidy' clang-tidy clang-extra-tools
	need test 'have cppcheck' cppcheck cppcheck
	need test 'have valgrind' valgrind valgrind
	need test 'have tmux' tmux tmux
	need test 'have busybox' busybox busybox
	need test 'have jq' jq jq
	need test 'have dnsmasq' dnsmasq-base dnsmasq
	need test 'have xz' xz-utils xz
	need test 'have tar' tar tar
	need test 'have bzip2' bzip2 bzip2
	need test 'have git' git git
	need test 'have python3' python3 python3
	need test 'have perl' perl perl
	need test 'have node' nodejs nodejs
	need test 'have npm' npm npm
	need test 'have ps' procps procps
	need test 'have dpkg-buildpackage' dpkg-dev -
	need test 'have dh' debhelper -
	need test 'have lintian' lintian -
	need test 'have qemu-s390x-static' qemu-user-static -
	need test 'have qemu-system-x86_64' qemu-system-x86 -
	need test 'have qemu-system-s390x' qemu-system-misc -
	cross_compilers
	need test 'have mips-linux-gnu-gcc' gcc-mips-linux-gnu -
	need test 'test -e /usr/mips-linux-gnu/lib/libc.a' libc6-dev-mips-cross -
	need test 'have riscv64-linux-gnu-gcc' gcc-riscv64-linux-gnu -
	need test 'test -e /usr/riscv64-linux-gnu/lib/libc.a' \
		libc6-dev-riscv64-cross -

	need bench 'is_net_tools' net-tools net-tools
	need bench 'have ip && have ss' iproute2 iproute2
	need bench 'have unshare' util-linux util-linux
	need bench 'have busybox' busybox busybox
	need bench 'have toybox' toybox toybox
	need bench 'have valgrind' valgrind valgrind
}

# The package lists may be missing or stale. Update them only if the first try
# fails, so that good lists are not touched.
install_apt()
{
	export DEBIAN_FRONTEND=noninteractive
	apt-get install -y --no-install-recommends "$@" && return
	apt-get update && apt-get install -y --no-install-recommends "$@"
}

install_apk()
{
	apk add --no-cache "$@"
}

command_for()
{
	case $manager in
	apt) echo "apt-get install -y --no-install-recommends$missing" ;;
	apk) echo "apk add$missing" ;;
	esac
}

sets=${*:-build}
if have apt-get; then
	manager=apt
elif have apk; then
	manager=apk
else
	manager=none
fi

find_missing
[ -n "$missing" ] || exit 0

if [ $manager = none ]; then
	echo "deps: neither apt-get nor apk here; please install (names as" >&2
	echo "deps: Debian has them):$missing" >&2
	exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
	echo "deps: not root; please run:" >&2
	echo "    $(command_for)" >&2
	exit 1
fi
echo "deps: installing:$missing"
# shellcheck disable=SC2086 # one word a package
install_$manager $missing || exit 1

find_missing
[ -z "$missing" ] || {
	echo "deps: still missing after the installation:$missing" >&2
	exit 1
}
