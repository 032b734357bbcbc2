# make            build/netstat, one static binary with everything in it
# make deps run   install what is missing, build, print this machine's sockets
# make deps test  install what the tests need, build, run the whole suite
# README.md tells the rest: presets, menuconfig, size, install, O=DIR, CC=...

O = build
PREFIX = /usr/local
CFLAGS = -Os
ifeq ($(origin CC),default)
CC = $(shell command -v musl-gcc || echo gcc)
endif
STRIP = strip

# Functions that nothing calls are left out, and so is what only a dynamic
# program needs: unwind tables, the page of RELRO, a page between segments.
own_cflags = -std=c11 -D_GNU_SOURCE -Wall -Wextra -I$(O) -Iapplet \
	-ffunction-sections -fdata-sections -fno-pie -fomit-frame-pointer \
	-fno-unwind-tables -fno-asynchronous-unwind-tables -fno-jump-tables
own_ldflags = -static -Wl,--gc-sections -Wl,--build-id=none \
	-Wl,-z,norelro -Wl,-z,noseparate-code

all: $(O)/netstat

# -- configuration: .config or the full preset, and from it two headers ------

kconfig = cd $(O) && KCONFIG_CONFIG=.config kconfig-conf
Kconfig = $(CURDIR)/kconfig/Kconfig

$(O)/.config:
	@mkdir -p $(O)
	cp config/full_defconfig $@

$(O)/autoconf.h: $(O)/.config kconfig/Kconfig kconfig/header.awk
	awk -f kconfig/header.awk kconfig/Kconfig $(O)/.config >$@

$(O)/autoconf.mk: $(O)/autoconf.h
	sed -n 's/^#define \(CFG_[A-Z0-9_]*\) /\1 = /p' $< >$@

ifneq ($(filter-out %config clean distclean deps,$(or $(MAKECMDGOALS),all)),)
include $(O)/autoconf.mk
endif

defconfig: full_defconfig
%_defconfig: config/%_defconfig
	@mkdir -p $(O)
	if command -v kconfig-conf >/dev/null; then \
		$(kconfig) --defconfig=$(CURDIR)/$< $(Kconfig); \
	else cp $< $(O)/.config; fi
menuconfig: $(O)/.config
	@[ -t 0 ] || { echo "menuconfig needs a terminal" >&2; exit 1; }
	cd $(O) && KCONFIG_CONFIG=.config kconfig-mconf $(Kconfig)
oldconfig olddefconfig allnoconfig allyesconfig randconfig: $(O)/.config
	$(kconfig) --$@ $(Kconfig)
savedefconfig: $(O)/.config
	$(kconfig) --savedefconfig=defconfig $(Kconfig)

# -- the program ---------------------------------------------------------------

obj-1 = start.o main.o args.o lines.o scan.o fmt.o out.o inet.o
obj-$(CFG_NETSTAT_UNIX) += unix.o
obj-$(CFG_NETSTAT_PACKET) += packet.o
obj-$(CFG_NETSTAT_PRG) += owner.o walk.o
obj-$(CFG_NETSTAT_NETNS) += netns.o
obj-$(CFG_NETSTAT_SCTP) += sctp.o
obj-$(CFG_NETSTAT_BLUETOOTH) += bluetooth.o
obj-$(CFG_NETSTAT_ROUTE) += route.o route6.o
obj-$(CFG_NETSTAT_IFACE) += iface.o
obj-$(CFG_NETSTAT_GROUP) += group.o
obj-$(CFG_NETSTAT_STATS) += stats.o
obj-$(CFG_NETSTAT_MASQ) += masq.o
obj-$(CFG_NETSTAT_HEALTH) += health.o
obj-$(CFG_NETSTAT_RATE) += rate.o
obj-$(CFG_NETSTAT_WINDOWS) += windows.o

# what every row of a socket table goes through
ifeq ($(CFG_NETSTAT_FAST),1)
$(O)/lines.o $(O)/scan.o $(O)/fmt.o $(O)/inet.o: own_cflags += -O2
endif

sentences-1 = applet/sentences.def
sentences-$(CFG_NETSTAT_WINDOWS) += applet/windows.def
sentences-$(CFG_NETSTAT_HEALTH) += applet/health.def

$(O)/sentences.h: $(sentences-1) applet/sentences.awk $(O)/autoconf.h Makefile
	awk -f applet/sentences.awk $(sentences-1) >$@

$(O)/stats.o $(O)/windows.o $(O)/health.o: $(O)/sentences.h

$(O)/%.o: applet/%.c applet/netstat.h applet/options.def applet/port.h \
		$(O)/autoconf.h Makefile
	$(CC) $(CFLAGS) $(own_cflags) -c -o $@ $<

$(O)/netstat.unstripped: $(obj-1:%=$(O)/%)
	$(CC) $(own_ldflags) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(O)/netstat: $(O)/netstat.unstripped
	$(STRIP) -s -R .comment -R .note.gnu.property -R .eh_frame -o $@ $<

run: $(O)/netstat
	@$<

size: $(O)/netstat
	@size $(obj-1:%=$(O)/%) $(O)/netstat.unstripped
	@wc -c $(O)/netstat

# -- tests ------------------------------------------------------------------------

# What the goals need: `make deps run' installs no test tools.
deps:
	sh tests/deps.sh build $(filter test bench,$(MAKECMDGOALS))

$(O)/tests/%: tests/tool/%.c
	@mkdir -p $(O)/tests
	cc -O2 -Wall -Wextra -o $@ $<

test: $(O)/netstat
	O=$(abspath $(O)) tests/run.sh

bench: $(O)/netstat
	O=$(abspath $(O)) sh tests/bench.sh

# -- the rest -----------------------------------------------------------------------

install: $(O)/netstat
	install -D -m 755 $< $(DESTDIR)$(PREFIX)/bin/netstat
	install -D -m 644 netstat.8 $(DESTDIR)$(PREFIX)/share/man/man8/netstat.8

clean:
	rm -rf $(O)/*

distclean:
	rm -rf $(O)

.DELETE_ON_ERROR:
.PHONY: all run size deps test bench install clean distclean %config
