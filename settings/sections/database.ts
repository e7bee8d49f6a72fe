import { z } from "zod";
import { setting } from "../meta";
import { count, flag, hostPort, imageReference, nonEmptyText, sqlName } from "../values";
import { HOST_PORTS } from "./app";
import { limits } from "./limits";

/** What Redis does where its memory is full: https://redis.io/docs/latest/develop/reference/eviction/ */
const MAXMEMORY_POLICIES = [
  "noeviction",
  "allkeys-lru",
  "allkeys-lfu",
  "allkeys-random",
  "volatile-lru",
  "volatile-lfu",
  "volatile-random",
  "volatile-ttl",
] as const;

const databaseObject = z.strictObject({
  engine: setting(z.enum(["none", "mysql", "mariadb", "redis"]), {
    description: "Which database runs beside the app.",
    accepted: "none, mysql, mariadb or redis",
    example: "mysql",
    defaults: { both: "mysql" },
  }),
  image: setting(imageReference, {
    description: "The reference of the database's image; goes before images.mysql and its like.",
    accepted: "an image reference",
    example: "mysql:9.7",
    defaults: { both: "that of the engine in images" },
  }).optional(),
  name: setting(sqlName(64), {
    description: "The database's name in the server (mysql and mariadb).",
    accepted: "letters, digits and underscores, at most 64, not beginning with a digit",
    example: "widgets",
    defaults: { both: "the app's name, with underscores" },
  }).optional(),
  user: setting(
    sqlName(32).refine((name) => name.toLowerCase() !== "root"),
    {
      description:
        "The user that the app logs in as (mysql and mariadb). Its password is generated.",
      accepted: "letters, digits and underscores, at most 32, not beginning with a digit, not root",
      example: "widgets",
      defaults: { both: "the app's name, with underscores" },
    },
  ).optional(),
  port: setting(hostPort, {
    description:
      "A port of the host for clients outside of Docker; on 127.0.0.1 unless an address is given.",
    accepted: HOST_PORTS,
    example: "127.0.0.1:3306",
    defaults: { both: "none" },
  }).optional(),
  config: setting(nonEmptyText, {
    description:
      "The server's own configuration, which wins over the image's: lines (of an option file for mysql and mariadb, of redis.conf for redis), or the path of a file, relative to the project.",
    accepted: "lines such as max_allowed_packet=256M, or the path of a file",
    example: "./database.cnf",
    defaults: { both: "none" },
  }).optional(),
  maxmemoryPolicy: setting(z.enum(MAXMEMORY_POLICIES), {
    description:
      "What a full Redis does with the next write: refuse it, or evict keys. Full is 60 % of database.limits.memory, unless database.config has maxmemory.",
    accepted: MAXMEMORY_POLICIES.join(", ").replace(/, ([^,]+)$/, " or $1"),
    example: "allkeys-lru",
    defaults: { both: "noeviction, which refuses it" },
  }).optional(),
  startPeriod: setting(count(1, 86400), {
    description:
      "Seconds that the server may take to start, with all that it imports at its first start.",
    accepted: "a whole number from 1 to 86400",
    example: "1800",
    defaults: { both: "120 (60 with redis)" },
  }).optional(),
  node: setting(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/), {
    description: "The host name of the node that has the data (platform swarm).",
    accepted: "the host name of a node, as `docker node ls` shows it",
    example: "server-2",
    defaults: { both: "the manager that host names" },
  }).optional(),
  limits: limits("the database's container", { dev: "no limit", prod: "1g" }).optional(),
  keepData: setting(flag, {
    description: "Whether `pulumi destroy` leaves the data volume in place.",
    accepted: "true or false",
    example: "true",
    defaults: { dev: "false", prod: "true" },
  }).optional(),
});

export const database = setting(
  z.preprocess((given) => (typeof given === "string" ? { engine: given } : given), databaseObject),
  {
    description: "The database beside the app: an engine, or an object with more settings.",
    accepted: "none, mysql, mariadb, redis, or an object with the key engine",
    example: "mysql",
    defaults: { both: "mysql" },
  },
);
