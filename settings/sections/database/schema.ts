import { z } from "zod";
import {
  DATABASE_NAMES,
  type DatabaseEngineName,
  databaseEngine,
} from "../../../components/databases";
import type { Condition } from "../../language/defaults";
import { setting } from "../../language/meta";
import type { Path } from "../../language/path";
import { withShortForm } from "../../language/short-form";
import {
  count,
  flag,
  HOST_PORTS,
  hostPort,
  imageReference,
  nonEmptyText,
  sqlName,
  volumeName,
} from "../../language/values";
import { limitsObject } from "../limits";
import { configKinds, enginesWith, oneOf } from "./words";

const DEFAULT_ENGINE: DatabaseEngineName = "mysql";

const withEngine = (at: Path, is: DatabaseEngineName): Condition => ({
  path: [...at, "engine"],
  is,
  words: is,
});

const MAXMEMORY_POLICIES = DATABASE_NAMES.flatMap(
  (name) => databaseEngine(name).maxmemoryPolicies ?? [],
);

const WITH_NAMES = enginesWith("names");

/**
 * The settings of one database.
 *
 * @param at where they are written.
 * @param engine which databases it may be.
 */
export const databaseGroup = <E extends z.ZodType>(at: Path, engine: E) =>
  z.strictObject({
    engine,
    image: setting(imageReference, {
      description: "The reference of the database's image; goes before images.mysql and its like.",
      accepted: "an image reference",
      example: "mysql:9.7",
      defaults: { words: "that of the engine in images" },
    }).optional(),
    name: setting(sqlName(64), {
      description: `The database's name in the server (${WITH_NAMES}).`,
      accepted: "letters, digits and underscores, at most 64, not beginning with a digit",
      example: "widgets",
      defaults: { words: "the app's name, with underscores" },
    }).optional(),
    user: setting(
      sqlName(32).refine((name) => name.toLowerCase() !== "root"),
      {
        description: `The user that the app logs in as (${WITH_NAMES}). Its password is generated.`,
        accepted:
          "letters, digits and underscores, at most 32, not beginning with a digit, not root",
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
      description: `The server's own configuration, which wins over the image's: lines (${configKinds()}), or the path of a file, relative to the project.`,
      accepted: "lines such as max_allowed_packet=256M, or the path of a file",
      example: "./database.cnf",
      defaults: { words: "none" },
    }).optional(),
    maxmemoryPolicy: setting(z.enum(MAXMEMORY_POLICIES), {
      description:
        "What a full Redis does with the next write: refuse it, or evict keys. Full is 60 % of database.limits.memory, unless database.config has maxmemory.",
      accepted: oneOf(MAXMEMORY_POLICIES),
      example: "allkeys-lru",
      defaults: { words: "noeviction, which refuses it" },
    }).optional(),
    volume: setting(volumeName, {
      description:
        "A named volume that is there, with the data of a server of the same version, which the stack takes over. A destroy always leaves it.",
      accepted: "the name of a volume, as `docker volume ls` shows it",
      example: "shop_db-data",
      defaults: { words: "one of the stack's own" },
    }).optional(),
    formerVolume: setting(z.enum(["keep", "remove"]), {
      description:
        "What becomes of the volume that an upgrade to a new major version has left with the data as it was: kept, or removed by the next `up` after the upgrade's own.",
      accepted: "keep or remove",
      example: "remove",
      defaults: { both: "keep" },
    }).optional(),
    startPeriod: setting(count(1, 86400), {
      description:
        "Seconds that the server may take to start, with all that it imports at its first start.",
      accepted: "a whole number from 1 to 86400",
      example: "1800",
      defaults: {
        both: databaseEngine(DEFAULT_ENGINE).startSeconds,
        when: DATABASE_NAMES.map(
          (engine) => [withEngine(at, engine), databaseEngine(engine).startSeconds] as const,
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

export const databaseObject = databaseGroup(
  ["database"],
  setting(z.enum(["none", ...DATABASE_NAMES]), {
    description: "Which database runs beside the app.",
    accepted: oneOf(["none", ...DATABASE_NAMES]),
    example: DEFAULT_ENGINE,
    defaults: { both: DEFAULT_ENGINE },
  }),
);

export const databaseSchema = setting(withShortForm("engine", databaseObject), {
  description: "The database beside the app: an engine, or an object with more settings.",
  accepted: `none, ${DATABASE_NAMES.join(", ")}, or an object with the key engine`,
  example: DEFAULT_ENGINE,
  defaults: {
    both: DEFAULT_ENGINE,
    when: [[{ path: ["databases"], words: "databases" }, "none"]],
  },
  short: "engine",
});
