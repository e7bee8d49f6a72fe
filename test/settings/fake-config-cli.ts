import { FILE } from "./raw-config";

/** A stack file's settings by key, and the keys with an encrypted value in them. */
export interface FakeStackFile {
  values: Record<string, unknown>;
  secretKeys: Set<string>;
}

/** What is typed when `pulumi config set` asks for a value. */
const TYPED = "typed";

/**
 * Runs `pulumi config set` and `rm` lines, joined by `&&`, as the official CLI does (each rule below
 * was seen with 3.260), on a copy of the settings.
 */
export function runConfigLines(file: FakeStackFile, lines: string): FakeStackFile {
  const copy = { values: structuredClone(file.values), secretKeys: new Set(file.secretKeys) };
  for (const line of lines.split(" && ")) runLine(copy, words(line));
  return copy;
}

function runLine({ values, secretKeys }: FakeStackFile, line: readonly string[]): void {
  const [program, config, verb, ...rest] = line;
  if (program !== "pulumi" || config !== "config") throw new Error(`not a config line: ${line}`);
  const { flags, args } = readFlags(rest);
  const [key = "", value = TYPED] = args;
  if (flags.get("--stack") !== FILE.stack) throw new Error(`no --stack: ${line}`);
  const path = flags.has("--path") ? readPath(key) : [key];
  if (verb === "rm") {
    remove(values, path);
    return;
  }
  if (verb !== "set") throw new Error(`unknown command ${verb}`);
  const secret = flags.has("--secret");
  if (secret) secretKeys.add(String(path[0]));
  const isText = secret || !flags.has("--path") || path.length === 1 || flags.has("--type");
  put(values, path, isText ? value : scalar(value));
}

/** `--path` stores true, false and whole numbers as what they look like. */
function scalar(value: string): string | number | boolean {
  if (value === "true" || value === "false") return value === "true";
  return /^-?(?:0|[1-9]\d*)$/.test(value) ? Number(value) : value;
}

function put(values: Record<string, unknown>, path: readonly (string | number)[], value: unknown) {
  let at: unknown = values;
  for (const [index, key] of path.entries()) {
    if (typeof key === "number" && !Array.isArray(at)) throw new Error("expected an array");
    if (typeof key === "string" && !isMap(at)) throw new Error("expected a map");
    const holder = at as Record<string | number, unknown>;
    const current = holder[key];
    if (index === path.length - 1) {
      holder[key] = value;
      return;
    }
    const isFree = current === undefined || current === null || current === "";
    const isTopScalar = index === 0 && typeof current !== "object";
    if (isFree || isTopScalar) holder[key] = typeof path[index + 1] === "number" ? [] : {};
    at = holder[key];
  }
}

const isMap = (value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function remove(values: Record<string, unknown>, path: readonly (string | number)[]): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>(
      (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
      values,
    );
  if (typeof parent === "object" && parent !== null) {
    Reflect.deleteProperty(parent, path.at(-1) as string);
  }
}

function readFlags(rest: readonly string[]): { flags: Map<string, string>; args: string[] } {
  const flags = new Map<string, string>();
  const args: string[] = [];
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] as string;
    if (word === "--") return { flags, args: [...args, ...rest.slice(index + 1)] };
    if (word === "--stack" || word === "--type") flags.set(word, rest[++index] ?? "");
    else if (word.startsWith("--")) flags.set(word, "");
    else args.push(word);
  }
  return { flags, args };
}

/** The words of a line, as a POSIX shell reads them; of its quotes only the single ones. */
function words(line: string): string[] {
  const found = line.match(/(?:[^\s'\\]|\\.|'[^']*')+/g) ?? [];
  return found.map((word) =>
    word.replace(/'([^']*)'|\\(.)/g, (_, quoted, escaped) => quoted ?? escaped),
  );
}

function readPath(text: string): (string | number)[] {
  const segments = text.match(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]|[^.[\]]+/g) ?? [];
  return segments.map((segment) => {
    if (segment.startsWith('["')) return JSON.parse(segment.slice(1, -1)) as string;
    return segment.startsWith("[") ? Number(segment.slice(1, -1)) : segment;
  });
}
