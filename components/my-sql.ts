import * as pulumi from "@pulumi/pulumi";
import { DataVolume } from "./data-volume";
import { type BackupSource, type Database, type DatabaseConnection, inPlaceOf } from "./database";
import {
  type DatabaseArgs,
  databaseServer,
  generatedPassword,
  serverName,
} from "./database-server";
import { AT_FIRST_START } from "./health-checks";
import { optionFile } from "./option-file";
import { SECRETS_FOLDER } from "./secret-files";
import { sqlMemoryOptions } from "./server-memory";

export interface MySqlArgs extends DatabaseArgs {
  /** @default "mysql" */
  engine?: "mysql" | "mariadb";
  /** Name of the database. */
  database: string;
  /** The app's user, who owns that database. Its password is generated. */
  user: string;
}

const PORT = 3306;

/** Time for a clean shutdown: InnoDB writes its buffers back. */
const STOP_GRACE_SECONDS = 60;

/** A first start creates the system tables; a start after a crash replays the log. */
const START_SECONDS = 120;

/** The user `mysql` of the official images: https://github.com/docker-library/mysql and mariadb. */
const MYSQL_UID = 999;

/** Where the server puts its socket: `/var/run`, as the images name it, is a link to `/run`. */
const SOCKETS = { "/tmp": "", "/run/mysqld": `uid=${MYSQL_UID}` };

const CLIENTS = { mysql: "mysql", mariadb: "mariadb" } as const;
const SERVERS = { mysql: "mysqld", mariadb: "mariadbd" } as const;

/**
 * A MySQL or MariaDB server with its data in a named volume.
 *
 * Root's and the app user's passwords are generated, and hold from the next start on whatever data
 * the volume brings: a volume kept over a destroy can be used again, and a password rotated.
 */
export class MySql extends pulumi.ComponentResource implements Database {
  readonly containerName: string;
  readonly volumeNames: pulumi.Output<string>[];
  readonly url: pulumi.Output<string>;
  readonly connection: DatabaseConnection;
  readonly backupSource: BackupSource;

  constructor(name: string, args: MySqlArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:MySql", name, {}, inPlaceOf("Redis", opts));
    const { id, database, user, swarm } = args;
    const engine = args.engine ?? "mysql";
    this.containerName = serverName(args);
    const rootPassword = generatedPassword(`${name}-root-password`, this);
    const password = generatedPassword(`${name}-password`, this);
    const data = new DataVolume(
      `${name}-data`,
      { id, swarm, role: `${engine}-data`, keepData: args.keepData },
      { parent: this },
    );
    const ready = databaseServer(
      name,
      args,
      {
        port: PORT,
        startSeconds: START_SECONDS,
        graceSeconds: STOP_GRACE_SECONDS,
        user: String(MYSQL_UID),
        tmpfs: SOCKETS,
        container: {
          entrypoints: ["sh", "-c", startScript(SERVERS[engine], memoryOptions(engine, args))],
          envs: [
            // Clients that a person starts read and write UTF-8 as a terminal has it.
            "LANG=C.UTF-8",
            `MYSQL_DATABASE=${database}`,
            // Where servers and clients look for a my.cnf after the image's own.
            `MYSQL_HOME=${SECRETS_FOLDER}`,
            `MYSQL_PASSWORD_FILE=${SECRETS_FOLDER}/password`,
            `MYSQL_ROOT_PASSWORD_FILE=${SECRETS_FOLDER}/root-password`,
            `MYSQL_USER=${user}`,
          ],
        },
        test: healthTest(CLIENTS[engine]),
        files: [
          { name: "root-password", content: rootPassword },
          { name: "password", content: password },
          { name: "client.cnf", content: clientConfig(user, database, password) },
          { name: "my.cnf", content: optionFile(args.config) },
          { name: "users.sql", content: usersSql(user, database, password, rootPassword) },
        ].map((file) => ({ ...file, uid: MYSQL_UID })),
        volumes: [{ volumeName: data.volumeName, containerPath: DATA }],
        serviceLabels: swarm ? WITHOUT_CONFIG_VOLUME : [],
      },
      this,
    );

    this.volumeNames = [data.volumeName];
    this.url = pulumi.secret(
      pulumi.interpolate`mysql://${user}:${password}@${this.containerName}:${PORT}/${database}`,
    );
    this.connection = {
      env: {
        MYSQL_HOST: this.containerName,
        MYSQL_PORT: String(PORT),
        MYSQL_USER: user,
        MYSQL_DATABASE: database,
        MYSQL_PASSWORD_FILE: `${SECRETS_FOLDER}/mysql-password`,
        DATABASE_URL_FILE: `${SECRETS_FOLDER}/database-url`,
      },
      secrets: { "mysql-password": password, "database-url": this.url },
      ready,
    };
    this.backupSource = {
      engine,
      image: args.image,
      host: this.containerName,
      database,
      password: rootPassword,
      user: MYSQL_UID,
      dataFolder: DATA,
      ready,
    };
    this.registerOutputs({ containerName: this.containerName, url: this.url });
  }
}

