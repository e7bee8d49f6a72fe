/**
 * Runs every case under both engines and compares: the steps of preview and update, the state after
 * each, the outputs and the exit code. Needs the official CLI; says so where there is none.
 *
 *     npm run conformance [-- FILTER]
 */
import { type Case, type CaseStep, loadCases } from "./case";
import { differences, type Observation, observe } from "./compare";
import { EMBEDDED, type Engine, findOfficial, Project } from "./engines";

const SETTINGS: string[][] = [
  ["config", "set", "text", "a text"],
  ["config", "set", "number", "5"],
  ["config", "set", "--path", "object.list[0]", "1"],
  ["config", "set", "--secret", "--path", "object.hidden", "in an object"],
  ["config", "set", "--secret", "secret", "hush"],
  ["config", "set", "other:key", "of another namespace"],
];

async function runCase(engine: Engine, { steps }: Case): Promise<Observation[]> {
  const project = Project.create();
  try {
    const observations: Observation[] = [];
    await project.run(engine, ["stack", "init", "test"]);
    for (const args of SETTINGS) await project.run(engine, args);
    for (const step of [...steps, DESTROY]) observations.push(await runStep(engine, project, step));
    return observations;
  } finally {
    project.remove();
  }
}

const DESTROY: CaseStep = {
  number: "destroy",
  program: "",
  args: ["destroy", "--yes", "--skip-preview"],
};

async function runStep(engine: Engine, project: Project, step: CaseStep): Promise<Observation> {
  project.program(step.program);
  const { code, output } = await project.run(engine, step.args);
  const exported = await project.run(engine, ["stack", "export", "--show-secrets"]);
  if (process.env.CONFORMANCE_SHOW) console.log(`--- ${engine.name} ${step.number}\n${output}`);
  const observed = observe(code, output, exported.output);
  // What the official CLI says of outputs when their stack goes depends on how much time it had.
  return step.args[0] === "destroy" ? { ...observed, outputs: [] } : observed;
}

async function main(): Promise<number> {
  const official = findOfficial();
  if (!official) {
    console.log("no official Pulumi CLI on PATH: conformance cannot be checked here");
    return 0;
  }
  let failed = 0;
  const cases = loadCases(process.argv[2] ?? "");
  for (const current of cases) {
    const theirs = await runCase(official, current);
    const ours = await runCase(EMBEDDED, current);
    const found = theirs.flatMap((observation, index) =>
      differences(observation, ours[index], current.steps[index]?.number ?? "destroy"),
    );
    console.log(`${found.length ? "FAIL" : "ok  "} ${current.name}`);
    for (const line of found) console.log(`       ${line.slice(0, 300)}`);
    if (found.length) failed++;
  }
  console.log(`${cases.length - failed} of ${cases.length} cases agree`);
  return failed ? 1 : 0;
}

main().then((code) => {
  process.exitCode = code;
});
