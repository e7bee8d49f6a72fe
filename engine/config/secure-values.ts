import { shellWord } from "../../shared/shell-word";
import { UserError } from "../errors";
import { formatPath, type PropertyPath } from "../resource/property-path";
import { isCiphertext } from "../secrets/passphrase";
import type { RawValue } from "./raw-value";

/** An encrypted value of a stack file, or what was meant as one. */
interface SecureValue {
  /** As `pulumi config set --path` has it, without the project's own namespace. */
  key: string;
  given: RawValue;
}

/** Whose settings a file has, and its name, for messages. */
export interface StackFileId {
  project: string;
  stack: string;
  name: string;
}

/** Everything that stands below a key `secure`. */
export function secureValues(config: Record<string, RawValue>, project: string): SecureValue[] {
  return Object.entries(config).flatMap(([key, value]) => below(value, [key], project));
}

function below(value: RawValue, path: PropertyPath, project: string): SecureValue[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => below(item, [...path, index], project));
  }
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "secure") {
    return [{ key: keyAt(path, project), given: value.secure ?? null }];
  }
  return keys.flatMap((key) => below(value[key] ?? null, [...path, key], project));
}

/** A path that begins with a key of the file, as commands write it: a namespace is no part of the path. */
export function keyAt([top = "", ...rest]: PropertyPath, project: string): string {
  const key = String(top);
  const short = key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
  return formatPath([short, ...rest]);
}

/**
 * Refuses encrypted values that nothing can decrypt, whatever the passphrase.
 *
 * @throws UserError with a line for each.
 */
export function refuseBrokenSecrets(config: Record<string, RawValue>, id: StackFileId): void {
  const broken = secureValues(config, id.project).filter(
    ({ given }) => typeof given !== "string" || !isCiphertext(given),
  );
  if (broken.length === 0) return;
  throw new UserError(broken.map(({ key }) => damagedSecret(id, key)).join("\n"));
}

/** What a person is told of an encrypted value that the stack's key does not open. */
export function damagedSecret({ name, stack }: StackFileId, key: string): string {
  return `${name}: ${key}: given an encrypted value that is damaged, or was encrypted for another stack; accepted: what \`config set --secret\` writes; set it anew: ${secretCommand(stack, key)}`;
}

/** The command that asks for a secret's value and encrypts it. */
function secretCommand(stack: string, key: string): string {
  const path = /[.[]/.test(key) ? " --path" : "";
  return `pulumi config set --stack ${stack} --secret${path} ${shellWord(key)}`;
}

/**
 * What a person is told where the file has encrypted values, and nothing to make their key of.
 *
 * @param salt the one that the state has.
 */
export function saltMissing({ name }: StackFileId, keys: readonly string[], salt?: string): string {
  const are = keys.length > 1 ? "are" : "is";
  const mend = salt
    ? `the state has it, write it so: encryptionsalt: ${salt}`
    : "take it back from git or a backup, or remove the encrypted values and set them anew";
  return `${name}: encryptionsalt: given nothing, and ${keys.join(", ")} ${are} encrypted with it; accepted: the line encryptionsalt: v1:... that the file had; ${mend}`;
}
