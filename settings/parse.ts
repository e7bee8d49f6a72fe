import { withDefaults } from "./defaults";
import { check, without } from "./language/check";
import type { RawConfig } from "./language/namespaces";
import { type Problem, SettingsError, type StackFile } from "./language/problem";
import { SECTIONS, type Section, type Settings, settingsSchema } from "./sections";
import type { Facts, Rule } from "./sections/rule";

/**
 * The settings of a stack, with every default filled in.
 *
 * @throws SettingsError with all problems at once.
 */
export function parseSettings(file: StackFile, config: RawConfig): Settings {
  const { given, problems, data } = check(file, config, settingsSchema);
  const sound = data ?? settingsSchema.safeParse(without(given.values, problems)).data;
  // Without a mode there are no defaults, and so nothing that rules could look at.
  if (!sound) throw new SettingsError(file, problems);
  const settings = withDefaults(sound, file.project, file.stack);
  const broken = new Set(problems.map(({ path }) => String(path[0])));
  problems.push(...brokenRules({ written: sound, settings, given }, broken));
  if (problems.length > 0) throw new SettingsError(file, problems);
  return settings;
}

const RULES: readonly Rule[] = Object.values<Section>(SECTIONS).flatMap(({ rules = [] }) => rules);

/** The problems of every rule that does not read a broken setting. */
function brokenRules(facts: Facts, broken: ReadonlySet<string>): Problem[] {
  return RULES.filter(({ reads }) => !reads.some((key) => broken.has(key))).flatMap(
    (rule) => rule.check(facts) ?? [],
  );
}
