import { healthOf } from "./health-defaults";
import type { GivenSettings } from "./schema";
import { HARDENING_PARTS } from "./sections/hardening";
import { OFFICIAL_IMAGES } from "./sections/images";
import type {
  BackupSettings,
  DatabaseSettings,
  HardeningSettings,
  Limits,
  PublishedPort,
  Settings,
  SwarmSettings,
  TlsSettings,
} from "./types";
import type { HostPort } from "./values";

/** The parts of hardening that the docker provider has no input for in a service. */
export const NOT_ON_SWARM = ["noNewPrivileges", "pidsLimit"] as const;

const LOOPBACK = "127.0.0.1";
const EVERY_INTERFACE = "0.0.0.0";

const MODES = {
  dev: {
    port: 8000,
    domain: { httpPort: 8000, httpsPort: 8443, address: LOOPBACK, issuer: "internal" },
    server: "debug",
    source: "bind",
    restart: "no",
    rollout: "recreate",
    hardening: false,
    keepData: false,
    limits: { cpus: undefined, memory: undefined },
    databaseLimits: { cpus: undefined, memory: undefined },
    backupLimits: { cpus: undefined, memory: undefined },
  },
  prod: {
    port: 8091,
    domain: { httpPort: 80, httpsPort: 443, address: EVERY_INTERFACE, issuer: "auto" },
    server: "uwsgi",
    source: "image",
    restart: "always",
    rollout: "rolling",
    hardening: true,
    keepData: true,
    limits: { cpus: 1, memory: 512 },
    databaseLimits: { cpus: 1, memory: 1024 },
    // A dump takes four times its largest row, and servers take rows of 64 MB unless told otherwise.
    backupLimits: { cpus: 1, memory: 512 },
  },
} as const;

const SERVERS = {
  debug: { containerPort: 5000, target: "dev" },
  uwsgi: { containerPort: 80, target: "prod" },
} as const;

/** Fills in what a stack file leaves out. Pure; `given` has been validated. */
export function withDefaults(given: GivenSettings, project: string, stack: string): Settings {
  const mode = MODES[given.mode];
  const server = given.server ?? mode.server;
  const app = given.app ?? {};
  const { nginx: _, ...official } = OFFICIAL_IMAGES;
  const images = { ...official, ...given.images };
  return {
    project,
    stack,
    mode: given.mode,
    platform: given.platform ?? "docker",
    release: given.release,
    app: {
      name: app.name ?? dockerNameOf(project),
      image: app.image,
      tag: app.tag,
      keepImages: app.keepImages ?? 5,
      context: app.context ?? "./app",
      dockerfile: app.dockerfile ?? "Dockerfile",
      target: app.target,
      defaultTarget: SERVERS[server].target,
      buildArgs: app.buildArgs ?? {},
      containerPort: app.containerPort ?? SERVERS[server].containerPort,
      ...portsOf(given),
      env: app.env ?? {},
      secrets: app.secrets ?? {},
      command: app.command,
      user: app.user,
      capabilities: app.capabilities ?? [],
      writable: app.writable ?? [],
      ...healthOf(given),
    },
    server,
    source: given.source ?? (isBaked(given) ? "image" : mode.source),
    // Nothing of a Swarm would come back after its node was drained, or started again.
    restart: given.restart ?? (given.platform === "swarm" ? "always" : mode.restart),
    database: databaseOf(given, images, app.name ?? dockerNameOf(project)),
    backup: backupOf(given),
    limits: limitsOf(given.limits, mode.limits),
    replicas: given.replicas ?? 1,
    rollout: given.rollout ?? (given.domain ? "rolling" : mode.rollout),
    domain: given.domain,
    tls: given.domain ? tlsOf(given) : undefined,
    edge: {
      drain: given.edge?.drain ?? 30,
      sticky: given.edge?.sticky ?? false,
      trustedProxies: given.edge?.trustedProxies ?? [],
    },
    hardening: hardeningOf(given),
    registry: given.registry && { ...given.registry, push: given.registry.push ?? true },
    host: given.host,
    swarm: swarmOf(given.swarm),
    images,
    build: {
      pipIndexUrl: given.build?.pipIndexUrl,
      pipTrustedHost: given.build?.pipTrustedHost,
      aptMirror: given.build?.aptMirror,
      platform: given.build?.platform,
      cacheFrom: given.build?.cacheFrom ?? [],
      network: given.build?.network,
    },
    logs: {
      driver: given.logs?.driver ?? "json-file",
      maxSize: given.logs?.maxSize ?? "10m",
      maxFile: given.logs?.maxFile ?? 3,
    },
  };
}

/** A node does not see the folders of the developer's machine. */
const isBaked = ({ app, release, platform }: GivenSettings) =>
  app?.image !== undefined || release !== undefined || platform === "swarm";

