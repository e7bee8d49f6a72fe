import { shellWord } from "../../shared/shell-word";
import { hasLogin } from "./given";
import { formatPath, type Path } from "./path";
import type { StackFile } from "./problem";

/** How a value is stored. */
export interface SetOptions {
  /** Encrypts the value. */
  secret?: boolean;
  /** Keeps digits as text, where `--path` would make a number of them. Secrets are texts anyway. */
  asText?: boolean;
}

/**
 * The `pulumi config set` line that puts a value at a path. Without a value the CLI asks for one:
 * that is the way for secrets and logins, which do not belong into a shell's history.
 */
export function setCommand(
  file: StackFile,
  path: Path,
  value: string | undefined,
  { secret, asText }: SetOptions = {},
): string {
  const nested = path.length > 1;
  const typed = value !== undefined && hasLogin(value) ? undefined : value;
  return [
    `pulumi config set --stack ${file.stack}`,
    ...(secret ? ["--secret"] : []),
    ...(nested ? ["--path"] : []),
    ...(nested && asText && !secret ? ["--type string"] : []),
    shellWord(formatPath(path)),
    ...(typed?.startsWith("-") ? ["--"] : []),
    ...(typed === undefined ? [] : [shellWord(typed)]),
  ].join(" ");
}

/** The `pulumi config rm` line that takes a path away. */
export function removeCommand(file: StackFile, path: Path): string {
  const flag = path.length > 1 ? " --path" : "";
  return `pulumi config rm --stack ${file.stack}${flag} ${shellWord(formatPath(path))}`;
}
