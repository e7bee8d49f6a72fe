import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { buffer } from "node:stream/consumers";

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
  const answer = await read(`${question} (yes/no) `);
  return /^y(es)?$/i.test(answer?.trim() ?? "");
}

/**
 * The value that a setting is to have: what is typed at a terminal, which for a secret is not shown, or
 * all that the standard input has, without a line break at its end unless `--raw` keeps that.
 *
 * @throws UserError where a terminal gave none, nobody is to be asked, or the input is no text.
 */
export async function askValue(invocation: Invocation, isSecret: boolean): Promise<string> {
  if (!process.stdin.isTTY) {
    return valueFrom(await buffer(process.stdin), invocation.has("raw"));
  }
  if (invocation.has("non-interactive")) {
    throw new UserError("config value must be specified in non-interactive mode");
  }
  const answer = await read("value: ", isSecret);
  if (answer === undefined) throw new UserError("no value was given; nothing was set");
  return answer;
}

/**
 * What the standard input has, to the byte but for the line break at its end.
 *
 * @throws UserError where it is not UTF-8, the only text that a stack file can hold.
 */
export function valueFrom(input: Buffer, keepsEnd: boolean): string {
  let value: string;
  try {
    value = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input);
  } catch {
    throw new UserError(
      "the value is not text in UTF-8, and a stack file holds nothing else; set it in base64, for example: base64 -w0 FILE | pulumi config set ...",
    );
  }
  return keepsEnd ? value : value.replace(/\n$/, "");
}

/** A line from the terminal; undefined where the input ends, or somebody presses Ctrl-C. */
async function read(question: string, isSecret = false): Promise<string | undefined> {
  const { stdin, stdout } = process;
  const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = isSecret
    ? createInterface({ input: stdin, output: hidden, terminal: true })
    : createInterface({ input: stdin, output: stdout });
  try {
    const closed = new Promise<undefined>((resolve) =>
      terminal.once("close", () => resolve(undefined)),
    );
    // Not before the terminal has ceased to show what is typed.
    if (isSecret) stdout.write(question);
    const answer = await Promise.race([terminal.question(isSecret ? "" : question), closed]);
    if (isSecret || answer === undefined) stdout.write("\n");
    return answer;
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
