import { removeCommand } from "../../language/commands";
import { inPlainText, isPlain } from "../../language/encrypted";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

/** The rules about secret environment variables. */
export const SECRET_ENV_RULES: readonly Rule[] = [
  { reads: ["app"], check: variablesAreEncrypted },
  { reads: ["app"], check: variablesAreGivenOnce },
];

function variablesAreEncrypted({ settings, given }: Facts): readonly Problem[] {
  return Object.keys(settings.app.secretEnv)
    .map((name) => ["app", "secretEnv", name])
    .filter((path) => isPlain(given, path))
    .map((path) => inPlainText(path, given));
}

function variablesAreGivenOnce({ settings, given }: Facts): readonly Problem[] {
  const { env, secretEnv } = settings.app;
  return Object.keys(secretEnv)
    .filter((name) => name in env)
    .map((name) => ({
      path: ["app", "env", name],
      given: "a value, and app.secretEnv has one of the same name",
      accepted: "one of the two",
      mend: removeCommand(given.file, ["app", "env", name]),
    }));
}
