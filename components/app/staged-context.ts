import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ContextError, reasonOf } from "../../docker/context/context-error";
import { bytesOf, pathText, shownPath } from "../../docker/context/file-name";
import type { TarEntry } from "../../docker/context/tar";
import { type BuildContext, withDockerfile } from "./build-context";

/** A folder that the docker provider builds an image of. */
export interface StagedContext {
  context: string;
  /** Path of the Dockerfile in it. */
  dockerfile: string;
  /**
   * Whether it names the image that has to be built from the context itself before: the provider can
   * neither look at links that lead nowhere nor at special files.
   */
  isBuiltAhead: boolean;
}

/**
 * Puts what a build is to see into a folder of its own, for the docker provider.
 *
 * The provider would put a Dockerfile from outside of the context under a random name into the image,
 * and has no input for labels. Files are linked, not copied, where that is possible.
 *
 * @param text of the Dockerfile.
 * @param ahead the text that takes an image that was built ahead.
 * @throws ContextError where the folder cannot be written.
 */
export function stageContext(
  context: BuildContext,
  folder: string,
  text: string,
  ahead: string,
): StagedContext {
  const isThere = ({ dockerfile }: StagedContext) => existsSync(dockerfile);
  const from = `${context.dockerfile}\n${text}\n${ahead}`;
  try {
    return context.remembered.recall(
      "staged",
      from,
      () => stageAnew(context, folder, text, ahead),
      isThere,
    );
  } catch (error) {
    if (error instanceof ContextError) throw error;
    const why = reasonOf(error);
    throw new ContextError(
      `${shownPath(dirname(folder))}, where a build's files are put together, cannot be written: ${why}`,
      { cause: error },
    );
  }
}

function stageAnew(
  context: BuildContext,
  folder: string,
  text: string,
  ahead: string,
): StagedContext {
  begin(folder);
  const isSpecial = context.entries.some(({ type }) => !STAGED.has(type));
  const isStaged = !isSpecial && stageAll(withDockerfile(context, text), folder);
  if (isStaged) {
    const dockerfile = join(folder, context.dockerfile);
    return { context: folder, dockerfile, isBuiltAhead: false };
  }
  begin(folder);
  const dockerfile = join(folder, "Dockerfile");
  writeFileSync(dockerfile, ahead);
  chmodSync(dockerfile, 0o644);
  return { context: folder, dockerfile, isBuiltAhead: true };
}

const STAGED = new Set<TarEntry["type"]>(["file", "folder", "link"]);

/** An empty folder. The one above it keeps from others what files let them read. */
function begin(folder: string): void {
  remove(folder);
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  chmodSync(dirname(folder), 0o700);
  mkdirSync(folder);
}

/** Whether all of it can be looked at: the docker provider follows each link to its end. */
function stageAll(entries: TarEntry[], folder: string): boolean {
  for (const entry of entries) stage(entry, folder);
  const links = entries.filter(({ type }) => type === "link");
  if (!links.every(({ path }) => leadsSomewhere(join(folder, path)))) return false;
  // At last, and the innermost first: nothing can be put into a folder that may not be written.
  for (const { path, mode, modified } of entries.filter(isFolder).reverse()) {
    const to = bytesOf(join(folder, path));
    lutimesSync(to, modified, modified);
    chmodSync(to, mode);
  }
  return true;
}

const isFolder = ({ type }: TarEntry) => type === "folder";

function stage(
  { path, type, mode, modified, target = "", content = "" }: TarEntry,
  folder: string,
) {
  const to = bytesOf(join(folder, path));
  if (type === "folder") mkdirSync(to, { mode: 0o700 });
  else if (type === "link") symlinkSync(bytesOf(target), to);
  else if (typeof content === "string" || Buffer.isBuffer(content)) {
    writeFileSync(to, content);
    chmodSync(to, mode);
  } else if (!tryLink(bytesOf(content.from), to)) {
    copyFileSync(bytesOf(content.from), to, constants.COPYFILE_FICLONE);
    lutimesSync(to, modified, modified);
    chmodSync(to, mode);
  }
}

/** Fails between two file systems, and on files of others where the kernel protects them. */
function tryLink(from: Buffer, to: Buffer): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

function leadsSomewhere(link: string): boolean {
  try {
    realpathSync.native(bytesOf(link));
    return true;
  } catch {
    return false;
  }
}

/** With names of any bytes, and from folders that nothing may be taken out of. */
function remove(path: string): void {
  const bytes = bytesOf(path);
  const stats = lstatSync(bytes, { throwIfNoEntry: false });
  if (!stats) return;
  if (!stats.isDirectory()) {
    unlinkSync(bytes);
    return;
  }
  if ((stats.mode & 0o700) !== 0o700) chmodSync(bytes, 0o700);
  for (const name of readdirSync(bytes, { encoding: "buffer" })) remove(join(path, pathText(name)));
  rmdirSync(bytes);
}
