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
    if (held.some((text) => text.includes("Channel has been shut down"))) held = [];
    else release();
  };
}
