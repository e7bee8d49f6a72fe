import { type DockerHost, resolveHost } from "../../../docker/host";
import { type PropertyMap, UNKNOWN } from "../provider";

/** The engine that a provider's configuration means, or undefined while that is not known yet. */
export function configuredHost({ host, context }: PropertyMap): DockerHost | undefined {
  // In a preview of a program that makes its own Docker host the address is not known yet.
  if (host === UNKNOWN || context === UNKNOWN) return undefined;
  if (!context) return resolveHost(typeof host === "string" ? host : undefined);
  return resolveHost(undefined, {
    ...process.env,
    DOCKER_CONTEXT: String(context),
    DOCKER_HOST: "",
  });
}

/** Arguments of the ssh client, for a host that is reached through it. */
export function sshOptionsOf({ sshOpts }: PropertyMap): string[] | undefined {
  return decoded(sshOpts) as string[] | undefined;
}

/** A provider's settings that are not texts travel as JSON. */
export function decoded(setting: unknown): unknown {
  return typeof setting === "string" ? JSON.parse(setting) : setting;
}
