import {
  OUTPUT_SIGNATURE,
  REFERENCE_SIGNATURE,
  SECRET_SIGNATURE,
  SIGNATURE_KEY,
} from "../resource/signatures";
import { isUnknownSentinel } from "../resource/wire";

/** A property as the JSON of a message has it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonMap = { [key: string]: Json };

/** The same property with output values in place of secrets and of what is not known: a transform sees outputs. */
export function withOutputs(value: Json): Json {
  if (typeof value === "string") return isUnknownSentinel(value) ? output({}) : value;
  if (Array.isArray(value)) return value.map(withOutputs);
  if (!isObject(value)) return value;
  if (value[SIGNATURE_KEY] === SECRET_SIGNATURE) {
    return output({ secret: true, value: withOutputs(value.value ?? null) });
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withOutputs(item)]));
}

/** The same property as an output value that depends on these resources, where it does not say so itself. */
export function depending(value: Json, urns: readonly string[]): Json {
  const known = dependenciesOf(value);
  if (urns.every((urn) => known.has(urn))) return value;
  const isOutput = isObject(value) && value[SIGNATURE_KEY] === OUTPUT_SIGNATURE;
  const fields = isOutput ? value : { value };
  const own = Array.isArray(fields.dependencies) ? fields.dependencies : [];
  return output({ ...fields, dependencies: [...new Set([...own, ...urns])].sort() });
}

/** What the output values in a property depend on. */
export function dependenciesOf(value: Json, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) dependenciesOf(item, found);
  if (!isObject(value)) return found;
  const isOutput = value[SIGNATURE_KEY] === OUTPUT_SIGNATURE;
  if (isOutput && Array.isArray(value.dependencies)) {
    for (const urn of value.dependencies) found.add(String(urn));
  }
  const isReference = value[SIGNATURE_KEY] === REFERENCE_SIGNATURE;
  const inner = isOutput ? [value.value] : isReference ? [value.id] : Object.values(value);
  for (const item of inner) if (item !== undefined) dependenciesOf(item, found);
  return found;
}

const output = (fields: JsonMap): JsonMap => ({ ...fields, [SIGNATURE_KEY]: OUTPUT_SIGNATURE });

const isObject = (value: Json | undefined): value is JsonMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);
