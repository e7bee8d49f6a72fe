import {
  type AppImageArgs,
  type AppVolumesArgs,
  type BackupRunArgs,
  type BackupsArgs,
  type DataNetworkArgs,
  type NetworkArgs,
  type ProcessArgs,
  type ReleaseCommand,
  type ReleasePruningArgs,
  repositoryOf,
  type ScheduledJobArgs,
  type ServicesArgs,
  type WebAppArgs,
} from "../components";
import type { GeneratedDockerfile } from "../components/app/python/dockerfile";
import { backupRolesOf, volumeRole } from "../components/backup/roles";
import type { DatabaseSpec } from "../components/databases";
import { MAIN_ROLE } from "../components/databases/connection";
import type { FormerArgs } from "../components/databases/server";
import type { Platform } from "../components/platforms";
import type { FormerContainersArgs } from "../components/platforms/docker/former-containers";
import type { Settings } from "../settings";
import type { Adopted } from "./checks/adopted";
import { backupOf, type bindOf, httpsOf } from "./component-args";
import { formerOf } from "./former-args";
import { madeDockerfile } from "./made-dockerfile";
import { type ServiceImages, servicesOf } from "./service-args";

/** What each component of a stack is made with, but for what other components give it. */
export interface StackArgs {
  network: NetworkArgs;
  /** Undefined where the database, if there is one, is on the stack's own network. */
  dataNetwork?: Omit<DataNetworkArgs, "network">;
  image: AppImageArgs;
  /** The entry `database` of `databases`. */
  database?: Omit<DatabaseSpec, "network">;
  /** By their names in the stack. */
  databases: Record<string, Omit<DatabaseSpec, "network">>;
  backup?: BackupsArgs;
  volumes: Omit<AppVolumesArgs, "image">;
  /** Undefined where there are none. */
  services?: ServicesArgs;
  app: Omit<WebAppArgs, "image" | "network">;
  jobs: Omit<ScheduledJobArgs, "runtime" | "after">[];
  processes: Omit<ProcessArgs, "runtime">[];
  /** Undefined without a release command or without backups. */
  releaseBackup?: Omit<BackupRunArgs, "image">;
  /** The containers that ran before it; undefined where there is nothing to take over. */
  former?: FormerContainersArgs;
  /** Undefined where no images are built. */
  pruning?: Omit<ReleasePruningArgs, "image">;
}

/** What is known of a stack beside its settings. */
export interface StackFacts {
  image: AppImageArgs;
  services: ServiceImages;
  bind: ReturnType<typeof bindOf>;
  /** Address of the Docker engine. */
  host: string;
  /** Undefined for containers of one engine. */
  platform: Platform | undefined;
  /** Data of former major versions, by the names of the databases. */
  formers?: Record<string, readonly FormerArgs[]>;
  /**
   * The containers whose place the stack takes.
   *
   * @default none
   */
  adopted?: Adopted;
}

/** From settings to the arguments of components. Reads certificates, and nothing else. */
export function stackArgs(settings: Settings, facts: StackFacts): StackArgs {
  const { project, stack, databases, restart, logs, hardening, images } = settings;
  const { volumes: named, ...app } = settings.app;
  const { limits, server, replicas, rollout, edge } = settings;
  const { image, bind, host, platform } = facts;
  const id = { project, stack };
  const common = { id, host, platform, restart, logs, hardening };
  const servers = Object.fromEntries(
    Object.entries(databases).map(([role, { key: _, formerVolume: __, ...database }]) => [
      role,
      { ...common, ...database, database: database.name, formers: facts.formers?.[role] },
    ]),
  );
  const backup = backupOf(settings);
  const backedUp = [...Object.keys(databases), ...Object.keys(named).map(volumeRole)];
  const backupRoles = backedUp.map((role) => backupRolesOf(role).backup);
  const made = madeDockerfile(settings);
  const { drain: drainSeconds, sticky, trustedProxies } = edge;
  const proxy = { rollout, drainSeconds, sticky, trustedProxies, caddyImage: images.caddy };
  return {
    network: { id, platform },
    dataNetwork: hasDataNetwork(settings) ? { id, host, platform } : undefined,
    image,
    database: servers[MAIN_ROLE],
    databases: servers,
    backup: backup && { ...common, ...backup, python: images.python },
    volumes: { id, host, platform, user: bind.user ?? app.user, volumes: namedIn(named) },
    services: servicesOf(settings, facts.services, common),
    app: {
      ...app,
      ...(made && answersOf(made, settings.app)),
      ...bind,
      ...common,
      // One that is made has no nginx before the app.
      ...{ limits, server: made && server === "uwsgi" ? made.server : server, replicas },
      ...proxy,
      stopsFirst: Object.values(named).some(({ singleWriter }) => singleWriter),
      https: httpsOf(settings),
      releaseCommand: releaseCommandOf(settings),
    },
    jobs: Object.entries(settings.jobs).map(([job, { timeout, stopGrace, ...rest }]) => ({
      ...rest,
      ...{ job, timeoutSeconds: timeout, graceSeconds: stopGrace },
    })),
    processes: processesOf(settings),
    releaseBackup: backup && releaseBackupOf(settings, { id, host, roles: backupRoles }),
    former: formerOf(settings, host, facts.adopted?.waves),
    pruning:
      app.image === undefined
        ? { host, id, keep: app.keepImages, repository: repositoryOf(image) }
        : undefined,
  };
}

/** Whether databases are on a network of their own. */
export const hasDataNetwork = ({ databases, hardening }: Settings): boolean =>
  hardening.internalNetwork && Object.keys(databases).length > 0;
function releaseCommandOf({ app, release }: Settings): ReleaseCommand | undefined {
  if (!app.releaseCommand) return undefined;
  const { timeout: timeoutSeconds, ...rest } = app.releaseCommand;
  return { ...rest, timeoutSeconds, isPinned: release !== undefined };
}

function releaseBackupOf(settings: Settings, place: Pick<BackupRunArgs, "id" | "host" | "roles">) {
  const release = releaseCommandOf(settings);
  if (!release) return undefined;
  const { command, runAgain, isPinned } = release;
  return { ...place, command, runAgain, isKept: isPinned };
}

/** What runs beside the web server, as its component takes it. */
export function processesOf({ app, rollout }: Settings) {
  const isOnlyOne = Object.values(app.volumes).some(({ singleWriter }) => singleWriter);
  return Object.entries(app.processes).map(([process, { singleton, stopGrace, ...rest }]) => ({
    ...rest,
    process,
    stopsFirst: singleton || isOnlyOne || rollout === "recreate",
    stopGraceSeconds: stopGrace,
  }));
}

const namedIn = (volumes: Settings["app"]["volumes"]) =>
  Object.entries(volumes).map(([name, { volume: existing, ...rest }]) => ({
    name,
    ...rest,
    existing,
  }));

/** Where an app whose Dockerfile was made listens, and what it answers, where no setting says so. */
function answersOf(
  { healthPath }: GeneratedDockerfile,
  { containerPort, env, ...app }: Settings["app"],
) {
  return {
    env: { PORT: String(containerPort), ...env },
    healthPath: app.hasOwnHealthPath ? app.healthPath : healthPath,
  };
}
