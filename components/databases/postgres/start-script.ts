import { SECRETS_FOLDER } from "../../secrets-folder";
import { SHARED_MEMORY } from "./configuration";

/** One mount for all versions, as the images have it from 18 on: each has its own folder in it. */
export const DATA = "/var/lib/postgresql";

/** Is there from an empty folder's first start on until the server was seen healthy. */
export const FIRST_START = `${DATA}/.berth-first-start`;

/** What the server reads: what is in the data folder, what follows from the limit, a person's lines. */
const CONFIG = "/tmp/berth-postgresql.conf";

/** A data folder that was found may be another version's. */
const OF_THIS_VERSION =
  'if [ -s "$PGDATA/PG_VERSION" ] && [ "$(cat "$PGDATA/PG_VERSION")" != "$PG_MAJOR" ]; then PGDATA=$PGDATA/none; fi';

/** What the start itself has said, which may have passwords in it. */
const WORDS = "/tmp/berth-start";

/** One folder for each version, as the images have it from 18 on. */
const VERSIONED = `export PGDATA=${DATA}/$PG_MAJOR/docker`;

/**
 * Lines that find the data folder. Older images have a volume's data at its root, or in a folder of it:
 * a volume that was taken over is used as it is.
 */
export const dataFolderOf = (isTakenOver: boolean): string =>
  isTakenOver
    ? [
        VERSIONED,
        'if [ ! -s "$PGDATA/PG_VERSION" ]; then',
        `  for former in ${DATA} ${DATA}/data ${DATA}/data/pgdata ${DATA}/pgdata; do`,
        '    if [ -s "$former/PG_VERSION" ]; then PGDATA=$former; fi',
        "  done",
        "fi",
      ].join("\n")
    : VERSIONED;

/**
 * Sets up an empty folder as the official image does, sets the users by the server's single-user mode,
 * and starts the official entrypoint.
 *
 * A first start that was cut off leaves a folder that no server can use, and that the entrypoint takes
 * for a database: it is emptied, and begun again. The data of another version is left alone.
 *
 * @param options lines of postgresql.conf, which win over those in the data folder.
 * @param isTakenOver whether the volume is one that Berth did not make.
 */
export function startScript(options: readonly string[], isTakenOver = false): string {
  const lines = [
    "listen_addresses = '*'",
    SHARED_MEMORY,
    ...options,
    `include '${SECRETS_FOLDER}/postgresql.conf'`,
  ];
  return [
    "set -e",
    dataFolderOf(isTakenOver),
    ...(isTakenOver ? [OF_THIS_VERSION] : []),
    `if [ -e ${FIRST_START} ]; then find ${DATA} -mindepth 1 -delete; fi`,
    'if [ ! -s "$PGDATA/PG_VERSION" ]; then',
    `  for other in ${DATA}/*/docker/PG_VERSION ${DATA}/data/PG_VERSION ${DATA}/PG_VERSION; do`,
    '    if [ -s "$other" ]; then',
    '      echo "the data is of PostgreSQL $(cat "$other"), and this is $PG_MAJOR, which cannot read it: nothing was changed; set the image back, or dump the database with the one and restore it with the other" >&2',
    "      exit 1",
    "    fi",
    "  done",
    `  touch ${FIRST_START}`,
    "  docker-ensure-initdb.sh postgres",
    "fi",
    "{",
    `  echo "include '$PGDATA/postgresql.conf'"`,
    ...lines.map((line) => `  echo "${line}"`),
    `} >${CONFIG}`,
    // It goes on after a statement that fails; that the database is there already is no failure.
    `postgres --single -D "$PGDATA" -c config_file=${CONFIG} postgres <${SECRETS_FOLDER}/users.sql >${WORDS} 2>&1 || { grep -v STATEMENT: ${WORDS} >&2; exit 1; }`,
    `if grep -E '(ERROR|FATAL|PANIC):' ${WORDS} | grep -v 'database ".*" already exists' >&2; then exit 1; fi`,
    `rm -f ${WORDS}`,
    `exec docker-entrypoint.sh postgres -c config_file=${CONFIG}`,
  ].join("\n");
}
