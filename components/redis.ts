import * as pulumi from "@pulumi/pulumi";
import { DataVolume } from "./data-volume";
import { type BackupSource, type Database, type DatabaseConnection, inPlaceOf } from "./database";
import {
  type DatabaseArgs,
  databaseServer,
  generatedPassword,
  serverName,
} from "./database-server";
import { SECRETS_FOLDER } from "./secret-files";
import { redisMemoryLines } from "./server-memory";

export interface RedisArgs extends DatabaseArgs {
  /**
   * What it does with a write where its memory is full: 60 % of `limits.memory`, or what `config` says.
   *
   * @default "noeviction", which refuses it
   */
  maxmemoryPolicy?: string;
}

const PORT = 6379;
const DATA = "/data";
const STOP_GRACE_SECONDS = 30;

/** Loading the append-only file takes this long for a few gigabytes. */
const START_SECONDS = 60;

/** The user `redis` of the official image: https://github.com/docker-library/redis */
const REDIS_UID = 999;

/** A Redis server that asks for a password and writes an append-only file into a named volume. */
export class Redis extends pulumi.ComponentResource implements Database {
  readonly containerName: string;
  readonly volumeNames: pulumi.Output<string>[];
  readonly url: pulumi.Output<string>;
  readonly connection: DatabaseConnection;
  readonly backupSource: BackupSource;

  constructor(name: string, args: RedisArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:Redis", name, {}, inPlaceOf("MySql", opts));
    this.containerName = serverName(args);
    const password = generatedPassword(`${name}-password`, this);
    const data = new DataVolume(
      `${name}-data`,
      { id: args.id, swarm: args.swarm, role: "redis-data", keepData: args.keepData },
      { parent: this },
    );
    const ready = databaseServer(
      name,
      args,
      {
        port: PORT,
        startSeconds: START_SECONDS,
        graceSeconds: STOP_GRACE_SECONDS,
        user: String(REDIS_UID),
        container: { command: ["redis-server", `${SECRETS_FOLDER}/redis.conf`] },
        test: [
          "CMD-SHELL",
          `REDISCLI_AUTH="$(cat ${SECRETS_FOLDER}/password)" redis-cli ping | grep PONG`,
        ],
        files: [
          { name: "password", content: password, uid: REDIS_UID },
          { name: "redis.conf", content: serverConfig(password, args), uid: REDIS_UID },
        ],
        volumes: [{ volumeName: data.volumeName, containerPath: DATA }],
      },
      this,
    );

    this.volumeNames = [data.volumeName];
    this.url = pulumi.secret(
      pulumi.interpolate`redis://:${password}@${this.containerName}:${PORT}/0`,
    );
    this.connection = {
      env: {
        REDIS_HOST: this.containerName,
        REDIS_PORT: String(PORT),
        REDIS_PASSWORD_FILE: `${SECRETS_FOLDER}/redis-password`,
        DATABASE_URL_FILE: `${SECRETS_FOLDER}/database-url`,
      },
      secrets: { "redis-password": password, "database-url": this.url },
      ready,
    };
    this.backupSource = {
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

/** Of a directive that is there twice Redis takes the last one, so that a person's own win. */
function serverConfig(password: pulumi.Output<string>, args: RedisArgs) {
  const { config, limits, maxmemoryPolicy: policy } = args;
  const lines = [
    ...(limits?.memory === undefined ? [] : redisMemoryLines(limits.memory, policy)),
    ...(limits?.memory === undefined && policy ? [`maxmemory-policy ${policy}`] : []),
    ...(config === undefined ? [] : [config.trimEnd()]),
  ];
  const more = lines.map((line) => `${line}\n`).join("");
  return pulumi.interpolate`appendonly yes
dir ${DATA}
requirepass ${password}
${more}`;
}
