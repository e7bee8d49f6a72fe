import { SECRETS_FOLDER } from "../../secrets-folder";
import type { DatabaseEngine } from "../engine";
import { configFile, DATA, OWN_OPTIONS, optionsOf, optionsOfCommand } from "./configuration";
import { VARIABLES } from "./connection";
import { TAKE_SNAPSHOT } from "./take-over";

/** The user `redis` of the official image: https://github.com/docker-library/redis */
export const REDIS_UID = 999;

/** Loading the append-only file takes this long for a few gigabytes. */
export const START_SECONDS = 60;

/** The secret file with the password. */
export const PASSWORD = "password";

export const redis = {
  product: "Redis",
  image: "redis:8",
  user: REDIS_UID,
  component: "Redis",
  startSeconds: START_SECONDS,
  variables: VARIABLES,
  names: { none: "Redis numbers its databases and Berth gives it one password" },
  // https://redis.io/docs/latest/develop/reference/eviction/
  maxmemoryPolicies: [
    "noeviction",
    "allkeys-lru",
    "allkeys-lfu",
    "allkeys-random",
    "volatile-lru",
    "volatile-lfu",
    "volatile-random",
    "volatile-ttl",
  ],
  config: {
    kind: "redis.conf",
    file: configFile,
    options: optionsOf,
    optionsOfCommand,
    line: (name, value) => (value === undefined ? name : `${name} ${value}`),
    own: OWN_OPTIONS,
    // One that is to listen nowhere ends by itself.
    check: (path) =>
      `timeout 5 redis-server ${path} --port 0 --unixsocket '' --dir /tmp --appendonly no --save ''`,
    isRefused: ({ output }) => output.includes("FATAL CONFIG FILE ERROR"),
  },
  backup: {
    scripts: __dirname,
    suffix: "redis.rdb",
    signature: "REDIS",
    passwordFile: PASSWORD,
  },
  versions: {
    variable: "REDIS_VERSION",
    folder: DATA,
    files: [],
    numbers: 2,
    readsOlder: true,
  },
  takeOver: {
    prepare: { script: TAKE_SNAPSHOT, folder: DATA },
    // The former one may read nothing but the snapshot.
    leave: () => "SAVE",
  },
  images: {
    names: /^(redis|redis-stack-server|valkey)$/,
    data: /^(\/data|\/bitnami\/(redis|valkey).*)$/,
    variables: /^(REDIS|VALKEY)/,
    passwords: [],
  },
  // It has one login.
  client: () => `REDISCLI_AUTH="$(cat ${SECRETS_FOLDER}/${PASSWORD})" exec redis-cli "$@"`,
  async start(name, { database: _database, user: _user, ...args }, opts) {
    const { Redis } = await import("./server");
    return new Redis(name, args, opts);
  },
} satisfies DatabaseEngine;
