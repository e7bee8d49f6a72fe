import * as pulumi from "@pulumi/pulumi";
import { SECRETS_FOLDER } from "../../secrets-folder";
import { connectionTo, MAIN_ROLE } from "../connection";
import { type BackupSource, type Database, type DatabaseConnection, inPlaceOf } from "../database";
import {
  claimServerName,
  type DatabaseArgs,
  databaseServer,
  dataVolume,
  generatedPassword,
} from "../server";
import { PASSWORD, REDIS_UID, START_SECONDS } from ".";
import { DATA, serverConfig } from "./configuration";
import { PORT, urlOf, VARIABLES } from "./connection";
import { HEALTH_TEST } from "./health";

export interface RedisArgs extends DatabaseArgs {
  /**
   * What it does with a write where its memory is full: 60 % of `limits.memory`, or what `config` says.
   *
   * @default "noeviction", which refuses it
   */
  maxmemoryPolicy?: string;
}

const STOP_GRACE_SECONDS = 30;

/** A Redis server that asks for a password and writes an append-only file into a named volume. */
export class Redis extends pulumi.ComponentResource implements Database {
  readonly role: string;
  readonly containerName: string;
  readonly volumeNames: pulumi.Output<string>[];
  readonly url: pulumi.Output<string>;
  readonly connection: DatabaseConnection;
  readonly backupSource: BackupSource;

  constructor(name: string, args: RedisArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:Redis", name, {}, inPlaceOf("Redis", opts));
    this.role = args.role ?? MAIN_ROLE;
    this.containerName = claimServerName(name, args);
    const password = generatedPassword(`${name}-password`, this);
    const login = { host: this.containerName, password };
    const data = dataVolume(name, args, "redis", this);
    const wanted = { ...args, memory: args.limits?.memory };
    const config = password.apply((secret) => serverConfig(secret, wanted));
    const ready = databaseServer(
      name,
      args,
      {
        engine: "redis",
        port: PORT,
        startSeconds: START_SECONDS,
        graceSeconds: STOP_GRACE_SECONDS,
        user: String(REDIS_UID),
        container: { command: ["redis-server", `${SECRETS_FOLDER}/redis.conf`] },
        test: HEALTH_TEST,
        files: [
          { name: PASSWORD, content: password, uid: REDIS_UID },
          { name: "redis.conf", content: config, uid: REDIS_UID },
        ],
        volumes: [{ volume: data, target: DATA }],
      },
      this,
    );

    this.volumeNames = [data];
    this.url = urlOf(login);
    const access = { ...login, port: PORT, url: this.url };
    this.connection = { ...connectionTo(this.role, "redis", VARIABLES, access), ready };
    this.backupSource = {
      role: this.role,
      engine: "redis",
      image: args.image,
      host: this.containerName,
      password,
      user: REDIS_UID,
      dataFolder: DATA,
      ready,
    };
    this.registerOutputs({ containerName: this.containerName, url: this.url });
  }
}
