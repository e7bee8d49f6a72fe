#!/bin/sh
# Starts Redis as its own user. Options alone, or a configuration file, mean redis-server.
set -e

case "$1" in
  -* | *.conf) set -- redis-server "$@" ;;
esac

# The official binary is compiled without protected mode, Debian's has it: without a password it
# would answer nobody but itself. Whoever says something about it is heeded.
answers_the_network() {
  if [ -f "$2" ] && grep -qiE '^[[:space:]]*protected-mode' "$2"; then return 0; fi
  case " $* " in *" --protected-mode "*) return 0 ;; esac
  return 1
}
if [ "$1" = redis-server ] && ! answers_the_network "$@"; then
  set -- "$@" --protected-mode no
fi

# Data of any former owner, as on a volume made by another image, is handed to the server's user.
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find . ! -user redis -exec chown redis:redis '{}' +
  set -- setpriv --reuid=redis --regid=redis --clear-groups -- "$@"
fi

# Dumps hold data: nobody else's to read.
if [ "$(umask)" = 0022 ]; then umask 0077; fi

exec "$@"
