import type { AppImageArgs, StackId, WebAppArgs } from "../components";
import { bindOf, claimsOf, imageArgsOf } from "../plan";
import { loadSettings, type Settings } from "../settings";
import { openTarget, type Target } from ".";

/** An app that can be deployed: its settings are right, and its image can be built. */
export interface App {
  settings: Settings;
  target: Target;
  id: StackId;
  imageArgs: AppImageArgs;
  /** What the settings say of its containers. */
  webArgs: Omit<WebAppArgs, "image" | "network">;
}

/**
 * Reads the settings of an app, finds the engine that it deploys to, and tries its build.
 *
 * @throws pulumi.RunError with everything that is wrong, before anything was created.
 */
export async function openApp(): Promise<App> {
  const settings = loadSettings();
  const { project, stack, app, images, rollout, edge, hardening } = settings;
  const { restart, logs, limits, server, replicas } = settings;
  const bind = bindOf(settings);
  const target = await openTarget({ ...claimsOf(settings), ...bind, host: settings.host });
  const imageArgs = imageArgsOf(settings, target);
  await target.tryBuild(imageArgs, { ...hardening, user: app.user, ...bind });
  const id = { project, stack };
  const common = { id, host: target.host, restart, logs, limits, server, replicas, hardening };
  const proxy = { rollout, drainSeconds: edge.drain, caddyImage: images.caddy };
  const webArgs = { ...app, ...bind, ...common, ...proxy };
  return { settings, target, id, imageArgs, webArgs };
}
