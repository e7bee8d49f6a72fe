import { createInterface } from "node:readline";
import { ago } from "../amounts-in-words";
import { ofStack } from "../engine";
import { type Fault, memoryKey } from "../faults";
import { type Look, on } from "./look";

interface Event {
  Action: string;
  time: number;
  Actor: { Attributes: Record<string, string> };
}

const DAY_S = 24 * 60 * 60;

/** Kills for memory within the last day, as far as the engine still knows. */
export const events: Look = async ({ place, now }) => {
  const until = Math.floor(now / 1000);
  const filters = { ...ofStack(place.id), type: ["container"], event: ["oom"] };
  const query = { since: until - DAY_S, until, filters };
  const found: Event[] = [];
  for await (const line of createInterface({
    input: await place.client.stream("/events", { query }),
  })) {
    if (line !== "") found.push(JSON.parse(line) as Event);
  }
  return memoryFaults(found, now, on(place));
};

/** What kills of the last day mean. Pure. */
export function memoryFaults(found: readonly Event[], now: number, stack: string): Fault[] {
  const byName = new Map<string, Event[]>();
  for (const event of found) {
    const { name = "" } = event.Actor.Attributes;
    byName.set(name, [...(byName.get(name) ?? []), event]);
  }
  return [...byName].map(([name, of]) => {
    const last = new Date((of.at(-1)?.time ?? 0) * 1000).toISOString();
    const role = of.at(-1)?.Actor.Attributes["berth.role"] ?? "";
    return {
      kind: "killed-for-memory",
      when: "soon" as const,
      about: role,
      words: `a process of ${name} was killed at its limit of memory ${of.length === 1 ? "once" : `${of.length} times`} in a day, the last time ${ago(last, now)} ago`,
      mend: `pulumi config set ${stack} --path ${memoryKey(role)} AMOUNT && ./pulumiw up ${stack}   # ./pulumiw ps ${role} shows what it uses`,
    };
  });
}
