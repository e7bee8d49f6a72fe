import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { createSecrets, openSecrets } from "../../engine/secrets/passphrase";

const PASSPHRASE = "correct horse";
const SALT = /encryptionsalt: (\S+)/.exec(
  readFileSync(join(__dirname, "fixtures/Pulumi.official.yaml"), "utf8"),
)?.[1] as string;

describe("secrets of the official CLI", () => {
  test("are read with the passphrase and the salt of the stack file", async () => {
    const secrets = await openSecrets(PASSPHRASE, SALT);
    expect(secrets.decrypt("v1:rTUn8AgMCozHJFE0:k+hupZyZIg15cpRBCTcLxBQkUhNyfTXejGOO4G82")).toBe(
      "battery staple",
    );
  });

  test("a wrong passphrase is noticed before anything is read", async () => {
    await expect(openSecrets("wrong", SALT)).rejects.toThrow("incorrect passphrase");
  });

  test("a malformed salt is told apart from a wrong passphrase", async () => {
    await expect(openSecrets(PASSPHRASE, "v2:abc")).rejects.toThrow("malformed");
  });

  test("a value that was tampered with is refused", async () => {
    const secrets = await openSecrets(PASSPHRASE, SALT);
    const sealed = secrets.encrypt("text");
    const [version, nonce, body = ""] = sealed.split(":");
    const bytes = Buffer.from(body, "base64");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    expect(() => secrets.decrypt(`${version}:${nonce}:${bytes.toString("base64")}`)).toThrow();
  });
});

test("new secrets open with their own salt", async () => {
  const created = await createSecrets("some words");
  const opened = await openSecrets("some words", created.salt);
  expect(opened.decrypt(created.encrypt("ünïcode"))).toBe("ünïcode");
});
