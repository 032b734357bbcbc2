SUMMARY = "Sockets, routes and interfaces in one small program"
DESCRIPTION = "A netstat that prints what the one of net-tools prints: sockets \
with their owners, routes, interfaces, multicast groups, counters and \
translated connections. It has no heap."
# RELEASE: the real URL
HOMEPAGE = "https://RELEASE/"
SECTION = "net"
LICENSE = "0BSD"
LIC_FILES_CHKSUM = "file://LICENSE;md5=d51914769d96ee063f3eca34d151a9cc"

# RELEASE: the real URL, and the sha256 of the tarball
SRC_URI = "https://RELEASE/netstat-${PV}.tar.gz"
SRC_URI[sha256sum] = "RELEASE"

# releases before 5.1 have no UNPACKDIR
UNPACKDIR ??= "${WORKDIR}"
S = "${UNPACKDIR}/netstat-${PV}"

inherit update-alternatives

# The C library is there anyway. CC, CFLAGS, LDFLAGS and STRIP are in the
# environment.
EXTRA_OEMAKE = "STATIC= PIC=1"

do_configure() {
	oe_runmake full_defconfig
}

do_compile() {
	oe_runmake build/netstat.unstripped build/netstat.bash
}

# do_package strips.
do_install() {
	oe_runmake install-unstripped DESTDIR=${D} PREFIX=${prefix} \
		NAME=netstat-static
}

# more than net-tools, 100, and BusyBox, 50
ALTERNATIVE_PRIORITY = "200"
ALTERNATIVE:${PN} = "netstat"
ALTERNATIVE_LINK_NAME[netstat] = "${base_bindir}/netstat"
ALTERNATIVE_TARGET[netstat] = "${bindir}/netstat-static"

PACKAGES =+ "${PN}-bash-completion"
FILES:${PN}-bash-completion = "${datadir}/bash-completion"
