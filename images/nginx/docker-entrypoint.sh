#!/bin/sh
# Runs what lies in /docker-entrypoint.d, in the order of the names, before nginx starts:
# *.envsh is sourced, *.sh is executed.
set -e

say() {
  [ -n "$NGINX_ENTRYPOINT_QUIET_LOGS" ] || echo "$0: $*"
}

case "$1" in
  nginx | nginx-debug)
    for file in /docker-entrypoint.d/*; do
      if [ ! -x "$file" ]; then
        [ ! -f "$file" ] || say "ignoring $file, not executable"
        continue
      fi
      case "$file" in
        *.envsh)
          say "sourcing $file"
          # shellcheck disable=SC1090 # the files are the user's
          . "$file"
          ;;
        *.sh)
          say "running $file"
          "$file"
          ;;
        *) say "ignoring $file" ;;
      esac
    done
    ;;
esac

exec "$@"
