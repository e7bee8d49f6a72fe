import { createInterface } from "node:readline/promises";

import { Screen } from "../display/screen";
import { EXIT, UserError } from "../errors";
import type { Invocation } from "./flags";

/** Whether somebody sits before a terminal and may be asked. */
export function isInteractive(invocation: Invocation): boolean {
  const { stdin, stdout } = process;
  return Boolean(stdin.isTTY && stdout.isTTY) && !invocation.has("non-interactive");
}

/** Where a run can be shown live; undefined where it has to be told line by line. */
export async function openScreen(invocation: Invocation): Promise<Screen | undefined> {
  const { stdout, env } = process;
  const isPlain = ["json", "diff", "non-interactive"].some((flag) => invocation.has(flag));
  if (!stdout.isTTY || isPlain || env.TERM === "dumb") return undefined;
  const color = invocation.text("color") ?? (env.NO_COLOR ? "never" : "auto");
  return Screen.open(stdout, color === "auto" || color === "always");
}

/** Asks for a word of consent. An end of the input is none. */
export async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const closed = new Promise<undefined>((resolve) =>
      terminal.once("close", () => resolve(undefined)),
    );
    const answer = await Promise.race([terminal.question(`${question} (yes/no) `), closed]);
    if (answer === undefined) process.stdout.write("\n");
    return /^y(es)?$/i.test(answer?.trim() ?? "");
  } finally {
    terminal.close();
  }
}

/** Refuses to go on without consent where nobody can be asked. */
export function requireConsent(invocation: Invocation): void {
  const given = ["yes", "skip-preview", "preview-only"].some((flag) => invocation.has(flag));
  if (given || isInteractive(invocation)) return;
  throw new UserError(
    "--yes or --skip-preview or --preview-only must be passed in to proceed when running in non-interactive mode",
    { exitCode: EXIT.notInteractive },
  );
}
