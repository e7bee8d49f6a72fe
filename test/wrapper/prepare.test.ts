import { expect, test } from "vitest";
import { parseCommandLine } from "../../wrapper/command-line";
import type { Answer } from "../../wrapper/docker-api";
import type { LocalEngine } from "../../wrapper/local-engine";
import { prepare, type Surroundings } from "../../wrapper/prepare";
import { fakeApi, fakeMachine, folderWith } from "./fakes";

const OK = { status: 200, body: "OK" };
const PROJECT = { "Pulumi.yaml": "name: shop\nbackend: {url: 'file://.'}\n" };
const local: LocalEngine = {
  facts: () => Promise.reject(new Error("nobody is to ask")),
  install: async () => {},
  start: async () => {},
};

function situation(
  files: Record<string, string>,
  env: NodeJS.ProcessEnv = {},
  answers: Record<string, Answer> = {},
) {
  const cwd = folderWith(files);
  const machine = fakeMachine({ env: { PULUMI_HOME: folderWith(), ...env } });
  const api = fakeApi({ "/_ping": OK, ...answers });
  const engine: { args: readonly string[]; env: NodeJS.ProcessEnv }[] = [];
  const hosts: (string | undefined)[] = [];
  const built: string[] = [];
  const around: Surroundings = {
    machine,
    cwd,
    local,
    dockerApi: () => api,
    resolveHost: async (setting) => {
      hosts.push(setting);
      return { address: setting ?? "unix:///docker.sock", from: "the default" };
    },
    takesOver: env.BERTH_ENGINE === "embedded",
    engine: async (args, env) => {
      engine.push({ args, env });
      return { code: 0, output: "" };
    },
    buildStandIns: async (images) => void built.push(...images.map(({ reference }) => reference)),
  };
  const run = (line: string) => prepare(parseCommandLine(line.split(" ")), around);
  return { run, cwd, machine, api, engine, hosts, built };
}

test("a first up: images, passphrase, stack, in this order", async () => {
  const { run, cwd, machine, engine, built } = situation({
    ...PROJECT,
    "Pulumi.dev.yaml": "config: {mode: dev, database: redis, replicas: 2}\n",
  });
  const file = `${cwd}/.berth/passphrase`;
  expect(await run("up --yes")).toEqual({
    PULUMI_CONFIG_PASSPHRASE_FILE: file,
    PULUMI_STACK: "dev",
  });
  expect(built).toEqual(["python:3.13-slim", "redis:8", "caddy:2"]);
  expect(machine.said).toEqual([
    "python:3.13-slim, redis:8, caddy:2 are not on this engine and cannot be pulled (no reason given): building stand-ins from Debian's packages, a few minutes",
    expect.stringContaining("generated a passphrase"),
    "created the stack dev",
  ]);
  expect(engine[0]?.args).toEqual(["stack", "init", "dev", "--non-interactive"]);
  expect(engine[0]?.env.PULUMI_CONFIG_PASSPHRASE_FILE).toBe(file);
});

test("Podman is refused before anything is built or made, and lets a stack be destroyed", async () => {
  const version = { Components: [{ Name: "Podman Engine", Version: "5.8.6" }] };
  const { run, machine, engine, built } = situation(
    { ...PROJECT, "Pulumi.dev.yaml": "config: {mode: dev}\n" },
    {},
    { "/version": { status: 200, body: JSON.stringify(version) } },
  );
  await expect(run("preview")).rejects.toThrow(
    /^the engine at unix:\/\/\/docker.sock \(the default\) is Podman 5\.8\.6: /,
  );
  expect([...built, ...engine, ...machine.said]).toEqual([]);
  await run("destroy --yes");
});

test("a setting of a stack whose settings are there makes it", async () => {
  const { run, machine, engine } = situation({
    ...PROJECT,
    "Pulumi.dev.yaml": "config: {mode: dev}\n",
  });
  expect(await run("config set --stack dev --path app.port 8000")).toMatchObject({
    PULUMI_CONFIG_PASSPHRASE_FILE: expect.stringContaining(".berth/passphrase"),
  });
  expect(engine.map(({ args }) => args.slice(0, 3))).toEqual([["stack", "init", "dev"]]);
  expect(machine.said.at(-1)).toBe("created the stack dev");
});

