import { registryOf } from "../../../../docker/credentials";
import { UserError } from "../../../errors";
import { failure } from "../errors";
import type { Session } from "../handler";
import { followProgress, type ProgressMessage } from "./progress";
import { familiarRepository, parseReference } from "./reference";

/** Pushes an image; the answer is the reference by its digest, `registry/repository@sha256:...`. */
export async function push(
  imageName: string,
  { docker, credentials, log, signal }: Session,
  server?: string,
): Promise<string> {
  const { registry, repository, tag = "latest" } = parseReference(imageName);
  const host = server ? registryOf(server) : registry;
  const authconfig = (await credentials.find(host)) ?? {};
  let digest = "";
  try {
    log("info", `pushing ${imageName}`, true);
    const image = docker.getImage(familiarRepository(imageName));
    const stream = await image.push({ tag, authconfig, abortSignal: signal });
    const show = (line: string) => log("info", line, true);
    await followProgress(stream, show, (message) => {
      digest = pushedDigest(message) ?? digest;
    });
  } catch (error) {
    const hint = /denied|unauthorized|authentication|no basic auth/i.test(String(error))
      ? `Log in with docker login ${host}, or give the login in the program.`
      : undefined;
    throw failure(
      `image ${imageName} cannot be pushed`,
      signal.aborted ? signal.reason : error,
      hint,
    );
  }
  if (!digest) throw new UserError(`the push of ${imageName} ended without a digest`);
  return `${registry}/${repository}@${digest}`;
}

/**
 * The digest that a message of a push names. Engines with an image store of their own send it by itself,
 * too; the containerd image store only has the line for people, `TAG: digest: sha256:... size: N`.
 */
function pushedDigest({ aux, status }: ProgressMessage): string | undefined {
  if (typeof aux === "object" && aux && "Digest" in aux) return String(aux.Digest);
  return /: digest: (sha256:[0-9a-f]{64}) size: \d+$/.exec(status ?? "")?.[1];
}
