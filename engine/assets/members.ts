import { createReadStream } from "node:fs";
import { lstat, readdir, stat } from "node:fs/promises";
import { join, posix, resolve } from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { UnsupportedError, UserError } from "../errors";
import { type Archive, Asset } from "../resource/asset";
import {
  archiveFormat,
  type Content,
  contentAt,
  contentOf,
  contentOfFile,
  reasonOf,
} from "./content";

/** A file of an archive. */
export interface Member {
  name: string;
  content: Content;
}

/** The state's own folder, which is in no archive. */
const BOOKKEEPING = ".pulumi";

/**
 * The files of an archive, in the order of the official CLI: those of a map and of a folder by their names.
 * Each is to be read before the next one is asked for.
 *
 * @param folder what paths are relative to.
 * @throws UserError where something cannot be read.
 */
export async function* membersOf(archive: Archive, folder: string): AsyncGenerator<Member> {
  const { source } = archive;
  const format = archiveFormat(source);
  if (format !== undefined) yield* membersOfFile(archive, format, folder);
  else if (source.path) yield* membersOfFolder(resolve(folder, source.path));
  else if (source.uri)
    throw new UserError(`file at URL '${source.uri}' is not a recognized archive format`);
  else yield* membersOfMap(source.assets ?? {}, folder);
}

async function* membersOfMap(
  assets: NonNullable<Archive["source"]["assets"]>,
  folder: string,
): AsyncGenerator<Member> {
  for (const [name, asset] of Object.entries(assets).sort(byBytes)) {
    if (asset instanceof Asset) yield { name, content: await contentOf(asset, folder) };
    else {
      for await (const member of membersOf(asset, folder)) {
        yield { ...member, name: posix.join(name, member.name) };
      }
    }
  }
}

async function* membersOfFolder(root: string): AsyncGenerator<Member> {
  const info = await lstat(root).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`couldn't read archive path '${root}': ${reasonOf(error)}`);
  });
  if (info.isDirectory()) return yield* filesBelow(root, "");
  // A link to a folder is not followed, and has no files.
  if ((await stat(root)).isDirectory()) return;
  throw new UserError(`'${root}' is neither a recognized archive type nor a directory`);
}

async function* filesBelow(root: string, below: string): AsyncGenerator<Member> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  for (const [, entry] of entries.map((it) => [it.name, it] as const).sort(byBytes)) {
    if (entry.name === BOOKKEEPING) continue;
    const name = posix.join(below, entry.name);
    const path = join(root, name);
    if (entry.isDirectory()) yield* filesBelow(root, name);
    else if (!entry.isSymbolicLink() || !(await stat(path)).isDirectory()) {
      yield { name, content: await contentOfFile(path) };
    }
  }
}

async function* membersOfFile(
  { source }: Archive,
  format: string,
  folder: string,
): AsyncGenerator<Member> {
  if (format === "zip" || format === "jar") {
    throw new UnsupportedError(`a ${format} file within another archive`);
  }
  const { path, uri = "" } = source;
  const bytes = path
    ? createReadStream(resolve(folder, path))
    : Readable.from((await contentAt(uri)).read());
  const tar = format === "tar" ? bytes : bytes.pipe(createGunzip());
  for await (const entry of tar.pipe(extract())) {
    const { name, size = 0, type } = entry.header;
    if (type === "file") {
      yield {
        name: posix.normalize(name),
        content: { size, read: () => entry as AsyncIterable<Buffer> },
      };
    } else entry.resume();
  }
}

/** As Go sorts texts. */
const byBytes = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  Buffer.compare(Buffer.from(a), Buffer.from(b));
