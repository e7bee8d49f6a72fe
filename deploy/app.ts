import * as pulumi from "@pulumi/pulumi";
import type { AppImageArgs, StackId, WebAppArgs } from "../components";
import { madeFor } from "../components/app/build-plan";
import type { GeneratedDockerfile } from "../components/app/python/dockerfile";
import type { SwarmOptions } from "../components/platforms/swarm/options";
import { httpsUrl } from "../components/proxy/https";
import { loadSettings, type PublishedPort, type Settings } from "../settings";
import { DEFAULT_HEALTH_PATH } from "../settings/sections/app/health";
import { lostVolumes } from "./checks/lost-volumes";
import { bindOf, httpsOf, imageArgsOf, swarmOf } from "./component-args";
import { claimsOf } from "./footprint";
import { triedServersOf, withConfigLines } from "./server-config";
import { openTarget, type Target } from "./target";

/** An app that can be deployed: its settings are right, and its image can be built. */
export interface App {
  settings: Settings;
  target: Target;
  id: StackId;
  imageArgs: AppImageArgs;
  /** How it runs on a Swarm; undefined where it is for one engine. */
  swarm?: SwarmOptions & { encrypted: boolean };
  /** What the settings say of its containers. */
  webArgs: Omit<WebAppArgs, "image" | "network">;
  /** Where a person reaches the app, by its domain or its port; undefined where neither is there. */
  urlOf(port: PublishedPort | undefined): string | undefined;
}

export interface AppArgs {
  /**
   * Roles of named volumes that the program makes itself, such as `uploads`.
   *
   * @default none
   */
  volumes?: readonly string[];
}

/**
 * Reads the settings of an app, finds the engine that it deploys to, and tries its build.
 *
 * @throws pulumi.RunError with everything that is wrong, before anything was created.
 */
export async function openApp({ volumes = [] }: AppArgs = {}): Promise<App> {
  const written = loadSettings();
  const { project, stack, app, images, rollout, edge, hardening } = written;
  const { restart, logs, limits, server, replicas } = written;
  const bind = bindOf(written);
  const claims = claimsOf(written, volumes);
  const target = await openTarget({ ...claims, ...bind, host: written.host });
  const settings = withConfigLines(written);
  const build = imageArgsOf(settings, target);
  const release = settings.release && (await target.findRelease(build, settings.release));
  const onSwarm = settings.platform === "swarm";
  const imageArgs = { ...build, host: target.host, release, onSwarm };
  await target.tryServers(triedServersOf(settings));
  const run = { ...hardening, user: app.user, command: app.command, ...bind };
  const declared = await target.tryBuild(imageArgs, run);
  // Where a program has volumes of its own, only it knows what they hold.
  if (volumes.length === 0) {
    const mounts = bind.bindSource === undefined ? [] : ["/app"];
    const lost = lostVolumes(declared, { stack, mounts, writable: app.writable });
    for (const line of lost) pulumi.log.warn(line);
  }
  const plan = swarmOf(settings);
  const place = target.placeOnSwarm();
  const swarm = plan && place && { ...plan, ...place };
  const id = { project, stack };
  const https = httpsOf(settings);
  const common = {
    id,
    host: target.host,
    swarm,
    restart,
    logs,
    limits,
    server,
    replicas,
    hardening,
  };
  const made = app.image === undefined ? madeFor(app) : undefined;
  const { drain: drainSeconds, sticky, trustedProxies } = edge;
  const proxy = { rollout, https, drainSeconds, sticky, trustedProxies, caddyImage: images.caddy };
  return {
    settings,
    target,
    id,
    imageArgs,
    swarm,
    webArgs: { ...app, ...(made && answersOf(made, app)), ...bind, ...common, ...proxy },
    urlOf: (port) => (https ? httpsUrl(https) : port && target.urlOf(port)),
  };
}

/** Where an app whose Dockerfile was made listens, and what it answers, where no setting says so. */
function answersOf(
  { healthPath }: GeneratedDockerfile,
  { containerPort, env, ...app }: Settings["app"],
) {
  return {
    env: { PORT: String(containerPort), ...env },
    healthPath: app.healthPath === DEFAULT_HEALTH_PATH ? healthPath : app.healthPath,
  };
}
