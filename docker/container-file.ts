import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { type Extract, extract } from "tar-stream";
import { orMissing } from "./missing";

/** What can be asked for a path in it: a container, started or not. */
export type Holder = Pick<Docker.Container, "getArchive">;

/** A file or a folder, with what is known of it. */
export type Entry = Extract extends AsyncIterable<infer One> ? One : never;

/**
 * Reads what a container has at a path: a file, or a folder without what is in it.
 *
 * @returns undefined where there is nothing.
 */
export async function readPath<T>(
  container: Holder,
  path: string,
  read: (entry: Entry) => T | Promise<T>,
): Promise<T | undefined> {
  const archive = (await orMissing(container.getArchive({ path }))) as Readable | undefined;
  if (!archive) return undefined;
  try {
    for await (const entry of archive.pipe(extract())) return await read(entry);
    return undefined;
  } finally {
    // All that is in a folder would follow.
    archive.destroy();
  }
}

/** The text of a file; undefined where there is none. */
export const fileIn = (container: Holder, path: string): Promise<string | undefined> =>
  readPath(container, path, text);
