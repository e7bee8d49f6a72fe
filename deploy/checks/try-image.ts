import { type AppImageArgs, planBuild } from "../../components";
import { connect } from "../../docker/connect";
import { isPreview, leaveToUpdate } from "../../shared/preview";
import { refuseLine } from "./image-command";
import { type RunAs, refuseRoot } from "./image-user";
import { declaredVolumes } from "./lost-volumes";
import { tryBuild } from "./try-build";
import { credentialsOf, isOnEngine, type Login, tryPull } from "./try-pull";

/** How an app's image is to be run. */
export interface Run extends RunAs {
  /**
   * Words of its command.
   *
   * @default the image's own
   */
  command?: readonly string[];
}

/**
 * Builds or pulls an app's image before anything is changed, though not in a preview, and looks at
 * whom and what it would run, as far as the engine has it.
 *
 * @returns the folders that it declares as volumes.
 * @throws pulumi.RunError when the image cannot be had, would run as root and must not, or would not be
 * given its command as it is meant.
 */
export async function tryImage(
  address: string,
  args: AppImageArgs,
  run: Run = {},
  login?: Login,
): Promise<string[]> {
  const docker = connect(address);
  const existing = args.release ?? args.image;
  const plan = existing === undefined ? planBuild(args) : undefined;
  const reference = plan?.imageName ?? String(existing);
  if (isPreview()) {
    const isHere = plan?.namedByContent !== false && (await isOnEngine(docker, reference));
    if (!isHere) leaveToUpdate(`${reference} is still to be had`);
  } else {
    await (plan
      ? tryBuild(address, plan, credentialsOf(login))
      : tryPull(docker, { key: `${args.setting ?? "app"}.image`, reference }, login));
  }
  await refuseRoot(docker, reference, run, args.id.stack);
  await refuseLine(docker, reference, run.command, args.id.stack);
  return declaredVolumes(docker, reference, plan);
}
