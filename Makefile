# make            build/netstat, one static binary with everything in it
# make deps run   install what is missing, build, print this machine's sockets
# make deps test  install what the tests need, build, run the whole suite
# README.md has the rest: presets, menuconfig, size, install, O=DIR, CC=...

# `make CROSS=s390x ...' builds for another CPU, in build-s390x;
# ports/cross/cpus has the list. CROSS_COMPILE=PREFIX- selects any other cross
# gcc.
O = build$(CROSS:%=-%)
PREFIX = /usr/local
ifneq ($(filter default $(CROSS:%=environment),$(origin CC)),)
ifdef CROSS
CC = $(O)/cc
CROSS_COMPILE = $(shell sed -n 's,^$(CROSS)\t*\([^\t]*\).*,\1-,p' ports/cross/cpus)
else ifdef CROSS_COMPILE
CC = $(CROSS_COMPILE)gcc
else
CC := $(shell command -v musl-gcc || echo gcc)
endif
endif
# -Oz of gcc 12 and clang is smaller than -Os; test once whether CC has it
ifeq ($(origin CFLAGS),undefined)
CFLAGS = $(eval CFLAGS := $(shell $(CC) -Oz -E -x c /dev/null >/dev/null 2>&1 \
	&& echo -Oz || echo -Os))$(CFLAGS)
endif
STRIP ?= $(CROSS_COMPILE)strip
OBJCOPY ?= $(CROSS_COMPILE)objcopy
# STATIC= links the shared C library, PIC=1 makes position-independent code
STATIC = -static
PIC =

# optimizations for speed that gcc does with -Oz too; on x86 it also aligns
# tables more than needed
small_cflags = $(eval small_cflags := $(shell $(CC) -Werror -fipa-pta -E -x c \
	/dev/null >/dev/null 2>&1 && echo -fipa-pta -fno-shrink-wrap \
	-fno-caller-saves -fno-tree-ch -fno-tree-tail-merge \
	-fno-move-loop-invariants -fno-inline-functions-called-once \
	-fno-tree-loop-distribute-patterns -fno-expensive-optimizations \
	-fno-tree-scev-cprop -fno-tree-loop-im -fno-if-conversion \
	-fno-tree-loop-ivcanon -fno-ipa-sra -fno-strict-aliasing \
	-fno-optimize-sibling-calls -fno-forward-propagate -fno-gcse \
	-falign-functions=1 -falign-jumps=1 -falign-loops=1 \
	-falign-labels=1; \
	$(CC) -Werror -malign-data=abi -E -x c /dev/null >/dev/null 2>&1 && \
	echo -malign-data=abi))$(small_cflags)

# Leave out unused functions, and all that only a dynamic program needs: unwind
# tables, the RELRO page, a page between segments, and the padding to a page
# boundary before the data.
own_cflags = -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -Wall -Wextra -I$(O) -Iapplet \
	-ffunction-sections -fdata-sections $(if $(PIC),-fPIC,-fno-pie) \
	-fomit-frame-pointer \
	-fno-unwind-tables -fno-asynchronous-unwind-tables -fno-jump-tables \
	$(small_cflags) $(builtins)
builtins = $(eval builtins := $(shell sh ports/cross/builtins.sh $(O)/probe \
	$(CC) $(CPPFLAGS)))$(builtins)
own_ldflags = $(kind) $(link_flags)
kind = $(or $(STATIC),$(if $(PIC),-pie))
# of these, what the linker has
link_flags = $(eval link_flags := $(shell sh ports/cross/linker.sh $(O)/probe \
	"$(if $(kind),,-no-pie) -Wl,--gc-sections -Wl,--build-id=none \
	-Wl,-z,norelro -Wl,-z,noexecstack -Wl,-z,noseparate-code \
	-Wl,-z,common-page-size=16" \
	$(LINK) $(CPPFLAGS) $(CFLAGS) $(kind) $(LDFLAGS)))$(link_flags)
# what links the objects, if CC cannot
LINK = $(CC)

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

ifneq ($(filter-out %config clean distclean deps fuzz dist sizes uninstall,$(or $(MAKECMDGOALS),all)),)
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

