import { inPlainText, isPlain } from "../../language/encrypted";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

export const SECRET_RULES: readonly Rule[] = [{ reads: ["app"], check: secretsAreEncrypted }];

function secretsAreEncrypted({ settings, given }: Facts): readonly Problem[] {
  return Object.keys(settings.app.secrets)
    .map((name) => ["app", "secrets", name])
    .filter((path) => isPlain(given, path))
    .map((path) => inPlainText(path, given));
}
