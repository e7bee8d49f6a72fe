# shellcheck shell=sh
#
# How PostgreSQL is dumped, and its dumps are checked.

# Programs take the password from their environment: arguments can be read by others.
# with_login PROGRAM arguments...
with_login() {
  program=$1
  shift
  PGPASSWORD=$(cat "$BACKUP_PASSWORD_FILE") "$program" --no-password --host="$BACKUP_HOST" \
    --username=postgres "$@"
}

server_answers() { with_login psql --no-psqlrc --dbname=postgres --command='SELECT 1'; }

# Of one moment, while others write. A migration that holds its locks for longer than ten minutes makes it fail,
# rather than to have every query on that table wait behind it.
make_dump() {
  with_login pg_dump --format=custom --compress=3 --lock-wait-timeout=600000 --file="$1" "$BACKUP_DATABASE" \
    >"$SCRATCH/words" 2>&1
}

# Reads all of it: a list of what is in it says nothing of the rows.
verify_dump() {
  pg_restore --file=/dev/null "$1" >"$SCRATCH/check" 2>&1 && return
  words=$(last_words "$SCRATCH/check")
  case $words in
    *'unsupported version'*)
      fail "${1##*/} is of a newer PostgreSQL than this server's $(pg_restore --version): $words; restore it into a stack with that one"
      ;;
    *) fail "${1##*/} is damaged or was cut off: $words" ;;
  esac
}
