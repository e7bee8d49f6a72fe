# shellcheck shell=sh
#
# What making, checking and restoring dumps have in common. POSIX sh: the images' shells differ.
#
#   BACKUP_ENGINE         mysql, mariadb or redis
#   BACKUP_HOST           where the server answers
#   BACKUP_DATABASE       the database's name (mysql and mariadb)
#   BACKUP_PASSWORD_FILE  the password of root, or of Redis
#   BACKUP_FOLDER         where the dumps are

set -u
umask 077

say() { printf '%s\n' "$*"; }

fail() {
  say "$*" >&2
  exit 1
}

SCRATCH=$(mktemp -d /tmp/berth.XXXXXX) || fail "cannot write to /tmp"
trap 'rm -rf "$SCRATCH"' EXIT

case $BACKUP_ENGINE in
  redis) SUFFIX=redis.rdb ;;
  *) SUFFIX=$BACKUP_ENGINE.sql.gz ;;
esac

# Programs take passwords from a file or from their own environment: arguments can be read by others.
redis() {
  REDISCLI_AUTH=$(cat "$BACKUP_PASSWORD_FILE") redis-cli -h "$BACKUP_HOST" "$@"
}

sql_client() { with_login mysql mariadb "$@"; }
sql_dump() { with_login mysqldump mariadb-dump "$@"; }

# with_login MYSQL_PROGRAM MARIADB_PROGRAM arguments...
with_login() {
  if [ "$BACKUP_ENGINE" = mysql ]; then program=$1; else program=$2; fi
  shift 2
  if [ ! -e "$SCRATCH/client.cnf" ]; then
    printf '[client]\nprotocol=tcp\nuser=root\nhost=%s\npassword=%s\ndefault-character-set=utf8mb4\nmax-allowed-packet=1G\n' \
      "$BACKUP_HOST" "$(cat "$BACKUP_PASSWORD_FILE")" >"$SCRATCH/client.cnf"
  fi
  "$program" --defaults-file="$SCRATCH/client.cnf" "$@"
}

# The engine that a dump was made by; empty for what is none.
engine_of() {
  if [ "$(head -c 5 "$1")" = REDIS ]; then
    say redis
    return
  fi
  case $(gzip -dc "$1" 2>/dev/null | head -c 300 | tr -d '\0') in
    *"-- MySQL dump "*) say mysql ;;
    *"-- MariaDB dump "*) say mariadb ;;
  esac
}

# verify FILE: ends with what is wrong, unless the file is a whole dump for this engine.
verify() {
  [ -f "$1" ] || fail "there is no backup ${1##*/}"
  [ -r "$1" ] || fail "${1##*/} cannot be read by the user $(id -u), as on NFS, where root is nobody"
  [ -s "$1" ] || fail "${1##*/} is empty"
  if [ -e "$1.sha256" ] && [ "$(sum_of "$1")" != "$(cut -d' ' -f1 "$1.sha256")" ]; then
    fail "${1##*/} is damaged: it does not have the SHA-256 that is written beside it"
  fi
  made_by=$(engine_of "$1")
  [ -n "$made_by" ] || fail_unknown "$1"
  [ "$made_by" = "$BACKUP_ENGINE" ] ||
    fail "${1##*/} is a dump of $made_by, and the database here is $BACKUP_ENGINE"
  if [ "$made_by" = redis ]; then verify_rdb "$1"; else verify_sql "$1"; fi
}

# Of a compressed file that is damaged near its beginning there is nothing to see.
fail_unknown() {
  if [ "$(head -c 2 "$1" | od -An -tx1 | tr -d ' ')" = 1f8b ] && ! gzip -t "$1" 2>/dev/null; then
    fail_damaged "$1"
  fi
  fail "${1##*/} is no dump of MySQL or MariaDB (.sql.gz), nor of Redis (.rdb)"
}

fail_damaged() { fail "${1##*/} is damaged or was cut off: gzip cannot unpack it"; }

sum_of() { sha256sum <"$1" | cut -d' ' -f1; }

# A dump that was cut off lacks its last line, also where the compressed file is whole.
verify_sql() {
  lines=$({ gzip -dc "$1" 2>/dev/null || printf '\ndamaged\n'; } | sed -n -e '/^USE `/p' -e '$p')
  case $lines in
    *damaged) fail_damaged "$1" ;;
    'USE `'*) fail "${1##*/} names a database of its own (mysqldump --databases): dump one database without that option" ;;
    *"-- Dump completed"*) ;;
    *) fail "${1##*/} was cut off: the last line of a dump is missing" ;;
  esac
}

verify_rdb() {
  redis-check-rdb "$1" >"$SCRATCH/check" 2>&1 ||
    fail "${1##*/} is damaged or was cut off: $(last_words "$SCRATCH/check")"
}

# The end of what a program printed, on one line.
last_words() {
  tail -n 3 "$1" | tr -s '\n' ' ' | cut -c 1-400
}
