import { readlinkSync } from "node:fs";
import { join } from "node:path";
import type { ContextEntry } from "./context-entries";
import { unreadable } from "./context-error";
import { bytesOf, pathText } from "./file-name";
import type { TarEntry } from "./tar";

/**
 * A context's file, folder, link or special file as a build is given it.
 *
 * @throws ContextError where a link cannot be read.
 */
export function tarEntry(context: string, { path, stats }: ContextEntry): TarEntry {
  const file = join(context, path);
  const common = { path, mode: stats.mode & 0o7777, modified: stats.mtime };
  if (stats.isDirectory()) return { ...common, type: "folder" };
  if (stats.isSymbolicLink()) return { ...common, type: "link", target: targetOf(file) };
  if (stats.isFIFO()) return { ...common, type: "fifo" };
  if (stats.isFile()) {
    return { ...common, type: "file", content: { from: file, size: stats.size } };
  }
  const type = stats.isBlockDevice() ? "block" : "character";
  return { ...common, type, device: deviceOf(stats.rdev) };
}

function targetOf(link: string): string {
  try {
    return pathText(readlinkSync(bytesOf(link), "buffer"));
  } catch (error) {
    throw unreadable(link, error);
  }
}

/** Linux has 12 bits of the major number below the 8 low ones of the minor number's 20. */
const deviceOf = (rdev: number) => ({
  major: (rdev >> 8) & 0xfff,
  minor: (rdev & 0xff) | ((rdev >> 12) & 0xfff00),
});
