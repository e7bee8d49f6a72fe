import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { type AppImageArgs, planBuild } from "../components";
import { hostOf, type ImageRegistry } from "../components/app-image";
import { connect } from "../docker/connect";
import { userError } from "../errors/user-error";
import { type RunAs, refuseRoot } from "./image-user";
import { tryBuild } from "./try-build";

/** Where an image is pulled from. */
type Login = Pick<ImageRegistry, "server" | "username" | "password">;

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
    await (plan ? tryBuild(address, plan) : tryPull(docker, reference, login));
  }
  await refuseRoot(docker, reference, runAs, args.id.stack);
}

async function tryPull(docker: Docker, reference: string, login?: Login): Promise<void> {
  const image = docker.getImage(reference);
  const known = await image.inspect().catch(() => undefined);
  if (known) return;
  const authconfig = login?.username && { ...login, serveraddress: hostOf(login.server) };
  try {
    const stream = await docker.pull(reference, { authconfig });
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error, lines: { error?: string }[]) => {
        const why = error?.message ?? lines.find((line) => line.error)?.error;
        return why ? reject(new Error(why)) : resolve();
      });
    });
  } catch (error) {
    const why = (error as Error).message;
    throw userError(`app.image: ${reference} cannot be pulled; nothing was changed: ${why}`);
  }
}