test("a setting of a stack that nobody knows is the engine's business, as one that is there", async () => {
  for (const files of [
    PROJECT,
    { ...PROJECT, ".pulumi/stacks/shop/dev.json": "{}", "Pulumi.dev.yaml": "" },
  ]) {
    const { run, machine, engine } = situation(files);
    expect(await run("config set --stack dev --path app.port 8000")).toEqual({});
    expect([...engine, ...machine.said]).toEqual([]);
  }
});

test("a second one says nothing and does nothing", async () => {
  const { run, machine, engine } = situation({
    ...PROJECT,
    "Pulumi.dev.yaml": "encryptionsalt: v1:a:v1:b\nconfig: {mode: dev}\n",
    ".berth/passphrase": "secret\n",
    ".pulumi/stacks/shop/dev.json": "{}",
  });
  expect(await run("up --stack dev --stand-ins=never")).toEqual({
    PULUMI_CONFIG_PASSPHRASE_FILE: expect.stringContaining(".berth/passphrase"),
  });
  expect(machine.said).toEqual([]);
  expect(engine).toEqual([]);
});

test("the host is the stack's, and an encrypted one is left to the program", async () => {
  const { run, hosts, api } = situation({
    ...PROJECT,
    "Pulumi.a.yaml": "config: {host: ssh://me@server}\n",
    "Pulumi.b.yaml": "config: {host: {secure: v1:x}}\n",
  });
  await run("destroy --stack a");
  expect(hosts).toEqual(["ssh://me@server"]);
  const asked = api.asked.length;
  await run("destroy --stack b");
  expect(hosts).toHaveLength(1);
  expect(api.asked).toHaveLength(asked);
});

test("an address that is none", async () => {
  const { run } = situation({ ...PROJECT, "Pulumi.dev.yaml": "config: {host: server}\n" });
  await expect(run("up")).rejects.toThrow(
    "server (the default) is not the address of a Docker engine",
  );
});

test("a project without Berth's settings gets the images that its files name", async () => {
  const { run, built } = situation({
    ...PROJECT,
    "index.ts": 'const image = "nginx:1.30";',
    "site/Dockerfile": "FROM caddy:2\n",
    "node_modules/x.ts": "redis:8",
  });
  await run("up");
  expect(built).toEqual(["nginx:1.30", "caddy:2"]);
});

test("a preview builds nothing, and other commands do not look at Docker", async () => {
  const { run, built, api } = situation({ ...PROJECT, "Pulumi.dev.yaml": "config: {mode: dev}\n" });
  await run("preview");
  expect(built).toEqual([]);
  api.asked.length = 0;
  await run("stack ls");
  expect(api.asked).toEqual([]);
});

test("a stack that is about to be made gets its passphrase by its name", async () => {
  const { run } = situation({ ...PROJECT, "Pulumi.old.yaml": "encryptionsalt: v1:a:v1:b\n" });
  await expect(run("stack init old")).rejects.toThrow("Pulumi.old.yaml is encrypted");
});

test("without a project everything is left to the engine", async () => {
  const { run, engine, api } = situation({});
  expect(await run("up")).toEqual({});
  expect([...engine, ...api.asked]).toEqual([]);
});

test("no passphrase is made for a backend that is no folder", async () => {
  const { run, engine } = situation(PROJECT, { PULUMI_BACKEND_URL: "s3://bucket" });
  expect(await run("up --stack dev")).toEqual({});
  expect(engine[0]?.args).toEqual(["stack", "--show-name", "--stack", "dev", "--non-interactive"]);
});

const INTERRUPTED = JSON.stringify({
  checkpoint: {
    latest: {
      pending_operations: [
        { type: "creating", resource: { urn: "urn:pulumi:dev::shop::a:b:C::app" } },
        { type: "deleting", resource: { urn: "urn:pulumi:dev::shop::a:b:C::old" } },
      ],
    },
  },
});
test.each([
  [
    "the official CLI: who goes on with it",
    {},
    [expect.stringMatching(/created app; .* --stack dev$/)],
  ],
  ["the embedded engine, which goes on by itself", { BERTH_ENGINE: "embedded" }, []],
])("an interrupted run, before %s", async (_, env, said) => {
  const files = {
    ...PROJECT,
    "Pulumi.dev.yaml": "encryptionsalt: v1:a:v1:b\nconfig: {mode: dev}\n",
    ".berth/passphrase": "secret\n",
    ".pulumi/stacks/shop/dev.json": INTERRUPTED,
  };
  const { run, machine } = situation(files, env);
  await run("up --stack dev --stand-ins=never");
  expect(machine.said).toEqual(said);
});
