#!/bin/sh
# Turns a fresh mmdebstrap tree into the file system of the base image.
#
# Usage: finish.sh <root folder> <suite>
#
# Runs on the host. Takes over what a build on this machine cannot do without: the host's own
# certificate authorities. Options of apt were given to mmdebstrap, which keeps them in the tree.
set -eu

root=$1
suite=$2
# The mirror that mmdebstrap took.
mirror=$(awk '$1 == "deb" { print $2; exit }' "$root/etc/apt/sources.list")

# The host's files are trusted as they are; names must differ for update-ca-certificates.
find /usr/local/share/ca-certificates -name '*.crt' -type f 2>/dev/null | while read -r certificate; do
  name=$(printf '%s' "${certificate#/usr/local/share/ca-certificates/}" | tr / -)
  install -D -m 0644 "$certificate" "$root/usr/local/share/ca-certificates/$name"
done
TMPDIR=/tmp chroot "$root" update-ca-certificates >/dev/null

rm -f "$root/etc/apt/sources.list"
cat >"$root/etc/apt/sources.list.d/debian.sources" <<SOURCES
Types: deb
URIs: $mirror
Suites: $suite $suite-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.pgp

Types: deb
URIs: ${mirror%/}-security
Suites: $suite-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.pgp
SOURCES

# As in the official image: no package cache, and no translations in a build's layers.
cat >"$root/etc/apt/apt.conf.d/90image" <<'CONF'
Acquire::Languages "none";
Acquire::GzipIndexes "true";
Apt::AutoRemove::SuggestsImportant "false";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };
CONF

# Services must not start while packages are installed in a build.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 0755 "$root/usr/sbin/policy-rc.d"

# What begin.sh keeps out later, mmdebstrap has unpacked before it went by them.
find "$root/usr/share/doc" -type f ! -name copyright -delete
rm -rf "$root/usr/share/info/"* "$root/usr/share/locale/"* "$root/usr/share/man/"*

find "$root/var/log" -type f -delete
rm -rf "$root/var/lib/apt/lists/"* "$root/var/cache/apt/"* "$root/var/cache/debconf/"*-old
rm -f "$root/etc/hostname" "$root/etc/resolv.conf"
