import { z } from "zod";
import { ambiguousValues } from "./ambiguous";
import { type Encrypted, encryptedIn } from "./encrypted";
import { problemsOf } from "./explain";
import type { Given } from "./given";
import { lostKeys } from "./lost-keys";
import { shapeOf } from "./meta";
import { foreignKeys, type RawConfig } from "./namespaces";
import { textsWithNul } from "./nul";
import { formatPath, valueAt } from "./path";
import { type Problem, SettingsError, type StackFile } from "./problem";

/** Settings by their top-level keys, as zod schemas that know their documentation. */
export type Sections = Readonly<Record<string, z.ZodType>>;

/**
 * The settings of a program of its own.
 *
 * @throws SettingsError with all problems at once.
 */
export function parseSections<S extends Sections>(
  file: StackFile,
  config: RawConfig,
  sections: S,
): z.output<z.ZodObject<S>> {
  const { problems, data } = check(file, config, z.strictObject(sections));
  if (!data || problems.length > 0) throw new SettingsError(file, problems);
  return data;
}

/** The encrypted values of a stack, whichever settings its program has. */
export function encryptedSettings(file: StackFile, config: RawConfig): Encrypted[] {
  return encryptedIn(fromNamespace(file, config));
}

/** What a stack file says, held against a schema. */
export function check<S extends z.ZodObject>(file: StackFile, config: RawConfig, schema: S) {
  const given = fromNamespace(file, config, schema);
  const parsed = schema.safeParse(given.values);
  const problems = foreignKeys(config, given, schema);
  if (!parsed.success) {
    // A key that is missing here because it stands in another namespace is one problem, not two.
    const elsewhere = new Set(problems.map(({ path }) => formatPath(path)));
    problems.push(
      ...problemsOf(parsed.error, schema, given).filter(
        ({ path }) => !elsewhere.has(formatPath(path)) || valueAt(given.values, path) !== undefined,
      ),
    );
  }
  const told = new Set(problems.map(({ path }) => formatPath(path)));
  const beside = [
    ...textsWithNul(given, schema),
    ...lostKeys(given, config.text),
    ...(config.text === undefined ? [] : ambiguousValues(config.text, given, schema)),
  ];
  problems.push(...beside.filter(({ path }) => !told.has(formatPath(path))));
  return { given, problems, data: parsed.data };
}

/** The values of the top-level keys that have no problem. */
export function without(values: Given["values"], problems: readonly Problem[]): Given["values"] {
  const broken = new Set(problems.map(({ path }) => path[0]));
  return Object.fromEntries(Object.entries(values).filter(([key]) => !broken.has(key)));
}

function fromNamespace(file: StackFile, config: RawConfig, schema?: z.ZodObject): Given {
  const prefix = `${file.project}:`;
  const own = (key: string) => key.startsWith(prefix);
  const bare = (key: string) => key.slice(prefix.length);
  const entries = Object.entries(config.values)
    .filter(([key]) => own(key))
    .map(
      ([key, text]) => [bare(key), decode(text, schema && shapeOf(schema)?.[bare(key)])] as const,
    );
  return {
    file,
    values: Object.fromEntries(entries),
    secretKeys: new Set(config.secretKeys.filter(own).map(bare)),
    plain: config.plain ?? {},
  };
}

/** Objects arrive as JSON; where the schema wants one, what is not JSON is reported as it stands. */
function decode(text: string, schema: z.ZodType | undefined): unknown {
  const wantsObject = schema !== undefined && shapeOf(schema) !== undefined;
  if (!wantsObject && !/^[[{]/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : text;
  } catch {
    return text;
  }
}
