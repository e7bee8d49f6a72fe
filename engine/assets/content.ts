import { createReadStream, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../errors";
import type { Asset, AssetSource } from "../resource/asset";

/** What is in a file: its length, and its bytes once they are asked for. */
export interface Content {
  size: number;
  read(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const ofBytes = (bytes: Uint8Array): Content => ({ size: bytes.length, read: () => [bytes] });

/**
 * The content of an asset.
 *
 * @param folder what its path is relative to.
 * @throws UserError where it cannot be read.
 */
export async function contentOf({ source }: Asset, folder: string): Promise<Content> {
  const { path, uri, text = "" } = source;
  if (path) return contentOfFile(resolve(folder, path));
  if (uri) return contentAt(uri);
  return ofBytes(Buffer.from(text));
}

export async function contentOfFile(path: string): Promise<Content> {
  const info = await found(path);
  if (info.isDirectory()) {
    throw new UserError(`asset path '${path}' is a directory; try using an archive`);
  }
  return { size: info.size, read: () => createReadStream(path) };
}

/** What is at an address. */
export async function contentAt(uri: string): Promise<Content> {
  const url = parsed(uri);
  if (url.protocol === "file:") return contentOfFile(fileURLToPath(url));
  if (!/^https?:$/.test(url.protocol)) {
    throw new UserError(
      `${uri}: an asset's address begins with http://, https:// or file://, not with ${url.protocol}`,
    );
  }
  const answer = await fetch(url).catch((error: Error) => {
    throw new UserError(`${uri} cannot be read: ${(error.cause as Error)?.message ?? error}`);
  });
  if (!answer.ok) throw new UserError(`${uri} cannot be read: ${answer.status}`);
  return ofBytes(new Uint8Array(await answer.arrayBuffer()));
}

function parsed(uri: string): URL {
  try {
    return new URL(uri);
  } catch {
    throw new UserError(`${uri} is not the address of an asset`);
  }
}

async function found(path: string): Promise<Stats> {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`failed to open asset file '${path}': ${reasonOf(error)}`);
  });
}

/** In the words that people know from a shell. */
export function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT") return "no such file or directory";
  return code === "EACCES" ? "permission denied" : message;
}

/** The format of an archive's own file, by the end of its name; a folder has none. */
export function archiveFormat({ path, uri }: Pick<AssetSource, "path" | "uri">) {
  const name = path ?? (uri && parsed(uri).pathname) ?? "";
  return /\.(tar\.gz|tar|tgz|zip|jar)$/.exec(name)?.[1];
}
