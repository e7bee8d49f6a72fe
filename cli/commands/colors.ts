import type { OwnLine } from "./line";

export type Paint = (text: string) => string;

export interface Colors {
  red: Paint;
  green: Paint;
  yellow: Paint;
  dim: Paint;
  /** The same one for the same number. */
  byNumber(index: number): Paint;
}

const paint =
  (code: number, isOn: boolean): Paint =>
  (text) =>
    isOn && text !== "" ? `\x1b[${code}m${text}\x1b[0m` : text;

/** Cyan, yellow, green, magenta, blue, and the bright ones: red is for what is wrong. */
const OF_NUMBERS = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94];

/** Colours as `--color`, NO_COLOR and the terminal want them. */
export function colorsFor(line: OwnLine, env: NodeJS.ProcessEnv): Colors {
  const asked = line.text("color") ?? "auto";
  const isOn =
    asked === "always" || (asked === "auto" && process.stdout.isTTY === true && !env.NO_COLOR);
  return {
    red: paint(31, isOn),
    green: paint(32, isOn),
    yellow: paint(33, isOn),
    dim: paint(2, isOn),
    byNumber: (index) => paint(OF_NUMBERS[index % OF_NUMBERS.length] ?? 36, isOn),
  };
}
