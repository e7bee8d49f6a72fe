# shellcheck shell=bash
#
# What the entrypoints of MySQL and MariaDB have in common. An entrypoint sources this file and
# defines `sql`, which runs the statements of its standard input as root on the temporary server.

set -eo pipefail
shopt -s nullglob

say() {
  printf '%s [entrypoint] %s\n' "$(date --rfc-3339=seconds)" "$*"
}

fail() {
  say "error: $*" >&2
  exit 1
}

# True for a command that only prints something: it needs no database.
only_prints() {
  local argument
  for argument; do
    case "$argument" in
      -\? | --help | -V | --version | --print-defaults) return 0 ;;
    esac
  done
  return 1
}

# read_setting NAME [default]: exports NAME, out of the file NAME_FILE where that is given.
read_setting() {
  local name=$1 file_name="${1}_FILE" default=${2:-}
  local value=${!name:-} file=${!file_name:-}
  if [ -n "$value" ] && [ -n "$file" ]; then
    fail "$name and $file_name are both set, give one of them"
  fi
  if [ -n "$file" ]; then
    [ -r "$file" ] || fail "$file_name: cannot read $file"
    value=$(<"$file")
  fi
  export "$name=${value:-$default}"
  unset "$file_name"
}

# server_setting NAME command...: what the server would use, by its files and this command. Only the
# table at the end has names at the start of a line; a description may begin with the same word.
server_setting() {
  local name=$1
  shift
  "$@" --verbose --help 2>/dev/null | sed -n "s/^$name  *//p"
}

# check_options command...: a wrong option is told before anything is written. The command ends
# with what makes the server only look at its options.
check_options() {
  local complaint
  complaint=$("$@" 2>&1 >/dev/null) || fail "the server refuses its options: $complaint"
}

# Root makes the folders the server's own and starts this script again as its user. Files that
# only root may read, like secrets, are read by then.
become_mysql() {
  local script=$1
  shift
  [ "$(id -u)" = 0 ] || return 0
  local folders=("$DATADIR" "$(dirname "$SOCKET")")
  mkdir -p "${folders[@]}"
  find "${folders[@]}" ! -user mysql -exec chown --no-dereference mysql:mysql '{}' +
  exec setpriv --reuid=mysql --regid=mysql --init-groups -- "$script" "$@"
}

# Text as the inside of a string literal, and a name as the inside of backticks.
sql_text() {
  local text=${1//\\/\\\\}
  printf '%s' "${text//\'/\'\'}"
}
sql_name() {
  printf '%s' "${1//\`/\`\`}"
}
# In GRANT, _ and % of a database's name are wildcards.
sql_pattern() {
  local name
  name=$(sql_name "${1//\\/\\\\}")
  name=${name//_/\\_}
  printf '%s' "${name//%/\\%}"
}

random_password() {
  head -c 24 /dev/urandom | base64 | tr '+/' '-_'
}

# Without this, PID 1 would ignore a stop while it sets things up. What the server wrote by then
# stays, as with the official images.
heed_stops() {
  trap 'if [ -n "$TEMPORARY" ]; then kill "$TEMPORARY"; wait "$TEMPORARY"; fi; exit 143' TERM INT
}

# start_temporary command...: a server that only this container's socket reaches. `is_up` is the
# entrypoint's own: each product has its own client.
start_temporary() {
  say "starting a temporary server without networking"
  "$@" --skip-networking --default-time-zone=SYSTEM --socket="$SOCKET" &
  TEMPORARY=$!
  local attempt
  for ((attempt = 0; attempt < 300; attempt++)); do
    if is_up; then return 0; fi
    kill -0 "$TEMPORARY" 2>/dev/null || fail "the temporary server ended, its messages are above"
    sleep 0.2
  done
  fail "the temporary server did not answer within 60 s"
}

stop_temporary() {
  kill "$TEMPORARY"
  wait "$TEMPORARY" || fail "the temporary server did not stop cleanly"
  trap - TERM INT
  say "the database is set up"
}

# What the image's user added for the first start, in the order of the names.
run_initdb() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    say "running $file"
    case "$file" in
      *.sh)
        if [ -x "$file" ]; then
          "$file"
        else
          # shellcheck disable=SC1090 # the file is the user's
          . "$file"
        fi
        ;;
      *.sql) sql <"$file" ;;
      *.sql.gz) gunzip -c "$file" | sql ;;
      *.sql.xz) xzcat "$file" | sql ;;
      *.sql.zst) zstd -dc "$file" | sql ;;
      *) say "ignored $file: neither .sh nor .sql" ;;
    esac
  done
}
