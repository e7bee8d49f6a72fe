import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

import { UserError } from "../errors";

const ITERATIONS = 1_000_000;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
/** What the salt's check value decrypts to when the passphrase is right. */
const CHECK_TEXT = "pulumi";

/** Encrypts and decrypts single values: `v1:nonce:ciphertext`, base64, AES-256-GCM. */
export interface Crypter {
  encrypt(plaintext: string): string;
  decrypt(ciphertext: string): string;
}

/** A crypter with the text that makes it again from the same passphrase. */
export interface SecretsManager extends Crypter {
  /** `v1:salt:v1:nonce:check`, as the stack file's `encryptionsalt` and the state keep it. */
  readonly salt: string;
}

/** Whether a text may have been encrypted here: `v1:nonce:ciphertext`, each part of the right length. */
export function isCiphertext(text: string): boolean {
  const [version, nonce = "", sealed = "", ...more] = text.split(":");
  if (version !== "v1" || more.length > 0) return false;
  return bytesIn(nonce) === NONCE_BYTES && bytesIn(sealed) >= TAG_BYTES;
}

/** Whether a text may be a stack's salt with its check value. */
export function isSalt(text: string): boolean {
  const [version, salt = "", ...check] = text.split(":");
  return version === "v1" && bytesIn(salt) > 0 && isCiphertext(check.join(":"));
}

/** How many bytes a base64 text stands for; none where it is not one. */
function bytesIn(text: string): number {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes.length : 0;
}

/** The passphrase is another one than the stack's secrets were encrypted with. */
export class WrongPassphrase extends UserError {
  constructor() {
    super("incorrect passphrase");
  }
}

/**
 * Opens a stack's secrets.
 *
 * @throws WrongPassphrase at once, before anything is decrypted.
 */
export async function openSecrets(passphrase: string, salt: string): Promise<SecretsManager> {
  if (!isSalt(salt)) throw new UserError("the stack's encryptionsalt is malformed");
  const [, encodedSalt = "", ...check] = salt.split(":");
  const crypter = keyCrypter(await deriveKey(passphrase, Buffer.from(encodedSalt, "base64")));
  try {
    if (crypter.decrypt(check.join(":")) === CHECK_TEXT) return { ...crypter, salt };
  } catch {
    // A failed authentication means the same as a wrong text: another key.
  }
  throw new WrongPassphrase();
}

/** Makes the secrets of a new stack. */
export async function createSecrets(passphrase: string): Promise<SecretsManager> {
  const salt = randomBytes(8);
  const crypter = keyCrypter(await deriveKey(passphrase, salt));
  return { ...crypter, salt: `v1:${salt.toString("base64")}:${crypter.encrypt(CHECK_TEXT)}` };
}

function deriveKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  return promisify(pbkdf2)(passphrase, salt, ITERATIONS, 32, "sha256");
}

function keyCrypter(key: Buffer): Crypter {
  return {
    encrypt(plaintext) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
      const sealed = Buffer.concat([body, cipher.getAuthTag()]);
      return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
    },
    decrypt(ciphertext) {
      const [version, nonce, sealed] = ciphertext.split(":");
      if (version !== "v1" || !nonce || !sealed) throw new Error("invalid ciphertext");
      const bytes = Buffer.from(sealed, "base64");
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
      const body = decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES));
      return Buffer.concat([body, decipher.final()]).toString("utf8");
    },
  };
}
