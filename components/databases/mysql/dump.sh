# shellcheck shell=sh
#
# How MySQL and MariaDB are dumped, and their dumps are checked.

sql_client() { with_login mysql mariadb "$@"; }
sql_dump() { with_login mysqldump mariadb-dump "$@"; }

# Programs take passwords from a file: arguments can be read by others.
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

server_answers() { sql_client --batch --execute='SELECT 1'; }

# Consistent while others write, as far as the tables are transactional. Without the locks that a dump
# would take when it is loaded: under them MariaDB knows no sequence that a column takes its default from.
make_dump() {
  gtid=
  if [ "$BACKUP_ENGINE" = mysql ]; then gtid=--set-gtid-purged=OFF; fi
  {
    # shellcheck disable=SC2086 # no word at all where it is empty
    sql_dump --single-transaction --quick --skip-add-locks --routines --triggers --events \
      --hex-blob --no-tablespaces $gtid "$BACKUP_DATABASE" 2>"$SCRATCH/words" || : >"$SCRATCH/failed"
  } | gzip -3 >"$1" 2>>"$SCRATCH/words" && [ ! -e "$SCRATCH/failed" ]
}

# A dump that was cut off lacks its last line, also where the compressed file is whole.
verify_dump() {
  lines=$({ gzip -dc "$1" 2>/dev/null || printf '\ndamaged\n'; } | sed -n -e '/^USE `/p' -e '$p')
  case $lines in
    *damaged) fail_damaged "$1" ;;
    'USE `'*) fail "${1##*/} names a database of its own (mysqldump --databases): dump one database without that option" ;;
    *"-- Dump completed"*) ;;
    *) fail "${1##*/} was cut off: the last line of a dump is missing" ;;
  esac
}
