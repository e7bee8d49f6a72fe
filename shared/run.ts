import { type ChildProcess, spawn } from "node:child_process";

import { lastLines } from "./last-lines";

/** Runs a program to its end; fails with the last lines that it printed. */
export async function run(command: string, args: string[], signal?: AbortSignal): Promise<void> {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    signal,
    killSignal: "SIGKILL",
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => output.push(part));
  }
  try {
    await ended(child, command);
  } catch (error) {
    const { message } = error as Error;
    throw new Error([...lastLines(output.join("")), message].join("\n"), { cause: error });
  }
}

/** Settles when the program is gone and not before, so that its files can be removed by then. */
export function ended(child: ChildProcess, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    child.once("error", (error) => {
      failure = error;
    });
    child.once("close", (code, killedBy) => {
      if (failure) reject(failure);
      else if (code === 0) resolve();
      else
        reject(
          new Error(`${command} ${killedBy ? `was ended by ${killedBy}` : `exited with ${code}`}`),
        );
    });
  });
}
