import type { Impact } from "./effect";
import { type Change, typeOf } from "./parts";

const TAKE_OVER = "pulumi-nodejs:dynamic/berth:TakeOver";

const namesIn = (state: Change["old"]): string[] =>
  ((state?.inputs.waves ?? []) as { name: string }[][]).flat().map(({ name }) => name);

/** What is felt where the stack takes the place of containers that ran before it. */
export function takeOverImpact({ urn, kind, old, new: aim }: Change): Impact[] {
  if (typeOf(urn) !== TAKE_OVER || kind === "delete") return [];
  const before = new Set(namesIn(old));
  const stopped = namesIn(aim).filter((name) => !before.has(name));
  if (stopped.length === 0) return [];
  const isLast = urn.endsWith("-rest");
  return [
    {
      part: "adopt",
      change: `stopped, and kept: ${stopped.join(", ")}`,
      felt: isLast
        ? "nothing: the new containers are healthy before"
        : "nobody answers until the new app is healthy",
      effect: isLast ? "nothing" : "downtime",
    },
  ];
}
