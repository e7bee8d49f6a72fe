import { asText, clear, type Decrypt, hasSecure } from "../../config/config";
import { qualifyKey } from "../../config/config-key";
import { valueAt } from "../../config/raw-path";
import type { RawValue } from "../../config/raw-value";
import { UserError } from "../../errors";
import { type PropertyPath, parsePath } from "../../resource/property-path";
import type { Invocation } from "../flags";
import { openStack, type StackSession } from "../session";
import { askValue } from "../terminal";
import { type Print, table } from "./print";

/** `config set KEY [VALUE]`; without a value it is asked for, or read from the standard input. */
export async function set(invocation: Invocation): Promise<void> {
  const [key, given] = invocation.args;
  if (!key) throw new UserError("missing configuration key");
  const session = await openStack(invocation);
  const secret = invocation.has("secret");
  const text = given ?? (await askValue(invocation, secret));
  if (!secret && !invocation.has("plaintext") && looksSecret(key, text)) {
    throw new UserError(
      `config value for '${key}' looks like a secret; rerun with --secret to encrypt it, or --plaintext if you meant to store in plaintext`,
    );
  }
  const { file } = session;
  const { name, path } = locate(key, invocation, session);
  const value = typed(text, path.length > 0, invocation.text("type"));
  // A stack without secrets gets them in the file: not where this is refused.
  file.preview(name, value, path);
  file.set(name, secret ? { secure: (await session.secrets()).encrypt(text) } : value, path);
  await file.save();
}

/** A value inside an object or a list takes the type that it looks like; others stay text. */
function typed(text: string, inside: boolean, type: string | undefined): RawValue {
  switch (type) {
    case "string":
      return text;
    case "bool":
      if (!/^(true|false)$/.test(text)) throw new UserError(`"${text}" is not a bool`);
      return text === "true";
    case "int":
    case "float": {
      const number = Number(text);
      const fits =
        type === "int"
          ? /^[+-]?\d+$/.test(text) && Number.isSafeInteger(number)
          : text.trim() !== "" && Number.isFinite(number);
      if (!fits) throw new UserError(`"${text}" is not of the type ${type}`);
      return number === 0 ? 0 : number;
    }
    case undefined:
      break;
    default:
      throw new UserError(`unknown type "${type}": string, bool, int or float`);
  }
  if (inside && /^(true|false)$/.test(text)) return text === "true";
  if (inside && /^(0|-?[1-9]\d{0,14})$/.test(text)) return Number(text);
  return text;
}

/** Long texts of random characters under a key that speaks of secrets. */
function looksSecret(key: string, text: string): boolean {
  if (!/password|secret|token|apikey|api_key|credential/i.test(key) || text.length < 16)
    return false;
  return new Set(text).size >= 12 && /\d/.test(text) && /[a-z]/i.test(text) && !/\s/.test(text);
}

function locate(key: string, invocation: Invocation, { project }: StackSession) {
  if (!invocation.has("path")) return { name: qualifyKey(key, project.name), path: [] };
  // A namespace is no part of the path: `aws:tags.a` is the path `a` in the key `aws:tags`.
  const colon = /^[\w-]+:/.exec(key)?.[0] ?? "";
  const [head, ...path] = readPath(key, key.slice(colon.length));
  if (typeof head !== "string") throw new UserError(`${key}: a path begins with a setting's name`);
  return { name: qualifyKey(colon + head, project.name), path };
}

function readPath(key: string, text: string): PropertyPath {
  try {
    return parsePath(text);
  } catch (error) {
    throw new UserError(
      `${key}: ${(error as Error).message}; a path is written as in app.env.NAME or names[0]`,
    );
  }
}

/** `config get KEY`. */
export async function get(invocation: Invocation, print: Print): Promise<void> {
  const [key] = invocation.args;
  if (!key) throw new UserError("missing configuration key");
  const session = await openStack(invocation);
  const { name, path } = locate(key, invocation, session);
  const value = valueAt(session.file.config[name], path);
  if (value === undefined) {
    throw new UserError(`configuration key '${key}' not found for stack '${session.ref.stack}'`);
  }
  const secret = hasSecure(value);
  const shown = secret ? clear(value, await session.decrypter(), [name, ...path]) : value;
  print(invocation.has("json") ? JSON.stringify(asJson(shown, secret), null, 2) : asText(shown));
}

/** A value as scripts get it: the text that programs get and, where it is an object or a list, itself. */
function asJson(value: RawValue, secret: boolean) {
  const text = asText(value);
  const isText = typeof value !== "object" || value === null;
  return { value: text, ...(isText ? {} : { objectValue: JSON.parse(text) }), secret };
}

/** `config rm KEY`. */
export async function remove(invocation: Invocation): Promise<void> {
  const [key] = invocation.args;
  if (!key) throw new UserError("missing configuration key");
  const session = await openStack(invocation);
  const { file } = session;
  const { name, path } = locate(key, invocation, session);
  file.remove(name, path);
  await file.save();
}

/** `config`: all settings of the stack. */
export async function list(invocation: Invocation, print: Print): Promise<void> {
  const session = await openStack(invocation);
  const { file, project } = session;
  const showSecrets = invocation.has("show-secrets");
  const decrypt: Decrypt = showSecrets ? await session.decrypter() : () => "[secret]";
  if (invocation.has("json")) {
    const shown = configJson(file.config, showSecrets ? decrypt : undefined);
    return print(JSON.stringify(shown, null, 2));
  }
  const own = `${project.name}:`;
  const rows = Object.entries(file.config).map(([key, value]) => {
    const short = key.startsWith(own) ? key.slice(own.length) : key;
    return [short, asText(clear(value, decrypt, [key]))];
  });
  rows.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  for (const line of table([["KEY", "VALUE"], ...rows])) print(line);
}

/** Settings as scripts get them; those that have a secret only with what decrypts it. */
export function configJson(config: Record<string, RawValue>, decrypt?: Decrypt): unknown {
  const entries = Object.entries(config).map(([key, value]) => {
    const secret = hasSecure(value);
    if (secret && !decrypt) return [key, { secret }] as const;
    return [key, asJson(decrypt ? clear(value, decrypt, [key]) : value, secret)] as const;
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
