import type { z } from "zod";
import { withDefaults } from "./defaults";
import { problemsOf } from "./explain";
import type { Given } from "./given";
import { shapeOf } from "./meta";
import { foreignKeys, type RawConfig } from "./namespaces";
import { formatPath, valueAt } from "./path";
import { type Problem, SettingsError, type StackFile } from "./problem";
import { brokenRules } from "./rules";
import { settingsSchema } from "./schema";
import type { Settings } from "./types";

/**
 * The settings of a stack, with every default filled in.
 *
 * @throws SettingsError with all problems at once.
 */
export function parseSettings(file: StackFile, config: RawConfig): Settings {
  const given = fromNamespace(file, config);
  const parsed = settingsSchema.safeParse(given.values);
  const problems = foreignKeys(config, given);
  if (!parsed.success) {
    // A key that is missing here because it stands in another namespace is one problem, not two.
    const elsewhere = new Set(problems.map(({ path }) => formatPath(path)));
    problems.push(
      ...problemsOf(parsed.error, settingsSchema, given).filter(
        ({ path }) => !elsewhere.has(formatPath(path)) || valueAt(given.values, path) !== undefined,
      ),
    );
  }
  const sound = parsed.success ? parsed : settingsSchema.safeParse(without(given.values, problems));
  // Without a mode there are no defaults, and so nothing that rules could look at.
  if (!sound.success) throw new SettingsError(file, problems);
  const settings = withDefaults(sound.data, file.project, file.stack);
  const broken = new Set(problems.map(({ path }) => String(path[0])));
  problems.push(...brokenRules({ written: sound.data, settings, given }, broken));
  if (problems.length > 0) throw new SettingsError(file, problems);
  return settings;
}

/** The values of the top-level keys that have no problem. */
function without(values: Given["values"], problems: readonly Problem[]): Given["values"] {
  const broken = new Set(problems.map(({ path }) => path[0]));
  return Object.fromEntries(Object.entries(values).filter(([key]) => !broken.has(key)));
}

function fromNamespace(file: StackFile, config: RawConfig): Given {
  const prefix = `${file.project}:`;
  const own = (key: string) => key.startsWith(prefix);
  const bare = (key: string) => key.slice(prefix.length);
  const entries = Object.entries(config.values)
    .filter(([key]) => own(key))
    .map(([key, text]) => [bare(key), decode(text, shapeOf(settingsSchema)?.[bare(key)])] as const);
  return {
    file,
    values: Object.fromEntries(entries),
    secretKeys: new Set(config.secretKeys.filter(own).map(bare)),
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
