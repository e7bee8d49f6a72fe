/** Names that a database server keeps for itself, and the database that a restore fills. */
export const SYSTEM_NAMES: ReadonlySet<string> = new Set([
  "berth_restore",
  "information_schema",
  "mysql",
  "performance_schema",
  "root",
  "sys",
]);

/** An app's name as it serves for a database and its user. */
export function sqlNameOf(appName: string): string {
  const name = appName.replaceAll("-", "_");
  return /^\d/.test(name) || SYSTEM_NAMES.has(name) ? `app_${name}` : name;
}
