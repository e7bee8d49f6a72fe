import type Docker from "dockerode";
import { userError } from "../../shared/user-error";

/** Who an app is to run as. */
export interface RunAs {
  /** Whether root is refused. */
  nonRoot?: boolean;
  /**
   * `UID` or `UID:GID`.
   *
   * @default the image's own
   */
  user?: string;
  /**
   * Where settings say so, for messages.
   *
   * @default "app"
   */
  setting?: string;
}

/**
 * Refuses an image that would run as root, as far as the engine has it. It would be started without
 * the privileges that it counts on, over and over.
 *
 * @throws pulumi.RunError with the three ways out.
 */
export async function refuseRoot(
  docker: Docker,
  reference: string,
  { nonRoot, user, setting = "app" }: RunAs,
  stack: string,
): Promise<void> {
  if (!nonRoot) return;
  const runsAs = user ?? (await userOf(docker, reference));
  if (runsAs === undefined || !isRoot(runsAs)) return;
  const set = `pulumi config set --stack ${stack} --path`;
  const part = setting === "app" ? "hardening.nonRoot" : `${setting}.hardening.nonRoot`;
  throw userError(
    [
      `${setting}.user: ${reference} would run as root, which ${part} refuses; nothing was changed. One of:`,
      "  end its Dockerfile with a line such as USER 10001:10001",
      `  run it as a user who can do with it: ${set} ${setting}.user 10001:10001`,
      `  let it run as root: ${set} ${part} false`,
    ].join("\n"),
  );
}

/** Empty where the image names nobody; undefined where the engine does not have the image. */
async function userOf(docker: Docker, reference: string): Promise<string | undefined> {
  const image = await docker
    .getImage(reference)
    .inspect()
    .catch(() => undefined);
  return image && (image.Config.User ?? "");
}

const isRoot = (user: string) => /^(root|0*)(:|$)/.test(user);
