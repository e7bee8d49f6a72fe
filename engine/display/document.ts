import { parse } from "yaml";

import type { Value, ValueMap } from "../resource/value";

/** An object or a list that a text holds. */
export interface Document {
  kind: "json" | "yaml";
  value: ValueMap | Value[];
}

/** What a text holds that is JSON, or YAML of several lines; undefined where it is only a text. */
export function decodeDocument(text: string): Document | undefined {
  const trimmed = text.trim();
  const first = trimmed[0];
  if (first === "{" || first === "[") {
    const value = attempt(() => JSON.parse(trimmed));
    if (value) return { kind: "json", value };
  }
  if (!/[\r\n]/.test(trimmed)) return undefined;
  const value = attempt(() => parse(trimmed, { logLevel: "silent" }));
  return value && { kind: "yaml", value };
}

function attempt(decode: () => unknown): Document["value"] | undefined {
  try {
    const value = decode();
    return typeof value === "object" && value !== null ? (value as ValueMap) : undefined;
  } catch {
    return undefined;
  }
}
