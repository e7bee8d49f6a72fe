#!/bin/sh
# What dpkg goes by from its first package on, in the tree that mmdebstrap fills.
#
# Usage: begin.sh <root folder>
set -eu

root=$1
mkdir -p "$root/etc/dpkg/dpkg.cfg.d"

# Half a tree is thrown away, so that nothing has to reach the disk at once.
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/image-speed"

# As in the "slim" image: no manuals and translations, now or with later packages.
cat >"$root/etc/dpkg/dpkg.cfg.d/image-slim" <<'CONF'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
CONF
