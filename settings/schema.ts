import { z } from "zod";
import { setting } from "./meta";
import { app } from "./sections/app";
import { backup } from "./sections/backup";
import { build } from "./sections/build";
import { database } from "./sections/database";
import { edge } from "./sections/edge";
import { hardening } from "./sections/hardening";
import { host } from "./sections/host";
import { images } from "./sections/images";
import { limits } from "./sections/limits";
import { logs } from "./sections/logs";
import { registry } from "./sections/registry";
import { restart } from "./sections/restart";
import { swarm } from "./sections/swarm";
import { tls } from "./sections/tls";
import { count, hostName, releaseName } from "./values";

const MODES = ["dev", "prod"] as const;
const SERVERS = ["debug", "uwsgi"] as const;
const SOURCES = ["bind", "image"] as const;
const ROLLOUTS = ["recreate", "rolling"] as const;
const PLATFORMS = ["docker", "swarm"] as const;

/** The settings of a stack file, as people write them. */
export const settingsSchema = z.strictObject({
  mode: setting(z.enum(MODES), {
    description: "Picks the defaults of everything below; each can be set alone.",
    accepted: "dev or prod",
    example: "dev",
  }),
  platform: setting(z.enum(PLATFORMS), {
    description: "What it is deployed onto: one Docker engine, or the nodes of a Docker Swarm.",
    accepted: "docker or swarm",
    example: "swarm",
    defaults: { both: "docker" },
  }).optional(),
  app: app.optional(),
  server: setting(z.enum(SERVERS), {
    description: "Flask's debug server, or nginx with uWSGI.",
    accepted: "debug or uwsgi",
    example: "debug",
    defaults: { dev: "debug", prod: "uwsgi" },
  }).optional(),
  source: setting(z.enum(SOURCES), {
    description:
      "The source of the host, mounted on /app with live reload, or baked into the image.",
    accepted: "bind or image",
    example: "image",
    defaults: { dev: "bind (image with app.image, release or platform swarm)", prod: "image" },
  }).optional(),
  restart: restart.optional(),
  database: database.optional(),
  backup: backup.optional(),
  limits: limits("an app container", { dev: "no limit", prod: "512m" }).optional(),
  replicas: setting(count(1, 100), {
    description:
      "How many app containers run. From two on, or with rollout rolling, a proxy holds the port.",
    accepted: "a whole number from 1 to 100",
    example: "3",
    defaults: { both: "1" },
  }).optional(),
  rollout: setting(z.enum(ROLLOUTS), {
    description:
      "How a new version takes over: in the place of the old one, or beside it, without a request lost.",
    accepted: "recreate or rolling",
    example: "recreate",
    defaults: { dev: "recreate (rolling with a domain)", prod: "rolling" },
  }).optional(),
  release: setting(releaseName, {
    description:
      "Runs an image that was built before, without a build. `./pulumiw releases` lists them.",
    accepted: "a tag, an image's id, or sha256: and 64 hexadecimal digits",
    example: "843ce60253c8fc5e",
    defaults: { both: "none: the image is built" },
  }).optional(),
  domain: setting(hostName, {
    description:
      "The host name that the app is reached by. With one, the edge speaks HTTPS, and sends HTTP there.",
    accepted: "a host name in lower case, without a wildcard",
    example: "shop.example.com",
    defaults: { both: "none: plain HTTP" },
  }).optional(),
  tls: setting(tls, {
    description: "Where the domain's certificate comes from: an issuer, or an object with more.",
    accepted: "auto, internal, or an object",
    example: "internal",
    defaults: { dev: "internal (with a domain)", prod: "auto (with a domain)" },
  }).optional(),
  edge: edge.optional(),
  hardening: hardening.optional(),
  registry: registry.optional(),
  host: host.optional(),
  swarm: swarm.optional(),
  images: images.optional(),
  build: build.optional(),
  logs: logs.optional(),
});

/** A stack file's settings after parsing, before defaults. */
export type GivenSettings = z.output<typeof settingsSchema>;
