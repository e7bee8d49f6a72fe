import type { Hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { changedMeanwhile, unreadable } from "./context-error";
import { bytesOf } from "./file-name";

const PIECE_BYTES = 1024 * 1024;
/** One for all files, which are read one after the other: a context has thousands. */
const piece = Buffer.allocUnsafe(PIECE_BYTES);

/**
 * Adds a file's content to a digest, in pieces: a file may be larger than any buffer.
 *
 * @throws ContextError with the path of a file that cannot be read.
 */
export function addContent(hash: Hash, path: string, ignoreFile?: string): void {
  try {
    const file = openSync(bytesOf(path), "r");
    try {
      for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
        hash.update(piece.subarray(0, read));
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw unreadable(path, error, ignoreFile);
  }
}

/**
 * A file's content in pieces.
 *
 * @param size that it has to have.
 * @throws ContextError with the path of a file that cannot be read, or has another size meanwhile.
 */
export async function* contentOf(path: string, size: number): AsyncGenerator<Buffer> {
  const file = await open(bytesOf(path), "r").catch((error) => {
    throw unreadable(path, error);
  });
  try {
    for (let left = size; left > 0; ) {
      const part = Buffer.allocUnsafe(Math.min(PIECE_BYTES, left));
      const { bytesRead } = await file.read(part).catch((error) => {
        throw unreadable(path, error);
      });
      if (bytesRead === 0) throw changedMeanwhile(path);
      left -= bytesRead;
      yield part.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
