import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { Archive, Asset, isAsset } from "../resource/asset";
import { contains, isMap, mapValues, Secret, type Value, type ValueMap } from "../resource/value";
import { archiveFormat, type Content, contentAt, contentOf, contentOfFile } from "./content";
import { TAR_END, tarHeader, tarPadding } from "./go-tar";
import { membersOf } from "./members";

/**
 * The same properties with the digests of all assets and archives, by which they are compared: those of
 * the official CLI.
 *
 * @param folder what paths are relative to.
 * @throws UserError where one cannot be read.
 */
export async function withDigests(map: ValueMap, folder: string): Promise<ValueMap> {
  // Most programs have none.
  if (!contains(map, isAsset)) return map;
  const entries = Object.entries(map).map(
    async ([key, value]) => [key, await digested(value, folder)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function digested(value: Value, folder: string): Promise<Value> {
  if (value instanceof Secret) return new Secret(await digested(value.value, folder));
  if (isAsset(value)) return withDigest(value, folder);
  if (Array.isArray(value)) return Promise.all(value.map((item) => digested(item, folder)));
  return isMap(value) ? withDigests(value, folder) : value;
}

async function withDigest<T extends Asset | Archive>(value: T, folder: string): Promise<T>;
async function withDigest(value: Asset | Archive, folder: string): Promise<Asset | Archive> {
  if (value instanceof Asset) {
    return new Asset(value.source, value.hash || (await digestOf(await contentOf(value, folder))));
  }
  const { assets, ...place } = value.source;
  const members = Object.entries(assets ?? {}).map(
    async ([name, it]) => [name, await withDigest(it, folder)] as const,
  );
  const source = assets ? { assets: Object.fromEntries(await Promise.all(members)) } : place;
  const archive = new Archive(source, value.hash);
  return new Archive(source, archive.hash || (await digestOfArchive(archive, folder)));
}

async function digestOfArchive(archive: Archive, folder: string): Promise<string> {
  const { path, uri = "" } = archive.source;
  if (archiveFormat(archive.source) !== undefined) {
    return digestOf(path ? await contentOfFile(resolve(folder, path)) : await contentAt(uri));
  }
  const hash = createHash("sha256");
  const seen = new Set<string>();
  for await (const { name, content } of membersOf(archive, folder)) {
    const isNew = !seen.has(name);
    seen.add(name);
    if (isNew) hash.update(tarHeader({ name, size: content.size }));
    // One of another tar has to be read even where it is not wanted.
    for await (const bytes of content.read()) if (isNew) hash.update(bytes);
    if (isNew) hash.update(tarPadding(content.size));
  }
  return hash.update(TAR_END).digest("hex");
}

async function digestOf(content: Content): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of content.read()) hash.update(bytes);
  return hash.digest("hex");
}

/**
 * A provider's answer with what its assets are made of: it was only sent their digests. Archives stay
 * without, as they do under the official CLI.
 *
 * @param sent where they were taken from.
 */
export function withSources(answer: ValueMap, sent: ValueMap): ValueMap {
  const known = new Map<string, Asset>();
  contains(sent, (value) => {
    if (value instanceof Asset) known.set(value.hash, value);
    return false;
  });
  if (known.size === 0) return answer;
  const restored = (value: Value): Value => {
    if (value instanceof Asset) {
      const isBare = Object.keys(value.source).length === 0;
      return (isBare && known.get(value.hash)) || value;
    }
    if (value instanceof Secret) return new Secret(restored(value.value));
    if (Array.isArray(value)) return value.map(restored);
    return isMap(value) ? mapValues(value, restored) : value;
  };
  return mapValues(answer, restored);
}