function databaseOf(
  given: GivenSettings,
  images: Settings["images"],
  appName: string,
): DatabaseSettings | undefined {
  const { engine, ...database } = given.database ?? { engine: "mysql" as const };
  if (engine === "none") return undefined;
  const mode = MODES[given.mode];
  const name = sqlNameOf(appName);
  return {
    engine,
    image: database.image ?? images[engine],
    name: database.name ?? name,
    user: database.user ?? name,
    port: published(database.port ?? "none"),
    config: database.config,
    maxmemoryPolicy: database.maxmemoryPolicy,
    startPeriod: database.startPeriod ?? (engine === "redis" ? 60 : 120),
    node: database.node,
    limits: limitsOf(database.limits, mode.databaseLimits),
    keepData: database.keepData ?? mode.keepData,
  };
}

/** Who serves a domain wants to be reached; without one, who publishes to everybody has to say so. */
function portsOf(given: GivenSettings): Pick<Settings["app"], "port" | "httpsPort"> {
  const { port, httpsPort } = given.app ?? {};
  const mode = MODES[given.mode];
  const everywhere = given.platform === "swarm" ? EVERY_INTERFACE : undefined;
  if (!given.domain) {
    return { port: published(port ?? onDefault(mode.port), everywhere), httpsPort: undefined };
  }
  const { address: ofTheMode, ...ports } = mode.domain;
  const address = everywhere ?? ofTheMode;
  return {
    port: published(port ?? onDefault(ports.httpPort), address),
    httpsPort: published(httpsPort ?? onDefault(ports.httpsPort), address),
  };
}

function tlsOf({ mode, tls = {} }: GivenSettings): TlsSettings {
  return {
    issuer: tls.issuer ?? (tls.certificate ? undefined : MODES[mode].domain.issuer),
    email: tls.email,
    ca: tls.ca,
    caRoot: tls.caRoot,
    certificate: tls.certificate,
    key: tls.key,
  };
}

/** The parts that a stack file does not name are what its mode says, as far as its platform has them. */
function hardeningOf({ mode, platform, hardening }: GivenSettings): HardeningSettings {
  const missing: readonly string[] = platform === "swarm" ? NOT_ON_SWARM : [];
  const parts = HARDENING_PARTS.map((part) => [
    part,
    !missing.includes(part) && (hardening?.[part] ?? MODES[mode].hardening),
  ]);
  return Object.fromEntries(parts);
}

function swarmOf(given: GivenSettings["swarm"]): SwarmSettings {
  const { update, reservations } = given ?? {};
  return {
    publishMode: given?.publishMode ?? "ingress",
    encrypted: given?.encrypted ?? false,
    maxReplicas: given?.maxReplicas,
    preferences: given?.preferences ?? [],
    update: { parallelism: update?.parallelism ?? 1, delay: update?.delay ?? 0 },
    reservations: { cpus: reservations?.cpus, memory: reservations?.memory },
  };
}

function backupOf({ mode, backup }: GivenSettings): BackupSettings | undefined {
  if (!backup || backup.schedule === "none") return undefined;
  return {
    schedule: backup.schedule ?? "0 0 * * *",
    keep: backup.keep ?? 7,
    folder: backup.to === "volume" ? undefined : backup.to,
    limits: limitsOf(backup.limits, MODES[mode].backupLimits),
  };
}

function limitsOf(given: Partial<Limits> | undefined, defaults: Omit<Limits, "pids">): Limits {
  return {
    cpus: given?.cpus ?? defaults.cpus,
    memory: given?.memory ?? defaults.memory,
    pids: given?.pids,
  };
}

/** On the address that is the default. */
const onDefault = (port: number): HostPort => ({ address: undefined, port });

/** Docker's rules go before a firewall's own, so that only the machine itself is the default. */
function published(port: HostPort | "none", address: string = LOOPBACK): PublishedPort | undefined {
  return port === "none" ? undefined : { address: port.address ?? address, port: port.port };
}

/** A project's name as Docker accepts it in the names of containers and images. */
export function dockerNameOf(project: string): string {
  const name = project
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 30);
  return name.replace(/^-+|-+$/g, "") || "app";
}

/** Names that a database server keeps for itself, and the database that a restore fills. */
export const SYSTEM_NAMES: ReadonlySet<string> = new Set([
  "berth_restore",
  "information_schema",
  "mysql",
  "performance_schema",
  "root",
  "sys",
]);

/** An app's name as it serves for a database and its user. */
function sqlNameOf(appName: string): string {
  const name = appName.replaceAll("-", "_");
  return /^\d/.test(name) || SYSTEM_NAMES.has(name) ? `app_${name}` : name;
}
