import * as pulumi from "@pulumi/pulumi";
import type { BuildPlan } from "../components";
import { BuildError, followBuild } from "../docker/build-log";
import { connect, connectToAsk } from "../docker/connect";
import { ContextError } from "../docker/context/context-error";
import { userError } from "../errors/user-error";

/**
 * Builds an image that the engine does not have yet, before anything is changed: a build that fails
 * leaves the stack as it is, and its own last lines are in the error. The docker provider shows them
 * for a moment only. Its build, afterwards, comes from the cache.
 *
 * @throws pulumi.RunError when the build fails.
 */
export async function tryBuild(address: string, plan: BuildPlan): Promise<void> {
  if (plan.namedByContent && (await isThere(address, plan.imageName))) return;
  const docker = connect(address);
  const context = plan.archive();
  // The request itself would only say that its connection ended.
  const unread = new Promise<never>((_, reject) => context.once("error", reject));
  const building = docker.buildImage(context, {
    version: "2",
    t: plan.imageName,
    dockerfile: plan.dockerfile,
    target: plan.target,
    buildargs: plan.args,
    platform: plan.platform,
    networkmode: plan.network,
    cachefrom: JSON.stringify(plan.cacheFrom),
  });
  const finished = building.then((stream) => followBuild(docker, stream, showProgress));
  await Promise.race([finished, unread]).catch((error: Error) => {
    if (error instanceof ContextError) throw userError(`app.context: ${error.message}`);
    const head = `the build of ${plan.imageName} failed; nothing was changed`;
    const printed = error instanceof BuildError ? error.lastLines : [];
    const lines = printed.map((line) => `  | ${line}`);
    throw userError([head, ...lines, error.message].join("\n"));
  });
}

async function isThere(address: string, imageName: string): Promise<boolean> {
  const image = connectToAsk(address).getImage(imageName);
  return image.inspect().then(
    () => true,
    () => false,
  );
}

/** Shows a line until the next one. */
function showProgress(line: string): void {
  pulumi.log.info(line, undefined, undefined, true);
}
