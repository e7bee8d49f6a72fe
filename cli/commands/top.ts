import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../shared/errors";
import { colorsFor } from "./colors";
import type { Run } from "./command";
import { nothingThere, openFor } from "./engine";
import { partsFor, partTable } from "./ps";
import { partsOf } from "./roles";

const CLEAR = "\x1b[H\x1b[2J";

/** `top`: what the parts of a stack use, over and over, the busiest first. */
export const top: Run = async (line, surroundings) => {
  const every = Number(line.text("interval") ?? 2);
  if (!(every >= 0.5 && every <= 3600)) {
    throw new UserError(
      `top: --interval: given "${line.text("interval")}"; accepted: seconds from 0.5 to 3600`,
    );
  }
  const place = openFor(line, surroundings);
  const colors = colorsFor(line, surroundings.machine.env);
  const isLive = process.stdout.isTTY === true && !line.has("once") && !line.has("json");
  for (;;) {
    const all = await partsFor(place, true);
    if (all.length === 0) throw nothingThere(place, surroundings.machine.env);
    const parts = partsOf(all, line.operands, place.id.stack);
    parts.sort((one, other) => (other.usage?.cpus ?? 0) - (one.usage?.cpus ?? 0));
    if (line.has("json")) {
      const rows = parts.map(({ role, name, node, usage, limits }) => ({
        role,
        name,
        node,
        usage,
        limits,
      }));
      process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
      return;
    }
    const table = partTable(parts, colors, Date.now()).join("\n");
    process.stdout.write(`${isLive ? CLEAR : ""}${table}\n`);
    if (!isLive) return;
    await sleep(every * 1000);
  }
};
