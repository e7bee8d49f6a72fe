import { z } from "zod";
import type { Filled } from "../language/filled";
import { adopt } from "./adopt";
import { app } from "./app";
import { backup } from "./backup";
import { build } from "./build";
import { database } from "./database";
import { databases } from "./databases";
import { domain } from "./domain";
import { edge } from "./edge";
import { hardening } from "./hardening";
import { host } from "./host";
import { images } from "./images";
import { jobs } from "./jobs";
import { limits } from "./limits";
import { logs } from "./logs";
import { mode } from "./mode";
import { platform } from "./platform";
import { registry } from "./registry";
import { release } from "./release";
import { replicas } from "./replicas";
import { restart } from "./restart";
import { rollout } from "./rollout";
import type { Rule } from "./rule";
import { server } from "./server";
import { services } from "./services";
import { source } from "./source";
import type { Stack } from "./stack";
import { swarm } from "./swarm";
import { tls } from "./tls";

/** A setting at the top of a stack file, or a group of them. */
export interface Section {
  schema: z.ZodType;
  rules?: readonly Rule[];
  /** What it is for the rest of the program, where that is not just what is written, or the default. */
  resolve?(stack: Stack): unknown;
}

/** The settings of a stack file, in the order of the documentation. */
export const SECTIONS = {
  mode,
  platform,
  app,
  server,
  source,
  restart,
  database,
  databases,
  jobs,
  backup,
  services,
  adopt,
  limits,
  replicas,
  rollout,
  release,
  domain,
  tls,
  edge,
  hardening,
  registry,
  host,
  swarm,
  images,
  build,
  logs,
};

type Sections = typeof SECTIONS;
type Key = keyof Sections;

const schemas = Object.fromEntries(
  Object.entries(SECTIONS).map(([key, { schema }]) => [key, schema]),
) as { [K in Key]: Sections[K]["schema"] };

/** The settings of a stack file, as people write them. */
export const settingsSchema = z.strictObject(schemas);

/** A stack file's settings after parsing, before defaults. */
export type GivenSettings = z.output<typeof settingsSchema>;

type Resolved<S> = S extends { resolve(...args: never): infer R }
  ? R
  : S extends { schema: infer Schema }
    ? Filled<Schema>
    : never;

/** Everything that a stack needs to know, with each default filled in. */
export type Settings = { project: string; stack: string } & { [K in Key]: Resolved<Sections[K]> };
