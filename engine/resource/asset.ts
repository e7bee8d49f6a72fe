import { ARCHIVE_SIGNATURE, ASSET_SIGNATURE, SIGNATURE_KEY } from "./signatures";

/** Where a file is that a program hands to a resource: in itself, on this machine or elsewhere. */
export interface AssetSource {
  text?: string;
  /** Relative to the program's folder, or absolute. */
  path?: string;
  /** With `http`, `https` or `file`. */
  uri?: string;
}

/** The same of several files: a map of them, a folder or an archive's file, or an archive elsewhere. */
export interface ArchiveSource extends Omit<AssetSource, "text"> {
  assets?: Readonly<Record<string, Asset | Archive>>;
}

/** A file as a property value; two with one content are the same. */
export class Asset {
  constructor(
    readonly source: AssetSource,
    /** SHA-256 of the content, in hexadecimal; empty where nobody has read it. */
    readonly hash = "",
  ) {}
}

/** Several files as a property value; two with one content are the same. */
export class Archive {
  constructor(
    readonly source: ArchiveSource,
    /** SHA-256 of the archive's own file, else of a tar of its files. */
    readonly hash = "",
  ) {}
}

/** What stands for an asset or archive where there is only JSON. */
export type AssetFields = { [key: string]: string | AssetFields };

/** As JSON, with its source or, for those who only compare, without. */
export function assetFields(value: Asset | Archive, withSource = true): AssetFields {
  const signature = value instanceof Asset ? ASSET_SIGNATURE : ARCHIVE_SIGNATURE;
  const fields: AssetFields = { [SIGNATURE_KEY]: signature };
  if (value.hash) fields.hash = value.hash;
  if (!withSource) return fields;
  for (const key of ["text", "path", "uri"] as const) {
    const text = (value.source as AssetSource)[key];
    if (text) fields[key] = text;
  }
  if (value instanceof Archive && value.source.assets) {
    const members = Object.entries(value.source.assets).sort(([a], [b]) => (a < b ? -1 : 1));
    fields.assets = Object.fromEntries(members.map(([name, it]) => [name, assetFields(it)]));
  }
  return fields;
}

/**
 * Reads such JSON.
 *
 * @param member reads what is in an archive; anything but an asset or archive is an error.
 */
export function assetFromFields(
  fields: Readonly<Record<string, unknown>>,
  member: (value: unknown) => unknown,
): Asset | Archive {
  const text = (key: string) => (fields[key] ? String(fields[key]) : undefined);
  const place = { path: text("path"), uri: text("uri") };
  const hash = text("hash");
  if (fields[SIGNATURE_KEY] === ASSET_SIGNATURE) {
    return new Asset(dropUndefined({ text: text("text"), ...place }), hash);
  }
  if (place.path || place.uri) return new Archive(dropUndefined(place), hash);
  // One that was sent as a digest only is one of no files, to the official CLI as well.
  const assets = (fields.assets ?? {}) as Record<string, unknown>;
  const members = Object.entries(assets).map(([name, value]) => {
    const read = member(value);
    if (isAsset(read)) return [name, read] as const;
    throw new Error(`archive member '${name}' is not an asset or archive`);
  });
  return new Archive({ assets: Object.fromEntries(members) }, hash);
}

export const isAsset = (value: unknown): value is Asset | Archive =>
  value instanceof Asset || value instanceof Archive;

/** Whether both have the same content; without their digests, whether they are the same in words. */
export function sameAsset(a: unknown, b: unknown): boolean {
  if (!isAsset(a) || !isAsset(b) || a instanceof Asset !== b instanceof Asset) return false;
  if (a.hash && b.hash) return a.hash === b.hash;
  return JSON.stringify(assetFields(a)) === JSON.stringify(assetFields(b));
}

function dropUndefined<T extends object>(object: T): T {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}
