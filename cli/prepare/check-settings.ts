import { UserError } from "../../shared/errors";
import { declaredValues, type ProjectFile } from "../../shared/project";
import { asMapping, type Mapping } from "../../shared/yaml-file";

/**
 * Looks at the settings of a stack that is about to be made, for a project that has Berth's own
 * program: what its program would refuse leaves no stack behind.
 *
 * @param given values of `--config`, which go before the file's.
 * @throws UserError with all problems at once.
 */
export async function checkSettings(
  project: ProjectFile,
  stack: string,
  stackFile: Mapping,
  given: readonly string[],
): Promise<void> {
  const { parseSettings } = await import("../../settings/parse");
  const { SettingsError } = await import("../../settings/language/problem");
  const flags = Object.fromEntries(given.map((text) => text.split(/=(.*)/s).slice(0, 2)));
  const all = [declaredValues(project), asMapping(stackFile.config), flags].map((values) =>
    withNamespace(values, project.name),
  );
  const config: Mapping = Object.assign({}, ...all);
  const secretKeys = Object.keys(config).filter((key) => hasSecure(config[key]));
  const values = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, textOf(value)]),
  );
  try {
    const settings = parseSettings({ project: project.name, stack }, { values, secretKeys });
    await refuseLongNames(settings);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    // What is encrypted can only be judged by who has decrypted it.
    const own = (key: unknown) => secretKeys.includes(`${project.name}:${String(key)}`);
    const problems = error.problems.filter(({ path }) => !own(path[0]));
    if (problems.length > 0) throw new UserError(new SettingsError(error.file, problems).message);
  }
}

/** The names of what the stack makes come from its own. */
async function refuseLongNames(
  settings: ReturnType<typeof import("../../settings/parse").parseSettings>,
) {
  const { claimsOf } = await import("../../deploy/footprint");
  const { hostNameProblems } = await import("../../deploy/checks/conflicts");
  const [problem] = settings.platform === "swarm" ? [] : hostNameProblems(claimsOf(settings));
  if (problem) throw new UserError(problem);
}

function withNamespace(values: Mapping, project: string): Mapping {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key.includes(":") ? key : `${project}:${key}`,
      value,
    ]),
  );
}

function hasSecure(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(hasSecure);
}

/** A value in the form in which a program gets it; what is encrypted as some text. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  return "secure" in value ? "encrypted" : JSON.stringify(value, encryptedAsText);
}

function encryptedAsText(_key: string, value: unknown): unknown {
  const isEncrypted = typeof value === "object" && value !== null && "secure" in value;
  return isEncrypted ? "encrypted" : value;
}
