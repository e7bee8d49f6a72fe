import * as pulumi from "@pulumi/pulumi";
import type { AppImageArgs } from "../components";
import { adviseBy } from "../components/advice";
import { loadSettings, type PublishedPort, type Settings } from "../settings";
import { isPreview } from "../shared/preview";
import { lostVolumes } from "./checks/lost-volumes";
import { bindOf, imageArgsOf } from "./component-args";
import { claimsOf } from "./footprint";
import { MESSAGES } from "./messages";
import { outputsOf, type StackOutputs, type StackParts, urlOf } from "./outputs";
import { stackPlatformOf } from "./platforms";
import { triedServersOf, withConfigLines } from "./server-config";
import { serviceImages, triedServices } from "./service-args";
import { type StackArgs, stackArgs } from "./stack-args";
import { openTarget, type Target } from "./target";
import { formersIn, sayUpgrades } from "./upgrades";

/** A stack that can be deployed: its settings are right, its engine answers, its image can be built. */
export interface OpenStack {
  settings: Settings;
  target: Target;
  /** What each component is made with. */
  args: StackArgs;
  /** The options that deploy a component to the stack's engine. */
  opts: pulumi.ComponentResourceOptions;
  /** Where a person reaches the app, by its domain or its port; undefined where neither is there. */
  urlOf(port: PublishedPort | undefined): string | undefined;
  /** The outputs of the stack, from what it has made. */
  outputsOf(parts: StackParts): StackOutputs;
}

export interface OpenStackArgs {
  /**
   * Roles of named volumes that the program makes itself, such as `uploads`.
   *
   * @default none
   */
  volumes?: readonly string[];
}

/**
 * Reads the settings of a stack, looks at the engine that it deploys to, and tries its build.
 *
 * @throws pulumi.RunError with everything that is wrong, before anything was created.
 */
export async function openStack({ volumes = [] }: OpenStackArgs = {}): Promise<OpenStack> {
  adviseBy(MESSAGES);
  const written = loadSettings();
  const bind = bindOf(written);
  const target = await openTarget({ ...claimsOf(written, volumes), ...bind, host: written.host });
  const settings = withConfigLines(written);
  const image = await imageOf(settings, target);
  const services = serviceImages(settings, target, stackPlatformOf(settings).images);
  const upgrades = await target.tryServers(triedServersOf(settings));
  sayUpgrades(settings, upgrades);
  await target.tryServices(triedServices(settings, services));
  const { app, hardening } = settings;
  const run = { ...hardening, user: app.user, command: app.command, ...bind };
  const declared = await target.tryBuild(image, run);
  // Where a program has volumes of its own, only it knows what they hold.
  if (volumes.length === 0) warnOfLostVolumes(declared, settings);
  sayWhatStopsFirst(settings);
  const platform = target.open();
  const args = stackArgs(settings, {
    ...{ image, services, bind, host: target.host, platform },
    ...{ formers: formersIn(settings, target, upgrades), adopted: target.adopted },
  });
  return {
    settings,
    target,
    args,
    opts: target.opts,
    urlOf: (port) => urlOf(args, target, port),
    outputsOf: (parts) => outputsOf(parts, args, target),
  };
}

/** The image that is built, or the release that is run in its place. */
async function imageOf(settings: Settings, target: Target): Promise<AppImageArgs> {
  const image = imageArgsOf(settings, target);
  const release = settings.release && (await target.findRelease(image, settings.release));
  return { ...image, host: target.host, release, runBy: stackPlatformOf(settings).images };
}

function warnOfLostVolumes(declared: readonly string[], { stack, source, app }: Settings): void {
  const own = Object.values(app.volumes).map(({ path }) => path);
  const mounts = [...own, ...(source === "bind" ? ["/app"] : [])];
  for (const line of lostVolumes(declared, { stack, mounts, writable: app.writable })) {
    pulumi.log.warn(line);
  }
}

/** A rolling change that is felt all the same. */
function sayWhatStopsFirst({ rollout, app }: Settings): void {
  if (rollout !== "rolling" || !isPreview()) return;
  const single = Object.entries(app.volumes).find(([, { singleWriter }]) => singleWriter);
  if (!single) return;
  pulumi.log.info(
    `app.volumes.${single[0]}.singleWriter: only one version of the app may have that volume, so a change stops the old one first, and nobody answers until the new one is healthy`,
  );
}
