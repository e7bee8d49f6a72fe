import { OWN_COMMON, type OwnCommand, type OwnFlag } from "../../shared/own-command";
import { OWN_COMMANDS } from "../../shared/own-commands";

/** The help of an own command. Pure. */
export function helpOf(command: string): string {
  const { takes, summary, about = [], flags, examples } = OWN_COMMANDS[command] as OwnCommand;
  const rows = Object.entries({ ...flags, ...OWN_COMMON }).map(
    ([name, flag]) => [written(name, flag), flag.help] as const,
  );
  const lines = examples.map(([line, what]) => [`./pulumiw ${line}`, what] as const);
  return [
    `Usage: ./pulumiw ${command} ${takes}`.trimEnd(),
    "",
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...about,
    "",
    ...aligned(rows),
    "",
    "Examples:",
    ...aligned(lines),
    "",
  ].join("\n");
}

const written = (name: string, { short, value }: OwnFlag) =>
  `${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`;

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}   ${right}`);
}

/** Every own command in a line, for an overview. Pure. */
export const overview = (): string[] =>
  aligned(Object.entries(OWN_COMMANDS).map(([name, { summary }]) => [name, summary] as const));
