import { ensureLocalEngine } from "../docker/local-engine";
import { parseWanted } from "../images/arguments";
import { ensureBase } from "../images/base";
import { buildStandIns } from "../images/build";
import { docker } from "../test/support/docker";
import { ENGINES, type Engine } from "../test/support/engines";
import { eventually, request } from "../test/support/http";
import { Project } from "../test/support/project";
import { Compose, findCompose } from "./compose";
import { changeCode, measureDevStack } from "./dev-stack";
import { type Figures, note } from "./measure";
import { measureRedeploy } from "./redeploy";
import { measureRestore } from "./restore";
import { measureScale } from "./scale";
import { timed } from "./stats";
import { measureSwarm } from "./swarm";
import { table } from "./table";

const ROUNDS = Number(process.env.BENCH_RUNS ?? 3);
const PORT = 18900;
/** The embedded one first: the others are what it is compared with. */
const COMPARED = [...ENGINES].sort();

/** Compose says "started" before the app answers, so the time until it does is added. */
async function measureCompose(command: readonly string[]): Promise<Figures> {
  const figures: Figures = {};
  const project = new Project("berth-bench");
  const compose = new Compose(command, project, PORT, "mysql:9.7");
  const healthy = () =>
    eventually(async () => (await request(`http://localhost:${PORT}/healthz`)).ok);
  const up = async () => {
    await compose.up();
    await healthy();
  };
  const measure = async (name: string, action: () => Promise<void>) =>
    note(figures, name, { seconds: await timed(action) });
  try {
    await up();
    await compose.down();
    for (let round = 0; round < ROUNDS; round++) {
      await measure("first up", up);
      await measure("no-op up", up);
      changeCode(project);
      await measure("code change", up);
      await measure("destroy", compose.down);
    }
  } finally {
    await compose.down();
    await project.remove();
  }
  return figures;
}

async function perEngine(
  measure: (engine: Engine) => Promise<Figures>,
): Promise<Record<string, Figures>> {
  const columns: Record<string, Figures> = {};
  for (const engine of COMPARED) {
    console.error(`\nunder the engine ${engine}`);
    columns[engine] = await measure(engine);
  }
  return columns;
}

/** What is measured, by the words of the command line. */
const PARTS: Record<string, () => Promise<void>> = {
  async dev() {
    const columns = await perEngine((engine) => measureDevStack(engine, PORT, ROUNDS));
    const compose = await findCompose();
    if (compose) columns[compose.join(" ")] = await measureCompose(compose);
    else console.error("\nCompose is not installed: nothing to compare with.");
    show(`The dev stack, medians of ${ROUNDS} rounds, peak memory of the engine`, columns);
  },
  async redeploy() {
    const columns = await perEngine((engine) => measureRedeploy(engine, PORT, ROUNDS));
    show(`A rolling redeploy, medians of ${ROUNDS} rounds`, columns);
  },
  async scale() {
    show("Stacks of containers that do nothing", await perEngine(measureScale));
  },
  async swarm() {
    show("A service on three nodes", await perEngine(measureSwarm));
  },
  async restore() {
    show("A database of 1 GB", { MySQL: await measureRestore() });
  },
};

function show(title: string, columns: Record<string, Figures>): void {
  console.log(`\n${title}\n\n${table(columns)}`);
}

/** The parts that the command line names; all of them where it names none. */
function partsOf(words: readonly string[]): (() => Promise<void>)[] {
  const names = words.length > 0 ? words : Object.keys(PARTS);
  return names.map((name) => {
    const part = PARTS[name];
    if (!part) throw new Error(`${name}: there are ${Object.keys(PARTS).join(", ")}`);
    return part;
  });
}

async function main(): Promise<void> {
  const parts = partsOf(process.argv.slice(2));
  const stopEngine = await ensureLocalEngine((line) => console.error(line));
  try {
    await ensureBase(docker);
    await buildStandIns(parseWanted([]), { docker, log: (text) => process.stderr.write(text) });
    for (const part of parts) await part();
  } finally {
    await stopEngine();
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
