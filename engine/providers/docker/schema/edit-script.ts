import type { PropertyValue } from "../../provider";
import { stable } from "./values";

/** The fewest additions and removals that turn one list of scalars into the other, by index. */
export function editScript(path: string, old: PropertyValue[], next: PropertyValue[]): Change[] {
  const [before, after] = [old.map(stable), next.map(stable)];
  const common = commonLengths(before, after);
  const kinds = new Map<number, Change["kind"]>();
  const note = (index: number, kind: Change["kind"]) =>
    kinds.set(index, kinds.has(index) ? "update" : kind);

  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    } else if (
      j >= after.length ||
      (i < before.length && lengthAt(common, i + 1, j) >= lengthAt(common, i, j + 1))
    ) {
      note(i++, "delete");
    } else {
      note(j++, "add");
    }
  }
  return [...kinds].map(([index, kind]) => ({ path: `${path}[${index}]`, kind }));
}

/** For each pair of positions, how long the longest common subsequence of the rests is. */
function commonLengths(before: string[], after: string[]): number[][] {
  const lengths = before.map(() => new Array<number>(after.length).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = lengths[i] as number[];
      row[j] =
        before[i] === after[j]
          ? lengthAt(lengths, i + 1, j + 1) + 1
          : Math.max(lengthAt(lengths, i + 1, j), lengthAt(lengths, i, j + 1));
    }
  }
  return lengths;
}

function lengthAt(lengths: number[][], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}

/** A changed property by its full path, as previews show it. */
export interface Change {
  path: string;
  kind: "add" | "delete" | "update";
}
