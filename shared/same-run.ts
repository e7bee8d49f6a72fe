import { isDeepStrictEqual } from "node:util";

/** Inputs of a run that say how it is done: its code, where the engine is asked, and words for its failure. */
const HOW = ["__provider", "host", "wayOut"];

/** Whether what has run would run for nothing else but newer code of Berth's. Pure. */
export const isSameRun = (before: object, now: object): boolean =>
  isDeepStrictEqual(what(before), what(now));

const what = (inputs: object) =>
  Object.fromEntries(
    Object.entries(inputs).filter(([name, value]) => !HOW.includes(name) && value !== undefined),
  );
