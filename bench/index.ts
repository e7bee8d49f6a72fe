import { appendFileSync } from "node:fs";
import { ensureLocalEngine } from "../docker/local-engine";
import { parseWanted } from "../images/arguments";
import { buildStandIns } from "../images/build";
import { docker } from "../test/support/docker";
import { ENGINES } from "../test/support/engines";
import { eventually, request } from "../test/support/http";
import { Project, succeeded } from "../test/support/project";
import { run } from "../test/support/pulumi-cli";
import { Compose, findCompose } from "./compose";
import { row, timed } from "./stats";

const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const PORT = 18900;
const URL = `http://localhost:${PORT}`;

type Times = Record<string, number[]>;

const healthy = () => eventually(async () => (await request(`${URL}/healthz`)).ok);

/** A line that changes nothing but the content. */
function changeCode(project: Project): void {
  appendFileSync(project.path("app/widgets/routes.py"), "# once more\n");
}

async function measure(times: Times, name: string, action: () => Promise<unknown>): Promise<void> {
  const list = times[name] ?? [];
  times[name] = [...list, await timed(action)];
  console.error(`${name}: ${times[name].at(-1)?.toFixed(2)} s`);
}

/** The dev stack: app and MySQL. Images are there, the build's cache is warm. */
async function measurePulumi(project: Project): Promise<Times> {
  const times: Times = {};
  await project.stack("dev", { mode: "dev", app: { name: "widgets", port: PORT } });
  await project.mustUp("dev");
  succeeded(await project.destroy("dev"));
  for (let round = 0; round < RUNS; round++) {
    await measure(times, "first up", () => project.mustUp("dev"));
    await measure(times, "no-op up", () => project.mustUp("dev"));
    await measure(times, "preview", () => project.preview("dev"));
    changeCode(project);
    await measure(times, "code change", () => project.mustUp("dev"));
    await measure(times, "destroy", () => project.destroy("dev"));
  }
  return times;
}

/** Compose says "started" before the app answers, so the time until it does is added. */
async function measureCompose(compose: Compose): Promise<Times> {
  const times: Times = {};
  const up = async () => {
    await compose.up();
    await healthy();
  };
  await up();
  await compose.down();
  for (let round = 0; round < RUNS; round++) {
    await measure(times, "first up", up);
    await measure(times, "no-op up", up);
    changeCode(compose.project);
    await measure(times, "code change", up);
    await measure(times, "destroy", compose.down);
  }
  return times;
}

/** Loading `index.ts` and all that it imports, types stripped on the way. */
async function measureLoading(): Promise<number[]> {
  const args = ["--require", "sucrase/register/ts", "-e", "require('./index.ts')"];
  const seconds: number[] = [];
  for (let round = 0; round < RUNS; round++) {
    seconds.push(await timed(async () => succeeded(await run("node", args, { cwd: "." }))));
  }
  return seconds;
}

function print(title: string, times: Times): void {
  console.log(`\n${title}, ${RUNS} runs, seconds\n`);
  console.log(`| ${"".padEnd(34)} |  median |     min |     max |`);
  console.log(`| ${"-".repeat(34)} | ------: | ------: | ------: |`);
  for (const [name, seconds] of Object.entries(times)) console.log(row(name, seconds));
}

async function main(): Promise<void> {
  const log = (line: string) => console.error(line);
  const stopEngine = await ensureLocalEngine(log);
  await buildStandIns(parseWanted([]), { docker, log: (text) => process.stderr.write(text) });
  print("The program", { "loading it": await measureLoading() });
  for (const engine of ENGINES) {
    const project = new Project(`berth-bench-${engine}`, engine);
    try {
      print(`Berth under the engine ${engine}`, await measurePulumi(project));
    } finally {
      await project.remove();
    }
  }
  const project = new Project("berth-bench");
  try {
    const command = await findCompose();
    if (command) {
      const compose = new Compose(command, project, PORT, "mysql:9.7");
      try {
        print(`The same with ${command.join(" ")}`, await measureCompose(compose));
      } finally {
        await compose.down();
      }
    } else {
      console.log("\nCompose is not installed: nothing to compare with.");
    }
  } finally {
    await project.remove();
    await stopEngine();
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
