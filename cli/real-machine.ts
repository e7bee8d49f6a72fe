import { spawn } from "node:child_process";
import { createInterface } from "node:readline/promises";
import { UserError } from "../shared/errors";
import type { Captured, CaptureOptions, Machine } from "./machine";

/**
 * This machine. Lines for a person go to standard error, so that `pulumiw stack output --json` can
 * be read by a program.
 */
export function realMachine(): Machine {
  return {
    env: process.env,
    interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
    say: (line) => void process.stderr.write(`berth: ${line}\n`),
    ask,
    capture,
  };
}

async function ask(question: string, otherwise = true): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const choice = otherwise ? "[Y/n]" : "[y/N]";
    const asked = terminal.question(`berth: ${question} ${choice} `).catch(() => {
      throw new UserError("stopped at the question", { exitCode: 130 });
    });
    const answer = (await asked).trim();
    return answer === "" ? otherwise : /^(y|yes)$/i.test(answer);
  } finally {
    terminal.close();
  }
}

function capture(
  command: string,
  args: readonly string[],
  { env, cwd, limitMs }: CaptureOptions = {},
): Promise<Captured> {
  return new Promise((resolve) => {
    // In a group of its own where its time is limited: what it started has to end with it.
    const detached = limitMs !== undefined;
    const stdio = ["ignore", "pipe", "pipe"] as const;
    const child = spawn(command, args, {
      env: env ?? process.env,
      cwd,
      stdio: [...stdio],
      detached,
    });
    let output = "";
    const keep = (part: Buffer) => {
      output += part.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const end = () => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    const timer = limitMs === undefined ? undefined : setTimeout(end, limitMs);
    const interrupt = (signal: NodeJS.Signals) => {
      end();
      process.kill(process.pid, signal);
    };
    if (detached) process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
    const settle = (captured: Captured) => {
      clearTimeout(timer);
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
      resolve(captured);
    };
    child.once("error", ({ message }) => settle({ code: -1, output: message }));
    child.once("close", (code) => settle({ code: code ?? -1, output }));
  });
}
