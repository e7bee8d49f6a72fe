import * as pulumi from "@pulumi/pulumi";
import { type AppImageArgs, planBuild } from "../components";
import { connect } from "../docker/connect";
import { type RunAs, refuseRoot } from "./image-user";
import { tryBuild } from "./try-build";
import { type Login, tryPull } from "./try-pull";

/**
 * Builds or pulls an app's image before anything is changed, though not in a preview, and looks at
 * whom it would run as, as far as the engine has it.
 *
 * @throws pulumi.RunError when the image cannot be had, or would run as root and must not.
 */
export async function tryImage(
  address: string,
  args: AppImageArgs,
  runAs: RunAs = {},
  login?: Login,
): Promise<void> {
  const docker = connect(address);
  const existing = args.release ?? args.image;
  const plan = existing === undefined ? planBuild(args) : undefined;
  const reference = plan?.imageName ?? String(existing);
  if (!pulumi.runtime.isDryRun()) {
    await (plan
      ? tryBuild(address, plan)
      : tryPull(docker, { key: "app.image", reference }, login));
  }
  await refuseRoot(docker, reference, runAs, args.id.stack);
}
