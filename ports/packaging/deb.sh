#!/bin/sh
# Build the Debian package, source and binary, in a new directory: deb.sh DIR
# It is made from the committed files, as packed by `make dist'.
set -eu

dir=${1:?usage: deb.sh DIR}
top=$(cd "$(dirname "$0")/../.." && pwd)
mkdir "$dir"
dir=$(cd "$dir" && pwd)

make -s -C "$top" O="$dir/dist" dist
tarball=$(echo "$dir"/dist/netstat-*.tar.gz)
version=${tarball##*/netstat-}
version=${version%.tar.gz}
mv "$tarball" "$dir/netstat-static_$version.orig.tar.gz"
rmdir "$dir/dist"

cd "$dir"
tar -xzf "netstat-static_$version.orig.tar.gz"
cd "netstat-$version"
cp -R ports/packaging/debian debian
exec dpkg-buildpackage -us -uc
