import { textTable } from "../../shared/text-table";
import { ago, bytes } from "./amounts-in-words";
import { type Colors, colorsFor } from "./colors";
import type { Run } from "./command";
import { nothingThere, type OpenPlace, openFor } from "./engine";
import { partFaults } from "./faults";
import type { Part } from "./part";
import { partsOf } from "./roles";

/** The parts of a stack, on one engine or on the nodes of a Swarm. */
export async function partsFor(
  { client, id, settings }: OpenPlace,
  measured = false,
): Promise<Part[]> {
  if (!settings.isOnSwarm) return (await import("./containers")).containersOf(client, id, measured);
  return (await import("./tasks")).tasksOf(client, id, measured);
}

/** `ps`: what runs of a stack. */
export const ps: Run = async (line, surroundings) => {
  const place = openFor(line, surroundings);
  const all = await partsFor(place, !line.has("quiet"));
  if (all.length === 0) throw nothingThere(place, surroundings.machine.env);
  const parts = partsOf(all, line.operands, place.id.stack);
  const faults = partFaults(parts, place.id.stack, Date.now());
  const print = (text: string) => void process.stdout.write(`${text}\n`);
  if (line.has("quiet")) return print(parts.map(({ id }) => id.slice(0, 12)).join("\n"));
  if (line.has("json"))
    return print(JSON.stringify({ parts: parts.map(forPrograms), faults }, null, 2));
  const colors = colorsFor(line, surroundings.machine.env);
  for (const text of partTable(parts, colors, Date.now())) print(text);
  if (faults.length > 0) print("");
  for (const { words, mend, when } of faults) {
    print(`${(when === "now" ? colors.red : colors.yellow)(words)}\n  ${mend}`);
  }
};

/** What programs get of a part. */
const forPrograms = ({ elsewhere: _, healthWords, error, imageId, ...part }: Part) => ({
  ...part,
  health: part.health ?? null,
  healthWords: healthWords || undefined,
  error: error || undefined,
  imageId,
});

/** A table for people, with its heading. Pure. */
export function partTable(parts: readonly Part[], colors: Colors, now: number): string[] {
  const onNodes = parts.some(({ node }) => node !== undefined);
  const heading = ["ROLE", "NAME", "STATE", "SINCE", "RESTARTS", "CPU", "MEMORY", "IMAGE"];
  const rows = parts.map((part) => [
    part.role,
    part.name,
    shownStateOf(part, colors),
    ago(part.since, now),
    part.restarts === undefined ? "-" : String(part.restarts),
    cpu(part),
    memory(part),
    part.image,
    ...(onNodes ? [part.node ?? "-"] : []),
  ]);
  return textTable([[...heading, ...(onNodes ? ["NODE"] : [])], ...rows]);
}

function shownStateOf({ state, health, exitCode }: Part, { red, green, yellow }: Colors): string {
  if (state !== "running") return red(state === "exited" ? `exited (${exitCode})` : state);
  if (health === undefined) return green(state);
  return (health === "healthy" ? green : health === "starting" ? yellow : red)(health);
}

function cpu({ usage, limits }: Part): string {
  if (usage?.cpus === undefined) return "-";
  const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;
  return limits.cpus === undefined
    ? percent(usage.cpus)
    : `${percent(usage.cpus / limits.cpus)} of ${limits.cpus}`;
}

function memory({ usage, limits }: Part): string {
  if (usage?.memory === undefined) return "-";
  if (limits.memory === undefined) return bytes(usage.memory);
  const share = Math.round((usage.memory / limits.memory) * 100);
  return `${bytes(usage.memory)} of ${bytes(limits.memory)} (${share}%)`;
}
