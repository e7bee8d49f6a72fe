import { type ChildProcess, spawn } from "node:child_process";

import type { Result } from "./pulumi-cli";

/** How a command line is started. */
export interface Invocation {
  command: string;
  words: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** A command line that runs while a test does something to it. */
export class RunningCommand {
  /** Standard output and standard error so far. */
  output = "";
  readonly ended: Promise<Result>;
  private readonly child: ChildProcess;
  private isOver = false;
  private readonly waiting = new Set<() => void>();

  constructor({ command, words, cwd, env }: Invocation) {
    this.child = spawn(command, words, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, so that all of it can be killed at once.
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (part: Buffer) => {
        this.output += part;
        for (const look of this.waiting) look();
      });
    }
    this.ended = new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once("close", (code) => {
        this.isOver = true;
        for (const look of this.waiting) look();
        resolve({ code, output: this.output });
      });
    });
  }

  /** Resolves once the output is as wanted, or the command has ended. */
  until(isWanted: (output: string) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!this.isOver && !isWanted(this.output)) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Sends a signal to the command's own process. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Reads no further, as `head` does once it has its lines. */
  hangUp(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }

  /** Ends the whole process group, as a crash of the machine would. */
  kill(): void {
    const { pid } = this.child;
    if (pid !== undefined && !this.isOver) process.kill(-pid, "SIGKILL");
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
