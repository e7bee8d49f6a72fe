import { type DatabaseEngineName, databaseEngine } from "../../../components/databases";

/** Whether databases of the engine have names and users. */
export const hasNames = (engine: DatabaseEngineName): boolean =>
  "taken" in databaseEngine(engine).names;

/** Whether a database or user cannot be called that, as the engine's server or a restore needs the name. */
export function isTakenName(
  engine: DatabaseEngineName,
  name: string,
  by: "taken" | "takenUsers" = "taken",
): boolean {
  const { names } = databaseEngine(engine);
  return "taken" in names && names[by].has(name.toLowerCase());
}

/** An app's name as it serves for a database of the engine and its user. */
export function databaseNameOf(appName: string, engine: DatabaseEngineName): string {
  const name = appName.replaceAll("-", "_");
  return /^\d/.test(name) || isTakenName(engine, name) ? `app_${name}` : name;
}
