#!/bin/sh
# restore.sh verify FILE   whether the file is a whole dump for this engine
# restore.sh load FILE     verifies it, then puts it in the place of what the database holds
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

verify "$2"
[ "$1" = load ] || exit 0
if [ "$BACKUP_ENGINE" = redis ]; then . "$HERE/restore-redis.sh"; else . "$HERE/restore-sql.sh"; fi
