#!/bin/sh
# restore.sh verify FILE   whether the file is a whole dump for this engine
# restore.sh load FILE     loads it beside what the database holds, which goes on serving
# restore.sh drop          gives up what was loaded
# restore.sh swap          puts what was loaded in the place of what the database holds
#
# Runs in the network of the database server itself. Exit code 1: nothing was changed. Exit code 3:
# what the database held is gone.

HERE=$(dirname "$0")
# shellcheck source=backup/scripts/common.sh
. "$HERE/common.sh"

fail_changed() {
  say "$*" >&2
  exit 3
}

# shellcheck source=components/databases/mysql/restore.sh
. "$HERE/engine-restore.sh"

case ${1:-} in
  verify) verify "$2" ;;
  load) load "$2" ;;
  drop) drop ;;
  swap)
    # The container goes on until this is done, also when nobody waits for it any more.
    trap 'rm -rf "$SCRATCH" "$HERE/swapping"' EXIT
    : >"$HERE/swapping"
    swap
    ;;
  *) fail "restore.sh verify FILE | load FILE | drop | swap" ;;
esac
