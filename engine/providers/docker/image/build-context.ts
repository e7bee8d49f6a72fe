import { existsSync, readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { Readable } from "node:stream";
import { contextEntries } from "../../../../docker/context/context-entries";
import { unreadable } from "../../../../docker/context/context-error";
import { ignoreFileOf, readIgnoreFile } from "../../../../docker/context/ignore-file";
import { type TarEntry, tarOf } from "../../../../docker/context/tar";
import { tarEntry } from "../../../../docker/context/tar-entry";

export interface BuildContext {
  /** Ends in a ContextError where a file cannot be read. */
  archive: Readable;
  /** Where the Dockerfile is within the archive. */
  dockerfile: string;
  /** As relativeDockerfileOf has it. */
  relativeDockerfile: string;
}

/** Path of a Dockerfile relative to the context, starting with `../` where it is outside. */
export const relativeDockerfileOf = (context: string, dockerfile: string): string =>
  relative(resolve(context), resolve(dockerfile)).split(sep).join("/");

/** The name in the archive of a Dockerfile from outside the context. */
const CARRIED = ".dockerfile.carried";
const IGNORE_FILE = ".dockerignore";

/**
 * The archive that the builder gets. The Dockerfile and the ignore file are in it even where the
 * patterns name them.
 *
 * @throws ContextError for what cannot be read.
 */
export function buildContext(context: string, dockerfile: string): BuildContext {
  const relativeDockerfile = relativeDockerfileOf(context, dockerfile);
  const isOutside = relativeDockerfile.startsWith("../");
  const kept = [...(isOutside ? [] : [relativeDockerfile]), IGNORE_FILE];
  const ignore = readIgnoreFile(context, dockerfile).keeping(kept);
  const entries = [...contextEntries(context, ignore)].map((entry) => tarEntry(context, entry));
  const sent = isOutside ? carrying(entries, context, dockerfile) : entries;
  return {
    archive: tarOf(sent),
    dockerfile: isOutside ? CARRIED : relativeDockerfile,
    relativeDockerfile,
  };
}

/** The builder reads the Dockerfile, but a `COPY .` must not find it. */
function carrying(entries: TarEntry[], context: string, dockerfile: string): TarEntry[] {
  const own = ignoreFileOf(context);
  const patterns = existsSync(own) ? textOf(own) : IGNORE_FILE;
  const file = { type: "file" as const, mode: 0o644, modified: new Date() };
  return [
    ...entries.filter(({ path }) => path !== IGNORE_FILE),
    { ...file, path: IGNORE_FILE, content: `${patterns}\n${CARRIED}\n` },
    { ...file, path: CARRIED, content: textOf(dockerfile) },
  ];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw unreadable(path, error);
  }
}