/**
 * Earlier versions had a volume over /etc/mysql/conf.d, which hid a newer image's files. A service that
 * is only updated keeps its former tasks, which would hold that volume for ever: this replaces it once.
 */
const WITHOUT_CONFIG_VOLUME = [{ label: "berth.configuration", value: "of the image" }];

const memoryOptions = (engine: "mysql" | "mariadb", { limits }: DatabaseArgs): string[] =>
  limits?.memory === undefined ? [] : sqlMemoryOptions(engine, limits.memory);

/** Login of the health check: over TCP, since the first start's temporary server answers on its socket. */
function clientConfig(user: string, database: string, secret: pulumi.Output<string>) {
  return pulumi.interpolate`[client]
protocol=tcp
host=127.0.0.1
port=${PORT}
user=${user}
password=${secret}

[mysql]
database=${database}

[mariadb]
database=${database}
`;
}

/** Makes the current passwords hold, whatever users the data brings. Runs at every start but the first. */
function usersSql(
  user: string,
  database: string,
  userPassword: pulumi.Output<string>,
  rootPassword: pulumi.Output<string>,
) {
  // Where a database is granted, an underscore stands for any letter.
  const pattern = database.replaceAll("_", "\\_");
  return pulumi.interpolate`CREATE DATABASE IF NOT EXISTS \`${database}\`;
CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED BY '${userPassword}';
ALTER USER '${user}'@'%' IDENTIFIED BY '${userPassword}';
GRANT ALL ON \`${pattern}\`.* TO '${user}'@'%';
ALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED BY '${rootPassword}';
ALTER USER IF EXISTS 'root'@'%' IDENTIFIED BY '${rootPassword}';
`;
}

const DATA = "/var/lib/mysql";

/** Is there from an empty folder's first start on until the server was seen healthy. */
const FIRST_START = `${DATA}/.berth-first-start`;

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
function startScript(server: string, options: readonly string[]): string {
  return [
    `set -- ${server}`,
    ...sizedBy(options),
    `if [ -e ${FIRST_START} ]; then find ${DATA} -mindepth 1 -delete; fi`,
    `if [ -d ${DATA}/mysql ]; then set -- "$@" --init-file=${SECRETS_FOLDER}/users.sql`,
    `elif [ -z "$(ls -A ${DATA})" ]; then touch ${FIRST_START}; fi`,
    'exec docker-entrypoint.sh "$@"',
  ].join("\n");
}

/** Logs in as the app does. The first login that works ends the first start. */
function healthTest(client: string): string[] {
  const login = `${client} --defaults-extra-file=${SECRETS_FOLDER}/client.cnf`;
  const lines = [
    `if ${login} --batch --execute='SELECT 1'; then rm -f ${FIRST_START}; exit $?; fi`,
    `if [ -e ${FIRST_START} ]; then echo '${AT_FIRST_START}'; fi`,
    "exit 1",
  ];
  return ["CMD-SHELL", lines.join("\n")];
}
