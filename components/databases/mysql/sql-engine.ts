import { SECRETS_FOLDER } from "../../secrets-folder";
import type { DatabaseEngine } from "../engine";
import { VARIABLES } from "./connection";
import type { Flavor } from "./flavor";
import { optionFile, optionsOf } from "./option-file";
import { DATA, FIRST_START } from "./start-script";

/** The user `mysql` of the official images: https://github.com/docker-library/mysql and mariadb. */
export const MYSQL_UID = 999;

/** A first start creates the system tables; a start after a crash replays the log. */
export const START_SECONDS = 120;

/** The secret file with the password of root. */
export const ROOT_PASSWORD = "root-password";

/** The version in a file that is nothing else, or in the last entry of MySQL's history. */
const versionIn = (text: string): string | undefined =>
  [...text.matchAll(/"version":"([\d.]+)/g)].at(-1)?.[1] ?? /^[\d.]+/.exec(text)?.[0];

/** MySQL or MariaDB as the registry has them. */
export function sqlEngine(flavor: Flavor): DatabaseEngine {
  const { engine, product, image, signature, check, client, versionFiles } = flavor;
  return {
    product,
    image,
    user: MYSQL_UID,
    component: "MySql",
    startSeconds: START_SECONDS,
    variables: VARIABLES,
    names: {
      taken: new Set([
        "berth_restore",
        "information_schema",
        "mysql",
        "performance_schema",
        "root",
        "sys",
      ]),
      takenUsers: new Set(["root"]),
      longest: 64,
      find: (name) => [
        ...["--batch", "--skip-column-names"],
        `--execute=SELECT 1 FROM information_schema.schemata WHERE schema_name = '${name}'`,
      ],
      make: (name) => `--execute='CREATE DATABASE ${name}'`,
    },
    config: {
      kind: "an option file",
      file: optionFile,
      options: optionsOf,
      optionsOfCommand: (words) =>
        [...words.join(" ").matchAll(/--([a-z][\w-]*)(?:=(\S+))?/gi)].map(
          ([, name = "", value]) => [name, value],
        ),
      line: (name, value) => (value === undefined ? name : `${name} = ${value}`),
      own: new Set([
        "basedir",
        "bind-address",
        "datadir",
        "init-file",
        "innodb-data-home-dir",
        "innodb-log-group-home-dir",
        "port",
        "skip-grant-tables",
        "skip-networking",
        "socket",
        "user",
      ]),
      check,
      isRefused: ({ code }) => code !== 0,
      formerFolder: "/etc/mysql/conf.d",
    },
    client(login) {
      const asApp = `exec ${client} --defaults-extra-file=${SECRETS_FOLDER}/client.cnf "$@"`;
      const asAdmin = `MYSQL_PWD="$(cat ${SECRETS_FOLDER}/${ROOT_PASSWORD})" exec ${client} --protocol=tcp --host=127.0.0.1 --user=root --database="$MYSQL_DATABASE" "$@"`;
      return login === "app" ? asApp : asAdmin;
    },
    backup: {
      scripts: __dirname,
      suffix: `${engine}.sql.gz`,
      signature,
      passwordFile: ROOT_PASSWORD,
      databaseVariable: "MYSQL_DATABASE",
    },
    versions: {
      variable: `${engine.toUpperCase()}_VERSION`,
      folder: DATA,
      files: versionFiles.map((file) => ({ path: `${DATA}/${file}`, read: versionIn })),
      firstStart: FIRST_START,
      numbers: 2,
    },
    images: {
      names: flavor.images,
      data: new RegExp(`^(${DATA}|/bitnami/${engine}.*)$`),
      variables: /^(MYSQL|MARIADB)/,
      named: {
        database: /^(MYSQL|MARIADB)_(DATABASE|DB)$/,
        user: /^(MYSQL|MARIADB)_USER$/,
      },
      passwords: [
        { password: flavor.variable("PASSWORD(_FILE)?"), of: flavor.variable("USER") },
        { password: flavor.variable("ROOT_PASSWORD(_FILE)?"), of: "root" },
      ],
    },
    takeOver: {
      leave: (users) =>
        users.flatMap(({ name, password }) => passwordsOf(name, password)).join("\n"),
    },
    async start(name, { maxmemoryPolicy: _, ...args }, opts) {
      const { MySql } = await import("./server");
      return new MySql(name, { ...args, engine }, opts);
    },
  };
}

/** Of every host that official images make a user for. */
const passwordsOf = (name: string, password: string): string[] =>
  ["%", "localhost"].map(
    (host) =>
      `ALTER USER IF EXISTS '${name}'@'${host}' IDENTIFIED BY '${password.replace(/[\\']/g, "\\$&")}';`,
  );
