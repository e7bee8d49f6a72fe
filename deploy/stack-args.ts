import {
  type AppImageArgs,
  type BackupArgs,
  type DataNetworkArgs,
  type NetworkArgs,
  type ReleasePruningArgs,
  repositoryOf,
  type WebAppArgs,
} from "../components";
import type { GeneratedDockerfile } from "../components/app/python/dockerfile";
import type { startDatabase } from "../components/databases";
import type { Platform } from "../components/platforms";
import type { Settings } from "../settings";
import { backupOf, type bindOf, httpsOf } from "./component-args";
import { madeDockerfile } from "./made-dockerfile";

/** What each component of a stack is made with, but for what other components give it. */
export interface StackArgs {
  network: NetworkArgs;
  /** Undefined where the database, if there is one, is on the stack's own network. */
  dataNetwork?: Omit<DataNetworkArgs, "network">;
  image: AppImageArgs;
  database?: Omit<Parameters<typeof startDatabase>[1], "network">;
  backup?: Omit<BackupArgs, "network" | "source">;
  app: Omit<WebAppArgs, "image" | "network">;
  /** Undefined where no images are built. */
  pruning?: Omit<ReleasePruningArgs, "image">;
}

/** What is known of a stack beside its settings. */
export interface StackFacts {
  image: AppImageArgs;
  bind: ReturnType<typeof bindOf>;
  /** Address of the Docker engine. */
  host: string;
  /** Undefined for containers of one engine. */
  platform: Platform | undefined;
}

/** From settings to the arguments of components. Reads certificates, and nothing else. */
export function stackArgs(settings: Settings, facts: StackFacts): StackArgs {
  const { project, stack, app, database, restart, logs, hardening, images } = settings;
  const { limits, server, replicas, rollout, edge } = settings;
  const { image, bind, host, platform } = facts;
  const id = { project, stack };
  const common = { id, host, platform, restart, logs, hardening };
  const backup = backupOf(settings);
  const made = madeDockerfile(settings);
  const { drain: drainSeconds, sticky, trustedProxies } = edge;
  const proxy = { rollout, drainSeconds, sticky, trustedProxies, caddyImage: images.caddy };
  return {
    network: { id, platform },
    dataNetwork: database && hardening.internalNetwork ? { id, host, platform } : undefined,
    image,
    database: database && { ...common, ...database, database: database.name },
    backup: backup && { ...common, ...backup },
    app: {
      ...app,
      ...(made && answersOf(made, app)),
      ...bind,
      ...common,
      // One that is made has no nginx before the app.
      ...{ limits, server: made && server === "uwsgi" ? made.server : server, replicas },
      ...proxy,
      https: httpsOf(settings),
    },
    pruning:
      app.image === undefined
        ? { host, id, keep: app.keepImages, repository: repositoryOf(image) }
        : undefined,
  };
}

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