# A folder uses only the folders before it.
obj-1 = text/lines.o text/scan.o text/fmt.o text/foreign.o text/errors.o text/out.o
obj-$(or $(filter 1,$(CFG_NETSTAT_USAGE)),$(filter 1,$(CFG_NETSTAT_STRERROR)),$(filter 1,$(CFG_NETSTAT_STATS)),$(filter 1,$(CFG_NETSTAT_METRICS)),$(CFG_NETSTAT_WINDOWS)) += text/packed.o
obj-$(or $(filter 1,$(CFG_NETSTAT_RATE)),$(filter 1,$(CFG_NETSTAT_WATCH)),$(filter 1,$(CFG_NETSTAT_JSON)),$(CFG_NETSTAT_DNS)) += text/clock.o
obj-$(CFG_NETSTAT_HUMAN) += text/human.o
obj-$(CFG_NETSTAT_FIT) += text/fit.o
obj-1 += run/run.o run/usage.o
obj-$(or $(filter 1,$(CFG_NETSTAT_PRG)),$(filter 1,$(CFG_NETSTAT_IFACE)),$(filter 1,$(CFG_NETSTAT_COUNT)),$(filter 1,$(CFG_NETSTAT_SORT)),$(filter 1,$(CFG_NETSTAT_WATCH)),$(filter 1,$(CFG_NETSTAT_WINDOWS)),$(filter 1,$(CFG_NETSTAT_METRICS)),$(CFG_NETSTAT_RESOLVE)) += run/memory.o
obj-1 += record/words.o
obj-$(or $(filter 1,$(CFG_NETSTAT_COUNT)),$(filter 1,$(CFG_NETSTAT_FORMAT)),$(filter 1,$(CFG_NETSTAT_DIAG)),$(CFG_NETSTAT_JSON)) += record/fields.o
obj-$(or $(filter 1,$(CFG_NETSTAT_COUNT)),$(CFG_NETSTAT_FORMAT)) += record/keys.o
obj-$(CFG_NETSTAT_DNS) += lookup/ours.o lookup/dns.o
obj-$(CFG_NETSTAT_RESOLVE) += lookup/kinds.o lookup/names.o
obj-$(CFG_NETSTAT_WINDOWS) += lookup/host.o
obj-$(or $(filter 1,$(CFG_NETSTAT_PRG)),$(filter 1,$(CFG_NETSTAT_PROC)),$(filter 1,$(CFG_NETSTAT_WINDOWS)),$(CFG_NETSTAT_FAST)) += lookup/walk.o
obj-$(CFG_NETSTAT_PRG) += lookup/holders.o
obj-$(CFG_NETSTAT_NETNS) += lookup/netns.o
obj-$(CFG_NETSTAT_IFACE) += lookup/link.o
obj-$(CFG_NETSTAT_DIAG) += source/diag.o source/diag_inet.o
obj-$(CFG_NETSTAT_DIAG_MORE) += source/diag_more.o
obj-$(and $(filter 1,$(CFG_NETSTAT_WATCH)),$(filter 1,$(CFG_NETSTAT_DIAG))) += source/destroy.o
obj-$(CFG_NETSTAT_DIAG_UNIX) += source/diag_unix.o
obj-$(or $(filter 1,$(CFG_NETSTAT_IFACE)),$(CFG_NETSTAT_WINDOWS)) += source/addr6.o
obj-1 += source/table.o source/inet_sock.o source/inet.o source/gauge.o
obj-$(CFG_NETSTAT_UNIX) += source/unix.o
obj-$(CFG_NETSTAT_PACKET) += source/packet.o
obj-$(CFG_NETSTAT_VSOCK) += source/vsock.o
obj-$(CFG_NETSTAT_SCTP) += source/sctp.o
obj-$(CFG_NETSTAT_BLUETOOTH) += source/bluetooth.o
obj-$(CFG_NETSTAT_X25) += source/x25.o
obj-$(CFG_NETSTAT_IPX) += source/ipx.o
obj-$(CFG_NETSTAT_ROUTE) += source/route6.o source/route.o
obj-$(and $(filter 1,$(CFG_NETSTAT_ROUTE)),$(or $(filter 1,$(CFG_NETSTAT_X25)),$(filter 1,$(CFG_NETSTAT_IPX)))) += source/route_families.o
obj-$(CFG_NETSTAT_ROUTE_TO) += source/route_local.o
obj-$(CFG_NETSTAT_IFACE) += source/iface_ask.o source/iface.o
obj-$(CFG_NETSTAT_GROUP) += source/group.o
obj-$(CFG_NETSTAT_STATS) += source/counters.o
obj-$(CFG_NETSTAT_MASQ) += source/nat.o
obj-$(CFG_NETSTAT_FILTERS) += stage/filter_args.o stage/filter.o
obj-$(and $(filter 1,$(CFG_NETSTAT_FILTERS)),$(filter 1,$(CFG_NETSTAT_DIAG))) += stage/filter_kernel.o
obj-$(CFG_NETSTAT_RATE) += stage/rate.o
obj-$(or $(filter 1,$(CFG_NETSTAT_ROUTE_TO)),$(CFG_NETSTAT_ROUTE_DEST)) += stage/routes.o
obj-$(or $(filter 1,$(CFG_NETSTAT_PRG)),$(filter 1,$(CFG_NETSTAT_SORT)),$(CFG_NETSTAT_WATCH)) += stage/pack.o
obj-$(CFG_NETSTAT_PRG) += stage/owners.o
obj-$(CFG_NETSTAT_SORT) += stage/sort_keys.o stage/sort.o
obj-$(CFG_NETSTAT_WATCH) += stage/same.o stage/watch_store.o stage/watch.o
obj-$(CFG_NETSTAT_HEALTH) += stage/health.o
obj-1 += sink/columns.o sink/table_inet.o
obj-$(or $(filter 1,$(CFG_NETSTAT_UNIX)),$(filter 1,$(CFG_NETSTAT_PACKET)),$(filter 1,$(CFG_NETSTAT_VSOCK)),$(CFG_NETSTAT_BLUETOOTH)) += sink/table_sock.o
obj-$(or $(filter 1,$(CFG_NETSTAT_X25)),$(CFG_NETSTAT_IPX)) += sink/table_families.o
obj-$(CFG_NETSTAT_ROUTE) += sink/table_route.o
obj-$(CFG_NETSTAT_IFACE_LONG) += sink/table_iface_long.o
obj-$(CFG_NETSTAT_IFACE) += sink/table_iface.o
obj-$(CFG_NETSTAT_MASQ) += sink/table_nat.o
obj-$(CFG_NETSTAT_STATS) += sink/table_counters.o
obj-1 += sink/table.o
obj-$(or $(filter 1,$(CFG_NETSTAT_COUNT)),$(CFG_NETSTAT_JSON)) += sink/json.o
obj-$(CFG_NETSTAT_FORMAT) += sink/format.o
obj-$(CFG_NETSTAT_METRICS) += sink/samples.o sink/metrics_text.o sink/metrics.o
obj-$(CFG_NETSTAT_COUNT) += sink/count_keys.o sink/count.o
obj-$(CFG_NETSTAT_WATCH) += sink/watch_print.o
obj-$(CFG_NETSTAT_WINDOWS) += sink/windows_text.o sink/windows_counters.o sink/windows_routes.o sink/windows.o core/args_windows.o
obj-1 += core/help.o core/request.o core/check.o core/args.o core/flow.o core/views.o core/main.o core/start.o

