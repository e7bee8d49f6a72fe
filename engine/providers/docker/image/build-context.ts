import { createReadStream, existsSync } from "node:fs";
import { readFile, readlink } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Pack, pack } from "tar-stream";

import { type ContextFile, contextFiles } from "./context-files";
import { type Ignore, ignoringButBuildFiles, readIgnoreFile } from "./ignore-file";

export interface BuildContext {
  archive: Pack;
  /** Where the Dockerfile is within the archive. */
  dockerfile: string;
  /** As relativeDockerfileOf has it. */
  relativeDockerfile: string;
}

/** Path of a Dockerfile relative to the context, starting with `../` where it is outside. */
export const relativeDockerfileOf = (context: string, dockerfile: string): string =>
  relative(resolve(context), resolve(dockerfile)).split(sep).join("/");

/** The archive that the builder gets: all files belong to root, as the docker client sends them. */
export function buildContext(context: string, dockerfile: string): BuildContext {
  const relativeDockerfile = relativeDockerfileOf(context, dockerfile);
  const outside = relativeDockerfile.startsWith("../");
  const archive = pack();
  const patterns = readIgnoreFile(context, dockerfile);
  const ignore = ignoringButBuildFiles(patterns, outside ? "" : relativeDockerfile);
  const filled = addFiles(archive, context, ignore, outside ? dockerfile : undefined);
  filled.then(
    () => archive.finalize(),
    (error: Error) => archive.destroy(error),
  );
  return { archive, dockerfile: outside ? CARRIED : relativeDockerfile, relativeDockerfile };
}

/** The name in the archive of a Dockerfile from outside the context. */
const CARRIED = ".dockerfile.carried";
const IGNORE_FILE = ".dockerignore";

async function addFiles(archive: Pack, context: string, ignore: Ignore, carried?: string) {
  for (const file of contextFiles(context, ignore)) {
    if (!carried || file.path !== IGNORE_FILE) await addFile(archive, context, file);
  }
  if (!carried) return;
  // The builder reads it, but a `COPY .` must not find it.
  const own = join(context, IGNORE_FILE);
  const patterns = existsSync(own) ? await readFile(own, "utf8") : IGNORE_FILE;
  archive.entry({ name: IGNORE_FILE, mode: 0o644 }, `${patterns}\n${CARRIED}\n`);
  archive.entry({ name: CARRIED, mode: 0o644 }, await readFile(carried));
}

async function addFile(archive: Pack, context: string, { path, stats }: ContextFile) {
  const header = { name: path, mode: stats.mode & 0o7777, mtime: stats.mtime, uid: 0, gid: 0 };
  const file = join(context, path);
  if (stats.isDirectory()) {
    archive.entry({ ...header, type: "directory" });
  } else if (stats.isSymbolicLink()) {
    archive.entry({ ...header, type: "symlink", linkname: await readlink(file) });
  } else if (stats.isFile()) {
    await pipeline(createReadStream(file), archive.entry({ ...header, size: stats.size }));
  }
}
