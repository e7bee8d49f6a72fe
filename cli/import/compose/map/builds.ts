import type { ComposeService } from "../read/model";
import { isRemote } from "../read/remote";
import type { Ledger } from "./plan";

type Build = NonNullable<ComposeService["build"]>;

/** The name that Compose gives to what it builds. */
export function leaveBuiltName(name: string, { image }: ComposeService, ledger: Ledger): void {
  if (image === undefined) return;
  const why = "an image that is built is named by its content; nothing is to be done";
  ledger.left(name, "image", why);
}

/** Whether a build's folder can be carried; a context of the web or of git is told as left. */
export function hasFolder(
  name: string,
  { context = "." }: Build,
  to: string,
  ledger: Ledger,
): boolean {
  if (!isRemote(context)) return true;
  const why = `given ${context}; copy it into the project, and name its folder in ${to}`;
  ledger.left(name, "build.context", why);
  return false;
}

/** Arguments that have a value in the file. */
export const givenArgs = ({ args }: Build): Record<string, string> =>
  Object.fromEntries(
    Object.entries(args ?? {}).filter((entry): entry is [string, string] => entry[1] !== null),
  );

/** Keys of a build that a build here has not. */
export function leaveOtherKeys(name: string, keys: readonly string[], ledger: Ledger): void {
  const why =
    "a build here takes its context, Dockerfile, target and arguments; write what it needs into the Dockerfile";
  for (const key of keys) ledger.left(name, `build.${key}`, why);
}
