import { EngineAnswer, type LightClient } from "../../docker/light-client";
import { shortId } from "../../shared/short-id";
import type { FoundPlace } from "../stack/find-place";
import { ofStack } from "./engine";
import type { Part } from "./part";
import { usageOf } from "./usage";

/** The parts of Docker's answers that are read. */
export interface Inspection {
  Id: string;
  Name: string;
  Image: string;
  RestartCount: number;
  Config: {
    Image: string;
    Labels: Record<string, string> | null;
    Env: string[] | null;
    Tty?: boolean;
    Entrypoint?: string[] | null;
    Healthcheck?: { Test?: string[] | null } | null;
    User?: string;
    WorkingDir?: string;
  };
  HostConfig: {
    NanoCpus?: number;
    CpuQuota?: number;
    CpuPeriod?: number;
    Memory?: number;
    RestartPolicy?: { Name: string };
    PortBindings?: Record<string, { HostIp: string; HostPort: string }[] | null> | null;
  };
  State: {
    Status: string;
    Pid: number;
    ExitCode: number;
    OOMKilled: boolean;
    Error: string;
    StartedAt: string;
    FinishedAt: string;
    Health?: { Status: string; Log?: { Output: string; ExitCode: number }[] | null } | null;
  };
  NetworkSettings?: { Networks: Record<string, unknown> };
  Mounts?: { Type: string; Name?: string; Destination: string }[];
}

export async function inspect(client: LightClient, id: string): Promise<Inspection | undefined> {
  return client.ask<Inspection>("GET", `/containers/${id}/json`).catch(missing);
}

/** Undefined in the place of something that went away while others were asked for. */
export function missing(error: unknown): undefined {
  if (error instanceof EngineAnswer && error.statusCode === 404) return undefined;
  throw error;
}

/**
 * The stack's containers, by role and name.
 *
 * @param measured whether what they use is measured, which takes a moment.
 */
export async function containersOf(
  client: LightClient,
  id: FoundPlace["id"],
  measured = false,
): Promise<Part[]> {
  const found = await client.ask<{ Id: string; State: string }[]>("GET", "/containers/json", {
    query: { all: true, filters: ofStack(id) },
  });
  const inspected = await Promise.all(found.map(({ Id }) => inspect(client, Id)));
  const there = inspected.filter((it) => it !== undefined);
  const [images, usage] = await Promise.all([
    tagsOf(client, [...new Set(there.map(({ Image }) => Image))]),
    measured ? usageOf(client, runningOf(there)) : undefined,
  ]);
  return there.map((it) => ({ ...partOf(it, images, id), usage: usage?.get(it.Id) })).sort(byRole);
}

const runningOf = (found: readonly Inspection[]) =>
  found
    .filter(({ State }) => State.Status === "running")
    .map(({ Id, State }) => ({ id: Id, pid: State.Pid }));

const byRole = (one: Part, other: Part) =>
  one.role.localeCompare(other.role) ||
  one.name.localeCompare(other.name, undefined, { numeric: true });

/** Tags of images by their ids or references; undefined where the engine has no such image. */
export type Tags = ReadonlyMap<string, readonly string[] | undefined>;

export async function tagsOf(client: LightClient, ids: readonly string[]): Promise<Tags> {
  const tagged = ids.map(async (id) => {
    const image = client.ask<{ RepoTags: string[] | null }>("GET", `/images/${id}/json`);
    return [id, await image.then(({ RepoTags }) => RepoTags ?? [], missing)] as const;
  });
  return new Map(await Promise.all(tagged));
}

/** A container as a part of its stack. Pure. */
export function partOf(found: Inspection, images: Tags, id: FoundPlace["id"]): Part {
  const { State: state, HostConfig: host, Config: config } = found;
  const tags = images.get(found.Image);
  const health = state.Health?.Status;
  const log = state.Health?.Log?.at(-1);
  const policy = host.RestartPolicy?.Name ?? "no";
  const release = tags?.find((tag) => isRelease(tag, id));
  return {
    role: config.Labels?.["berth.role"] ?? "",
    name: found.Name.replace(/^\//, ""),
    id: found.Id,
    state: state.Status,
    health: isHealth(health) && state.Status === "running" ? health : undefined,
    healthWords: log?.ExitCode ? log.Output.trim() : "",
    since: state.Status === "exited" ? state.FinishedAt : state.StartedAt,
    restarts: found.RestartCount,
    exitCode: state.ExitCode,
    killedForMemory: state.OOMKilled,
    error: state.Error,
    restartsItself: policy !== "no" && policy !== "",
    imageId: found.Image,
    image: shortId(release ?? tags?.[0] ?? config.Image),
    release: release?.slice(release.lastIndexOf(":") + 1),
    imageGone: tags === undefined,
    isChecked: !["NONE", undefined].includes(config.Healthcheck?.Test?.[0]),
    secretEnv: secretEnvOf(config.Entrypoint ?? []),
    limits: { cpus: cpusOf(host), memory: host.Memory || undefined },
  };
}

/** A script among the secrets sets them, and lets its arguments take its place. */
export const secretEnvOf = ([shell = "", script = ""]: readonly string[]) =>
  script.startsWith("/run/secrets/.") ? [shell, script] : [];

const isHealth = (text: string | undefined): text is NonNullable<Part["health"]> =>
  text === "healthy" || text === "unhealthy" || text === "starting";

/** Whether a tag is that of a build of the stack's app, and not the mark that it served. */
function isRelease(reference: string, { project, stack }: FoundPlace["id"]): boolean {
  const at = reference.lastIndexOf(":");
  const name = `${project}-${stack}`.toLowerCase().replace(/[^a-z0-9-]+/g, "-");
  return reference.slice(0, at).includes(name) && !isServedMark(reference);
}

/** Whether a tag only marks an image as one that served. */
export const isServedMark = (reference: string): boolean => /:served-[^/]*$/.test(reference);

function cpusOf({ NanoCpus, CpuQuota, CpuPeriod }: Inspection["HostConfig"]): number | undefined {
  if (NanoCpus) return NanoCpus / 1e9;
  return CpuQuota && CpuPeriod ? CpuQuota / CpuPeriod : undefined;
}
