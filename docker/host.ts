import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { userError } from "../shared/user-error";

/** Where the docker client and this project look for an engine when nothing else is said. */
export const LOCAL_SOCKET = "unix:///var/run/docker.sock";

export interface DockerHost {
  /** `unix://`, `npipe://`, `tcp://` or `ssh://` address of the engine. */
  address: string;
  /** Who chose it, for messages: `the setting host`, `DOCKER_HOST`, `the docker context colima` or `the default`. */
  from: string;
}

/**
 * The engine that a stack deploys to, found in the docker client's own order: the setting `host`,
 * then DOCKER_HOST, then the current docker context, then the local socket.
 *
 * Source of the order: https://docs.docker.com/engine/manage-resources/contexts/
 */
export function resolveHost(setting?: string, env: NodeJS.ProcessEnv = process.env): DockerHost {
  if (setting) return { address: setting, from: "the setting host" };
  if (env.DOCKER_HOST) return { address: env.DOCKER_HOST, from: "DOCKER_HOST" };
  return contextHost(env) ?? { address: LOCAL_SOCKET, from: "the default" };
}

/** True when containers see the file system of this machine, so that a bind mount makes sense. */
export function isLocal(host: DockerHost): boolean {
  return host.address.startsWith("unix:") || host.address.startsWith("npipe:");
}

function contextHost(env: NodeJS.ProcessEnv): DockerHost | undefined {
  const folder = env.DOCKER_CONFIG ?? join(homedir(), ".docker");
  const name = env.DOCKER_CONTEXT ?? readJson(join(folder, "config.json"))?.currentContext;
  if (typeof name !== "string" || name === "" || name === "default") return undefined;
  const id = createHash("sha256").update(name).digest("hex");
  const meta = readJson(join(folder, "contexts", "meta", id, "meta.json"));
  const address = meta?.Endpoints?.docker?.Host;
  if (typeof address === "string") return { address, from: `the docker context ${name}` };
  const mend = env.DOCKER_CONTEXT ? "change or unset DOCKER_CONTEXT" : "docker context use NAME";
  throw userError(
    `the docker context ${name} has no endpoint that can be read; pick one that \`docker context ls\` lists: ${mend}`,
  );
}

interface DockerClientFile {
  currentContext?: unknown;
  Endpoints?: { docker?: { Host?: unknown } };
}

function readJson(file: string): DockerClientFile | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
