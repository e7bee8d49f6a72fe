import type { ConfigDeclaration } from "../../shared/project";
import { UnsupportedError, UserError } from "../errors";
import type { PropertyPath } from "../resource/property-path";
import { qualifyKey } from "./config-key";
import { isSecure, type RawValue } from "./raw-value";

/** A stack's settings as a program gets them: text, objects as JSON, secrets in the clear. */
export interface StackConfig {
  /** By `namespace:key`. */
  values: Record<string, string>;
  secretKeys: string[];
}

/** Decrypts what stands at a path that begins with a key of the stack file. */
export type Decrypt = (ciphertext: string, path: PropertyPath) => string;

/** Settings for the engine itself that change what a run does, and are not known here. */
const ENGINE_KEYS = ["pulumi:autonaming"];

/** A list of the packages without a default provider; `*` is all of them. */
const DISABLED = "pulumi:disable-default-providers";

/**
 * Whether resources of a package have to name their provider.
 *
 * @throws UserError where the setting is no list of names.
 */
export function hasDefaultProvider({ values }: Pick<StackConfig, "values">, pkg: string): boolean {
  const text = values[DISABLED];
  // The engine's own package is always there.
  if (!text || pkg === "pulumi") return true;
  const given = parsed(text);
  if (!Array.isArray(given) || !given.every((name) => typeof name === "string")) {
    throw new UserError(`${DISABLED}: given ${text}; accepted: a list of packages, or of "*"`);
  }
  return !given.some((name) => ["*", pkg].includes(name.trim()));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Decrypts a stack's settings and adds what the project declares. */
export function resolveConfig(
  stack: string,
  project: string,
  raw: Record<string, RawValue>,
  declared: Record<string, ConfigDeclaration>,
  decrypt: Decrypt,
): StackConfig {
  const given = Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [qualifyKey(key, project), value]),
  );
  const merged = withDeclarations(stack, project, given, declared);
  const refused = ENGINE_KEYS.find((key) => key in merged);
  if (refused) throw new UnsupportedError(`the setting ${refused}`);
  const secretKeys = Object.keys(merged).filter((key) => hasSecure(merged[key] ?? null));
  for (const [key, { secret }] of Object.entries(declared)) {
    const name = qualifyKey(key, project);
    if (secret && name in merged && !secretKeys.includes(name)) secretKeys.push(name);
  }
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries(merged))
    values[key] = asText(clear(value, decrypt, [key]));
  return { values, secretKeys: secretKeys.sort() };
}

function withDeclarations(
  stack: string,
  project: string,
  given: Record<string, RawValue>,
  declared: Record<string, ConfigDeclaration>,
): Record<string, RawValue> {
  const merged = { ...given };
  for (const [key, declaration] of Object.entries(declared)) {
    const name = qualifyKey(key, project);
    const fallback = declaration.value ?? declaration.default;
    const value = merged[name] ?? (fallback as RawValue | undefined);
    if (value === undefined) {
      throw new UserError(
        `Stack '${stack}' is missing configuration value '${key}'; set it: pulumi config set --stack ${stack} ${key} VALUE`,
      );
    }
    const { type } = declaration;
    if (type && !isSecure(value) && !hasType(value, type)) {
      throw new UserError(
        `Stack '${stack}' with configuration key '${key}' must be of type '${type}'`,
      );
    }
    merged[name] = value;
  }
  return merged;
}

function hasType(value: RawValue, type: NonNullable<ConfigDeclaration["type"]>): boolean {
  switch (type) {
    case "string":
      return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "integer":
      return Number.isInteger(typeof value === "string" && value !== "" ? Number(value) : value);
    case "array":
      return Array.isArray(value);
  }
}

/** Whether anything in a value is encrypted. */
export function hasSecure(value: RawValue): boolean {
  if (isSecure(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasSecure);
}

/** The value, which stands at a path of the stack file, with all that is encrypted in it replaced. */
export function clear(value: RawValue, decrypt: Decrypt, path: PropertyPath): RawValue {
  if (isSecure(value)) return decrypt(value.secure, path);
  if (Array.isArray(value)) return value.map((item, at) => clear(item, decrypt, [...path, at]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, clear(item, decrypt, [...path, key])]),
  );
}

/** A value in the form in which programs and `config get` have it. */
export function asText(value: RawValue): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(sorted(value)) : String(value);
}

function sorted(value: RawValue): RawValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

/** A stack file's settings as text that may be shown to anybody. */
export function maskedConfig(raw: Record<string, RawValue>): Record<string, string> {
  const masked = Object.entries(raw).map(([key, value]) => {
    return [key, asText(clear(value, () => "[secret]", [key]))] as const;
  });
  return Object.fromEntries(masked.sort());
}
