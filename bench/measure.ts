import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import type { Project } from "../test/support/project";

/** What commands took, one entry a run, by what was measured. */
export type Figures = Record<string, { seconds: number; megabytes?: number }[]>;

const LOOK_MS = 50;

/** Runs a command line of a project's engine, and notes its time and its process's peak memory. */
export async function measure(
  figures: Figures,
  name: string,
  project: Project,
  words: readonly string[],
): Promise<void> {
  const start = performance.now();
  const { command, words: args, cwd, env } = project.invocation(...words);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  let megabytes: number | undefined;
  const look = setInterval(() => {
    megabytes = peakMegabytes(child.pid) ?? megabytes;
  }, LOOK_MS);
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => clearInterval(look));
  if (code !== 0) throw new Error(`${words.join(" ")}: exit code ${code}:\n${output}`);
  note(figures, name, { seconds: (performance.now() - start) / 1000, megabytes });
}

export function note(figures: Figures, name: string, entry: Figures[string][number]): void {
  figures[name] = [...(figures[name] ?? []), entry];
  console.error(`${name}: ${entry.seconds.toFixed(2)} s`);
}

/** The kernel keeps the greatest size of a process; only Linux tells. */
function peakMegabytes(pid: number | undefined): number | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(file, "utf8"))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
