import { ensureLocalEngine } from "../docker/local-engine";
import { parseWanted } from "../images/arguments";
import { ensureBase } from "../images/base";
import { buildStandIns } from "../images/build";
import { withTempFolder } from "../images/temp-folder";
import { docker } from "../test/support/docker";
import { ENGINES, type Engine } from "../test/support/engines";
import { measureCommands } from "./commands";
import { composeVersion } from "./compose";
import { measureCompose } from "./compose-stack";
import { fetchCompose } from "./fetch-compose";
import { measureFiles } from "./files";
import { machineLine } from "./machine";
import type { Figures } from "./measure";
import { measureRedeploy } from "./redeploy";
import { measureRestore } from "./restore";
import { measureScale } from "./scale";
import { measureStack } from "./stacks";
import { measureSwarm } from "./swarm";
import { table } from "./table";

const ROUNDS = Number(process.env.BENCH_RUNS ?? 3);
const PORT = 18900;
/** The embedded one first: the others are what it is compared with. */
const COMPARED = [...ENGINES].sort();

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

/** Compose as the docker client has it, or as Debian has it, in a folder of ours; undefined where neither can be. */
async function findCompose(folder: string): Promise<string | undefined> {
  const own = await composeVersion();
  if (own) return own;
  console.error("\nCompose and Buildx: fetching Debian's packages");
  try {
    await fetchCompose(folder);
  } catch (error) {
    console.error(`They cannot be had, and nothing is compared with them: ${error}`);
    return undefined;
  }
  process.env.DOCKER_CONFIG = folder;
  return composeVersion();
}

/** What is measured, by the words of the command line. */
const PARTS: Record<string, () => Promise<void>> = {
  async dev() {
    const runs = { stack: "dev", port: PORT, rounds: ROUNDS } as const;
    const columns = await perEngine((engine) => measureStack(engine, runs));
    await withTempFolder("berth-bench-", async (folder) => {
      const version = await findCompose(folder);
      if (!version) return;
      console.error(`\nunder Compose ${version}`);
      columns[`Compose ${version}`] = await measureCompose(PORT, ROUNDS);
    });
    show(`The dev stack, medians of ${ROUNDS} rounds, peak memory of the engine`, columns);
  },
  async prod() {
    const runs = { stack: "prod", port: PORT, rounds: ROUNDS } as const;
    const columns = await perEngine((engine) => measureStack(engine, runs));
    show(`The prod stack, medians of ${ROUNDS} rounds, peak memory of the engine`, columns);
  },
  async redeploy() {
    const columns = await perEngine((engine) => measureRedeploy(engine, PORT, ROUNDS));
    show(`A rolling redeploy, medians of ${ROUNDS} rounds`, columns);
  },
  async scale() {
    show("Stacks of containers that do nothing", await perEngine(measureScale));
  },
  async files() {
    const columns = await perEngine((engine) => measureFiles(engine, PORT, ROUNDS));
    show(`A folder of many files, medians of ${ROUNDS} rounds`, columns);
  },
  async swarm() {
    show("A service on three nodes", await perEngine(measureSwarm));
  },
  async commands() {
    const title = `Commands over a stack of thirty containers, medians of ${ROUNDS} rounds`;
    show(title, { "./pulumiw": await measureCommands(ROUNDS) });
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
    console.log(await machineLine());
    for (const part of parts) await part();
  } finally {
    await stopEngine();
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
