import { resolve } from "node:path";
import { IS_LONG_RUN } from "./long-run";
import { findPulumi } from "./pulumi-cli";

/** What runs a program: the official CLI, or the embedded engine. */
export type Engine = "pulumi" | "embedded";

const ENGINE_FOLDER = resolve(__dirname, "../../engine");

const ON_THIS_MACHINE: readonly Engine[] = findPulumi() ? ["pulumi", "embedded"] : ["embedded"];

/** The engines that this machine has, or the one that `BERTH_ENGINE` asks for. */
export const ENGINES = ON_THIS_MACHINE.filter((engine) =>
  [engine, undefined].includes(process.env.BERTH_ENGINE as Engine | undefined),
);

/** Engines that take turns at the stacks of a test; in the long run each has stacks of its own. */
export const RUNS = titled(IS_LONG_RUN ? eachAlone(ENGINES) : [ENGINES]);

/**
 * For the dev and the prod stack: each engine has stacks of its own. On another Docker than this
 * machine's (`test/dockers`), where it is the Docker that is tried, they take turns.
 */
export const STACK_RUNS = process.env.BERTH_DOCKER ? RUNS : titled(eachAlone(ENGINES));

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

function eachAlone(engines: readonly Engine[]): Engine[][] {
  return engines.map((engine) => [engine]);
}

function titled(runs: readonly (readonly Engine[])[]) {
  return runs.map((engines, index) => ({ engines, index, title: engines.join(" and ") }));
}
