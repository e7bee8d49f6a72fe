#!/usr/bin/env bash
# Sets up an empty data folder by the environment, then becomes the MariaDB server.

# shellcheck source=images/shared/database.sh
. /usr/local/lib/database.sh

is_up() {
  mariadb-admin --no-defaults --socket="$SOCKET" --user=root --silent ping >/dev/null 2>&1
}

sql() {
  MYSQL_PWD=${ROOT_IS_SET:+$MARIADB_ROOT_PASSWORD} mariadb --protocol=socket --socket="$SOCKET" \
    --user=root --comments ${MARIADB_DATABASE:+--database="$MARIADB_DATABASE"} "$@"
}

# Each setting has a MARIADB_ name and an older MYSQL_ name; scripts may use either.
read_both() {
  local old="MYSQL_$1" new="MARIADB_$1"
  read_setting "$old" "$2"
  read_setting "$new" "${!old}"
  export "$old=${!new}"
}

# The MARIADB_ names of these switches are not the MYSQL_ ones with another prefix.
read_switches() {
  : "${MARIADB_ALLOW_EMPTY_ROOT_PASSWORD:=$MYSQL_ALLOW_EMPTY_PASSWORD}"
  : "${MARIADB_RANDOM_ROOT_PASSWORD:=$MYSQL_RANDOM_ROOT_PASSWORD}"
  : "${MARIADB_INITDB_SKIP_TZINFO:=$MYSQL_INITDB_SKIP_TZINFO}"
  export MARIADB_ALLOW_EMPTY_ROOT_PASSWORD MARIADB_RANDOM_ROOT_PASSWORD MARIADB_INITDB_SKIP_TZINFO
}

check_settings() {
  local said="$MARIADB_ROOT_PASSWORD$MARIADB_ROOT_PASSWORD_HASH"
  if [ -z "$said$MARIADB_ALLOW_EMPTY_ROOT_PASSWORD$MARIADB_RANDOM_ROOT_PASSWORD" ]; then
    fail "the data folder is empty and nothing says what root's password is: set one of" \
      "MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_FILE, MARIADB_ROOT_PASSWORD_HASH," \
      "MARIADB_RANDOM_ROOT_PASSWORD, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD"
  fi
  if [ -n "$MARIADB_ROOT_PASSWORD_HASH" ] &&
    [ -n "$MARIADB_ROOT_PASSWORD$MARIADB_ALLOW_EMPTY_ROOT_PASSWORD$MARIADB_RANDOM_ROOT_PASSWORD" ]; then
    fail "MARIADB_ROOT_PASSWORD_HASH and another setting of root's password are both set"
  fi
  if [ -n "$MARIADB_PASSWORD" ] && [ -n "$MARIADB_PASSWORD_HASH" ]; then
    fail "MARIADB_PASSWORD and MARIADB_PASSWORD_HASH are both set, give one of them"
  fi
}

# identified PASSWORD HASH: how a user proves who it is.
identified() {
  if [ -n "$2" ]; then
    printf "IDENTIFIED BY PASSWORD '%s'" "$(sql_text "$2")"
  else
    printf "IDENTIFIED BY '%s'" "$(sql_text "$1")"
  fi
}

set_up() {
  if [ -z "$MARIADB_INITDB_SKIP_TZINFO" ]; then
    mariadb-tzinfo-to-sql --skip-write-binlog /usr/share/zoneinfo 2>/dev/null |
      MARIADB_DATABASE='' sql --database=mysql
  fi
  if [ -n "$MARIADB_RANDOM_ROOT_PASSWORD" ]; then
    MARIADB_ROOT_PASSWORD=$(random_password)
    export MARIADB_ROOT_PASSWORD MYSQL_ROOT_PASSWORD=$MARIADB_ROOT_PASSWORD
    say "GENERATED ROOT PASSWORD: $MARIADB_ROOT_PASSWORD"
  fi
  set_up_statements | MARIADB_DATABASE='' sql
  ROOT_IS_SET=yes
}

# In one go, root's own password last: with a hash only, nobody could log in as root afterwards.
# Nothing of it belongs in a binary log that a replica might follow.
set_up_statements() {
  local root user
  echo "SET SESSION sql_log_bin = 0;"
  # mariadb-install-db leaves these without a password.
  echo "DROP USER IF EXISTS 'root'@'127.0.0.1', 'root'@'::1';"
  if [ -n "$MARIADB_DATABASE" ]; then
    echo "CREATE DATABASE IF NOT EXISTS \`$(sql_name "$MARIADB_DATABASE")\`;"
  fi
  if [ -n "$MARIADB_USER" ] && [ -n "$MARIADB_PASSWORD$MARIADB_PASSWORD_HASH" ]; then
    user="'$(sql_text "$MARIADB_USER")'@'%'"
    echo "CREATE USER $user $(identified "$MARIADB_PASSWORD" "$MARIADB_PASSWORD_HASH");"
    if [ -n "$MARIADB_DATABASE" ]; then
      echo "GRANT ALL ON \`$(sql_pattern "$MARIADB_DATABASE")\`.* TO $user;"
    fi
  fi
  root=$(identified "$MARIADB_ROOT_PASSWORD" "$MARIADB_ROOT_PASSWORD_HASH")
  if [ -n "$MARIADB_ROOT_HOST" ] && [ "$MARIADB_ROOT_HOST" != localhost ]; then
    echo "CREATE USER 'root'@'$(sql_text "$MARIADB_ROOT_HOST")' $root;"
    echo "GRANT ALL ON *.* TO 'root'@'$(sql_text "$MARIADB_ROOT_HOST")' WITH GRANT OPTION;"
  fi
  echo "ALTER USER 'root'@'localhost' $root;"
}

case "$1" in -*) set -- mariadbd "$@" ;; esac
# The server's old name, which the official image accepts as a command.
if [ "$1" = mysqld ]; then set -- mariadbd "${@:2}"; fi

if [ "$1" = mariadbd ] && ! only_prints "$@"; then
  check_options "$@" --verbose --help
  DATADIR=$(server_setting datadir "$@")
  SOCKET=$(server_setting socket "$@")
  read_both ROOT_HOST %
  for name in DATABASE USER PASSWORD ROOT_PASSWORD; do read_both "$name"; done
  for name in MARIADB_PASSWORD_HASH MARIADB_ROOT_PASSWORD_HASH; do read_setting "$name"; done
  read_switches
  become_mysql "$0" "$@"
  heed_stops

  if [ ! -d "$DATADIR/mysql" ]; then
    check_settings
    say "setting up a new database in $DATADIR"
    # Without --rpm it also creates a root for the container's own name.
    mariadb-install-db --rpm --datadir="$DATADIR" --auth-root-authentication-method=normal \
      --cross-bootstrap --skip-test-db --skip-log-bin "${@:2}" >/dev/null
    start_temporary "$@"
    set_up
    run_initdb
    stop_temporary
  elif [ -n "$MARIADB_AUTO_UPGRADE" ] && [ -n "$MARIADB_ROOT_PASSWORD" ]; then
    start_temporary "$@"
    MYSQL_PWD=$MARIADB_ROOT_PASSWORD mariadb-upgrade --socket="$SOCKET" --user=root
    stop_temporary
  fi
  # The server has no use for them, and its environment can be read by others.
  unset MYSQL_PASSWORD MYSQL_ROOT_PASSWORD MARIADB_PASSWORD MARIADB_ROOT_PASSWORD
fi

exec "$@"
