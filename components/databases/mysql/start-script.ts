import { SECRETS_FOLDER } from "../../secrets-folder";

export const DATA = "/var/lib/mysql";

/** Is there from an empty folder's first start on until the server was seen healthy. */
export const FIRST_START = `${DATA}/.berth-first-start`;

/** Options files of the images, as servers read them by themselves. */
const IMAGE_OPTIONS = "/etc/my.cnf /etc/mysql/my.cnf";

/** What follows from the container's limit; the image's own options and a person's win over it. */
const SIZED_OPTIONS = "/tmp/berth-server.cnf";

/** Has the server read the options first, then whatever it would read without them. */
function sizedBy(options: readonly string[]): string[] {
  if (options.length === 0) return [];
  return [
    "{",
    ...["[mysqld]", ...options].map((line) => `  echo '${line}'`),
    `  for file in ${IMAGE_OPTIONS}; do if [ -e "$file" ]; then echo "!include $file"; fi; done`,
    `  echo '!include ${SECRETS_FOLDER}/my.cnf'`,
    `} >${SIZED_OPTIONS}`,
    `set -- "$@" --defaults-file=${SIZED_OPTIONS}`,
  ];
}

/**
 * Starts the official entrypoint. It makes the users itself where the data folder is empty, and
 * would stumble over users that are there already; so the file joins in only once there is data.
 *
 * A first start that was cut off leaves a folder that no server can use, and that the entrypoint
 * takes for a database: it is emptied, and begun again.
 */
export function startScript(server: string, options: readonly string[]): string {
  return [
    `set -- ${server}`,
    ...sizedBy(options),
    `if [ -e ${FIRST_START} ]; then find ${DATA} -mindepth 1 -delete; fi`,
    `if [ -d ${DATA}/mysql ]; then set -- "$@" --init-file=${SECRETS_FOLDER}/users.sql`,
    `elif [ -z "$(ls -A ${DATA})" ]; then touch ${FIRST_START}; fi`,
    'exec docker-entrypoint.sh "$@"',
  ].join("\n");
}
