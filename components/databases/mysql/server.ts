import * as pulumi from "@pulumi/pulumi";
import { SECRETS_FOLDER } from "../../secrets-folder";
import { connectionTo, MAIN_ROLE } from "../connection";
import { type BackupSource, type Database, type DatabaseConnection, inPlaceOf } from "../database";
import type { Login } from "../login";
import { MARIADB } from "../mariadb/flavor";
import {
  claimServerName,
  type DatabaseArgs,
  databaseServer,
  dataVolume,
  generatedPassword,
} from "../server";
import { PORT, urlOf, VARIABLES } from "./connection";
import { MYSQL } from "./flavor";
import { clientConfig, healthTest } from "./health";
import { memoryOptions } from "./memory";
import { optionFile } from "./option-file";
import { MYSQL_UID, ROOT_PASSWORD, START_SECONDS } from "./sql-engine";
import { DATA, startScript } from "./start-script";
import { usersSql } from "./users";

export interface MySqlArgs extends DatabaseArgs {
  /** @default "mysql" */
  engine?: "mysql" | "mariadb";
  /** Name of the database. */
  database: string;
  /** The app's user, who owns that database. Its password is generated. */
  user: string;
}

/** Time for a clean shutdown: InnoDB writes its buffers back. */
const STOP_GRACE_SECONDS = 60;

/** Where the server puts its socket: `/var/run`, as the images name it, is a link to `/run`. */
const SOCKETS = { "/tmp": "", "/run/mysqld": `uid=${MYSQL_UID}` };

const FLAVORS = { mysql: MYSQL, mariadb: MARIADB };

/**
 * A MySQL or MariaDB server with its data in a named volume.
 *
 * Root's and the app user's passwords are generated, and hold from the next start on whatever data
 * the volume brings: a volume kept over a destroy can be used again, and a password rotated.
 */
export class MySql extends pulumi.ComponentResource implements Database {
  readonly role: string;
  readonly containerName: string;
  readonly volumeNames: pulumi.Output<string>[];
  readonly url: pulumi.Output<string>;
  readonly connection: DatabaseConnection;
  readonly backupSource: BackupSource;

  constructor(name: string, args: MySqlArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:MySql", name, {}, inPlaceOf("MySql", opts));
    const { database, user, limits, config } = args;
    const flavor = FLAVORS[args.engine ?? "mysql"];
    const { engine, server, client } = flavor;
    this.role = args.role ?? MAIN_ROLE;
    this.containerName = claimServerName(name, args);
    const rootPassword = generatedPassword(`${name}-root-password`, this);
    const password = generatedPassword(`${name}-password`, this);
    const login: Login = { host: this.containerName, database, user, password };
    const data = dataVolume(name, args, engine, this);
    const ready = databaseServer(
      name,
      args,
      {
        engine,
        port: PORT,
        startSeconds: START_SECONDS,
        graceSeconds: STOP_GRACE_SECONDS,
        user: String(MYSQL_UID),
        tmpfs: SOCKETS,
        container: {
          entrypoint: ["sh", "-c", startScript(server, memoryOptions(flavor, limits?.memory))],
          env: {
            // Clients that a person starts read and write UTF-8 as a terminal has it.
            LANG: "C.UTF-8",
            MYSQL_DATABASE: database,
            // Where servers and clients look for a my.cnf after the image's own.
            MYSQL_HOME: SECRETS_FOLDER,
            MYSQL_PASSWORD_FILE: `${SECRETS_FOLDER}/password`,
            MYSQL_ROOT_PASSWORD_FILE: `${SECRETS_FOLDER}/${ROOT_PASSWORD}`,
            MYSQL_USER: user,
          },
        },
        test: healthTest(client),
        files: [
          { name: ROOT_PASSWORD, content: rootPassword },
          { name: "password", content: password },
          { name: "client.cnf", content: clientConfig(login) },
          { name: "my.cnf", content: optionFile(config) },
          { name: "users.sql", content: usersSql(login, rootPassword, args.volume !== undefined) },
        ].map((file) => ({ ...file, uid: MYSQL_UID })),
        volumes: [{ volume: data, target: DATA }],
        serviceLabels: WITHOUT_CONFIG_VOLUME,
      },
      this,
    );

    this.volumeNames = [data];
    this.url = urlOf(login);
    const access = { ...login, port: PORT, url: this.url };
    this.connection = { ...connectionTo(this.role, "mysql", VARIABLES, access), ready };
    this.backupSource = {
      role: this.role,
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
