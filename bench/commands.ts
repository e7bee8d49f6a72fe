import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { docker, removeProject } from "../test/support/docker";
import { type Figures, note } from "./measure";

const PROJECT = "bench-commands";
const CONTAINERS = 30;
const IMAGE = "redis:8";

/** How long `ps`, the first line of `logs`, and `doctor` take of a stack of thirty containers. */
export async function measureCommands(rounds: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), `${PROJECT}-`));
  const figures: Figures = {};
  try {
    writeFileSync(join(folder, "Pulumi.yaml"), `name: ${PROJECT}\nruntime: nodejs\n`);
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: {mode: dev, database: none}\n");
    for (let index = 0; index < CONTAINERS; index++) await start(index);
    // The first round fills caches, as on every machine where a command was given before.
    for (const into of [{}, ...Array.from({ length: rounds }, () => figures)]) {
      await time(into, "ps", folder, ["ps"], "end");
      await time(into, "logs, first line", folder, ["logs", "--tail", "5"], "first line");
      await time(into, "doctor", folder, ["doctor"], "end");
    }
    return figures;
  } finally {
    await removeProject(PROJECT);
    rmSync(folder, { recursive: true });
  }
}

async function start(index: number): Promise<void> {
  const role = `process-${index}`;
  const container = await docker.createContainer({
    name: `${PROJECT}-dev-${role}`,
    Image: IMAGE,
    Labels: { "berth.project": PROJECT, "berth.stack": "dev", "berth.role": role },
  });
  await container.start();
}

/** Runs a command line of the wrapper as a person does, and notes when its end or its first line came. */
function time(
  figures: Figures,
  name: string,
  cwd: string,
  words: readonly string[],
  until: "end" | "first line",
): Promise<void> {
  const started = performance.now();
  const pulumiw = resolve(__dirname, "../pulumiw");
  const child = spawn(pulumiw, words, { cwd, stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((done, fail) => {
    const finish = () => {
      note(figures, name, { seconds: (performance.now() - started) / 1000 });
      done();
    };
    child.once("error", fail);
    child.stdout.once("data", () => until === "first line" && finish());
    child.stdout.resume();
    child.once("close", () => until === "end" && finish());
  });
}