# the code that every row of a socket table runs through
fast = text/scan.o text/fmt.o
ifeq ($(CFG_NETSTAT_FAST),1)
$(fast:%=$(objects)/%): own_cflags += -O2
endif

# the longer texts, compressed; those that come first are unpacked first
texts-$(CFG_NETSTAT_STATS) += applet/sink/sentences.def
texts-$(CFG_NETSTAT_METRICS) += applet/sink/metrics.def
texts-1 += applet/source/gauges.def
texts-$(CFG_NETSTAT_STRERROR) += applet/text/errors.def
texts-$(CFG_NETSTAT_HEALTH) += applet/stage/health.def
texts-$(CFG_NETSTAT_WINDOWS) += applet/sink/windows.def
texts-1 += applet/run/options.def applet/core/help.def

headers = $(wildcard applet/*.h applet/*/*.h applet/*/*.def)

$(O)/packed.h: $(wildcard applet/*/*.def) applet/text/packed.awk \
		$(O)/autoconf.h Makefile
	awk -f applet/text/packed.awk $(O)/autoconf.h $(texts-1) >$@

# Objects with PIC=1 have a directory of their own.
objects = $(O)$(PIC:%=/pic)
$(objects)/%.o: applet/%.c $(headers) $(O)/autoconf.h $(O)/packed.h Makefile \
		| $(filter $(O)/cc,$(CC))
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(own_cflags) -c -o $@ $<

