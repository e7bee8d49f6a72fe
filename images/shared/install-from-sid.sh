#!/bin/sh
# Installs packages of Debian sid, the only suite that has them new enough, on a stable base.
#
# Usage: install-from-sid <package>...
#
# Only sid is asked, which takes half the time, and its source is gone again afterwards, so that a
# build FROM the image gets stable packages.
# sid's Release files may be past their date on a mirror that lags.
set -eu

sources=/etc/apt/sources.list.d/sid.sources
sed -e 's/^Suites: .*/Suites: sid/' -e '/^$/,$d' /etc/apt/sources.list.d/debian.sources >"$sources"
sid="-o Dir::Etc::SourceList=$sources -o Dir::Etc::SourceParts=-"
# shellcheck disable=SC2086 # three words
apt-get update $sid -o Acquire::Check-Valid-Until=false
# shellcheck disable=SC2086
apt-get install $sid -y --no-install-recommends -t sid "$@"
rm -rf "$sources" /var/lib/apt/lists/*
