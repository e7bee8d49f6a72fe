import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type PassphraseCheck, passphraseEnvironment } from "../../../cli/prepare/passphrase";
import { fakeMachine, folderWith } from "../fakes";

interface Situation extends PassphraseCheck {
  machine: ReturnType<typeof fakeMachine>;
}

function situation(files: Record<string, string>, changes: Partial<Situation> = {}) {
  const folder = folderWith(files);
  const stackFile = join(folder, "Pulumi.dev.yaml");
  const defaults = { need: "make", stateFile: undefined, secretsProvider: undefined } as const;
  return {
    ...defaults,
    folder,
    stackFile,
    machine: fakeMachine(),
    file: join(folder, ".berth", "passphrase"),
    ...changes,
  };
}

const SALTED = { "Pulumi.dev.yaml": "encryptionsalt: v1:abc:v1:def\n" };

test("one that is given is left alone, an empty one too", () => {
  for (const env of [{ PULUMI_CONFIG_PASSPHRASE: "" }, { PULUMI_CONFIG_PASSPHRASE_FILE: "f" }]) {
    const machine = fakeMachine({ env });
    expect(passphraseEnvironment(situation(SALTED, { machine }))).toEqual({});
    expect(machine.said).toEqual([]);
  }
});

test("one is made, for its owner only, and it is said once", () => {
  const check = situation({});
  const environment = { PULUMI_CONFIG_PASSPHRASE_FILE: check.file };
  expect(passphraseEnvironment(check)).toEqual(environment);
  const phrase = readFileSync(check.file, "utf8");
  expect(phrase).toMatch(/^[\w-]{32}\n$/);
  expect(statSync(check.file).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(check.folder, ".berth", ".gitignore"), "utf8")).toBe("*\n");
  expect(check.machine.said).toEqual([
    `generated a passphrase for this project's secrets: ${check.file}; keep a copy in a safe place, without it they are lost`,
  ]);
  expect(passphraseEnvironment({ ...check, need: "no" })).toEqual(environment);
  expect(readFileSync(check.file, "utf8")).toBe(phrase);
  expect(check.machine.said).toHaveLength(1);
});

test("none is made where a stack file is encrypted with one that is not known", () => {
  for (const need of ["make", "have"] as const) {
    const check = situation(SALTED, { need });
    expect(() => passphraseEnvironment(check)).toThrow(
      `Pulumi.dev.yaml is encrypted with a passphrase that is not known here: set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, or put it into ${check.file}`,
    );
  }
  expect(passphraseEnvironment(situation(SALTED, { need: "no" }))).toEqual({});
});

test("nor where the state is, though the stack file was taken back", () => {
  const check = situation({ "dev.json": '{"secrets_providers": {"type": "passphrase"}}' });
  const stateFile = join(check.folder, "dev.json");
  expect(() => passphraseEnvironment({ ...check, stateFile })).toThrow(
    `the state in ${stateFile} is encrypted with a passphrase`,
  );
});

test("nor where the stack has another provider of secrets", () => {
  const other = { "Pulumi.dev.yaml": "secretsprovider: awskms://alias/key\n" };
  expect(passphraseEnvironment(situation(other))).toEqual({});
  expect(passphraseEnvironment(situation({}, { secretsProvider: "hashivault://key" }))).toEqual({});
});

test("nor for a command that makes no stack", () => {
  expect(passphraseEnvironment(situation({}, { need: "have" }))).toEqual({});
});
