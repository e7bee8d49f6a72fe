import type { Readable } from "node:stream";
import { pathText } from "../../docker/context/file-name";
import type { TarEntry } from "../../docker/context/tar";

const BLOCK = 512;
const TYPES: Record<string, TarEntry["type"]> = {
  "0": "file",
  "2": "link",
  "3": "character",
  "4": "block",
  "5": "folder",
  "6": "fifo",
};

/** The entries of a small tar, by their bytes: libraries take names for UTF-8. */
export async function entriesIn(archive: Readable): Promise<TarEntry[]> {
  const tar = Buffer.concat(await archive.toArray());
  const entries: TarEntry[] = [];
  let longs: Record<string, string> = {};
  for (let at = 0; tar[at]; ) {
    const header = tar.subarray(at, at + BLOCK);
    const text = (start: number, end: number) => upToNul(header.subarray(start, end));
    const size = Number.parseInt(text(124, 136), 8);
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const kind = text(156, 157);
    const type = TYPES[kind];
    if (!type) {
      longs[kind] = upToNul(content);
      continue;
    }
    // Docker's own archives have the PAX format where a name is not ASCII.
    const pax = (key: string) => new RegExp(`^\\d+ ${key}=(.*)$`, "mu").exec(longs.x ?? "")?.[1];
    const path = (pax("path") ?? longs.L ?? text(0, 100)).replace(/\/$/, "");
    const target = pax("linkpath") ?? longs.K ?? text(157, 257);
    const mode = Number.parseInt(text(100, 108), 8);
    entries.push({ path, type, mode, target, content, modified: new Date(0) });
    longs = {};
  }
  return entries;
}

function upToNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return pathText(end < 0 ? bytes : bytes.subarray(0, end));
}
