import * as pulumi from "@pulumi/pulumi";
import type { AppImageArgs, StackId, WebAppArgs } from "../components";
import { madeFor } from "../components/app/build-plan";
import type { GeneratedDockerfile } from "../components/app/python/dockerfile";
import { IMAGES_OF_NODES, type Platform, swarm } from "../components/platforms";
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
  /** What it runs on; undefined for containers of one engine. */
  platform?: Platform;
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
  const runBy = settings.platform === "swarm" ? IMAGES_OF_NODES : undefined;
  const imageArgs = { ...build, host: target.host, release, runBy };
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
  const platform = plan && place && swarm({ ...plan, ...place });
  const id = { project, stack };
  const https = httpsOf(settings);
  const common = {
    id,
    host: target.host,
    platform,
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
    platform,
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
