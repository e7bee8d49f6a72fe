import type { Flag } from "./command-table";

/** What Go reads as yes and no behind `=`. */
export const YES: ReadonlySet<string> = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const NO: ReadonlySet<string> = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/** What is wrong with the value of a flag, for those whose values are of one form. Pure. */
export function flagValueProblem(name: string, flag: Flag, value: string): string | undefined {
  const accepted = acceptedInstead(name, flag, value);
  return accepted && `--${name}: given "${value}"; accepted: ${accepted}`;
}

function acceptedInstead(name: string, flag: Flag, value: string): string | undefined {
  const isTruth = YES.has(value) || NO.has(value);
  if (flag.optional && !flag.official) {
    return isTruth ? undefined : `--${name}, --${name}=true or --${name}=false`;
  }
  if (flag.type === "boolean") return isTruth ? undefined : `--${name} alone`;
  if (name === "parallel") {
    return /^\d{1,9}$/.test(value) ? undefined : "a whole number, 1 for one after the other";
  }
  // The official CLI would write the key with an empty text into the stack file.
  if (name === "config") return /^[^=]+=/.test(value) ? undefined : "--config KEY=VALUE";
  return undefined;
}
