import type { Fault } from "../faults";
import { runs } from "../part";
import { capture } from "./capture";
import { type Look, on, onServer } from "./look";

const NEARLY = 85;
const FULL = 95;
/** Not `docker system prune`: it removes containers that are stopped for now, and what was put aside to go back to. */
const ROOM = "docker builder prune --all && docker image prune --all";

/** Whether the disk of the engine fills up, as one of the stack's containers sees it. */
export const disk: Look = async ({ place, parts }) => {
  // Databases have a shell and df, and stand on the disk that matters.
  const candidates = [...parts].filter((part) => runs(part) && part.elsewhere === undefined);
  candidates.sort(
    (one, other) => Number(other.role === "database") - Number(one.role === "database"),
  );
  for (const { id } of candidates.slice(0, 3)) {
    const text = await capture(place.client, id, ["sh", "-c", "df -Pk / && df -Pi /"]);
    if (text !== undefined) return diskFaults(text, place.host.address, on(place));
  }
  return [];
};

/** What two tables of `df` say, of bytes and of files. Pure. */
export function diskFaults(text: string, address: string, stack: string): Fault[] {
  const rows = text.split("\n").filter((line) => /\d%\s+\/$/.test(line));
  return rows.flatMap((row, index): Fault[] => {
    const [, percent = "0"] = /(\d+)%\s+\/$/.exec(row) ?? [];
    if (Number(percent) < NEARLY) return [];
    const isFull = Number(percent) >= FULL;
    const what = index === 0 ? "the disk" : "the table of files of the disk";
    return [
      {
        kind: isFull ? "disk-full" : "disk-nearly-full",
        when: isFull ? "now" : "soon",
        about: "engine",
        words: `${what} of ${address} is ${percent}% full`,
        mend: `${onServer(address, ROOM)}   # what no container uses; releases: ./pulumiw releases ${stack}`,
      },
    ];
  });
}
