import { colorsFor } from "../colors";
import type { Run } from "../command";
import { nothingThere, openFor } from "../engine";
import { type Fault, partFaults } from "../faults";
import { partsFor } from "../ps";
import { backups } from "./backups";
import { disk } from "./disk";
import { engine } from "./engine";
import { events } from "./events";
import { jobs } from "./jobs";
import { leftovers } from "./leftovers";
import type { Look } from "./look";
import { ports } from "./ports";
import { state } from "./state";

/** What is looked at beside the parts, by the name that `doctor` has for it. */
const LOOKS: Record<string, Look> = {
  disk,
  engine,
  state,
  leftovers,
  ports,
  backups,
  jobs,
  events,
};

/** `doctor`: what is wrong, or soon will be; exit code 1 where something is. */
export const doctor: Run = async (line, surroundings) => {
  const place = openFor(line, surroundings);
  const parts = await partsFor(place, true);
  if (parts.length === 0) throw nothingThere(place, surroundings.machine.env);
  const now = Date.now();
  const looks = Object.entries(LOOKS).map(async ([name, look]) => {
    try {
      return await look({ place, parts, now, env: surroundings.machine.env });
    } catch (error) {
      // One thing that cannot be looked at hides no other.
      const words = `${name} could not be looked at: ${(error as Error).message}`;
      const mend = `./pulumiw doctor --stack ${place.id.stack}`;
      return [{ kind: "not-looked-at", when: "soon" as const, about: name, words, mend }];
    }
  });
  const all = [...partFaults(parts, place.id.stack, now), ...(await Promise.all(looks)).flat()];
  const faults = unique(all).sort((one, other) => one.when.localeCompare(other.when));
  if (line.has("json")) {
    process.stdout.write(`${JSON.stringify({ faults }, null, 2)}\n`);
  } else {
    const { red, yellow, green, dim } = colorsFor(line, surroundings.machine.env);
    for (const { words, mend, when, kind } of faults) {
      const paint = when === "now" ? red : yellow;
      process.stdout.write(
        `${paint(when === "now" ? "wrong" : "soon ")}  ${words}  ${dim(kind)}\n         ${mend}\n`,
      );
    }
    const well = `${parts.length} containers, disk, clock, backups, jobs, certificate, ports, images and state: nothing is wrong`;
    if (faults.length === 0) process.stdout.write(`${green("well")}   ${well}\n`);
  }
  return faults.some(({ when }) => when === "now") ? 1 : 0;
};

/** What is wrong now says more than the same that was wrong before. */
function unique(faults: readonly Fault[]): Fault[] {
  const now = faults.filter(({ when }) => when === "now");
  const isSaid = ({ kind, about, when }: Fault) =>
    when === "soon" && now.some((it) => it.kind === kind && it.about === about);
  return faults.filter((fault) => !isSaid(fault));
}
