#!/usr/bin/env bash
# Sets up an empty data folder by the environment, then becomes the PostgreSQL server. As
# docker-ensure-initdb.sh it only sets up.

# shellcheck source=images/shared/database.sh
. /usr/local/lib/database.sh

# Debian's own psql is a script that looks for clusters.
PATH=/usr/lib/postgresql/$PG_MAJOR/bin:$PATH

sql() {
  PGHOST='' PGPASSWORD=$POSTGRES_PASSWORD psql --set ON_ERROR_STOP=1 --no-psqlrc --no-password \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"
}

check_settings() {
  if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
    fail "the data folder is empty and nothing says what the superuser's password is: set" \
      "POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE, or POSTGRES_HOST_AUTH_METHOD=trust"
  fi
  local folder
  for folder in /var/lib/postgresql /var/lib/postgresql/data /var/lib/postgresql/*/docker; do
    if [ -s "$folder/PG_VERSION" ]; then
      fail "$folder has the data of another version, and $PGDATA has none"
    fi
  done
}

# set_up postgres arguments...
set_up() {
  say "setting up a new database in $PGDATA"
  # The arguments are words of a shell, as in the official image.
  eval 'initdb --username="$POSTGRES_USER" --pwfile=<(printf "%s\n" "$POSTGRES_PASSWORD") '"$POSTGRES_INITDB_ARGS"
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
  pg_ctl --pgdata="$PGDATA" --wait --options="$(printf '%q ' "${@:2}" -c listen_addresses='')" start
  if [ -z "$(POSTGRES_DB=postgres sql --tuples-only --set db="$POSTGRES_DB" \
    <<<"SELECT 1 FROM pg_database WHERE datname = :'db'")" ]; then
    POSTGRES_DB=postgres sql --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db"'
  fi
  run_initdb
  pg_ctl --pgdata="$PGDATA" --mode=fast --wait stop
  say "the database is set up"
}

case "$1" in -*) set -- postgres "$@" ;; esac

if [ "$1" = postgres ] && ! only_prints "$@"; then
  read_setting POSTGRES_PASSWORD
  read_setting POSTGRES_USER postgres
  read_setting POSTGRES_DB "$POSTGRES_USER"
  read_setting POSTGRES_INITDB_ARGS
  mkdir -p "$PGDATA"
  chmod 0700 "$PGDATA" || true
  # Files that only root may read, like secrets, are read by then.
  if [ "$(id -u)" = 0 ]; then
    find "$PGDATA" /var/run/postgresql ! -user postgres -exec chown postgres:postgres '{}' +
    exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$0" "$@"
  fi
  if [ ! -s "$PGDATA/PG_VERSION" ]; then
    check_settings
    set_up "$@"
  fi
  unset POSTGRES_PASSWORD
fi

case "$0" in *docker-ensure-initdb.sh) exit 0 ;; esac
exec "$@"
