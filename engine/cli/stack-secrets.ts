import type { Decrypt } from "../config/config";
import {
  damagedSecret,
  keyAt,
  type StackFileId,
  saltMissing,
  secureValues,
} from "../config/secure-values";
import type { StackFile } from "../config/stack-file";
import { UserError } from "../errors";
import {
  createSecrets,
  isSalt,
  openSecrets,
  type SecretsManager,
  WrongPassphrase,
} from "../secrets/passphrase";
import { readNamed } from "../state/files";

/**
 * What protects the secrets of every stack that this command opens.
 *
 * @throws UserError where none is set, or its file cannot be read.
 */
export async function passphrase(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const { PULUMI_CONFIG_PASSPHRASE: phrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = env;
  if (phrase !== undefined) return phrase;
  if (!file) {
    throw new UserError(
      "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
    );
  }
  const text = await readNamed(file).catch((error: UserError) => {
    throw new UserError(
      `PULUMI_CONFIG_PASSPHRASE_FILE: ${error.message}; name a file that has the passphrase, or set PULUMI_CONFIG_PASSPHRASE`,
    );
  });
  return text.trim();
}

/** Who gave the passphrase, for messages. */
function passphraseSource(env: NodeJS.ProcessEnv): string {
  const { PULUMI_CONFIG_PASSPHRASE: phrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = env;
  return phrase === undefined ? `the file ${file}` : "PULUMI_CONFIG_PASSPHRASE";
}

/**
 * Opens a stack's secrets. A stack file without a salt gets the state's, or that of a new key where
 * nothing is encrypted yet; it is not written here.
 *
 * @param saltOfState asked where the file has none, or one that does not fit; undefined where the
 * state has none, or there is no state.
 * @throws UserError that names the file, where its secrets cannot be opened.
 */
export async function openStackSecrets(
  file: StackFile,
  id: StackFileId,
  saltOfState: () => Promise<string | undefined>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<SecretsManager> {
  const phrase = await passphrase(env);
  const wrong = (encrypted: string) => wrongPassphrase(encrypted, passphraseSource(env));
  if (file.salt !== undefined) {
    const opened = await openWithSalt(phrase, file.salt, id, saltOfState);
    if (opened) return opened;
    throw wrong(id.name);
  }
  const salt = await saltOfState();
  const encrypted = secureValues(file.config, id.project).map(({ key }) => key);
  if (salt === undefined && encrypted.length > 0) {
    throw new UserError(saltMissing(id, encrypted));
  }
  const opened =
    salt === undefined
      ? await createSecrets(phrase)
      : await openSecrets(phrase, salt).catch((error) => {
          throw error instanceof WrongPassphrase ? wrong("the state") : error;
        });
  file.salt = opened.salt;
  return opened;
}

/** Undefined where nothing is wrong with the salt, and so with the passphrase. */
async function openWithSalt(
  phrase: string,
  salt: string,
  id: StackFileId,
  saltOfState: () => Promise<string | undefined>,
): Promise<SecretsManager | undefined> {
  const open = (text: string) => openSecrets(phrase, text).catch(() => undefined);
  const opened = isSalt(salt) ? await open(salt) : undefined;
  if (opened) return opened;
  const other = await saltOfState();
  const fits = other !== undefined && other !== salt && (await open(other));
  const damage = `${id.name}: encryptionsalt: given one that is damaged; accepted: the line that the file had`;
  if (fits) {
    throw new UserError(`${damage}; the state has it, write it so: encryptionsalt: ${other}`);
  }
  if (isSalt(salt)) return undefined;
  throw new UserError(`${damage}; take it back from git or a backup`);
}

function wrongPassphrase(encrypted: string, source: string): UserError {
  return new UserError(
    `incorrect passphrase: ${encrypted} is encrypted with another one than that of ${source}; set the right one: PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE for one in a file`,
  );
}

/** Decrypts settings. One that is damaged is told with its key. */
export function settingDecrypter({ decrypt }: SecretsManager, id: StackFileId): Decrypt {
  return (ciphertext, path) => {
    try {
      return decrypt(ciphertext);
    } catch {
      throw new UserError(damagedSecret(id, keyAt(path, id.project)));
    }
  };
}
