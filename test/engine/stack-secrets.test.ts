import { mkdirSync, readFileSync } from "node:fs";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openStackSecrets, settingDecrypter } from "../../engine/cli/stack-secrets";
import { resolveConfig } from "../../engine/config/config";
import { refuseBrokenSecrets } from "../../engine/config/secure-values";
import { StackFile } from "../../engine/config/stack-file";
import { createSecrets, type SecretsManager } from "../../engine/secrets/passphrase";
import { folderWith } from "../cli/fakes";

const ID = { project: "shop", stack: "dev", name: "Pulumi.dev.yaml" };

let own: SecretsManager;
let other: SecretsManager;
beforeAll(async () => {
  own = await createSecrets("right");
  other = await createSecrets("right");
});
beforeEach(() => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "right");
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", undefined);
  return () => vi.unstubAllEnvs();
});

/** A stack file whose `app.secrets.key` has this for its encrypted value. */
const textWith = (secure: string, salt?: string) =>
  `config:\n  shop:mode: dev\n  shop:app:\n    secrets:\n      key:\n        secure: ${secure}\n${salt === undefined ? "" : `encryptionsalt: ${salt}\n`}`;

async function open(text: string, saltOfState?: string) {
  const path = `${folderWith({ [ID.name]: text })}/${ID.name}`;
  const file = await StackFile.load(path, ID.project);
  const secrets = await openStackSecrets(file, ID, async () => saltOfState);
  return { file, secrets, isAsBefore: () => readFileSync(path, "utf8") === text };
}

const SET = "pulumi config set --stack dev --secret --path app.secrets.key";

describe("an encrypted value", () => {
  const damage = (text: string, at: number) =>
    text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
  const sealed = () => own.encrypt("hunter2");

  test.each([
    ["a number", () => "5"],
    ["another text", () => "hello"],
    ["shortened", () => sealed().slice(0, -7)],
    ["of parts of wrong lengths", () => "v1:AAAA:BBBB"],
    ["damaged in its middle", () => damage(sealed(), 24)],
    ["of another stack", () => other.encrypt("hunter2")],
  ])("that is %s is told with file, key and command", async (_, secure) => {
    const { file, secrets } = await open(textWith(secure(), own.salt));
    const read = () => {
      refuseBrokenSecrets(file.config, ID);
      resolveConfig("dev", "shop", file.config, {}, settingDecrypter(secrets, ID));
    };
    expect(read).toThrow(
      `Pulumi.dev.yaml: app.secrets.key: given an encrypted value that is damaged, or was encrypted for another stack; accepted: what \`config set --secret\` writes; set it anew: ${SET}`,
    );
  });

  test("that is damaged by chance never gives another text", async () => {
    const { file, secrets } = await open(textWith(sealed(), own.salt));
    const text = sealed();
    for (let at = 0; at < text.length; at++) {
      file.set("shop:app", { secure: damage(text, at) });
      const read = () => {
        refuseBrokenSecrets(file.config, ID);
        resolveConfig("dev", "shop", file.config, {}, settingDecrypter(secrets, ID));
      };
      expect(read, text[at]).toThrow(
        "Pulumi.dev.yaml: app: given an encrypted value that is damaged",
      );
    }
  });

  test("without a salt is told before one is written", async () => {
    const text = textWith(sealed());
    const path = `${folderWith({ [ID.name]: text })}/${ID.name}`;
    const file = await StackFile.load(path, ID.project);
    await expect(openStackSecrets(file, ID, async () => undefined)).rejects.toThrow(
      "Pulumi.dev.yaml: encryptionsalt: given nothing, and app.secrets.key is encrypted with it; accepted: the line encryptionsalt: v1:... that the file had; take it back from git or a backup, or remove the encrypted values and set them anew",
    );
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("without a salt is opened with the state's, and the file is let be", async () => {
    const { secrets, isAsBefore } = await open(textWith(sealed()), own.salt);
    expect(secrets.salt).toBe(own.salt);
    expect(isAsBefore()).toBe(true);
  });
});

describe("a salt", () => {
  const text = (salt: string) => `encryptionsalt: ${salt}\nconfig: {}\n`;
  const DAMAGED =
    "Pulumi.dev.yaml: encryptionsalt: given one that is damaged; accepted: the line that the file had";

  test.each([["v1:abc"], ["hello"], ["v1:AAAAAAAAAAA=:v1:AAAA:BBBB"]])(
    "that is %s",
    async (salt) => {
      await expect(open(text(salt))).rejects.toThrow(
        `${DAMAGED}; take it back from git or a backup`,
      );
    },
  );

  test("that is damaged, where the state has it still", async () => {
    const damaged = own.salt.replace(/^v1:./, (start) => (start === "v1:A" ? "v1:B" : "v1:A"));
    await expect(open(text(damaged), own.salt)).rejects.toThrow(
      `${DAMAGED}; the state has it, write it so: encryptionsalt: ${own.salt}`,
    );
  });
});

describe("a passphrase", () => {
  const text = () => `encryptionsalt: ${own.salt}\nconfig: {}\n`;

  test("that is another one is told with where it came from", async () => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "wrong");
    await expect(open(text(), own.salt)).rejects.toThrow(
      "incorrect passphrase: Pulumi.dev.yaml is encrypted with another one than that of PULUMI_CONFIG_PASSPHRASE; set the right one: PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE for one in a file",
    );
  });

  test("whose file is missing, a folder, or wrong", async () => {
    vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", undefined);
    const folder = folderWith({ wrong: "wrong\n" });
    mkdirSync(`${folder}/folder`);
    const openedWith = (file: string) => {
      vi.stubEnv("PULUMI_CONFIG_PASSPHRASE_FILE", `${folder}/${file}`);
      return open(text());
    };
    const mend = "name a file that has the passphrase, or set PULUMI_CONFIG_PASSPHRASE";
    await expect(openedWith("none")).rejects.toThrow(
      `PULUMI_CONFIG_PASSPHRASE_FILE: ${folder}/none cannot be read: there is no such file; ${mend}`,
    );
    await expect(openedWith("folder")).rejects.toThrow(
      `PULUMI_CONFIG_PASSPHRASE_FILE: ${folder}/folder cannot be read: it is a folder; ${mend}`,
    );
    await expect(openedWith("wrong")).rejects.toThrow(`than that of the file ${folder}/wrong;`);
  });
});
