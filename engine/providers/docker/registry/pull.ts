import type Docker from "dockerode";

import { orMissing } from "../../../../docker/missing";
import { UserError } from "../../../errors";
import { failure } from "../errors";
import type { Session } from "../handler";
import { followProgress } from "./progress";
import { parseReference } from "./reference";

/** The local image of this name or id, pulled when there is none. */
export async function ensureImage(
  name: string,
  session: Session,
  platform?: string,
): Promise<Docker.ImageInspectInfo> {
  if (!name) throw new UserError("the name of an image must not be empty");
  const local = await orMissing(session.docker.getImage(name).inspect());
  if (local) return local;
  if (/^sha256:/.test(name)) {
    throw failure(
      `image ${name} cannot be used`,
      new Error("there is no such image on this engine, and an id cannot be pulled"),
      "Build or pull it again: `pulumi up --replace <the image's URN>`.",
    );
  }
  await pull(name, session, platform);
  return session.docker.getImage(name).inspect();
}

export async function pull(name: string, session: Session, platform?: string): Promise<void> {
  const { docker, credentials, log, signal } = session;
  const authconfig = await credentials.find(parseReference(name).registry);
  try {
    log("info", `pulling ${name}`, true);
    const reference = name.includes("@") || /:[^/]+$/.test(name) ? name : `${name}:latest`;
    const stream = await docker.pull(reference, {
      authconfig,
      abortSignal: signal,
      ...(platform ? { platform } : {}),
    });
    await followProgress(stream, (line) => log("info", line, true));
  } catch (error) {
    if (signal.aborted) throw failure(`image ${name} cannot be pulled`, signal.reason);
    throw failure(`image ${name} cannot be pulled`, error, hintFor(error, name));
  }
}

function hintFor(error: unknown, name: string): string {
  const { registry } = parseReference(name);
  if (/unauthorized|denied|authentication/i.test(String(error))) {
    return `Check the name, and log in if it is private: docker login ${registry}`;
  }
  return `Check the name and that the engine reaches ${registry}; an image tagged ${name} on the engine is used without a pull.`;
}
