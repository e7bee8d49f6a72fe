import { join } from "node:path";
import type { Mapping } from "../../../../shared/yaml-file";
import { readEnvFile } from "./env-file";
import type { Files } from "./files";
import { InterpolationProblem, interpolate } from "./interpolate";
import type { Key, Places, Position } from "./places";
import { composeError } from "./problem";

/** The variables that files are filled in from: the environment, then files such as `.env`. */
export class Variables {
  readonly #values: ReadonlyMap<string, string>;
  /** Those that were asked for and are not set, in any set of variables of the project. */
  readonly unset: Set<string>;

  constructor(values: ReadonlyMap<string, string>, unset = new Set<string>()) {
    this.#values = values;
    this.unset = unset;
  }

  readonly get = (name: string): string | undefined => this.#values.get(name);

  /** With more values behind those that are there. */
  with(more: ReadonlyMap<string, string>): Variables {
    return new Variables(new Map([...more, ...this.#values]), this.unset);
  }

  /**
   * Fills in all texts of a document.
   *
   * @throws UserError with file and line.
   */
  fillIn(document: Mapping, places: Places): Mapping {
    return this.#fill(document, [], places) as Mapping;
  }

  #fill(value: unknown, path: readonly Key[], places: Places, place?: Position): unknown {
    if (typeof value === "string") return value;
    if (typeof value !== "object" || value === null) return value;
    const filled: unknown[] | Mapping = Array.isArray(value) ? [] : {};
    const keys: Key[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
    for (const key of keys) {
      const entry = (value as Record<Key, unknown>)[key];
      const here = places.of(value, key) ?? place;
      const used: string[] = [];
      const result =
        typeof entry === "string"
          ? this.#text(entry, [...path, key], here, used)
          : this.#fill(entry, [...path, key], places, here);
      Object.defineProperty(filled, key, {
        value: result,
        enumerable: true,
        writable: true,
        configurable: true,
      });
      places.note(filled, key, here && used.length > 0 ? { ...here, variables: used } : here);
    }
    return filled;
  }

  #text(text: string, path: readonly Key[], place: Position | undefined, used: string[]): string {
    if (!text.includes("$")) return text;
    try {
      return interpolate(text, (name) => {
        used.push(name);
        const value = this.get(name);
        if (value === undefined && !hasOperator(text, name)) this.unset.add(name);
        return value;
      });
    } catch (error) {
      if (error instanceof InterpolationProblem) throw composeError(place, path, error.message);
      throw error;
    }
  }
}

/** Whether a text says what is taken where the variable is not set. */
const hasOperator = (text: string, name: string) => new RegExp(`\\{${name}:?[-?+]`).test(text);

/**
 * The variables of a project: those of the environment first, then those of its files.
 *
 * @param given files of `--env-file`, in whose place `.env` is not read.
 */
export function projectVariables(
  folder: string,
  env: NodeJS.ProcessEnv,
  given: readonly string[],
  files: Files,
): Variables {
  const own = new Map(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const variables = new Variables(own);
  const standard = join(folder, ".env");
  const names = given.length > 0 ? given : files.isFile(standard) ? [standard] : [];
  return variables.with(envFiles(names, variables, files));
}

/** The values of several files, later ones before earlier ones. */
export function envFiles(
  names: readonly string[],
  variables: Variables,
  files: Files,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const name of names) {
    const content = files.read(name);
    if ("missing" in content)
      throw composeError(name, [], `a file of variables that cannot be read: ${content.missing}`);
    const lookup = (variable: string) => variables.get(variable) ?? values.get(variable);
    for (const [key, value] of readEnvFile(name, content.text, lookup)) values.set(key, value);
  }
  return values;
}
