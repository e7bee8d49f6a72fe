/**
 * The path of the file that `database.config` names, where it is one: a single word without `=`, or
 * whatever begins as paths do. Anything else is lines of a configuration.
 */
export function configFileOf(config: string): string | undefined {
  if (config.includes("\n")) return undefined;
  return /^\.{0,2}\//.test(config) || !/[\s=]/.test(config) ? config : undefined;
}
