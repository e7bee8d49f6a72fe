import { dirname, sep } from "node:path";

/** Everything of this engine that runs in a program's process lies below it. */
const ENGINE = dirname(__dirname) + sep;

/** The colours that Node.js gives to a stack. */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");

/** Whether a file is the engine's own, and none of the program. */
export const isOwnFile = (file: string): boolean => file.startsWith(ENGINE);

/** Whether a line is a frame of a stack trace in the engine's own code. */
export function isOwnFrame(line: string): boolean {
  const plain = line.replace(COLOUR, "");
  return /^\s+at /.test(plain) && /[( ]/.test(plain.charAt(plain.indexOf(ENGINE) - 1));
}

/** A text without such frames: who wrote the program has no use for them. */
export function withoutOwnFrames(text: string): string {
  const lines = text.split("\n");
  return lines.filter((line) => !isOwnFrame(line)).join("\n");
}
