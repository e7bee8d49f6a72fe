import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { bytesOf, pathText, shownPath } from "../../docker/context/file-name";
import type { TarEntry } from "../../docker/context/tar";
import type { GeneratedContext } from "./generated-contexts";

/** What an image is made of, a line for each folder, link and file. */
export type Listing = string[];

const TYPES = { folder: "d", link: "l", file: "-", fifo: "p", character: "c", block: "b" };

function line(path: string, type: TarEntry["type"], mode: number, target = ""): string {
  const rights = type === "link" ? "" : ` ${mode.toString(8)}`;
  return `${TYPES[type]}${rights} ${shownPath(path)}${target && ` -> ${target}`}`;
}

export const listEntries = (entries: readonly TarEntry[]): Listing =>
  entries.map(({ path, type, mode, target }) => line(path, type, mode, target));

/**
 * @throws Error for a file whose content is not its own path. It may be empty: where a pattern without
 * effect on a folder matches below it, the docker client lists a file and then does not open it.
 */
export function listFolder(root: string, folder = ""): Listing {
  const names = readdirSync(bytesOf(join(root, folder)), { encoding: "buffer" });
  return names.sort(Buffer.compare).flatMap((name) => {
    const path = folder ? `${folder}/${pathText(name)}` : pathText(name);
    const file = bytesOf(join(root, path));
    const stats = lstatSync(file);
    const mode = stats.mode & 0o7777;
    if (stats.isDirectory()) return [line(path, "folder", mode), ...listFolder(root, path)];
    if (stats.isSymbolicLink()) return [line(path, "link", mode, String(readlinkSync(file)))];
    const isOwn = path.endsWith("Dockerfile") || path.endsWith(".dockerignore");
    const content = readFileSync(file);
    if (!isOwn && content.length > 0 && !content.equals(bytesOf(path))) {
      throw new Error(`${path} is another: ${content}`);
    }
    return [line(path, "file", mode)];
  });
}

/** Without the Dockerfile and the ignore file, which are not held against each other. */
export function withoutBuildFiles(listing: Listing, { dockerfile, ignore }: GeneratedContext) {
  const left = [".dockerignore", ignore?.file, dockerfile, "docker"];
  return listing
    .filter((each) => !left.includes(/^\S+ (?:\d+ )?([^ ]+)$/.exec(each)?.[1] ?? each))
    .sort();
}
