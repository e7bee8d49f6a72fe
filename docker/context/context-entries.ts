import { lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { unreadable } from "./context-error";
import { bytesOf, pathText } from "./file-name";
import { type IgnoreFile, ignoreFileOf, type Matched } from "./ignore-file";

/** A file, folder, link or special file of a build's context. */
export interface ContextEntry {
  /** Relative to the context, with slashes, as pathText has it. */
  path: string;
  stats: Stats;
  /** A folder that is left out itself, but not all that is in it. */
  isImplied: boolean;
}

/**
 * What is in a build's context after its ignore file, each folder before what is in it, names in the
 * order of their bytes. As with the docker client, a folder that is left out is read only where an
 * exception may take back what is below it, and does no harm where it cannot be read.
 *
 * Sockets are left out: they mean nothing without the process that listens.
 *
 * @param isBeside whether a path has nothing to do with the build.
 * @throws ContextError with the path of what cannot be read.
 */
export function* contextEntries(
  context: string,
  ignore: IgnoreFile,
  isBeside: (path: string) => boolean = () => false,
): Generator<ContextEntry> {
  const wayOut = ignore.file ?? ignoreFileOf(context);

  function* below(
    folder: string,
    matched: Matched,
    pending: ContextEntry[],
    ignored: boolean,
  ): Generator<ContextEntry> {
    for (const name of namesIn(folder, ignored)) {
      const path = folder ? `${folder}/${name}` : name;
      const stats = isBeside(path) ? undefined : statsOf(join(context, path), wayOut);
      if (!stats || stats.isSocket()) continue;
      yield* visit({ path, stats, isImplied: false }, matched, pending);
    }
  }

  function* visit(
    entry: ContextEntry,
    above: Matched,
    pending: ContextEntry[],
  ): Generator<ContextEntry> {
    const { path, stats } = entry;
    const { ignored, matched } = ignore.look(path, above);
    if (!ignored) {
      yield* pending.splice(0);
      yield entry;
    }
    if (!stats.isDirectory()) return;
    if (!ignored) yield* below(path, matched, [], false);
    else if (ignore.mayKeepBelow(path)) {
      pending.push({ ...entry, isImplied: true });
      yield* below(path, matched, pending, true);
      if (pending.at(-1)?.path === path) pending.pop();
    }
  }

  function namesIn(folder: string, ignored: boolean): string[] {
    const path = join(context, folder);
    try {
      const names = readdirSync(bytesOf(path), { encoding: "buffer" });
      return names.sort(Buffer.compare).map(pathText);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || (ignored && (code === "EACCES" || code === "EPERM"))) return [];
      throw unreadable(path, error, wayOut);
    }
  }

  yield* below("", [], [], false);
}

/** Undefined where it went away meanwhile. */
function statsOf(path: string, ignoreFile: string): Stats | undefined {
  try {
    return lstatSync(bytesOf(path), { throwIfNoEntry: false });
  } catch (error) {
    throw unreadable(path, error, ignoreFile);
  }
}
