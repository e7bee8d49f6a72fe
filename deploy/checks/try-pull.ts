import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { registryHostOf } from "../../components/app/app-image";
import type { ImageRegistry } from "../../components/app/app-image-args";
import { Credentials } from "../../docker/credentials";
import { registryOf } from "../../docker/image-origin";
import { userError } from "../../shared/user-error";

/** Where images are pulled from. */
export type Login = Pick<ImageRegistry, "server" | "username" | "password">;

/** An image that is run as it is, and the setting that names it. */
export interface PulledImage {
  key: string;
  reference: string;
}

/**
 * Pulls an image that the engine does not have, before anything is changed. A registry that wants a login
 * which only the docker client's own file may have is left to what pulls the image for the stack.
 *
 * @throws pulumi.RunError with the setting and the engine's reason where it cannot be had.
 */
export async function tryPull(
  docker: Docker,
  { key, reference }: PulledImage,
  login?: Login,
): Promise<void> {
  if (await isOnEngine(docker, reference)) return;
  try {
    const authconfig = await credentialsOf(login).find(registryOf(reference));
    const stream = await docker.pull(withTag(reference), { authconfig });
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, (error, lines: { error?: string }[]) => {
        const why = error?.message ?? lines.find((line) => line.error)?.error;
        return why ? reject(new Error(why)) : resolve();
      });
    });
  } catch (error) {
    const why = reasonOf(error as Error);
    if (WANTS_LOGIN.test(why) && clientHasLogins()) return;
    throw userError(`${key}: ${reference} cannot be pulled; nothing was changed: ${why}`);
  }
}

/** Whether an engine has an image. */
export async function isOnEngine(docker: Docker, reference: string): Promise<boolean> {
  const known = await docker
    .getImage(reference)
    .inspect()
    .catch(() => undefined);
  return known !== undefined;
}

/** The login that the settings give, then those of the docker client. */
export function credentialsOf(login?: Login): Credentials {
  const { server = "", username, password } = login ?? {};
  return new Credentials(
    username && password ? [{ address: registryHostOf(server), username, password }] : [],
  );
}

/** Without a tag Docker would pull all that there are. */
const withTag = (reference: string) =>
  /[:@][^/]+$/.test(reference) ? reference : `${reference}:latest`;

const WANTS_LOGIN = /unauthorized|denied|authentication required|no basic auth/i;

/** Whether the docker client of this machine has logged in somewhere. */
function clientHasLogins(env: NodeJS.ProcessEnv = process.env): boolean {
  const file = join(env.DOCKER_CONFIG ?? join(homedir(), ".docker"), "config.json");
  return existsSync(file) && /"(auths|credHelpers|credsStore)"/.test(readFileSync(file, "utf8"));
}

/** The engine's own words, without those of the client around them. */
const reasonOf = ({ message, json }: Error & { json?: { message?: string } }) =>
  json?.message ?? message.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
