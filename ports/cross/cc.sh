#!/bin/sh
# Make a C compiler for another CPU, with musl: cc.sh DIR CPU
#
# The compiler is DIR/cc, a wrapper of Debian's cross gcc. musl and the kernel
# headers of that CPU are unpacked in DIR/root.
set -u

die()
{
	echo "cc.sh: $*" >&2
	exit 1
}

[ $# -eq 2 ] || die "usage: cc.sh DIR CPU"
here=$(cd "$(dirname "$0")" && pwd) || exit 1
mkdir -p "$1" && dir=$(cd "$1" && pwd) || exit 1
cpu=$2
triplet=$(awk -v cpu="$cpu" '$1 == cpu { print $2 }' "$here/cpus")
[ -n "$triplet" ] || die "CROSS=$cpu is not one of:" \
	"$(awk '!/^#/ { print $1 }' "$here/cpus" | tr '\n' ' ')"
command -v "$triplet-gcc" >/dev/null ||
	die "no $triplet-gcc: make deps CROSS=$cpu installs it"
sh "$here/fetch.sh" "$dir/root" "$cpu" musl-dev linux-libc-dev || exit 1

# the gcc specs file of musl, adapted to the new location
sed "s:/usr/:$dir/root/usr/:g" "$dir"/root/usr/lib/*-musl*/musl-gcc.specs \
	>"$dir/musl.specs" || exit 1
cat >"$dir/cc" <<END
#!/bin/sh
exec $triplet-gcc "\$@" -specs "$dir/musl.specs" \\
	-idirafter "$dir/root/usr/include" \\
	-idirafter "$dir/root/usr/include/$triplet"
END
chmod +x "$dir/cc"
