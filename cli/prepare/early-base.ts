import type { BaseTree } from "../../images/base";
import type { StandIns } from "../command-line";
import type { Needed } from "./base-images";

export interface EarlyBase {
  needed: readonly Needed[];
  standIns: StandIns;
  /** Whether anything at all answers at an address. */
  answers: (url: string, limitMs: number) => Promise<boolean>;
  /** Begins the base's files; undefined where this machine cannot make them. */
  start: () => Promise<BaseTree | undefined>;
}

/** Where the official images come from. */
const REGISTRY = "https://registry-1.docker.io/v2/";
const REACH_MS = 3_000;

/**
 * Begins what all stand-ins are built from while the engine itself is being installed, where they will
 * be wanted as far as can be told: the engine is asked once it is there, and has the last word.
 */
export async function beginBase(early: EarlyBase): Promise<BaseTree | undefined> {
  const { needed, standIns, answers, start } = early;
  if (standIns === "never" || needed.length === 0) return undefined;
  if (standIns === "auto" && (await answers(REGISTRY, REACH_MS))) return undefined;
  return start();
}

export function answers(url: string, limitMs: number): Promise<boolean> {
  const asked = fetch(url, { method: "HEAD", signal: AbortSignal.timeout(limitMs) });
  return asked.then(
    () => true,
    () => false,
  );
}

/** The parts are loaded when they are needed: that is rare. */
export async function startBaseHere(): Promise<BaseTree | undefined> {
  const { startBaseTree, whyNoBaseHere } = await import("../../images/base");
  return whyNoBaseHere() === undefined ? startBaseTree() : undefined;
}
