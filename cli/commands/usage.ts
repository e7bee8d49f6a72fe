import { setTimeout as sleep } from "node:timers/promises";
import type { LightClient } from "../../docker/light-client";
import { countsHere } from "./cgroup";
import type { Amounts } from "./part";

/** What a container has used up to a moment. */
export interface Counts {
  /** Milliseconds since 1970, by the engine's clock. */
  atMs: number;
  /** Nanoseconds of CPU time since it started. */
  cpuNs?: number;
  /** Bytes, without pages of files that the kernel gives back when it has to: as `docker stats` counts. */
  memory?: number;
}

/** A container that runs. */
export interface Running {
  id: string;
  /** Its first process, on the engine's machine. */
  pid: number;
}

interface Stats {
  read: string;
  cpu_stats?: { cpu_usage?: { total_usage?: number } };
  memory_stats?: { usage?: number; stats?: Record<string, number> };
}

/** How long the CPU is watched, in milliseconds. */
const WATCHED_MS = 120;

/**
 * What containers use, from two looks at each. An engine answers each look in up to a second, so the
 * kernel is asked itself where the containers run on this machine.
 */
export async function usageOf(
  client: LightClient,
  containers: readonly Running[],
): Promise<Map<string, Amounts>> {
  const isHere = client.address.startsWith("unix:");
  const look = () =>
    Promise.all(
      containers.map((container) => (isHere && countsHere(container)) || asked(client, container)),
    );
  const first = await look();
  await sleep(WATCHED_MS);
  const second = await look();
  return new Map(containers.map(({ id }, index) => [id, amounts(first[index], second[index])]));
}

async function asked(client: LightClient, { id }: Running): Promise<Counts | undefined> {
  const query = { stream: false, "one-shot": true };
  try {
    const { read, cpu_stats, memory_stats } = await client.ask<Stats>(
      "GET",
      `/containers/${id}/stats`,
      { query },
    );
    const { usage, stats = {} } = memory_stats ?? {};
    const cache = stats.inactive_file ?? stats.total_inactive_file ?? 0;
    return {
      atMs: Date.parse(read),
      cpuNs: cpu_stats?.cpu_usage?.total_usage,
      memory: usage === undefined ? undefined : Math.max(0, usage - cache),
    };
  } catch {
    // One that ends now, or an engine that cannot look.
    return undefined;
  }
}

/** What was used between two looks. Pure. */
export function amounts(before: Counts | undefined, after: Counts | undefined): Amounts {
  const elapsedMs = before && after ? after.atMs - before.atMs : 0;
  const usedNs = (after?.cpuNs ?? 0) - (before?.cpuNs ?? 0);
  return {
    memory: after?.memory,
    cpus: elapsedMs > 0 ? Math.max(0, usedNs) / 1e6 / elapsedMs : undefined,
  };
}
