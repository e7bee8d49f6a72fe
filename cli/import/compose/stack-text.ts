import { parse, stringify } from "yaml";
import {
  createSecrets,
  openSecrets,
  type SecretsManager,
} from "../../../engine/secrets/passphrase";
import { UserError } from "../../../shared/errors";
import { asMapping, asText, type Mapping } from "../../../shared/yaml-file";
import { hasSecret } from "./fit";
import { Secret } from "./map/plan";

/** How a stack's secrets are encrypted. */
export interface Passphrase {
  /** Gives the passphrase, which is made where the project has none yet. */
  read(): string;
}

/**
 * The text of a stack file. Secrets that the file has already stay as they are written, so that the
 * same settings give the same text.
 *
 * @param before what the file has; undefined where there is none.
 * @param head comment lines for its top, without `#`.
 */
export async function stackText(
  config: Mapping,
  before: string | undefined,
  head: readonly string[],
  passphrase: Passphrase,
): Promise<string> {
  const old = asMapping(before === undefined ? {} : parse(before));
  const provider = asText(old.secretsprovider);
  if (hasSecret(config) && provider && provider !== "passphrase") {
    throw new UserError(
      `the stack's secrets are encrypted by ${provider}; accepted: passphrase; name another stack with --stack`,
    );
  }
  const salt = asText(old.encryptionsalt);
  const secrets = hasSecret(config) ? await secretsOf(salt, passphrase) : undefined;
  const kept = secrets?.salt ?? salt;
  const document = {
    ...(kept === undefined ? {} : { encryptionsalt: kept }),
    config: secrets ? encrypted(config, asMapping(old.config), secrets) : config,
  };
  const comment = head.map((line) => `# ${line}\n`).join("");
  // A text such as Y, which readers of YAML 1.1 take for a flag, is quoted.
  return `${comment}${stringify(document, { lineWidth: 0, compat: "yaml-1.1" })}`;
}

const secretsOf = (salt: string | undefined, passphrase: Passphrase): Promise<SecretsManager> =>
  salt === undefined ? createSecrets(passphrase.read()) : openSecrets(passphrase.read(), salt);

function encrypted(value: unknown, before: unknown, secrets: SecretsManager): unknown {
  if (value instanceof Secret) {
    const secure = asText(asMapping(before).secure);
    return {
      secure:
        secure && decrypts(secure, value.text, secrets) ? secure : secrets.encrypt(value.text),
    };
  }
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return value;
  const old = asMapping(before);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, encrypted(inner, old[key], secrets)]),
  );
}

function decrypts(secure: string, text: string, secrets: SecretsManager): boolean {
  try {
    return secrets.decrypt(secure) === text;
  } catch {
    return false;
  }
}
