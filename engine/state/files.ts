import { copyFile, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { fileReason } from "../../shared/file-reason";
import { UserError } from "../errors";

/**
 * Writes a file so that at any moment either the old or the new text is there, even after a crash.
 * Folders that are missing are made.
 *
 * @param temporaryFolder where the new text is until it is whole; has to be on the same disk.
 * @throws UserError when it cannot be written; the old text is there then.
 */
export async function writeAtomic(
  path: string,
  text: string,
  { mode = 0o600, temporaryFolder = dirname(path) } = {},
): Promise<void> {
  await putInPlace(path, temporaryFolder, async (temporary) => {
    const file = await open(temporary, "w", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  });
  await syncFolder(dirname(path));
}

/** Copies a file, so that the copy is whole or what was there before is. */
export async function copyAtomic(from: string, to: string): Promise<void> {
  await putInPlace(to, dirname(to), (temporary) => copyFile(from, temporary));
}

/** Removes what processes that were killed while they wrote a file have left of it. */
export async function removeTemporaries(path: string): Promise<void> {
  const prefix = `.${basename(path)}.`;
  const names = await readdir(dirname(path));
  const left = names.filter((name) => name.startsWith(prefix) && name.endsWith(".tmp"));
  for (const name of left) await rm(join(dirname(path), name), { force: true });
}

async function putInPlace(
  path: string,
  temporaryFolder: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(temporaryFolder, `.${basename(path)}.${process.pid}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    const { code } = error as NodeJS.ErrnoException;
    const hint = code === "ENOSPC" ? "; make room on its disk, and run the command again" : "";
    const reason = fileReason(error as NodeJS.ErrnoException);
    throw new UserError(`${path} cannot be written: ${reason}${hint}`, { cause: error });
  }
}

/** Makes the rename itself durable. Not every system can open a folder; there it is left to it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * The text of a file, or undefined when there is none.
 *
 * @throws UserError that names the file, when it is there and cannot be read.
 */
export async function readIfExists(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unreadable(path, error);
  }
}

/**
 * The names in a folder, none when there is no folder.
 *
 * @throws UserError that names the folder, when it is there and cannot be read.
 */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw unreadable(folder, error);
  }
}

/** The text of a file that a person has named. */
export async function readNamed(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error) => {
    throw unreadable(path, error);
  });
}

function unreadable(path: string, error: unknown): UserError {
  const reason = fileReason(error as NodeJS.ErrnoException);
  return new UserError(`${path} cannot be read: ${reason}`, { cause: error });
}
