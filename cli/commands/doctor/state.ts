import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { asMapping, asText, type Mapping } from "../../../shared/yaml-file";
import { bytes } from "../amounts-in-words";
import { ofStack } from "../engine";
import type { Fault } from "../faults";
import type { Part } from "../part";
import { type Context, type Look, on } from "./look";

/** What a state says of the engine. */
interface Known {
  containers: { id: string; name: string; memory?: number }[];
  /** Ids of containers that the next run removes: those of a version before, where the last run failed. */
  replaced: string[];
  volumes: string[];
  networks: string[];
  /** Names of resources that the last run was creating when it was interrupted. */
  pending: string[];
}

/** What is on the engine, and what is there. */
interface There {
  parts: readonly Part[];
  volumes: readonly string[];
  networks: readonly string[];
}

/** Whether the state and the engine know the same. */
export const state: Look = async (context) => {
  const { place } = context;
  const known = place.state === undefined ? undefined : knownBy(readState(place.state));
  const query = { filters: ofStack(place.id) };
  const [volumes, networks] = await Promise.all([
    place.client.ask<{ Volumes: { Name: string }[] | null }>("GET", "/volumes", { query }),
    place.client.ask<{ Name: string }[]>("GET", "/networks", { query }),
  ]);
  const there = {
    parts: context.parts,
    volumes: (volumes.Volumes ?? []).map(({ Name }) => Name),
    networks: networks.map(({ Name }) => Name),
  };
  return [
    ...(known && !place.settings.isOnSwarm ? stateFaults(known, there, on(place)) : []),
    ...lockFaults(place),
  ];
};

export function readState(file: string): Mapping {
  try {
    const content = readFileSync(file);
    const text = file.endsWith(".gz") ? gunzipSync(content).toString() : content.toString();
    return asMapping(asMapping(asMapping(JSON.parse(text)).checkpoint).latest);
  } catch {
    // The engine tells what is wrong with it.
    return {};
  }
}

/** What a deployment knows of the engine. Pure. */
export function knownBy({ resources, pending_operations: pending }: Mapping): Known | undefined {
  if (!Array.isArray(resources)) return undefined;
  const all = resources.map(asMapping);
  const of = (type: string, isReplaced = false) =>
    all.filter((it) => it.type === `docker:index/${type}` && (it.delete === true) === isReplaced);
  const nameIn = (it: Mapping) => asText(asMapping(it.outputs).name) ?? String(it.id);
  return {
    containers: of("container:Container").map((it) => ({
      id: String(it.id),
      name: nameIn(it),
      memory: Number(asMapping(it.inputs).memory) || undefined,
    })),
    replaced: of("container:Container", true).map((it) => String(it.id)),
    volumes: of("volume:Volume").map(nameIn),
    networks: of("network:Network").map(nameIn),
    pending: (Array.isArray(pending) ? pending : [])
      .map((it) =>
        asText(asMapping(asMapping(it).resource).urn)
          ?.split("::")
          .at(-1),
      )
      .filter((it) => it !== undefined),
  };
}

/** Roles of what is made for a moment, without a state. */
const PASSING = /^(run|config-check|backup-tool|release-diff|(.+-)?restore)$/;
const MB = 1024 ** 2;

/** Where the state and the engine differ. Pure. */
export function stateFaults(known: Known, there: There, stack: string): Fault[] {
  const faults: Fault[] = [];
  const fault = (kind: string, about: string, words: string, mend: string) =>
    faults.push({ kind, when: "now", about, words, mend });
  const again = `./pulumiw up ${stack} --refresh`;
  const ids = new Set(known.containers.map(({ id }) => id));
  const running = new Map(there.parts.map((part) => [part.id, part]));
  for (const { role, name, id } of there.parts) {
    if (ids.has(id) || PASSING.test(role)) continue;
    if (known.replaced.includes(id)) {
      const words = `${name} is of the version before, and stays until an up ends well`;
      fault("up-failed", role, words, `./pulumiw up ${stack}`);
      continue;
    }
    fault(
      "leftover-container",
      role,
      `${name} is in no state of the stack`,
      `docker rm --force ${name}`,
    );
  }
  for (const { id, name, memory } of known.containers) {
    const part = running.get(id);
    if (!part) fault("container-gone", name, `${name} was removed by somebody`, again);
    else if (memory !== undefined && part.limits.memory !== memory * MB) {
      const now = part.limits.memory === undefined ? "no limit" : bytes(part.limits.memory);
      const words = `${name} has ${now} of memory, and the stack says ${memory} MB`;
      fault("limit-drifted", part.role, words, again);
    }
  }
  const gone = (names: readonly string[], have: readonly string[]) =>
    names.filter((name) => !have.includes(name));
  for (const name of gone(known.volumes, there.volumes)) {
    const isData = name.endsWith("-data");
    const restore = `${again} && ./pulumiw backup restore latest ${stack}`;
    fault(
      "volume-gone",
      name,
      `the volume ${name} was removed by somebody`,
      isData ? restore : again,
    );
  }
  for (const name of gone(known.networks, there.networks)) {
    fault("network-gone", name, `the network ${name} was removed by somebody`, again);
  }
  if (known.pending.length > 0) {
    const words = `the last run was interrupted while it made ${known.pending.join(", ")}`;
    fault("interrupted", "state", words, `./pulumiw up ${stack}`);
  }
  return faults;
}

/** Locks of a file backend, which a run that was killed leaves. */
export function lockFaults({
  state: file,
  id,
  project,
}: Pick<Context["place"], "state" | "id" | "project">): Fault[] {
  if (file === undefined) return [];
  const root = join(dirname(file), file.includes(join("stacks", project.name)) ? "../.." : "..");
  const folder = join(root, "locks", "organization", project.name, id.stack);
  const locks = existsSync(folder) ? readdirSync(folder).filter((it) => it.endsWith(".json")) : [];
  if (locks.length === 0) return [];
  return [
    {
      kind: "locked",
      when: "now",
      about: "state",
      words: `a run has the stack's lock, or was killed with it: ${folder}`,
      mend: `./pulumiw cancel ${id.stack}   # once no run goes on`,
    },
  ];
}
