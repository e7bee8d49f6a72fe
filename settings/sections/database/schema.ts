import { z } from "zod";
import type { Condition } from "../../language/defaults";
import { setting } from "../../language/meta";
import { withShortForm } from "../../language/short-form";
import {
  count,
  flag,
  HOST_PORTS,
  hostPort,
  imageReference,
  nonEmptyText,
  sqlName,
} from "../../language/values";
import { limitsObject } from "../limits";
import { ENGINE_NAMES, ENGINES, type EngineName } from "./engines";

const DEFAULT_ENGINE: EngineName = "mysql";

const withEngine = (is: EngineName): Condition => ({
  path: ["database", "engine"],
  is,
  words: is,
});

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

export const databaseObject = z.strictObject({
  engine: setting(z.enum(["none", ...ENGINE_NAMES]), {
    description: "Which database runs beside the app.",
    accepted: ["none", ...ENGINE_NAMES].join(", ").replace(/, ([^,]+)$/, " or $1"),
    example: DEFAULT_ENGINE,
    defaults: { both: DEFAULT_ENGINE },
  }),
  image: setting(imageReference, {
    description: "The reference of the database's image; goes before images.mysql and its like.",
    accepted: "an image reference",
    example: "mysql:9.7",
    defaults: { words: "that of the engine in images" },
  }).optional(),
  name: setting(sqlName(64), {
    description: "The database's name in the server (mysql and mariadb).",
    accepted: "letters, digits and underscores, at most 64, not beginning with a digit",
    example: "widgets",
    defaults: { words: "the app's name, with underscores" },
  }).optional(),
  user: setting(
    sqlName(32).refine((name) => name.toLowerCase() !== "root"),
    {
      description:
        "The user that the app logs in as (mysql and mariadb). Its password is generated.",
      accepted: "letters, digits and underscores, at most 32, not beginning with a digit, not root",
      example: "widgets",
      defaults: { words: "the app's name, with underscores" },
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
    defaults: { words: "none" },
  }).optional(),
  maxmemoryPolicy: setting(z.enum(MAXMEMORY_POLICIES), {
    description:
      "What a full Redis does with the next write: refuse it, or evict keys. Full is 60 % of database.limits.memory, unless database.config has maxmemory.",
    accepted: MAXMEMORY_POLICIES.join(", ").replace(/, ([^,]+)$/, " or $1"),
    example: "allkeys-lru",
    defaults: { words: "noeviction, which refuses it" },
  }).optional(),
  startPeriod: setting(count(1, 86400), {
    description:
      "Seconds that the server may take to start, with all that it imports at its first start.",
    accepted: "a whole number from 1 to 86400",
    example: "1800",
    defaults: {
      both: ENGINES[DEFAULT_ENGINE].startPeriod,
      when: ENGINE_NAMES.map(
        (engine) => [withEngine(engine), ENGINES[engine].startPeriod] as const,
      ),
    },
  }).optional(),
  node: setting(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/), {
    description: "The host name of the node that has the data (platform swarm).",
    accepted: "the host name of a node, as `docker node ls` shows it",
    example: "server-2",
    defaults: { words: "the manager that host names" },
  }).optional(),
  limits: limitsObject("the database's container", { cpus: 1, memory: "1g" }).optional(),
  keepData: setting(flag, {
    description: "Whether `pulumi destroy` leaves the data volume in place.",
    accepted: "true or false",
    example: "true",
    defaults: { dev: false, prod: true },
  }).optional(),
});

export const databaseSchema = setting(withShortForm("engine", databaseObject), {
  description: "The database beside the app: an engine, or an object with more settings.",
  accepted: `none, ${ENGINE_NAMES.join(", ")}, or an object with the key engine`,
  example: DEFAULT_ENGINE,
  defaults: { both: DEFAULT_ENGINE },
  short: "engine",
});
