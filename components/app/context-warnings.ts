import { statSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { shownPath } from "../../docker/context/file-name";
import type { TarEntry } from "../../docker/context/tar";
import type { BuildContext } from "./build-context";

const GB = 1e9;

/** From here on a file is named: reading it takes seconds, and each build sends it to the engine. */
const LARGE_BYTES = GB;

const NAMED_FILES = 3;

const OTHERS_READ = 0o004;

/**
 * Warns of what makes a build slow, or its image one that only root can read.
 *
 * @param argument that names the folder, for messages.
 * @param dockerfile undefined where it is made, and lets everybody read the app.
 */
export function warnOfContext(
  folder: string,
  dockerfile: string | undefined,
  context: BuildContext,
  argument: string,
): void {
  const mode = dockerfile === undefined ? OTHERS_READ : statSync(dockerfile).mode;
  for (const warning of warningsOf(folder, context, mode)) {
    pulumi.log.warn(`${argument}: ${warning}`);
  }
}

export function warningsOf(
  folder: string,
  { entries, ignoreFile }: Pick<BuildContext, "entries" | "ignoreFile">,
  dockerfileMode: number,
): string[] {
  const files = entries.filter(({ type }) => type === "file");
  const large = files.filter((file) => sizeOf(file) >= LARGE_BYTES);
  const named = large
    .sort((a, b) => sizeOf(b) - sizeOf(a))
    .slice(0, NAMED_FILES)
    .map((file) => `${shownPath(file.path)} (${(sizeOf(file) / GB).toFixed(1)} GB)`);
  const more = large.length > NAMED_FILES ? ` and ${large.length - NAMED_FILES} more` : "";
  const modes = [dockerfileMode, ...files.map(({ mode }) => mode)];
  const isPrivate = files.length > 0 && modes.every((mode) => (mode & OTHERS_READ) === 0);
  return [
    ...(large.length > 0
      ? [
          `large files of ${folder} go into each build: ${named.join(", ")}${more}; leave them out in ${shownPath(ignoreFile)} where the image does without`,
        ]
      : []),
    ...(isPrivate
      ? [
          `no file of ${folder} may be read by others, and as with docker build the image has them so; where it does not run as root: chmod -R go+rX ${folder}`,
        ]
      : []),
  ];
}

const sizeOf = ({ content }: TarEntry) =>
  typeof content === "object" && "from" in content ? content.size : 0;
