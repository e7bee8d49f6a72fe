# shellcheck shell=sh
#
# Loads the dump into a database beside the app's, which goes on serving. Only when all of it is there do
# the two change their names, in one transaction.

STAGING=berth_restore
FORMER=berth_former

sql() {
  with_login psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 \
    --dbname=postgres --command="$1" 2>"$SCRATCH/words"
}

# of_database EXPRESSION: what it comes to in the row of the app's database.
of_database() {
  sql "SELECT $1 FROM pg_database WHERE datname = '$BACKUP_DATABASE'"
}

drop() { sql "DROP DATABASE IF EXISTS $STAGING WITH (FORCE)"; }

give_up() {
  reason=$(last_words "$SCRATCH/words")
  drop
  fail "$1: $reason"
}

# Like the app's database, and its owner's.
make_staging() {
  owner=$(of_database 'pg_get_userbyid(datdba)') &&
    like=$(of_database "format('OWNER %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L',
      pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype)") &&
    drop && sql "DROP DATABASE IF EXISTS $FORMER WITH (FORCE)" &&
    sql "CREATE DATABASE $STAGING $like"
}

# load_part LIST arguments...: what the list names, out of $file.
load_part() {
  list=$1
  shift
  with_login pg_restore --dbname="$STAGING" --no-owner --use-list="$list" "$@" "$file" \
    >"$SCRATCH/words" 2>&1
}

# What the extensions in $STAGING brought, as a list of a dump names its rows.
rows_of_extensions() {
  with_login psql --no-psqlrc --quiet --tuples-only --no-align --dbname="$STAGING" --command="
    SELECT format(' %s %s %s ', CASE relkind WHEN 'S' THEN 'SEQUENCE SET' ELSE 'TABLE DATA' END,
      nspname, relname)
    FROM pg_depend JOIN pg_class ON pg_class.oid = objid
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_extension'::regclass" 2>"$SCRATCH/words"
}

# Everything becomes the owner's, whoever had it where the dump was made. Some of it only a superuser may
# make: extensions, in schemas that are there by then, and rows in their tables. Rights of users that this
# server does not have are left out.
load_staging() {
  file=$1
  kind='^[0-9]+; [0-9]+ [0-9]+'
  first='SCHEMA|EXTENSION|COMMENT - EXTENSION'
  rights='ACL|DEFAULT ACL|EVENT TRIGGER|PUBLICATION'
  pg_restore --list "$file" >"$SCRATCH/list" 2>"$SCRATCH/words" || return 1
  grep -E "$kind SCHEMA " "$SCRATCH/list" >"$SCRATCH/schemas"
  grep -E "$kind EXTENSION " "$SCRATCH/list" >"$SCRATCH/extensions"
  grep -E "$kind ($rights) " "$SCRATCH/list" >"$SCRATCH/rights"
  grep -Ev "$kind ($first|$rights|SUBSCRIPTION) " "$SCRATCH/list" >"$SCRATCH/others"
  load_part "$SCRATCH/schemas" --role="$owner" --exit-on-error &&
    load_part "$SCRATCH/extensions" --exit-on-error &&
    rows_of_extensions >"$SCRATCH/names" || return 1
  grep -Ff "$SCRATCH/names" "$SCRATCH/others" >"$SCRATCH/rows"
  grep -vFf "$SCRATCH/names" "$SCRATCH/others" >"$SCRATCH/rest"
  load_part "$SCRATCH/rows" --exit-on-error &&
    load_part "$SCRATCH/rest" --role="$owner" --single-transaction --exit-on-error || return 1
  load_part "$SCRATCH/rights" || tell_left_out
  if grep -Eq "$kind SUBSCRIPTION " "$SCRATCH/list"; then say "subscriptions of the dump are left out"; fi
  with_login psql --no-psqlrc --quiet --dbname="$STAGING" --command=ANALYZE 2>"$SCRATCH/words"
}

tell_left_out() {
  grep 'ERROR:' "$SCRATCH/words" | sed 's/.*ERROR: */left out of the dump: /' | sort -u | head -n 10
}

load() {
  make_staging || give_up "the database does not answer"
  load_staging "$1" || give_up "the dump could not be loaded"
}

end_sessions() {
  sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()
    AND datname IN ('$BACKUP_DATABASE', '$STAGING')" >"$SCRATCH/ended"
}

# A database whose name changes lets nobody in, and waits a few seconds for those who are in it.
rename_both() {
  with_login psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=postgres 2>"$SCRATCH/renaming" <<END
BEGIN;
ALTER DATABASE "$BACKUP_DATABASE" RENAME TO $FORMER;
ALTER DATABASE $STAGING RENAME TO "$BACKUP_DATABASE";
COMMIT;
END
}

take_places() {
  for _ in 1 2 3 4 5; do
    rename_both &
    renaming=$!
    while kill -0 "$renaming" 2>/dev/null; do
      end_sessions
      sleep 0.1
    done
    if wait "$renaming"; then return 0; fi
  done
  return 1
}

swap() {
  if ! take_places; then
    cp "$SCRATCH/renaming" "$SCRATCH/words"
    give_up "the databases could not change places"
  fi
  sql "DROP DATABASE $FORMER WITH (FORCE)" ||
    say "the database $FORMER is left over: $(last_words "$SCRATCH/words")"
}