# the compiler for another CPU; fetches what it needs
$(O)/cc: ports/cross/cc.sh ports/cross/fetch.sh ports/cross/cpus
	sh ports/cross/cc.sh $(O) $(CROSS)

# All files as one unit: the compiler sees all calls, so it makes a smaller
# program in half the time. `make WHOLE=' links objects instead, as is done for
# compilers other than gcc. lines.c has the loop whose constants must stay in
# registers; it and the fast files undo a part of small_cflags.
WHOLE := $(if $(filter $(O)/cc,$(CC)),1,$(if $(filter-out $(CC),$(LINK)),,$(shell $(CC) -Werror -fwhole-program -E -x c \
	/dev/null >/dev/null 2>&1 && echo 1)))
sources = $(patsubst %.o,%.c,$(call once,$(obj-1)))
once = $(if $1,$(firstword $1) $(call once,$(filter-out $(firstword $1),$1)))
fast-$(CFG_NETSTAT_FAST) = $(fast:.o=.c)
fast_again = "expensive-optimizations", "tree-loop-im", "tree-scev-cprop", \
	"if-conversion", "forward-propagate", \
	"optimize-sibling-calls", "gcse"

$(O)/whole.c: $(O)/autoconf.h Makefile
	@for file in $(filter-out text/lines.c $(fast-1),$(sources)); do \
		echo "#include \"$$file\""; done >$@
	@echo '#pragma GCC optimize "move-loop-invariants", $(fast_again)' >>$@
	@echo '#include "text/lines.c"' >>$@
	@[ -z "$(fast-1)" ] || { \
		echo '#pragma GCC optimize "O2", $(fast_again)'; \
		printf '#include "%s"\n' $(fast-1); } >>$@

ifeq ($(WHOLE),1)
$(O)/netstat.unstripped: $(O)/whole.c $(sources:%=applet/%) $(headers) \
		$(O)/packed.h | $(filter $(O)/cc,$(CC))
	$(CC) $(CPPFLAGS) $(CFLAGS) $(own_cflags) -fwhole-program \
		$(own_ldflags) $(LDFLAGS) -o $@ $<
else
$(O)/netstat.unstripped: $(obj-1:%=$(objects)/%)
	$(LINK) $(own_ldflags) $(CFLAGS) $(LDFLAGS) -o $@ $^
endif

# whole.c lists the source files, for the tests too
$(O)/netstat: $(O)/netstat.unstripped $(O)/whole.c ports/cross/sections.sh
	cp $< $@
	$(STRIP) -s -R .comment -R .eh_frame $@
	sh ports/cross/sections.sh $@

# -- for other programs --------------------------------------------------------

# Everything but main(), with netstat_main() as the only global name. Always
# linked again, as PIC selects the objects.
$(O)/netstat.o: $(filter-out %/core/start.o,$(obj-1:%=$(objects)/%))
	$(LINK) -nostdlib -r -Wl,-u,netstat_main \
		$(filter %--gc-sections,$(link_flags)) -o $@ $^
	$(OBJCOPY) --keep-global-symbol=netstat_main $@

netstat.o: $(O)/netstat.o

# drop-ins: applet/ as one file for the source tree of another project

# all texts, compressed
$(O)/dropin/packed.h: $(wildcard applet/*/*.def) applet/text/packed.awk kconfig/Kconfig \
		kconfig/header.awk Makefile
	@mkdir -p $(@D)
	awk -f kconfig/header.awk kconfig/Kconfig /dev/null | \
		sed 's/ 0$$/ 1/; s/_BUILD 1$$/_BUILD 0/' | \
		awk -f applet/text/packed.awk - $(sort $(filter-out %/errors.def, \
		$(texts-1) $(texts-0))) >$@

$(O)/dropin/%/netstat.c: ports/dropin/%.c ports/dropin/state.c ports/dropin/names.c ports/dropin/dropin.awk \
		ports/dropin/symbols Makefile \
		kconfig/Kconfig $(headers) $(wildcard applet/*/*.c) $(O)/dropin/packed.h
	@mkdir -p $(@D)
	awk -v tree=$* -v texts=$(O)/dropin/packed.h -f ports/dropin/dropin.awk $< >$@

$(O)/dropin/toybox/netstat.test: ports/dropin/netstat.test
	@mkdir -p $(@D)
	cp $< $@

