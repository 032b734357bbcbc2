#!/bin/sh
# Boot an initramfs with netstat in it and show its console:
#
#	boot.sh DIR CPU NETSTAT [WORD...]
#
# CPU is amd64 or s390x. DIR is a build directory for that CPU, made by `make
# CROSS=CPU O=DIR'; Debian's kernel and busybox are unpacked there. The WORDs
# are added to the kernel's command line: "shell" starts a shell at the end.
# The exit status of qemu does not show success: look for the line "INIT: done"
# near the end.
set -u

die()
{
	echo "boot.sh: $*" >&2
	exit 1
}

[ $# -gt 2 ] || die "usage: boot.sh DIR CPU NETSTAT [WORD...]"
here=$(cd "$(dirname "$0")" && pwd) || exit 1
dir=$1 cpu=$2 netstat=$3
shift 3
root=$dir/root

# s390x has little memory; with 40M its kernel boots often, but not always.
case $cpu in
amd64)
	kernel=linux-image-cloud-amd64
	qemu="qemu-system-x86_64 -m 96M"
	console=ttyS0
	;;
s390x)
	kernel=linux-image-s390x
	qemu="qemu-system-s390x -M s390-ccw-virtio -m 48M"
	console=ttysclp0
	;;
*)
	die "no kernel known for $cpu"
	;;
esac

# The kernel makes /dev/console itself, so packing does not need root.
pack()
{
	rm -rf "$dir/initramfs" &&
	mkdir -p "$dir/initramfs/bin" &&
	cp "$root/bin/busybox" "$netstat" "$dir/sockets" "$dir/initramfs/bin" &&
	cp "$here/init" "$dir/initramfs" &&
	chmod 755 "$dir/initramfs/init" &&
	(cd "$dir/initramfs" && find . | busybox cpio -o -H newc | gzip -1) \
		>"$dir/initramfs.gz" 2>/dev/null
}

sh "$here/../cross/fetch.sh" "$root" "$cpu" "$kernel" busybox-static || exit 1
"$dir/cc" -Os -static -s -o "$dir/sockets" "$here/../../tests/tools/sockets.c" ||
	die "no sockets"
pack || die "no initramfs"
exec $qemu -accel tcg -nographic -no-reboot -net none \
	-kernel "$root"/boot/vmlinuz-* -initrd "$dir/initramfs.gz" \
	-append "console=$console quiet panic=-1 $*"
