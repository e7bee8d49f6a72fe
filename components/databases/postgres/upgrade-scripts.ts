import { SECRETS_FOLDER } from "../../secrets-folder";
import { BEGIN, COMPARE, COUNTED, DUMP, type UpgradeScripts } from "../upgrade-script";
import { SHARED_MEMORY } from "./configuration";
import { DATA } from "./start-script";

/** A server that answers on its socket only, and lets its own user in; a person's lines hold, as for an extension. */
const START = `export PGDATA=${DATA}/$PG_MAJOR/docker PGHOST=/tmp PGUSER=postgres PGOPTIONS='-c statement_timeout=0 -c lock_timeout=0'
echo 'local all all trust' >/tmp/berth-hba.conf
start() {
  {
    echo "include '$PGDATA/postgresql.conf'"
    echo "include_if_exists '${SECRETS_FOLDER}/postgresql.conf'"
    printf '%s\\n' "listen_addresses = ''" "unix_socket_directories = '/tmp'" "hba_file = '/tmp/berth-hba.conf'" \\
      "autovacuum = off" "default_transaction_read_only = off" "logging_collector = off" "log_destination = stderr" "${SHARED_MEMORY}" "$@"
  } >/tmp/berth.conf
  pg_ctl -D "$PGDATA" -o "-c config_file=/tmp/berth.conf" -l "$LOG" -w -t 86400 start >/dev/null ||
    give_up "the server does not start"
}
stop() { pg_ctl -D "$PGDATA" -m fast -w -t 86400 stop >/dev/null || give_up "the server does not stop"; }
ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$@"; }
databases() { ask postgres --command="SELECT oid, datname FROM pg_database WHERE datallowconn AND datname <> 'template0' ORDER BY oid" --field-separator=' '; }
# What extensions bring is another thing in another version of them.
count() {
  databases | while read -r _ name; do
    ask "dbname='$name'" --field-separator='	' <<'END' | sed "s|^|$name |"
SELECT format('SELECT %L, count(*) FROM ONLY %I.%I', format('%I.%I', nspname, relname), nspname, relname)
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind IN ('r', 'm') AND relispopulated AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
ORDER BY 1 \\gexec
SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, 0) FROM pg_sequences
END
  done
}`;

/** Each database by itself, and the roles with their passwords. */
const DUMP_ALL = `start
pg_dumpall --roles-only >${DUMP}/roles.sql 2>"$LOG" || give_up "the roles could not be dumped"
databases >${DUMP}/databases
while read -r oid name; do
  pg_dump --format=custom --compress=1 --file="${DUMP}/$oid.dump" "dbname='$name'" 2>"$LOG" </dev/null ||
    give_up "the database $name could not be dumped"
done <${DUMP}/databases
count >${COUNTED.before} || give_up "rows could not be counted"
LC_ALL=C sort -o ${COUNTED.before} ${COUNTED.before}
stop`;

/**
 * The roles that it has itself are there already. Nothing is lost by writing without a sync: a machine that
 * ends meanwhile begins anew.
 */
const LOAD_ALL = `docker-ensure-initdb.sh postgres >"$LOG" 2>&1 || give_up "the new server cannot be set up"
start "fsync = off" "synchronous_commit = off" "full_page_writes = off" "max_wal_size = 4GB"
ask postgres --file=/dev/stdin >"$LOG" 2>&1 <<END || give_up "the roles could not be loaded"
$(sed '/^CREATE ROLE "\\{0,1\\}postgres"\\{0,1\\};$/d' ${DUMP}/roles.sql)
END
while read -r oid name; do
  case $name in postgres | template1) into="--dbname=$name" ;; *) into="--create --dbname=postgres" ;; esac
  # shellcheck disable=SC2086 # one word or two
  pg_restore $into --no-tablespaces --exit-on-error "${DUMP}/$oid.dump" 2>"$LOG" </dev/null ||
    give_up "the database $name could not be loaded"
done <${DUMP}/databases
vacuumdb --all --analyze-only --quiet 2>"$LOG" || give_up "the data could not be analyzed"
count >${COUNTED.after} || give_up "rows could not be counted"
stop`;

export const POSTGRES_UPGRADE: UpgradeScripts = {
  dump: [BEGIN, START, DUMP_ALL].join("\n"),
  load: [BEGIN, START, LOAD_ALL, COMPARE].join("\n"),
};
