/**
 * Takes tiny programs, and the project's own stacks, through their steps under both engines, and
 * compares after each: steps, counts, outputs, exit code and state. Needs the official CLI, and for
 * the stacks a Docker engine with the base images; says so where there is no CLI.
 *
 *     npm run conformance [-- FILTER...]
 */
import type { Engine } from "../../support/engines";
import { findPulumi } from "../../support/pulumi-cli";
import { loadCases, runCase } from "./case";
import { differences, type Observation } from "./compare";
import { loadStacks, runStack } from "./stacks";

/** Something that goes through the same steps under each engine. */
interface Trial {
  name: string;
  steps: readonly string[];
  /** Whether it makes something outside its own folder, so that one engine has to wait for the other. */
  outside: boolean;
  run(engine: Engine): Promise<Observation[]>;
}

function loadTrials(filter: string): Trial[] {
  const cases = loadCases(filter).map((tiny) => ({
    name: tiny.name,
    steps: tiny.steps.map(({ number }) => number),
    outside: tiny.steps.some(({ program }) => program.includes("docker")),
    run: (engine: Engine) => runCase(engine, tiny),
  }));
  const stacks = loadStacks(filter).map((stack) => ({
    name: `stack-${stack.name}`,
    steps: stack.steps.map(({ name }) => name),
    outside: true,
    run: (engine: Engine) => runStack(engine, stack),
  }));
  return [...cases, ...stacks];
}

/** Where the engines differ, in words. */
async function compare({ steps, outside, run }: Trial): Promise<string[]> {
  const official = run("pulumi");
  if (outside) await official;
  const [theirs, ours] = await Promise.all([official, run("embedded")]);
  return theirs.flatMap((observation, index) =>
    differences(observation, ours[index], steps[index]),
  );
}

async function main(): Promise<number> {
  if (!findPulumi()) {
    console.log("no pulumi CLI on PATH or in PULUMI_HOME: conformance cannot be checked here");
    return 0;
  }
  const filters = process.argv.length > 2 ? process.argv.slice(2) : [""];
  const trials = filters.flatMap(loadTrials);
  let agreeing = 0;
  for (const trial of trials) {
    const found = await compare(trial);
    console.log(`${found.length ? "FAIL" : "ok  "} ${trial.name}`);
    for (const line of found) console.log(`       ${line.slice(0, 300)}`);
    if (found.length === 0) agreeing++;
  }
  console.log(`${agreeing} of ${trials.length} agree`);
  return agreeing === trials.length ? 0 : 1;
}

main().then((code) => {
  process.exitCode = code;
});
