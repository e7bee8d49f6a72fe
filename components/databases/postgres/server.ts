import * as pulumi from "@pulumi/pulumi";
import { SECRETS_FOLDER } from "../../secrets-folder";
import { connectionTo, MAIN_ROLE } from "../connection";
import { type BackupSource, type Database, type DatabaseConnection, inPlaceOf } from "../database";
import type { Login } from "../login";
import {
  claimServerName,
  type DatabaseArgs,
  databaseServer,
  dataVolume,
  generatedPassword,
} from "../server";
import { POSTGRES_UID, postgres, START_SECONDS, SUPERUSER_PASSWORD } from ".";
import { memoryLines } from "./configuration";
import { PORT, urlOf, VARIABLES } from "./connection";
import { healthTest, passwordFile } from "./health";
import { DATA, startScript } from "./start-script";
import { usersSql } from "./users";

export interface PostgresArgs extends DatabaseArgs {
  /** Name of the database. */
  database: string;
  /** The app's user, who owns that database. Its password is generated. */
  user: string;
}

/** Time for a clean shutdown: a checkpoint writes its buffers back. */
const STOP_GRACE_SECONDS = 60;

/** Where the server puts its socket: `/var/run`, as the images name it, is a link to `/run`. */
const SOCKETS = { "/tmp": "", "/run/postgresql": `uid=${POSTGRES_UID}` };

/**
 * A PostgreSQL server with its data in a named volume.
 *
 * The passwords of its superuser and of the app's user are generated, and hold from the next start on
 * whatever data the volume brings. It always runs as the image's own user.
 */
export class Postgres extends pulumi.ComponentResource implements Database {
  readonly role: string;
  readonly containerName: string;
  readonly volumeNames: pulumi.Output<string>[];
  readonly url: pulumi.Output<string>;
  readonly connection: DatabaseConnection;
  readonly backupSource: BackupSource;

  constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:Postgres", name, {}, inPlaceOf("Postgres", opts));
    const { database, user, limits, config = "" } = args;
    this.role = args.role ?? MAIN_ROLE;
    this.containerName = claimServerName(name, args);
    const superuserPassword = generatedPassword(`${name}-superuser-password`, this);
    const password = generatedPassword(`${name}-password`, this);
    const login: Login = { host: this.containerName, database, user, password };
    const data = dataVolume(name, args, "postgres", this);
    const ready = databaseServer(
      name,
      args,
      {
        engine: "postgres",
        port: PORT,
        startSeconds: START_SECONDS,
        graceSeconds: STOP_GRACE_SECONDS,
        user: String(POSTGRES_UID),
        tmpfs: SOCKETS,
        container: {
          entrypoint: [
            "sh",
            "-c",
            startScript(memoryLines(limits?.memory), args.volume !== undefined),
          ],
          user: String(POSTGRES_UID),
          // As process 1 it would inherit what a health check leaves that was ended at its time limit, take
          // its end for that of a broken server process, and begin again with all connections lost.
          init: true,
          env: {
            POSTGRES_DB: database,
            POSTGRES_INITDB_ARGS: "--auth-host=scram-sha-256",
            POSTGRES_PASSWORD_FILE: `${SECRETS_FOLDER}/${SUPERUSER_PASSWORD}`,
            POSTGRES_USER: "postgres",
          },
        },
        labels: [{ label: "berth.init", value: "true" }],
        test: healthTest(login),
        files: [
          { name: SUPERUSER_PASSWORD, content: superuserPassword },
          { name: "pgpass", content: passwordFile(login) },
          { name: "postgresql.conf", content: postgres.config.file(config) },
          {
            name: "users.sql",
            content: usersSql(login, superuserPassword, args.volume !== undefined),
          },
        ].map((file) => ({ ...file, uid: POSTGRES_UID })),
        volumes: [{ volume: data, target: DATA }],
      },
      this,
    );

    this.volumeNames = [data];
    this.url = urlOf(login);
    const access = { ...login, port: PORT, url: this.url };
    this.connection = { ...connectionTo(this.role, "postgres", VARIABLES, access), ready };
    this.backupSource = {
      role: this.role,
      engine: "postgres",
      image: args.image,
      host: this.containerName,
      database,
      password: superuserPassword,
      user: POSTGRES_UID,
      dataFolder: DATA,
      ready,
    };
    this.registerOutputs({ containerName: this.containerName, url: this.url });
  }
}
