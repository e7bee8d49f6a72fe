import {
  isMap,
  ResourceReference,
  Secret,
  UNKNOWN,
  type Value,
  type ValueMap,
} from "../resource/value";

/** Whether secrets may be shown. */
export interface Masking {
  showSecrets: boolean;
}

/** A value over as many lines as it needs. What follows the first line is indented this deep. */
export function renderValue(value: Value, indent: string, masking: Masking): string {
  if (value instanceof Secret) {
    return masking.showSecrets ? renderValue(value.value, indent, masking) : "[secret]";
  }
  if (value === UNKNOWN) return "[unknown]";
  if (value instanceof ResourceReference) return JSON.stringify(value.urn);
  if (typeof value === "string") return quote(value, indent);
  const inner = `${indent}    `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const items = value.map(
      (item, index) => `${inner}[${index}]: ${renderValue(item, inner, masking)}`,
    );
    return `[\n${items.join("\n")}\n${indent}]`;
  }
  if (isMap(value)) {
    const lines = renderMap(value, inner, masking);
    return lines.length ? `{\n${lines.join("\n")}\n${indent}}` : "{}";
  }
  return value === null ? "<null>" : String(value);
}

/** One entry a line, the colons aligned. */
export function renderMap(map: ValueMap, indent: string, masking: Masking): string[] {
  const keys = Object.keys(map).sort();
  const width = keyWidth(keys);
  return keys.map((key) => {
    return `${indent}${key.padEnd(width)}: ${renderValue(map[key] ?? null, indent, masking)}`;
  });
}

export function keyWidth(keys: string[]): number {
  return Math.max(0, ...keys.map((key) => key.length));
}

/** Texts of several lines are shown line by line between triple quotes. */
function quote(text: string, indent: string): string {
  if (!text.includes("\n")) return JSON.stringify(text);
  const lines = text.split("\n").map((line) => `${indent}    ${line}`);
  return `"""\n${lines.join("\n")}\n${indent}"""`;
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
  if (!isMap(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, plainValue(item, masking)]));
}
