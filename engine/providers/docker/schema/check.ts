import { createHash, randomBytes } from "node:crypto";

import {
  type CheckFailure,
  type CheckRequest,
  type CheckResult,
  type PropertyMap,
  type PropertyValue,
  UNKNOWN,
} from "../../provider";
import { convert } from "./convert";
import type { Fields, Property } from "./property";
import { suggestion } from "./suggestion";
import { isObject } from "./values";

/** Lists, in every object of the inputs, the properties that were filled in; the official key for it. */
const DEFAULTS = "__defaults";

/** Validates the inputs of a resource against its table and fills in defaults and the automatic name. */
export function check(
  fields: Fields,
  request: Pick<CheckRequest, "name" | "olds" | "news" | "randomSeed">,
): CheckResult {
  const failures: CheckFailure[] = [];
  const autoName = () => `${request.name}-${hex(request.randomSeed)}`;
  const inputs = checkBlock(fields, request.news, request.olds, "", failures, autoName);
  return { inputs, failures };
}

function checkBlock(
  fields: Fields,
  given: PropertyMap,
  olds: PropertyMap | undefined,
  path: string,
  failures: CheckFailure[],
  autoName: () => string,
): PropertyMap {
  const at = (name: string) => (path ? `${path}.${name}` : name);
  const fail = (name: string, reason: string) => failures.push({ property: at(name), reason });
  const inputs: PropertyMap = {};

  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("__") || value === null) continue;
    const property = fields[name];
    if (!property) {
      fail(name, `unknown property${suggestion(name, inputNames(fields))}`);
    } else if (property.readOnly) {
      fail(name, "is an output and cannot be set");
    } else if (property.unsupported) {
      fail(
        name,
        `the embedded engine does not support ${property.unsupported}, or use the official CLI`,
      );
    } else {
      inputs[name] = checkValue(property, value, olds?.[name], at(name), failures, autoName);
    }
  }

  const defaults: string[] = [];
  for (const [name, property] of Object.entries(fields)) {
    if (inputs[name] !== undefined) continue;
    const value = defaultOf(property, olds, name, autoName);
    if (value === undefined) {
      if (property.required) fail(name, "is required");
      continue;
    }
    inputs[name] = value;
    defaults.push(name);
  }
  checkCombinations(fields, inputs, fail);
  inputs[DEFAULTS] = defaults.sort();
  return inputs;
}

function checkValue(
  property: Property,
  value: PropertyValue,
  old: PropertyValue | undefined,
  path: string,
  failures: CheckFailure[],
  autoName: () => string,
): PropertyValue {
  if (value === UNKNOWN) return value;
  const inner = (
    fields: Fields,
    item: PropertyValue,
    before: PropertyValue | undefined,
    at: string,
  ) => {
    if (item === UNKNOWN) return item;
    if (isObject(item)) {
      return checkBlock(
        fields,
        item,
        isObject(before) ? before : undefined,
        at,
        failures,
        autoName,
      );
    }
    failures.push({ property: at, reason: "has to be an object" });
    return item;
  };
  if (property.kind === "block") return inner(property.of, value, old, path);
  if ((property.kind === "list" || property.kind === "set") && property.of !== "string") {
    const { of } = property;
    if (!Array.isArray(value)) {
      failures.push({ property: path, reason: "has to be a list" });
      return value;
    }
    return value.map((item, i) =>
      inner(of, item, Array.isArray(old) ? old[i] : undefined, `${path}[${i}]`),
    );
  }
  const converted = convert(property, value);
  if ("reason" in converted) {
    failures.push({ property: path, reason: converted.reason });
    return value;
  }
  // The table pairs each `accept` with the type of its property, which `convert` has made sure of.
  const accept = property.accept as ((value: PropertyValue) => string | undefined) | undefined;
  const reason = accept?.(converted.value);
  if (reason) failures.push({ property: path, reason });
  return converted.value;
}

/** An automatic value stays what it was; else the name is made up, or the table's default holds. */
function defaultOf(
  property: Property,
  olds: PropertyMap | undefined,
  name: string,
  autoName: () => string,
): PropertyValue | undefined {
  if (!property.autoName && property.default === undefined) return undefined;
  const old = olds?.[name];
  const oldDefaults = olds?.[DEFAULTS];
  const wasDefault = !Array.isArray(oldDefaults) || oldDefaults.includes(name);
  if (old !== undefined && old !== null && wasDefault) return old;
  if (property.autoName) return autoName();
  return property.default || undefined;
}

function checkCombinations(
  fields: Fields,
  inputs: PropertyMap,
  fail: (name: string, reason: string) => void,
): void {
  for (const [name, { conflictsWith = [], exactlyOneOf = [] }] of Object.entries(fields)) {
    const clash = conflictsWith.find(
      (other) => inputs[name] !== undefined && inputs[other] !== undefined,
    );
    if (clash) fail(name, `cannot be given together with ${clash}`);
    const given = exactlyOneOf.filter((option) => inputs[option] !== undefined);
    if (exactlyOneOf[0] === name && given.length !== 1) {
      fail(name, `exactly one of ${exactlyOneOf.join(" and ")} has to be given`);
    }
  }
}

function inputNames(fields: Fields): string[] {
  return Object.keys(fields).filter((name) => !fields[name]?.readOnly);
}

/** Seven hex digits: the same ones for the same seed, so that a preview and its update agree. */
function hex(seed: Buffer): string {
  const bytes = seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(4);
  return bytes.toString("hex").slice(0, 7);
}

/** The official provider names by hand what it did not fill in: then the name has to be freed first. */
export function nameIsFixed(fields: Fields, inputs: PropertyMap): boolean {
  const defaults = inputs[DEFAULTS];
  if (!Array.isArray(defaults)) return false;
  return Object.entries(fields).some(
    ([name, { autoName }]) => autoName && inputs[name] !== undefined && !defaults.includes(name),
  );
}
