import { isOwn } from "../../deploy/checks/conflicts";
import type { LightClient } from "../../docker/light-client";
import { orMissing } from "../../docker/missing";
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
  return orMissing(client.ask<Inspection>("GET", `/containers/${id}/json`));
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
    imagesOf(client, [...new Set(there.map(({ Image }) => Image))]),
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

/** An image that the engine has. */
interface FoundImage {
  /** Its references, but for those that only mark it as one that served. */
  tags: readonly string[];
  labels: Readonly<Record<string, string>>;
}

/** Images by their ids or references; undefined where the engine has no such image. */
export type FoundImages = ReadonlyMap<string, FoundImage | undefined>;

export async function imagesOf(client: LightClient, ids: readonly string[]): Promise<FoundImages> {
  const found = ids.map(async (id) => {
    const answer = client.ask<{
      RepoTags: string[] | null;
      Config?: { Labels?: Record<string, string> | null };
    }>("GET", `/images/${id}/json`);
    const image = await orMissing(answer);
    const tags = (image?.RepoTags ?? []).filter((tag) => !isServedMark(tag));
    return [id, image && { tags, labels: image.Config?.Labels ?? {} }] as const;
  });
  return new Map(await Promise.all(found));
}

/** A container as a part of its stack. Pure. */
export function partOf(found: Inspection, images: FoundImages, id: FoundPlace["id"]): Part {
  const { State: state, HostConfig: host, Config: config } = found;
  const image = images.get(found.Image);
  const tag = image?.tags[0];
  const health = state.Health?.Status;
  const log = state.Health?.Log?.at(-1);
  const policy = host.RestartPolicy?.Name ?? "no";
  // Built for the stack, wherever it was pushed to.
  const isBuilt = image && isOwn(image.labels, id);
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
    image: shortId(tag ?? config.Image),
    release: isBuilt ? tag?.slice(tag.lastIndexOf(":") + 1) : undefined,
    imageGone: image === undefined,
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

const isServedMark = (reference: string): boolean => /:served-[^/]*$/.test(reference);

function cpusOf({ NanoCpus, CpuQuota, CpuPeriod }: Inspection["HostConfig"]): number | undefined {
  if (NanoCpus) return NanoCpus / 1e9;
  return CpuQuota && CpuPeriod ? CpuQuota / CpuPeriod : undefined;
}
