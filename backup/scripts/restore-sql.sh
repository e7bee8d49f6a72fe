# shellcheck shell=sh
#
# Loads the dump into a database beside the app's, which goes on serving. Only when all of it is
# there do its tables change places, which takes as long as renaming them.

STAGING=berth_restore
SERVER_PATIENCE_SECONDS=5

sql() { sql_client --batch --skip-column-names --raw --execute="$1" 2>"$SCRATCH/words"; }

# Stops before anything of the app's was touched.
give_up() {
  reason=$(last_words "$SCRATCH/words")
  sql "DROP DATABASE IF EXISTS $STAGING"
  fail "$1: $reason"
}

quoted() { printf '`%s`' "$(printf '%s' "$1" | sed 's/`/``/g')"; }

load_staging() {
  sql "DROP DATABASE IF EXISTS $STAGING; CREATE DATABASE $STAGING $charset" || return 1
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
  } >"$SCRATCH/code.sql" 2>"$SCRATCH/words"
}

drop_triggers() {
  sql "SELECT CONCAT('DROP TRIGGER $STAGING.\`', REPLACE(trigger_name, '\`', '\`\`'), '\`;')
    FROM information_schema.triggers WHERE trigger_schema = '$STAGING'" >"$SCRATCH/drop.sql" &&
    sql_client <"$SCRATCH/drop.sql" 2>"$SCRATCH/words"
}

# Sessions of the app may hold locks for as long as they like.
end_sessions() {
  sql 'SHOW PROCESSLIST' | while IFS=$(printf '\t') read -r id _ _ held _; do
    if [ "$held" = "$BACKUP_DATABASE" ]; then sql "KILL $id"; fi
  done
}

drop_database() {
  for _ in 1 2 3 4 5; do
    end_sessions
    sql "SET SESSION lock_wait_timeout = $SERVER_PATIENCE_SECONDS; DROP DATABASE IF EXISTS $database" && return
  done
  return 1
}

rename_tables() {
  sql "SELECT CONCAT('$STAGING.\`', t, '\` TO $database.\`', t, '\`')
    FROM (SELECT REPLACE(table_name, '\`', '\`\`') AS t FROM information_schema.tables
      WHERE table_schema = '$STAGING' AND table_type <> 'VIEW') AS tables" >"$SCRATCH/tables" || return 1
  [ -s "$SCRATCH/tables" ] || return 0
  { printf 'RENAME TABLE '; sed '$!s/$/,/' "$SCRATCH/tables"; } |
    sql_client 2>"$SCRATCH/words"
}

database=$(quoted "$BACKUP_DATABASE")
charset=$(sql "SELECT CONCAT('CHARACTER SET ', default_character_set_name, ' COLLATE ',
  default_collation_name) FROM information_schema.schemata WHERE schema_name = '$BACKUP_DATABASE'") ||
  give_up "the database does not answer"

say "loading"
load_staging "$2" || give_up "the dump could not be loaded"
if ! { save_code && drop_triggers; }; then give_up "the dump could not be prepared"; fi

say "changing places"
drop_database || give_up "the database is in use"
sql "CREATE DATABASE $database $charset" && rename_tables &&
  sql_client --binary-mode "$BACKUP_DATABASE" <"$SCRATCH/code.sql" 2>"$SCRATCH/words" ||
  fail_changed "the loaded tables could not take their places: $(last_words "$SCRATCH/words"); those that did not are in the database $STAGING"
sql "DROP DATABASE $STAGING" || say "the database $STAGING is left over: $(last_words "$SCRATCH/words")"
