# shellcheck shell=sh
#
# Loads the dump into a database beside the app's, which goes on serving. Only when all of it is
# there do its tables change places, which takes as long as renaming them.

STAGING=berth_restore
SERVER_PATIENCE_SECONDS=5
CODE=/tmp/berth-code.sql

quoted() { printf '`%s`' "$(printf '%s' "$1" | sed 's/`/``/g')"; }

database=$(quoted "$BACKUP_DATABASE")

sql() { sql_client --batch --skip-column-names --raw --execute="$1" 2>"$SCRATCH/words"; }

# each_of QUERY: runs every statement that it yields.
each_of() {
  sql "$1" >"$SCRATCH/each.sql" && sql_client <"$SCRATCH/each.sql" 2>"$SCRATCH/words"
}

drop() {
  each_of "SELECT DISTINCT CONCAT('REVOKE ALL PRIVILEGES ON $STAGING.* FROM ', grantee, ';')
    FROM information_schema.schema_privileges WHERE table_schema = '$STAGING'" &&
    sql "DROP DATABASE IF EXISTS $STAGING"
}

# Stops before anything of the app's was touched.
give_up() {
  reason=$(last_words "$SCRATCH/words")
  drop
  fail "$1: $reason"
}

# What the app's database is made with, so that the new one is like it.
find_charset() {
  charset=$(sql "SELECT CONCAT('CHARACTER SET ', default_character_set_name, ' COLLATE ',
    default_collation_name) FROM information_schema.schemata
    WHERE schema_name = '$BACKUP_DATABASE'") || give_up "the database does not answer"
}

# Whoever defined a view or a routine has to be allowed to use what it uses, here too. A role of MariaDB,
# whose host is empty, cannot define any.
grant_alike() {
  each_of "SELECT CONCAT('GRANT ', privilege_type, ' ON $STAGING.* TO ', grantee, ';')
    FROM information_schema.schema_privileges WHERE grantee NOT LIKE '%@\'\''
    AND REPLACE(table_schema, '\\\\', '') = '$BACKUP_DATABASE'"
}

# A row that the server took is up to twice as long in a dump. Holds until the server's next start.
allow_long_lines() { sql 'SET GLOBAL max_allowed_packet = 1073741824'; }

load_staging() {
  drop && sql "CREATE DATABASE $STAGING $charset" && grant_alike && allow_long_lines || return 1
  { gzip -dc "$1" || : >"$SCRATCH/failed"; } |
    sql_client --binary-mode "$STAGING" 2>"$SCRATCH/words" && [ ! -e "$SCRATCH/failed" ]
}

# Views, triggers, routines and events cannot be renamed into another database: they are made anew.
# Views come last, as they may call the routines.
save_code() {
  set --
  sql "SELECT table_name FROM information_schema.views WHERE table_schema = '$STAGING'" \
    >"$SCRATCH/views" || return 1
  while IFS= read -r view; do set -- "$@" "$view"; done <"$SCRATCH/views"
  gtid=
  if [ "$BACKUP_ENGINE" = mysql ]; then gtid=--set-gtid-purged=OFF; fi
  {
    # shellcheck disable=SC2086 # no word at all where it is empty
    sql_dump --single-transaction --no-tablespaces --no-data --no-create-info --routines --events \
      --triggers $gtid "$STAGING" || return 1
    if [ "$#" -gt 0 ]; then
      # shellcheck disable=SC2086
      sql_dump --single-transaction --no-tablespaces --skip-triggers $gtid "$STAGING" "$@"
    fi
  } >"$CODE" 2>"$SCRATCH/words"
}

# A table with triggers cannot be moved, and events would change the tables while they wait here.
drop_code() {
  each_of "SELECT CONCAT('DROP ', kind, ' $STAGING.\`', REPLACE(name, '\`', '\`\`'), '\`;') FROM (
    SELECT 'EVENT' AS kind, event_name AS name FROM information_schema.events
    WHERE event_schema = '$STAGING' UNION ALL
    SELECT 'TRIGGER', trigger_name FROM information_schema.triggers
    WHERE trigger_schema = '$STAGING') AS code"
}

load() {
  find_charset
  load_staging "$1" || give_up "the dump could not be loaded"
  if ! { save_code && drop_code; }; then give_up "the dump could not be prepared"; fi
}

# Sessions of the app may hold locks for as long as they like.
end_sessions() {
  sql 'SHOW PROCESSLIST' | while IFS=$(printf '\t') read -r id _ _ held _; do
    if [ "$held" = "$BACKUP_DATABASE" ]; then sql "KILL $id"; fi
  done
}

# The tables that are renamed, as the end of a statement; empty where there is none.
list_moves() {
  sql "USE $STAGING" || return 1
  sql "SELECT CONCAT('$STAGING.\`', t, '\` TO $database.\`', t, '\`')
    FROM (SELECT REPLACE(table_name, '\`', '\`\`') AS t FROM information_schema.tables
      WHERE table_schema = '$STAGING' AND table_type <> 'VIEW') AS tables" >"$SCRATCH/tables" || return 1
  if [ -s "$SCRATCH/tables" ]; then
    { printf 'RENAME TABLE '; sed '$!s/$/,/' "$SCRATCH/tables"; } >"$SCRATCH/moves.sql"
  else
    : >"$SCRATCH/moves.sql"
  fi
}

# In one go: an app that makes its missing tables when it connects must not be faster.
take_places() {
  for _ in 1 2 3 4 5; do
    end_sessions
    {
      say "SET SESSION lock_wait_timeout = $SERVER_PATIENCE_SECONDS;"
      say "DROP DATABASE IF EXISTS $database; SELECT 'dropped'; CREATE DATABASE $database $charset;"
      cat "$SCRATCH/moves.sql"
    } | sql_client >>"$SCRATCH/dropped" 2>"$SCRATCH/words" && return
    [ -s "$SCRATCH/dropped" ] || is_locked || return 1
  done
  return 1
}

# Tables are locked before the first one goes. Any other error may come when some are gone already.
is_locked() { grep -Eq 'ERROR (1205|1213) ' "$SCRATCH/words"; }

fail_between() {
  fail_changed "the loaded tables could not take their places: $(last_words "$SCRATCH/words"); those that did not are in the database $STAGING"
}

swap() {
  find_charset
  list_moves || give_up "what was loaded cannot be listed"
  if ! take_places; then
    if [ ! -s "$SCRATCH/dropped" ] && is_locked; then give_up "the database is in use"; fi
    fail_between
  fi
  sql_client --binary-mode "$BACKUP_DATABASE" <"$CODE" 2>"$SCRATCH/words" || fail_between
  drop || say "the database $STAGING is left over: $(last_words "$SCRATCH/words")"
}
