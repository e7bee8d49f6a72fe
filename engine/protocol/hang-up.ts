import type { LogMessage } from "./engine-service";

const hasHungUp = (text: string) => text.includes("Channel has been shut down");

/**
 * Whether a program only says that it has hung up: the SDK does as soon as it hears that a registration has
 * failed, and what was about to be registered then is told as an exception of the program, with a stack.
 */
export const isHangUp = ({ severity, message }: LogMessage): boolean =>
  severity === "error" && hasHungUp(message);

const FIRST = /^failed to deliver log message/;
const LAST = /^ message severity: /;

/**
 * Hands on the lines that a program prints, but for what the SDK says where it cannot even tell the engine
 * that it has hung up: it does so as soon as it hears that a registration has failed, with stacks of its own.
 *
 * @returns takes a line; without one, the end, at which what was held back is handed on.
 */
export function withoutHangUps(print: (line: string) => void): (line?: string) => void {
  let held: string[] = [];
  const release = () => {
    for (const line of held) print(line);
    held = [];
  };
  return (line) => {
    if (line === undefined) return release();
    if (held.length === 0 && !FIRST.test(line)) return print(line);
    held.push(line);
    if (!LAST.test(line)) return;
    if (held.some(hasHungUp)) held = [];
    else release();
  };
}
