import type { Machine } from "../machine";
import type { OwnLine } from "./line";

/** What a command runs in. */
export interface Surroundings {
  /** Where it was given. */
  cwd: string;
  machine: Machine;
}

/** @returns the exit code; nothing where it is 0. */
export type Run = (line: OwnLine, surroundings: Surroundings) => Promise<unknown>;
