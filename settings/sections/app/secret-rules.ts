import { databaseEngine, variablesFor } from "../../../components/databases";
import { removeCommand } from "../../language/commands";
import { inPlainText, isPlain } from "../../language/encrypted";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

export const SECRET_RULES: readonly Rule[] = [
  { reads: ["app"], check: secretsAreEncrypted },
  { reads: ["app", "database", "databases"], check: databaseFilesAreGiven },
];

function secretsAreEncrypted({ settings, given }: Facts): readonly Problem[] {
  return Object.keys(settings.app.secrets)
    .map((name) => ["app", "secrets", name])
    .filter((path) => isPlain(given, path))
    .map((path) => inPlainText(path, given));
}

/** A secret of such a name would take the place of the password that the database has. */
function databaseFilesAreGiven({ settings, given }: Facts): readonly Problem[] {
  return Object.values(settings.databases).flatMap(({ role, engine, key }) => {
    const { passwordFile, urlFile } = variablesFor(databaseEngine(engine).variables, role);
    const taken = [passwordFile, urlFile].map(fileOf);
    return Object.keys(settings.app.secrets)
      .filter((name) => taken.includes(name))
      .map((name) => {
        const path = ["app", "secrets", name];
        return {
          path,
          given: `a secret, with ${key} ${engine}`,
          accepted: `another name: Berth gives the app the login of its ${engine} in this file`,
          mend: removeCommand(given.file, path),
        };
      });
  });
}

/** The file that a variable leads to: `mysql-password` for MYSQL_PASSWORD_FILE. */
const fileOf = (variable: string) =>
  variable
    .replace(/_FILE$/, "")
    .toLowerCase()
    .replaceAll("_", "-");
