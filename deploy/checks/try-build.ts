import * as pulumi from "@pulumi/pulumi";
import type { BuildPlan } from "../../components";
import { BuildError, followBuild } from "../../docker/build-log";
import { openBuildSession } from "../../docker/build-session";
import { connect, connectToAsk } from "../../docker/connect";
import { ContextError } from "../../docker/context/context-error";
import { Credentials } from "../../docker/credentials";
import { startBuild } from "../../docker/start-build";
import { userError } from "../../shared/user-error";

/**
 * Builds an image that the engine does not have yet, before anything is changed: a build that fails
 * leaves the stack as it is, and its own last lines are in the error. The docker provider shows them
 * for a moment only. Its build, afterwards, comes from the cache.
 *
 * @param credentials logins of the registries that it pulls base images from, those of the docker client
 * if not given.
 * @throws pulumi.RunError when the build fails.
 */
export async function tryBuild(
  address: string,
  plan: BuildPlan,
  credentials = new Credentials(undefined),
): Promise<void> {
  if (plan.namedByContent && (await isThere(address, plan.imageName))) return;
  const docker = connect(address);
  const context = plan.archive();
  // The request itself would only say that its connection ended.
  const unread = new Promise<never>((_, reject) => context.once("error", reject));
  const query = {
    version: "2",
    t: plan.imageName,
    dockerfile: plan.dockerfile,
    target: plan.target,
    buildargs: JSON.stringify(plan.args),
    platform: plan.platform,
    networkmode: plan.network,
    cachefrom: JSON.stringify(plan.cacheFrom),
  };
  const session = await openBuildSession(docker, credentials);
  const building = startBuild(docker, context, {
    ...query,
    session: session.id,
  });
  const finished = building.then((stream) => followBuild(docker, stream, showProgress));
  const ended = Promise.race([finished, unread]).finally(session.close);
  await ended.catch((error: Error) => {
    if (error instanceof ContextError) throw userError(`${plan.contextName}: ${error.message}`);
    const head = `the build of ${plan.imageName} failed; nothing was changed`;
    const printed = error instanceof BuildError ? error.lastLines : [];
    const lines = printed.map((line) => `  | ${line}`);
    throw userError([head, ...lines, error.message, ...baseOf(plan, error.message)].join("\n"));
  });
}

/** Which setting names the base, where that is what the build could not have. */
function baseOf({ args: { PYTHON_IMAGE: base } }: BuildPlan, message: string): string[] {
  if (!base || !message.includes(base) || !NOT_TO_BE_HAD.test(message)) return [];
  return [
    `images.python: the build is based on ${base}, which cannot be pulled; set one that can: pulumi config set --path images.python IMAGE`,
  ];
}

const NOT_TO_BE_HAD =
  /failed to resolve|not found|no such host|denied|unauthorized|refused|timeout/i;

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
