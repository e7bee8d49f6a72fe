import { BEGIN, COMPARE, COUNTED, DUMP, type UpgradeScripts } from "../upgrade-script";

/** What the two do not share. */
interface Programs {
  server: string;
  client: string;
  dump: string;
  /** More of the dump's options. */
  options: string;
  /** Writes the users and what they may do as statements. */
  users: string;
}

/** A user of its own, by the socket; the users that are there keep their passwords. */
const LOGIN = "berth_upgrade";

const start = ({ server, client }: Programs) => `SOCKET=/tmp/berth.sock
SECRET="Aa1!$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')"
printf '[client]\\nsocket=%s\\nuser=${LOGIN}\\npassword=%s\\ndefault-character-set=utf8mb4\\nmax-allowed-packet=1G\\n' "$SOCKET" "$SECRET" >/tmp/berth.cnf
cat >/tmp/berth-init.sql <<END
DROP USER IF EXISTS '${LOGIN}'@'localhost';
CREATE USER '${LOGIN}'@'localhost' IDENTIFIED BY '$SECRET';
GRANT ALL ON *.* TO '${LOGIN}'@'localhost' WITH GRANT OPTION;
END
ask() { ${client} --defaults-file=/tmp/berth.cnf --batch --skip-column-names --raw "$@"; }
stop() {
  ask --execute="DROP USER '${LOGIN}'@'localhost'" 2>"$LOG" && kill "$PID" && wait "$PID" || give_up "the server does not stop"
}
wait_for_it() {
  until ask --execute='SELECT 1' >/dev/null 2>&1; do
    kill -0 "$PID" 2>/dev/null || give_up "the server does not start"
    sleep 0.3
  done
}
start() {
  ${server} "$@" --socket="$SOCKET" --init-file=/tmp/berth-init.sql --event-scheduler=OFF --skip-log-bin \\
    --max-allowed-packet=1G --skip-networking >"$LOG" 2>&1 &
  PID=$!
  wait_for_it
}
OWN="'mysql', 'information_schema', 'performance_schema', 'sys'"
count() {
  ask --execute="SELECT CONCAT('SELECT ', QUOTE(CONCAT(table_schema, '.', table_name)), ', COUNT(*) FROM \\\`',
      REPLACE(table_schema, '\\\`', '\\\`\\\`'), '\\\`.\\\`', REPLACE(table_name, '\\\`', '\\\`\\\`'), '\\\`;')
    FROM information_schema.tables WHERE table_schema NOT IN ($OWN)
      AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')" >/tmp/berth-count.sql && ask </tmp/berth-count.sql
}`;

const dumpAll = (programs: Programs) => `start
ask --execute="SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN ($OWN)" >${DUMP}/databases ||
  give_up "the databases cannot be listed"
set --
while IFS= read -r name; do set -- "$@" "$name"; done <${DUMP}/databases
: >${DUMP}/data.sql.gz
if [ "$#" -gt 0 ]; then
  { ${programs.dump} --defaults-file=/tmp/berth.cnf --single-transaction --quick --skip-add-locks --routines --triggers --events \\
      --hex-blob --no-tablespaces ${programs.options} --databases "$@" 2>/tmp/berth-words || : >/tmp/failed
  } | gzip -1 >${DUMP}/data.sql.gz
  if [ -e /tmp/failed ]; then cat /tmp/berth-words >"$LOG"; give_up "the data could not be dumped"; fi
fi
{ ${programs.users}
} >${DUMP}/users.sql 2>/tmp/berth-words || { cat /tmp/berth-words >"$LOG"; give_up "the users could not be dumped"; }
count >${COUNTED.before} || give_up "rows could not be counted"
LC_ALL=C sort -o ${COUNTED.before} ${COUNTED.before}
stop`;

/**
 * The image sets up its own first start; then the users' rights come last, as they name tables. A user whom the
 * new version refuses is said, and no reason to fail: the app's own gets its password at each start.
 */
const loadAll = ({
  server,
  client,
}: Programs) => `docker-entrypoint.sh ${server} --event-scheduler=OFF --skip-log-bin >"$LOG" 2>&1 &
PID=$!
until MYSQL_PWD=$MYSQL_ROOT_PASSWORD ${client} --protocol=tcp --host=127.0.0.1 --user=root --execute='SELECT 1' >/dev/null 2>&1; do
  kill -0 "$PID" 2>/dev/null || give_up "the new server cannot be set up"
  sleep 0.5
done
kill "$PID" && wait "$PID" || give_up "the new server does not stop"
start --innodb-flush-log-at-trx-commit=0
if [ -s ${DUMP}/databases ]; then
  { gzip -dc ${DUMP}/data.sql.gz || : >/tmp/failed; } | ask --binary-mode 2>/tmp/berth-words && [ ! -e /tmp/failed ] ||
    { cat /tmp/berth-words >"$LOG"; give_up "the data could not be loaded"; }
fi
ask --force <${DUMP}/users.sql 2>&1 | sed -n 's/^ERROR \\([0-9]*\\).* at line [0-9]*: /not taken over of the users: /p' | LC_ALL=C sort -u | head -n 10
count >${COUNTED.after} || give_up "rows could not be counted"
stop`;

const scripts = (programs: Programs): UpgradeScripts => ({
  dump: [BEGIN, start(programs), dumpAll(programs)].join("\n"),
  load: [BEGIN, start(programs), loadAll(programs), COMPARE].join("\n"),
});

/** Of each user but the server's own; rights after all users, as roles are users too. */
const MYSQL_USERS = `ask --execute="SELECT CONCAT(QUOTE(user), '@', QUOTE(host)) FROM mysql.user
    WHERE user NOT IN ('root', 'mysql.sys', 'mysql.session', 'mysql.infoschema', '${LOGIN}')" >/tmp/berth-users
  while IFS= read -r user; do
    ask --execute="SET print_identified_with_as_hex = ON; SHOW CREATE USER $user" </dev/null | sed 's/^CREATE USER/CREATE USER IF NOT EXISTS/; s/$/;/'
  done </tmp/berth-users
  while IFS= read -r user; do
    ask --execute="SHOW GRANTS FOR $user" </dev/null | sed 's/$/;/'
  done </tmp/berth-users`;

export const MYSQL_UPGRADE = scripts({
  server: "mysqld",
  client: "mysql",
  dump: "mysqldump",
  options: "--set-gtid-purged=OFF",
  users: MYSQL_USERS,
});

export const MARIADB_UPGRADE = scripts({
  server: "mariadbd",
  client: "mariadb",
  dump: "mariadb-dump",
  // Not --dump-history: to 11.5 and later, rows of before then have ended in 2038 (docs/traps.md).
  options: "",
  // Those that the new server has by itself are its own.
  users: `mariadb-dump --defaults-file=/tmp/berth.cnf --system=users --insert-ignore | grep -Ev "${LOGIN}|^(CREATE USER|GRANT .* ON ).*(root|mariadb[.]sys).@"`,
});
