import { readFileSync } from "node:fs";

export type Mapping = Record<string, unknown>;

/** A YAML file's mapping; empty where the file is missing or broken: the engine tells what is wrong. */
export function readMapping(file: string): Mapping {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return {};
  }
  // Loaded here, so that commands without a project do not pay for it.
  const { parse } = require("yaml") as typeof import("yaml");
  try {
    return asMapping(parse(text, { merge: true }));
  } catch {
    return {};
  }
}

export function asMapping(value: unknown): Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Mapping)
    : {};
}

export function asText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
