################################################################################
#
# netstat-static
#
################################################################################

NETSTAT_STATIC_VERSION = 0.1
NETSTAT_STATIC_SOURCE = netstat-$(NETSTAT_STATIC_VERSION).tar.gz
# RELEASE: the real URL
NETSTAT_STATIC_SITE = https://RELEASE
NETSTAT_STATIC_LICENSE = 0BSD
NETSTAT_STATIC_LICENSE_FILES = LICENSE

# Link the C library as all packages do: it is there anyway.
NETSTAT_STATIC_MAKE_OPTS = $(if $(BR2_STATIC_LIBS),,STATIC=)

define NETSTAT_STATIC_CONFIGURE_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) -C $(@D) full_defconfig
endef

define NETSTAT_STATIC_BUILD_CMDS
	$(TARGET_MAKE_ENV) $(TARGET_CONFIGURE_OPTS) \
		$(MAKE) -C $(@D) $(NETSTAT_STATIC_MAKE_OPTS)
endef

# BusyBox and net-tools have /bin/netstat.
define NETSTAT_STATIC_INSTALL_TARGET_CMDS
	$(INSTALL) -D -m 0755 $(@D)/build/netstat $(TARGET_DIR)/bin/netstat
endef

$(eval $(generic-package))
