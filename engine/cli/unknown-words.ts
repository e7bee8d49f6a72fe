import { ALIASES, COMMANDS } from "../../shared/command-table";
import { nearest } from "../../shared/nearest";
import { OFFICIAL_COMMANDS, OFFICIAL_FLAGS } from "../../shared/official-names";
import { OWN_COMMANDS } from "../../shared/own-commands";

/** The commands that this engine has, with their other names. */
const OWN = [
  ...Object.keys(COMMANDS).filter((words) => !COMMANDS[words]?.official),
  ...Object.keys(ALIASES),
];

const ELSEWHERE = "the embedded engine does not have it; use the official Pulumi CLI for it";

/** What is said of a command that is not here, beside those of the wrapper. Whoever mistyped one is not sent to another program. */
export function unknownCommand(given: string): string {
  const start = `unknown command "${given}"`;
  if (OFFICIAL_COMMANDS.includes(given)) return `${start}: ${ELSEWHERE}`;
  return `${start}: ${suggestion(given, [...OWN, ...Object.keys(OWN_COMMANDS)])}`;
}

/** What is said of a flag that a command does not have. */
export function unknownFlag(flag: string, command: string, known: readonly string[]): string {
  const start = `unknown flag ${flag} for "${command}"`;
  const name = flag.replace(/^-+/, "");
  if (OFFICIAL_FLAGS.includes(name) || /^-[a-zA-Z]$/.test(flag)) return `${start}: ${ELSEWHERE}`;
  const meant = nearest(name, [...known, ...OFFICIAL_FLAGS]);
  return `${start}: ${meant ? `did you mean --${meant}? ` : ""}\`pulumi help\` lists the flags`;
}

/** What is said of a word too many: it may be a subcommand, and doing less than asked would mislead. */
export function surplusWord(command: string, word: string): string {
  const given = `${command} ${word}`;
  const start = `"${command}" does not take the argument "${word}" here`;
  const inner = OWN.filter((name) => name.startsWith(`${command} `));
  if (OFFICIAL_COMMANDS.includes(given)) return `${start}: ${ELSEWHERE}`;
  if (inner.length > 0) return `${start}: ${suggestion(given, inner)}`;
  return command === "up"
    ? `${start}: ${ELSEWHERE}`
    : `${start}: remove it, or see \`pulumi help\` for what the command takes`;
}

function suggestion(given: string, names: readonly string[]): string {
  const meant = nearest(given, names);
  return `${meant ? `did you mean ${meant}? ` : ""}\`pulumi help\` lists the commands`;
}