busybox toybox: %: $(O)/dropin/%/netstat.c
toybox: $(O)/dropin/toybox/netstat.test

run: $(O)/netstat
	@$<

size: $(O)/netstat $(sources:%.c=$(objects)/%.o)
	@$(CROSS_COMPILE)size $(sources:%.c=$(objects)/%.o) $(O)/netstat.unstripped
	@wc -c $(O)/netstat

# the table of sizes in README.md: every preset for every CPU
sizes:
	@MAKEFLAGS= sh ports/cross/sizes.sh $(O)/cross

# the picture in README.md, from a run in namespaces of its own
screen: $(O)/netstat $(O)/tests/scene
	bash ports/screen/screen.sh $(abspath $^) >$(O)/screen.txt
	awk -f ports/screen/svg.awk $(O)/screen.txt $(O)/screen.txt \
		>docs/screen.svg

# -- tests ------------------------------------------------------------------------

# The packages that the goals need: `make deps run' installs no test tools. They
# are installed while make reads the Makefile; make then reads it again, so the
# other goals find the new compiler.
ifneq ($(filter deps,$(MAKECMDGOALS)),)
ifndef MAKE_RESTARTS
$(O)/deps.mk: FORCE
	@mkdir -p $(O)
	sh tests/lib/deps.sh build $(CROSS:%=cross-%) \
		$(filter test bench,$(MAKECMDGOALS))
	@echo "# made by make deps" >$@
FORCE:
endif
include $(O)/deps.mk
deps:
	@:
endif

$(O)/tests/%: tests/tools/%.c
	@mkdir -p $(O)/tests
	cc -O2 -Wall -Wextra -o $@ $<

ifdef CROSS
test boot:
	$(MAKE) CROSS= O=build
	MAKEFLAGS= CPUS=$(CROSS) O=$(abspath build) \
		tests/run.sh tests/cases/$(@:test=cross).test
else
test: $(O)/netstat
	O=$(abspath $(O)) tests/run.sh

boot: $(O)/netstat
	O=$(abspath $(O)) tests/run.sh tests/cases/boot.test
endif

bench: $(O)/netstat
	O=$(abspath $(O)) sh tests/bench/bench.sh

# Slow tests that rarely find anything, so that the suite leaves them out: the
# test files in every configuration, in BusyBox and toybox, with sanitizers and
# under valgrind. An hour or more.
check-long: $(O)/netstat
	O=$(abspath $(O)) LONG=1 tests/run.sh $(addprefix tests/cases/, \
		analysis.test config.test dropin.test dropin-toybox.test \
		fuzz.test sanitize.test valgrind.test)

# make fuzz SECONDS=600: for each target
SECONDS = 60
fuzz:
	O=$(abspath $(O)) sh tests/fuzz/fuzz.sh $(SECONDS) $(TARGETS)

# -- what is distributed -------------------------------------------------------

$(O)/netstat.bash: ports/completion/words.awk ports/completion/netstat.bash \
		applet/run/options.def applet/sink/windows.def $(O)/autoconf.h
	awk -f ports/completion/words.awk $(O)/autoconf.h $(filter %.def,$^) >$@
	cat ports/completion/netstat.bash >>$@

# Always the same bytes: the committed files, with the time of the commit.
version := $(shell sed -n 's/^#define VERSION "\(.*\)"/\1/p' applet/netstat.h)
tarball = $(O)/netstat-$(version).tar
dist:
	@mkdir -p $(O)
	git -c tar.umask=022 archive --prefix=netstat-$(version)/ -o $(tarball) HEAD
	gzip -9nf $(tarball)

# -- the rest -----------------------------------------------------------------------

# install-unstripped: for packagers whose tools strip, and keep the symbols
install: $(O)/netstat $(O)/netstat.bash
install-unstripped: $(O)/netstat.unstripped $(O)/netstat.bash
uninstall install install-unstripped:
	@DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" NAME="$(NAME)" FORCE="$(FORCE)" \
		sh ports/install.sh $@ $(O)

clean:
	rm -rf $(O)/*

distclean:
	rm -rf $(O)

.DELETE_ON_ERROR:
.PHONY: all netstat.o $(O)/netstat.o busybox toybox run size sizes screen deps test boot bench fuzz \
	check-long dist \
	install install-unstripped uninstall clean distclean %config
