import { lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";

import type { Ignore } from "./ignore-file";

/** A file, folder or link of a build context. */
export interface ContextFile {
  /** Relative to the context, with slashes. */
  path: string;
  stats: Stats;
}

/**
 * What is in a build context after its ignore file, each folder before its contents, names in the
 * order of their bytes. An ignored folder is looked into where an exception may bring files back.
 */
export function* contextFiles(
  context: string,
  ignore: Ignore,
  folder = "",
): Generator<ContextFile> {
  for (const name of readdirSync(join(context, folder)).sort(byBytes)) {
    const path = folder ? `${folder}/${name}` : name;
    const stats = lstatSync(join(context, path));
    const ignored = ignore.ignores(path);
    if (!ignored) yield { path, stats };
    const enter = stats.isDirectory() && (!ignored || ignore.hasExceptions);
    if (enter) yield* contextFiles(context, ignore, path);
  }
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
