import { Archive, Asset, assetFields, isAsset } from "../resource/asset";
import {
  isMap,
  ResourceReference,
  Secret,
  UNKNOWN,
  type Value,
  type ValueMap,
} from "../resource/value";
import { decodeDocument } from "./document";

/** Whether secrets may be shown. */
export interface Masking {
  showSecrets: boolean;
}

/** How lines are marked that are part of what comes or goes. */
export type Sign = "+ " | "- " | "  ";

/**
 * A value over as many lines as it needs. What follows the first line is indented this deep, with the
 * sign in the last two columns of that.
 */
export function renderValue(
  value: Value,
  indent: string,
  masking: Masking,
  sign: Sign = "  ",
): string {
  if (value instanceof Secret) {
    return masking.showSecrets ? renderValue(value.value, indent, masking, sign) : "[secret]";
  }
  if (value === UNKNOWN) return "[unknown]";
  if (value instanceof ResourceReference) return JSON.stringify(value.urn);
  if (typeof value === "string") {
    const document = decodeDocument(value);
    if (!document) return JSON.stringify(value);
    return `(${document.kind}) ${renderValue(document.value, indent, masking, sign)}\n`;
  }
  if (typeof value === "number") return renderNumber(value);
  if (isAsset(value)) return renderAsset(value, indent, sign);
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const inner = `${indent}    `;
    const items = value.map((item, index) => {
      return `${signed(indent, sign)}    [${index}]: ${renderValue(item, inner, masking, sign)}`;
    });
    return `[\n${items.join("\n")}\n${indent}]`;
  }
  if (isMap(value)) {
    const lines = renderMap(value, `${indent}    `, masking, sign);
    return lines.length ? `{\n${lines.join("\n")}\n${indent}}` : "{}";
  }
  return value === null ? "<null>" : String(value);
}

/** Where the files are from, with the beginning of their digest. */
function renderAsset(value: Asset | Archive, indent: string, sign: Sign): string {
  const { path, uri } = value.source;
  const kind = value instanceof Asset ? "asset" : "archive";
  const from = path ? "file" : uri ? "remote" : kind === "asset" ? "text" : "assets";
  const head = `${kind}(${from}:${value.hash.slice(0, 7)}) {`;
  if (path ?? uri) return `${head} ${path ?? uri} }`;
  const inner = `${indent}    `;
  const lines =
    value instanceof Archive
      ? Object.entries(value.source.assets ?? {}).map(
          ([name, it]) => `${JSON.stringify(name)}: ${renderAsset(it, inner, sign)}`,
        )
      : (value.source.text ?? "").split("\n");
  return [head, ...lines.map((line) => `${signed(inner, sign)}${line}`), `${indent}}`].join("\n");
}

/** One entry a line, the colons aligned. */
export function renderMap(
  map: ValueMap,
  indent: string,
  masking: Masking,
  sign: Sign = "  ",
): string[] {
  const keys = Object.keys(map).sort();
  const width = keyWidth(keys);
  return keys.map((key) => {
    const value = renderValue(map[key] ?? null, indent, masking, sign);
    return `${signed(indent, sign)}${key.padEnd(width)}: ${value}`;
  });
}

const signed = (indent: string, sign: Sign) => indent.slice(0, -sign.length) + sign;

export function keyWidth(keys: string[]): number {
  return Math.max(0, ...keys.map((key) => key.length));
}

/** Whether a value says anything: nothing and what is empty are not shown. */
export function isTelling(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isMap(value) || Object.keys(value).length > 0;
}

/** A whole number in all its digits, as other languages would not write `1e+30`. */
function renderNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1e21 ? String(BigInt(value)) : String(value);
}

/** A value in one line, as `stack output` and `config` show it. */
export function renderInline(value: Value, masking: Masking): string {
  const plain = plainValue(value, masking);
  return typeof plain === "string" ? plain : JSON.stringify(plain);
}

/** A value as JSON has it, secrets masked or not. */
export function plainValue(value: Value, masking: Masking): unknown {
  if (value instanceof Secret) {
    return masking.showSecrets ? plainValue(value.value, masking) : "[secret]";
  }
  if (value === UNKNOWN) return "[unknown]";
  if (value instanceof ResourceReference) return plainValue(value.id ?? value.urn, masking);
  if (Array.isArray(value)) return value.map((item) => plainValue(item, masking));
  if (isAsset(value)) return assetFields(value);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, plainValue(item, masking)]));
}
