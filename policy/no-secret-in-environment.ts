import { containerRule } from "./rule";

/**
 * What variables with a secret are called; those that name a file with one end in _FILE. PWD alone is a
 * shell's folder.
 */
const SECRET_NAME =
  /(^|_)(PASSWORD|PASSWD|PASS|(?<=_)PWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(API|ACCESS|PRIVATE|SECRET)_?KEY)(_ID)?$/i;

/** An address with a login: SCHEME://USER:PASSWORD@HOST. */
const LOGIN = /:\/\/[^/@\s:]*:[^/@\s]+@/;

export const noSecretInEnvironment = containerRule(
  "no-secret-in-environment",
  "Secrets are files, not environment variables, which docker inspect shows to everybody.",
  ({ envs = [] }) => {
    const names = envs.filter(isSecret).map((entry) => entry.split("=")[0]);
    return names.length > 0
      ? `has a secret in its environment (${names.join(", ")}); make it a file: pulumi config set --secret --path app.secrets.NAME`
      : undefined;
  },
);

function isSecret(entry: string): boolean {
  const [name = "", ...rest] = entry.split("=");
  const value = rest.join("=");
  return (SECRET_NAME.test(name) && value !== "") || LOGIN.test(value);
}
