import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

import type { Project } from "./project";

/** A command line that runs while a test does something to it. */
export class RunningCommand {
  /** Standard output and standard error so far. */
  output = "";
  readonly ended: Promise<{ code: number | null; output: string; ms: number }>;
  private readonly child: ChildProcess;

  constructor(project: Project, ...args: string[]) {
    const { command, words, cwd, env } = project.invocation(...args);
    const start = performance.now();
    // A process group of its own, so that all of it can be killed at once.
    this.child = spawn(command, words, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (part: Buffer) => {
        this.output += part;
      });
    }
    this.ended = new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once("close", (code) =>
        resolve({ code, output: this.output, ms: performance.now() - start }),
      );
    });
  }

  /** Resolves with the milliseconds until a text was printed. Rejects when the command ends without. */
  async printed(text: string): Promise<number> {
    const start = performance.now();
    let over = false;
    void this.ended.then(() => {
      over = true;
    });
    while (!this.output.includes(text)) {
      if (over) throw new Error(`ended without "${text}":\n${this.output}`);
      await sleep(10);
    }
    return performance.now() - start;
  }

  /** Sends a signal to the command's own process, or with SIGKILL to its whole group. */
  signal(name: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined || this.child.exitCode !== null) return;
    process.kill(name === "SIGKILL" ? -pid : pid, name);
  }
}

/** Numbers from 0 to 1 that a seed determines (a linear congruential generator). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
