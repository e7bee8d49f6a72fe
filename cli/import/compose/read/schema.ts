import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { UserError } from "../../../../shared/errors";
import { nearest } from "../../../../shared/nearest";
import type { Mapping } from "../../../../shared/yaml-file";
import { kindOf } from "../../../../shared/yaml-text";
import type { Key, Places } from "./places";
import { composeError, shown } from "./problem";

/** Keys that Compose has had since the published schema that is used here. */
const NEWER = new Set(["provenance", "sbom", "initial_sync"]);

/**
 * Holds one Compose file against the published schema of the Compose specification.
 *
 * @param file the file's name in messages.
 * @returns what is wrong, of several things the one that says most; undefined where nothing is.
 */
export function schemaProblem(
  file: string,
  document: Mapping,
  places: Places,
): UserError | undefined {
  const validate = published();
  if (validate(document)) return undefined;
  const all = (validate.errors ?? []).filter(
    ({ params }) => !NEWER.has(params.additionalProperty ?? ""),
  );
  const deepest = Math.max(...all.map(depth));
  const [error] = all.filter((one) => depth(one) === deepest).sort((a, b) => rank(a) - rank(b));
  if (!error) return undefined;
  const alike = all.filter(({ instancePath }) => instancePath === error.instancePath);
  const { path, value } = follow(document, error.instancePath);
  const more = error.params.additionalProperty ?? error.params.propertyName;
  const full: readonly Key[] = more === undefined ? path : [...path, more];
  return composeError(places.along(document, full) ?? file, full, words(error, alike, value));
}

let compiled: ValidateFunction | undefined;

function published(): ValidateFunction {
  compiled ??= compile();
  return compiled;
}

function compile(): ValidateFunction {
  const folder = dirname(require.resolve("dclint/package.json"));
  const { $schema: _, ...schema } = JSON.parse(
    readFileSync(join(folder, "schemas", "compose.schema.json"), "utf8"),
  );
  return new Ajv({
    allErrors: true,
    strict: false,
    validateFormats: false,
    verbose: true,
    logger: false,
  }).compile(schema);
}

const depth = (error: ErrorObject) =>
  error.instancePath.split("/").length + (error.keyword === "additionalProperties" ? 1 : 0);

/** A key that nobody knows says more than a type, and a type more than what was none of several. */
const RANKS = ["additionalProperties", "propertyNames", "required", "enum", "pattern", "type"];
const rank = ({ keyword }: ErrorObject) => (RANKS.indexOf(keyword) + 1 || 99) as number;

function follow(document: Mapping, pointer: string): { path: Key[]; value: unknown } {
  const path: Key[] = [];
  let value: unknown = document;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(value) ? Number(name) : name);
    value = (value as Mapping)[name];
  }
  return { path, value };
}

function words(error: ErrorObject, alike: readonly ErrorObject[], value: unknown): string {
  const { params, parentSchema, keyword } = error;
  switch (keyword) {
    case "additionalProperties": {
      const known = Object.keys((parentSchema?.properties as Mapping | undefined) ?? {});
      const meant = nearest(params.additionalProperty, known);
      const names = Object.keys((parentSchema?.patternProperties as Mapping | undefined) ?? {});
      const accepted =
        known.length > 0
          ? known.filter((name) => !/deprecated/i.test(name)).join(", ")
          : `names of ${names.includes("^[a-zA-Z0-9._-]+$") ? "letters, digits, dots, dashes and underscores" : names.join(" or ")}`;
      return `unknown key${meant === undefined ? "" : `; did you mean ${meant}?`}${meant === undefined ? `; accepted: ${accepted}` : ""}`;
    }
    case "required":
      return `given no ${params.missingProperty}; accepted: an object with the key ${params.missingProperty}`;
    case "enum":
      return `given ${shown(value)}; accepted: ${params.allowedValues.join(", ")}`;
    case "type": {
      const types = [...new Set(alike.flatMap((one) => one.params.type ?? []))].map(typeWord);
      return `given ${given(value)}; accepted: ${[...new Set(types)].join(" or ")}`;
    }
    default:
      return `given ${given(value)}, which ${error.message ?? "is not accepted"}`;
  }
}

const given = (value: unknown) =>
  typeof value === "object" || value === undefined ? kindOf(value) : shown(value);

const WORDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  null: "nothing",
  number: "a number",
  object: "an object",
  string: "a text",
};
const typeWord = (type: string) => WORDS[type] ?? type;
