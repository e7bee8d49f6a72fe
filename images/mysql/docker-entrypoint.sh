#!/usr/bin/env bash
# Sets up an empty data folder by the environment, then becomes the MySQL server.

# shellcheck source=images/shared/database.sh
. /usr/local/lib/database.sh

is_up() {
  mysqladmin --no-defaults --socket="$SOCKET" --user=root --silent ping >/dev/null 2>&1
}

# The password is handed over as a file that exists for this one command only.
sql() {
  mysql --defaults-extra-file=<(client_options) --protocol=socket --socket="$SOCKET" \
    --user=root --comments ${MYSQL_DATABASE:+--database="$MYSQL_DATABASE"} "$@"
}
client_options() {
  if [ -z "$ROOT_IS_SET" ]; then return; fi
  printf '[client]\npassword="%s"\n' "${MYSQL_ROOT_PASSWORD//\\/\\\\}"
}

check_settings() {
  if [ -z "$MYSQL_ROOT_PASSWORD$MYSQL_ALLOW_EMPTY_PASSWORD$MYSQL_RANDOM_ROOT_PASSWORD" ]; then
    fail "the data folder is empty and nothing says what root's password is: set one of" \
      "MYSQL_ROOT_PASSWORD, MYSQL_ROOT_PASSWORD_FILE, MYSQL_RANDOM_ROOT_PASSWORD, MYSQL_ALLOW_EMPTY_PASSWORD"
  fi
  if [ "$MYSQL_USER" = root ]; then
    fail "MYSQL_USER is for a user beside root: MYSQL_ROOT_PASSWORD sets root's password"
  fi
  if [ -n "$MYSQL_USER" ] && [ -z "$MYSQL_PASSWORD" ]; then
    say "MYSQL_USER without MYSQL_PASSWORD: no such user is created" >&2
  fi
}

set_up() {
  if [ -z "$MYSQL_INITDB_SKIP_TZINFO" ]; then
    mysql_tzinfo_to_sql /usr/share/zoneinfo 2>/dev/null | MYSQL_DATABASE='' sql --database=mysql
  fi
  if [ -n "$MYSQL_RANDOM_ROOT_PASSWORD" ]; then
    MYSQL_ROOT_PASSWORD=$(random_password)
    export MYSQL_ROOT_PASSWORD
    say "GENERATED ROOT PASSWORD: $MYSQL_ROOT_PASSWORD"
  fi
  root_statements | MYSQL_DATABASE='' sql
  ROOT_IS_SET=yes
  user_statements | MYSQL_DATABASE='' sql
}

# Nothing of the set-up belongs in a binary log that a replica might follow.
root_statements() {
  local password
  password=$(sql_text "$MYSQL_ROOT_PASSWORD")
  echo "SET SESSION sql_log_bin = 0;"
  if [ -n "$MYSQL_ROOT_HOST" ] && [ "$MYSQL_ROOT_HOST" != localhost ]; then
    local root
    root="'root'@'$(sql_text "$MYSQL_ROOT_HOST")'"
    echo "CREATE USER $root IDENTIFIED BY '$password';"
    echo "GRANT ALL ON *.* TO $root WITH GRANT OPTION;"
  fi
  echo "ALTER USER 'root'@'localhost' IDENTIFIED BY '$password';"
}

user_statements() {
  if [ -n "$MYSQL_DATABASE" ]; then
    echo "CREATE DATABASE IF NOT EXISTS \`$(sql_name "$MYSQL_DATABASE")\`;"
  fi
  if [ -z "$MYSQL_USER" ] || [ -z "$MYSQL_PASSWORD" ]; then return; fi
  local user
  user="'$(sql_text "$MYSQL_USER")'@'%'"
  echo "CREATE USER $user IDENTIFIED BY '$(sql_text "$MYSQL_PASSWORD")';"
  if [ -n "$MYSQL_DATABASE" ]; then
    echo "GRANT ALL ON \`$(sql_pattern "$MYSQL_DATABASE")\`.* TO $user;"
  fi
}

expire_root() {
  if [ -z "$MYSQL_ONETIME_PASSWORD" ]; then return; fi
  echo "ALTER USER 'root'@'$(sql_text "$MYSQL_ROOT_HOST")' PASSWORD EXPIRE;" | MYSQL_DATABASE='' sql
}

case "$1" in -*) set -- mysqld "$@" ;; esac

if [ "$1" = mysqld ] && ! only_prints "$@"; then
  check_options "$@" --validate-config
  DATADIR=$(server_setting datadir "$@")
  SOCKET=$(server_setting socket "$@")
  read_setting MYSQL_ROOT_HOST %
  for name in MYSQL_DATABASE MYSQL_USER MYSQL_PASSWORD MYSQL_ROOT_PASSWORD; do read_setting "$name"; done
  become_mysql "$0" "$@"
  heed_stops

  if [ ! -d "$DATADIR/mysql" ]; then
    check_settings
    say "setting up a new database in $DATADIR"
    "$@" --initialize-insecure --default-time-zone=SYSTEM
    start_temporary "$@" --mysqlx=OFF
    set_up
    run_initdb
    expire_root
    stop_temporary
  fi
  # The server has no use for them, and its environment can be read by others.
  unset MYSQL_PASSWORD MYSQL_ROOT_PASSWORD
fi

exec "$@"
