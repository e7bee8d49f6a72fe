import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, onTestFinished, test, vi } from "vitest";

import { encryptedSettings } from "../../settings/language/check";
import { concealed, keepOutputsSecret, shownToOthers } from "../../settings/language/conceal";
import { plainSettings } from "../../settings/language/plain";
import { writtenText } from "../../settings/language/written";
import { parseSettings } from "../../settings/parse";
import { settingsSchema } from "../../settings/sections";
import { STACK_FILE_VARIABLE } from "../../shared/stack-file-variable";
import { record, secret } from "../support/mocks";
import { FILE, rawConfig } from "./raw-config";

const VALUES = {
  mode: "dev",
  app: {
    env: { GREETING: "hello there", TOKEN: "top secret words", PIN: "7" },
    secrets: { a: "encrypted a", b: "plain b" },
  },
};
const SECURE = { secure: "v1:nonce:text" };
const WRITTEN = {
  mode: "dev",
  app: {
    env: { GREETING: "hello there", TOKEN: SECURE, PIN: SECURE },
    secrets: { a: SECURE, b: "plain b" },
  },
};

const config = (plain?: Record<string, unknown>) => ({ ...rawConfig(VALUES, ["app"]), plain });
const paths = (plain?: Record<string, unknown>) =>
  encryptedSettings(FILE, config(plain)).map(({ path }) => path.join("."));

describe("what of a setting is encrypted", () => {
  test("is seen in the stack file, value by value", () => {
    expect(paths(WRITTEN)).toEqual(["app.env.TOKEN", "app.env.PIN", "app.secrets.a"]);
  });

  test("is everything that is not in the file with that very value", () => {
    const other = { app: { env: { GREETING: "another file" } } };
    expect(paths(other)).toHaveLength(5);
    expect(paths(undefined)).toHaveLength(5);
  });

  test("is nothing of settings without an encrypted value", () => {
    expect(encryptedSettings(FILE, { ...rawConfig(VALUES), plain: WRITTEN })).toEqual([]);
  });

  test("a secret in plain text beside an encrypted one is refused", () => {
    expect(() => parseSettings(FILE, config(WRITTEN))).toThrow(
      /has 1 problem.*\n {2}berth:app\.secrets\.b: given .*plain text/,
    );
  });
});

test("variables are told of, secrets of any name are not", () => {
  const encrypted = (...path: string[]) => ({ path, text: "x" });
  const shown = (...all: ReturnType<typeof encrypted>[]) => shownToOthers(all, settingsSchema);
  expect(shown(encrypted("app", "secrets", "env"))).toBeUndefined();
  const told = shown(encrypted("app", "env", "TOKEN"), encrypted("app", "secrets", "a"));
  expect(told).toMatch(/^app\.env\.TOKEN: /);
});

test("a stack file is read as it is written, with or without namespaces", () => {
  const folder = mkdtempSync(join(tmpdir(), "berth-plain-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\n");
  const text =
    "config:\n  mode: dev\n  shop:app: {env: {A: b}}\n  shop:config:tls: x\n  other:a: b\n";
  writeFileSync(join(folder, "Pulumi.dev.yaml"), text);
  const plain = (stack: string) =>
    plainSettings(writtenText({ project: "shop", stack }, folder), "shop");
  expect(plain("dev")).toEqual({
    mode: "dev",
    app: { env: { A: "b" } },
    tls: "x",
    "other:a": "b",
  });
  expect(plain("prod")).toEqual({});

  writeFileSync(join(folder, "elsewhere.yaml"), "config: {shop:mode: prod}\n");
  vi.stubEnv(STACK_FILE_VARIABLE, join(folder, "elsewhere.yaml"));
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  expect(plain("dev")).toEqual({ mode: "prod" });
});

describe("inputs of resources", () => {
  const encrypted = encryptedSettings(FILE, config(WRITTEN));
  const hide = (inputs: Record<string, unknown>) =>
    concealed(inputs, encrypted) as Record<string, pulumi.Output<string>[]>;

  test("are secret where an encrypted value is in them, and only there", async () => {
    const envs = ["GREETING=hello there", "TOKEN=top secret words", "PIN=7", "PORT=7"];
    const hidden = hide({ envs, command: ["sh", "-c", "echo 'top secret words'"], name: "app" });
    const secrets = (hidden.envs ?? []).map((it) => pulumi.isSecret(pulumi.output(it)));
    expect(await Promise.all(secrets)).toEqual([false, true, true, false]);
    expect(hidden.envs?.[0]).toBe(envs[0]);
    expect(await pulumi.isSecret(pulumi.output(hidden.command?.[2]))).toBe(true);
    expect(hidden.name).toBe("app");
  });

  test("that are maps know a short value by its name", async () => {
    const { args } = hide({ args: { PIN: "7", OTHER: "7" } }) as never as {
      args: { PIN: pulumi.Output<string>; OTHER: string };
    };
    expect(await pulumi.isSecret(args.PIN)).toBe(true);
    expect(args.OTHER).toBe("7");
  });

  test("that are outputs are left to who made them", () => {
    const output = pulumi.output("top secret words");
    expect(concealed({ output }, encrypted)).toEqual({ output });
    expect((concealed({ output }, encrypted) as { output: unknown }).output).toBe(output);
  });
});

test("what a component puts out is secret where an encrypted value is in it, also within outputs", async () => {
  const { registerOutputs } = pulumi.ComponentResource.prototype as never;
  onTestFinished(() => {
    Object.assign(pulumi.ComponentResource.prototype, { registerOutputs });
  });
  keepOutputsSecret([{ path: ["domain"], text: "shop.example.com" }]);
  class Site extends pulumi.ComponentResource {
    constructor() {
      super("test:index:Site", "site");
      const domain = pulumi.output("shop.example.com");
      this.registerOutputs({
        url: pulumi.interpolate`https://${domain}/`,
        port: domain.apply(() => 443),
        names: { app: "app-1", edge: Promise.resolve("edge of shop.example.com") },
      });
    }
  }
  const recording = await record(() => new Site());
  expect(recording.get("test:Site site").outputs).toEqual({
    url: secret("https://shop.example.com/"),
    port: 443,
    names: { app: "app-1", edge: secret("edge of shop.example.com") },
  });
});

test("variables that docker inspect shows are named", () => {
  expect(shownToOthers(encryptedSettings(FILE, config(WRITTEN)), settingsSchema)).toBe(
    "app.env.TOKEN, app.env.PIN: encrypted in the stack file and in the state, but docker inspect shows every variable of a container; where the app can read it from a file, move it to app.secrets",
  );
  expect(shownToOthers([], settingsSchema)).toBeUndefined();
});
