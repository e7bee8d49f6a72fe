import { SECRETS_FOLDER } from "../../secrets-folder";
import type { DatabaseEngine } from "../engine";
import { OWN_OPTIONS, optionsOf } from "./configuration";
import { VARIABLES } from "./connection";
import { DATA, FIRST_START } from "./start-script";
import { GIVE_TO_USER, quoted } from "./take-over";

/** The user `postgres` of the official image: https://github.com/docker-library/postgres */
export const POSTGRES_UID = 999;

/** A first start creates the system tables; a start after a crash replays the log. */
export const START_SECONDS = 120;

/** The secret file with the password of the superuser `postgres`. */
export const SUPERUSER_PASSWORD = "superuser-password";

const TAKEN = [
  "berth_former",
  "berth_restore",
  "none",
  "postgres",
  "public",
  "template0",
  "template1",
];

/** Users that begin with `pg_` are the server's own, `none` and `public` its words; a database is called like its user. */
const isTaken = (name: string): boolean => TAKEN.includes(name) || name.startsWith("pg_");

/** Those whose data a volume may have, the newest first: each has a folder of its own. */
const VERSIONS = Array.from({ length: 30 }, (_, index) => 40 - index);

export const postgres = {
  product: "PostgreSQL",
  image: "postgres:18",
  user: POSTGRES_UID,
  component: "Postgres",
  startSeconds: START_SECONDS,
  variables: VARIABLES,
  names: {
    taken: { has: isTaken },
    takenUsers: { has: isTaken },
    longest: 63,
    find: (name) => ["-At", `--command=SELECT 1 FROM pg_database WHERE datname = '${name}'`],
    make: (name) => `--command='CREATE DATABASE "${name}"'`,
  },
  config: {
    kind: "postgresql.conf",
    file: (lines) => `${lines.trimEnd()}\n`,
    options: optionsOf,
    optionsOfCommand: (words) =>
      [...words.join(" ").matchAll(/(?:-c\s*|--)([a-z_][\w.]*)=("[^"]*"|\S+)/gi)].map(
        ([, name = "", value]) => [name, value?.replaceAll('"', "")],
      ),
    line: (name, value = "on") => `${name} = '${quoted(value)}'`,
    own: OWN_OPTIONS,
    check: (path) => `postgres -D /tmp -c config_file=${path} -C port >/dev/null`,
    isRefused: ({ code }) => code !== 0,
  },
  backup: {
    scripts: __dirname,
    suffix: "postgres.dump",
    signature: "PGDMP",
    passwordFile: SUPERUSER_PASSWORD,
    databaseVariable: "POSTGRES_DB",
  },
  client(login) {
    const asApp = `export PGPASSFILE=${SECRETS_FOLDER}/pgpass PGUSER="$(cut -d: -f4 ${SECRETS_FOLDER}/pgpass)"`;
    const asAdmin = `export PGPASSWORD="$(cat ${SECRETS_FOLDER}/${SUPERUSER_PASSWORD})" PGUSER=postgres`;
    // As the other clients do, it ends at the first error of a script.
    return `${login === "app" ? asApp : asAdmin}
export PGHOST=127.0.0.1 PGDATABASE="$POSTGRES_DB"
[ -t 0 ] || set -- --set=ON_ERROR_STOP=1 "$@"
exec psql "$@"`;
  },
  versions: {
    variable: "PG_MAJOR",
    folder: DATA,
    files: VERSIONS.map((version) => ({
      path: `${DATA}/${version}/docker/PG_VERSION`,
      read: (text) => text.trim(),
    })),
    firstStart: FIRST_START,
    numbers: 1,
  },
  isNeverRoot: true,
  takeOver: {
    prepare: { script: GIVE_TO_USER, folder: DATA },
    sortsAsSystem: true,
    leave: (users) =>
      users
        .map(({ name, password }) => `ALTER ROLE "${name}" PASSWORD '${quoted(password)}';`)
        .join("\n"),
  },
  images: {
    names: /^(postgres|postgresql|postgis|pgvector|timescaledb(-ha)?)$/,
    data: /^(\/var\/lib\/postgresql(\/.*)?|\/bitnami\/postgresql|\/home\/postgres\/pgdata.*)$/,
    variables: /^(POSTGRES|PG)/,
    named: {
      database: /^(POSTGRES|POSTGRESQL)_(DATABASE|DB)$/,
      user: /^(POSTGRES_USER|POSTGRESQL_USERNAME|POSTGRESQL_USER)$/,
    },
    passwords: [
      { password: /^POSTGRES_PASSWORD(_FILE)?$/, of: /^POSTGRES_USER$/, usually: "postgres" },
    ],
    databaseLikeUser: { database: "POSTGRES_DB", user: "POSTGRES_USER" },
  },
  async start(name, { maxmemoryPolicy: _, ...args }, opts) {
    const { Postgres } = await import("./server");
    return new Postgres(name, args, opts);
  },
} satisfies DatabaseEngine;
