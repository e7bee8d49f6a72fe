import { setCommand } from "../../language/commands";
import { inPlainText, isPlain } from "../../language/encrypted";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

export const REGISTRY_RULES: readonly Rule[] = [
  { reads: ["registry"], check: loginIsWhole },
  { reads: ["registry"], check: passwordIsEncrypted },
];

function loginIsWhole({ settings, given }: Facts): Problem | undefined {
  const { username, password } = settings.registry ?? {};
  if ((username === undefined) === (password === undefined)) return;
  const missing = username === undefined ? "username" : "password";
  const path = ["registry", missing];
  return {
    path,
    given: "nothing",
    accepted: "username and password together, or neither",
    mend:
      missing === "username"
        ? setCommand(given.file, path, "USERNAME")
        : setCommand(given.file, path, undefined, { secret: true }),
  };
}

function passwordIsEncrypted({ settings, given }: Facts): Problem | undefined {
  const path = ["registry", "password"];
  if (settings.registry?.password === undefined || !isPlain(given, path)) return;
  return inPlainText(path, given);
}
