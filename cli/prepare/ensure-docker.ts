import { setTimeout as sleep } from "node:timers/promises";
import { engineError } from "../../deploy/checks/engine-error";
import type { DockerHost } from "../../docker/host";
import { ANSWER_MS } from "../../docker/no-answer";
import { UserError } from "../../shared/errors";
import { userName } from "../../shared/user-name";
import type { ApiError, DockerApi } from "../docker-api";
import type { Machine } from "../machine";
import type { LocalEngine } from "./local-engine";
import { type Remedy, remedyFor } from "./remedy";

const START_MS = 120_000;

const INSTALLS = "docker.io, iptables and iproute2";

export interface DockerCheck {
  host: DockerHost;
  api: DockerApi;
  local: LocalEngine;
  machine: Machine;
  /** The stack that the command is about. */
  stack?: string;
  /** Everything that is asked is answered with yes. */
  yes: boolean;
  /** What can go on while the engine is installed is begun here. */
  beforeInstall?: () => Promise<void>;
  /** How often it is looked whether a started engine answers. */
  pollMs?: number;
}

/**
 * Sees to a Docker engine that answers: starts a local one that is stopped, installs one where this
 * machine allows it.
 *
 * @throws UserError with what to do, where that is not possible.
 */
export async function ensureDocker(check: DockerCheck): Promise<void> {
  const error = await ping(check);
  if (error === undefined) return;
  const { host, machine, local } = check;
  const where = `no Docker engine answers at ${host.address} (${host.from})`;
  if (!isStoppedHere(host, error)) {
    throw new UserError(engineError(host, error, userName(), check.stack));
  }
  const remedy = remedyFor(await local.facts());
  switch (remedy.do) {
    case "tell":
      throw new UserError(`${where}: ${remedy.hint}`);
    case "start":
      return start(check, remedy);
    case "install":
      if (!(await mayInstall(check))) {
        throw new UserError(
          `${where}: Docker is not installed; add --yes to have it installed (${INSTALLS} with apt), or install it: apt-get install docker.io iptables iproute2`,
        );
      }
      machine.say(`Docker is not installed: installing ${INSTALLS} with apt, a minute or two`);
      await check.beforeInstall?.();
      await installing(check, where);
      if ((await ping(check)) === undefined) return;
      return start(check, remedyFor({ ...(await local.facts()), dockerd: true }));
  }
}

async function installing({ local, machine }: DockerCheck, where: string): Promise<void> {
  const begun = Date.now();
  await attempt(where, "it could not be installed", () => local.install());
  machine.say(`Docker is installed after ${Math.ceil((Date.now() - begun) / 1000)} s`);
}

async function mayInstall({ machine, yes }: DockerCheck): Promise<boolean> {
  if (yes || machine.env.CI === "true") return true;
  return (
    machine.interactive && machine.ask(`Docker is not installed. Install ${INSTALLS} with apt?`)
  );
}

async function start(check: DockerCheck, remedy: Remedy): Promise<void> {
  const { host, machine, local, pollMs = 300 } = check;
  const where = `no Docker engine answers at ${host.address} (${host.from})`;
  if (remedy.do !== "start") throw new UserError(`${where}, though it was installed`);
  machine.say(`Docker does not run: starting it with ${remedy.with}`);
  const begun = Date.now();
  await attempt(where, "it could not be started", () => local.start(remedy.with));
  while (Date.now() - begun < START_MS) {
    if ((await ping(check)) === undefined) {
      machine.say(`Docker answers after ${Math.ceil((Date.now() - begun) / 1000)} s`);
      return;
    }
    await sleep(pollMs);
  }
  throw new UserError(
    `${where}: it was started with ${remedy.with}, and is not ready after ${START_MS / 1000} s`,
  );
}

async function attempt(where: string, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new UserError(`${where}: ${what}: ${(error as Error).message.trim()}`);
  }
}

/** Undefined where the engine answers. */
async function ping({ api }: DockerCheck): Promise<ApiError | undefined> {
  try {
    const { status, body } = await api.get("/_ping", ANSWER_MS);
    return status === 200 ? undefined : new Error(`it answers ${status} ${body.trim()}`);
  } catch (error) {
    return error as ApiError;
  }
}

/** An engine of this machine that can be started: others are for whoever set them up. */
function isStoppedHere({ address, from }: DockerHost, { code }: ApiError): boolean {
  if (code !== "ENOENT" && code !== "ECONNREFUSED") return false;
  const isDefault =
    from === "the default" || /^unix:\/\/(\/var)?\/run\/docker\.sock$/.test(address);
  const isOfMac = /^the docker context (colima|desktop-linux)$/.test(from);
  return isDefault || isOfMac;
}
