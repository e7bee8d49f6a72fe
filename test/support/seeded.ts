/** Chance that is the same in every run: what a generator found can be found again. */
export interface Chance {
  /** A whole number from 0 up to, and without, `below`. */
  int(below: number): number;
  pick<T>(from: readonly T[]): T;
}

/** @param seed another one gives other numbers. */
export function seeded(seed: number): Chance {
  let state = seed;
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (below: number) => Math.floor(next() * below);
  return { int, pick: (from) => from[int(from.length)] as (typeof from)[number] };
}

/** What no message to a person may have in it. */
const INNER_WORDS =
  /\n\s+at |undefined|\[object|Cannot (read|destructure)|is not a function|EISDIR|ENOENT|EACCES|Maximum call|HTTP code|node:internal|NaN|:$/m;

/** Inner words in a message, for a test to find none; an empty message is one, too. */
export function innerWords(message: string): string | undefined {
  if (message.trim() === "") return "nothing";
  return INNER_WORDS.exec(message)?.[0];
}
