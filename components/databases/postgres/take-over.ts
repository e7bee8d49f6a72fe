import { dataFolderOf } from "./start-script";

/** A text within a statement's single quotes. */
export const quoted = (text: string): string => text.replaceAll("'", "''");

const OF_EXTENSIONS =
  "NOT EXISTS (SELECT FROM pg_depend WHERE classid = o.tableoid AND objid = o.oid AND deptype IN ('e', 'a', 'i'))";

/** What is made of a database by the superuser, kind by kind: `ALTER KIND NAME`. */
const OBJECTS = [
  `SELECT format('SCHEMA %I', nspname) FROM pg_namespace o WHERE nspowner = 'postgres'::regrole AND nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public') AND ${OF_EXTENSIONS}`,
  `SELECT format('%s %s', CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, o.oid::regclass) FROM pg_class o WHERE relowner = 'postgres'::regrole AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND ${OF_EXTENSIONS}`,
  `SELECT format('TYPE %s', o.oid::regtype) FROM pg_type o WHERE typowner = 'postgres'::regrole AND typtype IN ('e', 'd', 'r') AND typnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND ${OF_EXTENSIONS}`,
  `SELECT format('ROUTINE %s', o.oid::regprocedure) FROM pg_proc o WHERE proowner = 'postgres'::regrole AND prokind IN ('f', 'p') AND pronamespace::regnamespace::text !~ '^(pg_|information_schema)' AND ${OF_EXTENSIONS}`,
];

/**
 * An app that was the superuser `postgres` has a user of its own from now on, whose its tables are to be. In
 * single-user mode, where each line is a statement. A lock that a killed server left names a process of
 * a container that is gone, and could be taken for one of this one's.
 */
export const GIVE_TO_USER = `set -e
${dataFolderOf(true)}
if [ ! -s "$PGDATA/PG_VERSION" ]; then exit 0; fi
if [ "$(cat "$PGDATA/PG_VERSION")" != "$PG_MAJOR" ]; then
  echo "the data is of PostgreSQL $(cat "$PGDATA/PG_VERSION"), and this is $PG_MAJOR, which cannot read it" >&2
  exit 1
fi
rm -f "$PGDATA/postmaster.pid"
single() { postgres --single -D "$PGDATA" "$1" >/tmp/words 2>&1 || { cat /tmp/words >&2; exit 1; }; }
single template1 <<STATEMENTS
DO \\$\\$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'postgres') THEN CREATE ROLE postgres SUPERUSER LOGIN; END IF; END \\$\\$;
DO \\$\\$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$USER_NAME') THEN CREATE ROLE "$USER_NAME" LOGIN; END IF; END \\$\\$;
STATEMENTS
single "$DATABASE" <<STATEMENTS
DO \\$\\$ DECLARE object text; BEGIN FOR object IN ${OBJECTS.join(" UNION ALL ")} LOOP EXECUTE format('ALTER %s OWNER TO %I', object, '$USER_NAME'); END LOOP; END \\$\\$;
STATEMENTS
if grep -E '(ERROR|FATAL|PANIC):' /tmp/words >&2; then exit 1; fi
`;
