import { resolve } from "node:path";
import { findPulumi } from "./pulumi-cli";

/** What runs a program: the official CLI, or the embedded engine. */
export type Engine = "pulumi" | "embedded";

const ENGINE_FOLDER = resolve(__dirname, "../../engine");

/** The engines that this machine has; the embedded one is always there. */
export const ENGINES: readonly Engine[] = findPulumi() ? ["pulumi", "embedded"] : ["embedded"];

/** The engine of the tests that need one only: the official CLI where it is, or what is asked for. */
export const ENGINE: Engine =
  ENGINES.find((engine) => engine === process.env.BERTH_ENGINE) ?? ENGINES[0] ?? "embedded";

/** The command that takes `pulumi` command lines, as words. */
export function commandOf(engine: Engine): [string, ...string[]] {
  if (engine === "embedded") {
    const hook = resolve(ENGINE_FOLDER, "typescript-hook.cjs");
    return [process.execPath, "--require", hook, resolve(ENGINE_FOLDER, "main.ts")];
  }
  const command = findPulumi();
  if (!command) throw new Error("no pulumi CLI on PATH or in PULUMI_HOME");
  return [command];
}
