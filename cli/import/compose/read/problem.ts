import { UserError } from "../../../../shared/errors";
import type { Key, Position } from "./places";

/**
 * What is wrong with a Compose file: one line with the file, the line and the key.
 *
 * @param place the file and line, as far as they are known.
 * @param path the key; empty where the file as a whole is meant.
 * @param text `given ...; accepted: ...`, or whatever says it best.
 */
export function composeError(
  place: Position | string | undefined,
  path: readonly Key[],
  text: string,
): UserError {
  const where =
    typeof place === "string" ? place : place ? `${place.file}, line ${place.line}` : undefined;
  return new UserError([where, pathText(path), text].filter(Boolean).join(": "));
}

/** A key as people write it: `services.web.ports[0]`. */
export function pathText(path: readonly Key[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/** A value as it is shown in a message, cut where it is long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
