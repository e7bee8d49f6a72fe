import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseCommandLine } from "../../../cli/command-line";
import type { Answer } from "../../../cli/docker-api";
import { prepare } from "../../../cli/prepare";
import type { LocalEngine } from "../../../cli/prepare/local-engine";
import type { LocalFacts } from "../../../cli/prepare/remedy";
import type { Surroundings } from "../../../cli/prepare/surroundings";
import type { BaseTree } from "../../../images/base";
import { fakeApi, fakeMachine, folderWith, systemError } from "../fakes";

const OK = { status: 200, body: "OK" };
const STATE = '{"version":3,"checkpoint":{"stack":"organization/shop/dev"}}';
const PROJECT = { "Pulumi.yaml": "name: shop\nbackend: {url: 'file://.'}\n" };
const FRESH_DEBIAN: LocalFacts = {
  platform: "linux",
  root: true,
  systemd: false,
  debian: true,
  wsl: false,
  dockerd: false,
  dockerDesktop: false,
  colima: false,
};
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
  const embedded: typeof engine = [];
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
    root: "/berth",
    kind: env.BERTH_ENGINE === "pulumi" ? "pulumi" : "embedded",
    engine: async (args, env) => {
      engine.push({ args, env });
      return { code: 0, output: "" };
    },
    embedded: async (args, env) => {
      embedded.push({ args, env });
      return { code: 0, output: "" };
    },
    buildStandIns: async (images) => void built.push(...images.map(({ reference }) => reference)),
  };
  const prepared = (line: string) => prepare(parseCommandLine(line.split(" ")), around);
  const run = async (line: string) => (await prepared(line)).env;
  return { prepared, around, run, cwd, machine, api, engine, embedded, hosts, built };
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

test("the base of stand-ins is begun before an engine is installed, used, and never left over", async () => {
  const { run, around, machine, built } = situation({
    ...PROJECT,
    "Pulumi.dev.yaml": "config: {mode: dev, database: none}\n",
  });
  const done: string[] = [];
  const base: BaseTree = {
    importInto: async () => {},
    discard: async () => void done.push("discard"),
  };
  around.dockerApi = () => ({
    get: async (path) => {
      if (!done.includes("install")) throw systemError("ENOENT");
      return path === "/_ping" ? OK : { status: 404, body: "" };
    },
  });
  around.local = {
    facts: async () => ({ ...FRESH_DEBIAN, dockerd: done.includes("install") }),
    install: async () => void done.push("install"),
    start: async () => void done.push("start"),
  };
  around.beginBase = async ({ needed, standIns }) => {
    done.push(`begin for ${needed.map(({ reference }) => reference)} (${standIns})`);
    return base;
  };
  around.buildStandIns = async (images, _, given) => {
    built.push(...images.map(({ reference }) => reference));
    done.push(given === base ? "build with it" : "build");
  };
  await run("up --yes");
  expect(done).toEqual([
    "begin for python:3.13-slim (auto)",
    "install",
    "build with it",
    "discard",
  ]);
  expect(machine.said).toContain("what stand-ins are built from is made at the same time");
});

test("Podman is refused before anything is built or made, and lets a stack be destroyed", async () => {
  const version = { Components: [{ Name: "Podman Engine", Version: "5.8.6" }] };
  const { run, machine, engine, built } = situation(
    {
      ...PROJECT,
      "Pulumi.dev.yaml": "config: {mode: dev}\n",
      ".pulumi/stacks/shop/dev.json": STATE,
    },
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

test("a setting of a stack that is there is the engine's business", async () => {
  const files = { ...PROJECT, ".pulumi/stacks/shop/dev.json": STATE, "Pulumi.dev.yaml": "" };
  const { run, machine, engine } = situation(files);
  expect(await run("config set --stack dev --path app.port 8000")).toEqual({});
  expect([...engine, ...machine.said]).toEqual([]);
});

test("a second one says nothing and does nothing", async () => {
  const { run, machine, engine } = situation({
    ...PROJECT,
    "Pulumi.dev.yaml": "encryptionsalt: v1:a:v1:b\nconfig: {mode: dev}\n",
    ".berth/passphrase": "secret\n",
    ".pulumi/stacks/shop/dev.json": STATE,
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
    ".pulumi/stacks/shop/a.json": STATE,
    ".pulumi/stacks/shop/b.json": STATE,
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

describe("a preview of a stack that does not exist yet", () => {
  const files = { ...PROJECT, "Pulumi.dev.yaml": "config: {mode: dev}\n" };

  test("has one of its own, and leaves nothing behind", async () => {
    const { prepared, cwd, engine, machine } = situation(files);
    const { env, args } = await prepared("preview");
    expect(env).toEqual({
      PULUMI_BACKEND_URL: expect.stringMatching(/^file:\/\/.*berth-preview-/),
      PULUMI_STACK: "dev",
      PULUMI_CONFIG_PASSPHRASE: expect.any(String),
      BERTH_STACK_FILE: args[1],
    });
    const folder = env.PULUMI_BACKEND_URL?.slice("file://".length);
    expect(args).toEqual(["--config-file", `${folder}/Pulumi.dev.yaml`]);
    expect(readFileSync(`${folder}/Pulumi.dev.yaml`, "utf8")).toBe(files["Pulumi.dev.yaml"]);
    expect(readdirSync(`${folder}/.pulumi/stacks/shop`)).toEqual(["dev.json"]);
    expect(readdirSync(cwd).sort()).toEqual(Object.keys(files).sort());
    expect(engine).toEqual([]);
    expect(machine.said).toEqual([expect.stringContaining("are not on this engine")]);
    rmSync(`${folder}`, { recursive: true });
  });

  test("keeps the passphrase that its secrets have", async () => {
    const { run, cwd } = situation({ ...files, ".berth/passphrase": "secret\n" });
    const { PULUMI_BACKEND_URL: url = "", ...env } = await run("preview");
    rmSync(url.slice("file://".length), { recursive: true });
    expect(env).toEqual({
      PULUMI_CONFIG_PASSPHRASE_FILE: `${cwd}/.berth/passphrase`,
      PULUMI_STACK: "dev",
      BERTH_STACK_FILE: expect.stringMatching(/berth-preview-.*Pulumi\.dev\.yaml$/),
    });
  });

  test("sees the other stacks, which its program may refer to", async () => {
    const stacks = { ".pulumi/stacks/shop/prod.json": STATE, ".pulumi/stacks/base/a.json": "{}" };
    const { run } = situation({ ...files, ...stacks });
    const { PULUMI_BACKEND_URL: url = "" } = await run("preview --stack dev");
    const folder = url.slice("file://".length);
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const there = (project: string) => readdirSync(`${folder}/.pulumi/stacks/${project}`).sort();
    expect(there("shop")).toEqual(["dev.json", "prod.json"]);
    expect(readFileSync(`${folder}/.pulumi/stacks/shop/prod.json`, "utf8")).toBe(STATE);
    expect(there("base")).toEqual(["a.json"]);
  });
});

describe("a slip in the name of a stack", () => {
  const files = {
    ...PROJECT,
    "Pulumi.dev.yaml": "config: {mode: dev}\n",
    "Pulumi.prod.yaml": "config: {mode: prod}\n",
    ".pulumi/stacks/shop/old.json": STATE,
  };
  const COMMANDS = [
    "preview",
    "up --yes",
    "refresh --yes",
    "destroy --yes",
    "config",
    "config set a b",
  ];

  test.each(COMMANDS)("%s names those that there are, and makes nothing", async (command) => {
    const { run, cwd, engine, api } = situation(files);
    await expect(run(`${command} --stack dve`)).rejects.toMatchObject({
      message:
        "there is no stack dve, and no Pulumi.dve.yaml with settings for one; there is dev, old, prod (did you mean dev?); to make it: ./pulumiw stack init dve",
      exitCode: 6,
    });
    expect([...engine, ...api.asked]).toEqual([]);
    expect(readdirSync(cwd)).toHaveLength(4);
  });

  test("without one that is near, and of a stack that is only not made yet", async () => {
    const { run } = situation(files);
    await expect(run("preview --stack staging")).rejects.toThrow("; there is dev, old, prod; to");
    await expect(run("destroy --stack prod")).rejects.toThrow(
      "there is no stack prod yet; to make it: ./pulumiw up --stack prod",
    );
  });

  test.each(["..", ".", "-", "a b", "a/b/c/d", "/a", "ä", "x".repeat(101), "$(id)"])(
    "%j is no name",
    async (name) => {
      const { around } = situation(files);
      for (const command of ["preview", "stack init", "up"]) {
        const line =
          command === "stack init" ? [command.split(" "), name] : [command, "--stack", name];
        await expect(prepare(parseCommandLine(line.flat()), around)).rejects.toThrow(
          `the stack name ${JSON.stringify(name)}: accepted: `,
        );
      }
    },
  );
});

describe("before the official CLI, which says it in fewer words", () => {
  const files = {
    ...PROJECT,
    "Pulumi.dev.yaml": "config: {mode: dev}\n",
    ".pulumi/stacks/shop/dev.json": STATE,
  };
  const PULUMI = { BERTH_ENGINE: "pulumi", PULUMI_CONFIG_PASSPHRASE: "" };
  const first = (changed: Record<string, string>, env = PULUMI) =>
    situation({ ...files, ...changed }, env).run("up --stack dev --stand-ins=never");

  test.each([
    [{ "Pulumi.dev.yaml": "config: [a]\n" }, "Pulumi.dev.yaml: config: given a list"],
    [{ ".pulumi/stacks/shop/dev.json": "null" }, "is damaged: it has no object; no backup is left"],
    [
      { "Pulumi.dev.yaml": "config: {app: {secrets: {key: {secure: 5}}}}\n" },
      "Pulumi.dev.yaml: app.secrets.key: given an encrypted value that is damaged",
    ],
    [
      { "Pulumi.dev.yaml": "encryptionsalt: v1:abc\n" },
      "encryptionsalt: given one that is damaged",
    ],
    [
      {
        "Pulumi.dev.yaml":
          "config: {a: {secure: 'v1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAA'}}\n",
      },
      "Pulumi.dev.yaml: encryptionsalt: given nothing, and a is encrypted with it",
    ],
  ])("%j", async (changed, message) => {
    await expect(first(changed)).rejects.toThrow(message);
  });

  test("what is well is let through", async () => {
    expect(await first({})).toEqual({});
  });

  test("a broken stack file is told before anything is made under the embedded engine, too", async () => {
    const { run, engine, api } = situation({ ...PROJECT, "Pulumi.dev.yaml": "- a\n" });
    await expect(run("up --yes")).rejects.toThrow(
      "Pulumi.dev.yaml: given a list; accepted: the keys",
    );
    expect([...engine, ...api.asked]).toEqual([]);
  });
});

describe("a project that cannot be read", () => {
  test.each([
    ["name: shop\nruntime: [nodejs\n", "Pulumi.yaml, line 3, column 1: given what is no YAML"],
    ["runtime: nodejs\n", "Pulumi.yaml: name: given nothing; accepted: letters, digits"],
    ["name: [a]\n", "Pulumi.yaml: name: given a list; accepted: letters, digits"],
    ["name: a b\n", 'Pulumi.yaml: name: given "a b"; accepted: letters, digits'],
    ["- a\n", "Pulumi.yaml: given a list; accepted: a project, with the keys name and runtime"],
    ["", "Pulumi.yaml: given nothing; accepted: a project, with the keys name and runtime"],
  ])("%j", async (text, message) => {
    const { run } = situation({ "Pulumi.yaml": text });
    await expect(run("preview")).rejects.toThrow(message);
    expect(await run("version")).toEqual({});
  });

  test("a folder, and one that is not there", async () => {
    const { run, cwd } = situation(PROJECT);
    mkdirSync(`${cwd}/sub/Pulumi.yaml`, { recursive: true });
    await expect(run("preview --cwd sub")).rejects.toThrow(
      "Pulumi.yaml cannot be read: it is a folder",
    );
    await expect(run("preview --cwd nowhere")).rejects.toThrow(
      `--cwd: given nowhere; accepted: the folder of a project; there is no folder ${cwd}/nowhere`,
    );
    await expect(run("preview --cwd Pulumi.yaml")).rejects.toThrow("--cwd: given Pulumi.yaml;");
  });
});

describe("the settings of a stack that is about to be made", () => {
  const made = (text: string, stack = "dev") => {
    const { around, engine } = situation({ ...PROJECT, [`Pulumi.${stack}.yaml`]: text });
    const line = parseCommandLine(["up", "--yes", "--stack", stack, "--stand-ins=never"]);
    return { engine, ran: prepare(line, { ...around, root: around.cwd }) };
  };

  test("leave no stack behind where the program would refuse them", async () => {
    const { ran, engine } = made("config: {replicas: 0, colour: red}\n");
    await expect(ran).rejects.toThrow("Pulumi.dev.yaml has 3 problems; nothing was changed.");
    expect(engine).toEqual([]);
  });

  test("are told before an image is made, too, where there is no mode", async () => {
    const files = { ...PROJECT, "Pulumi.dev.yaml": "", ".pulumi/stacks/shop/dev.json": STATE };
    const { around, api } = situation(files);
    const ran = prepare(parseCommandLine(["up", "--yes"]), { ...around, root: around.cwd });
    await expect(ran).rejects.toThrow("shop:mode: given nothing; accepted: dev or prod");
    expect(api.asked).toEqual([]);
  });

  test("are well where only what is encrypted cannot be judged", async () => {
    const { ran, engine } = made(
      "config: {mode: prod, host: {secure: 'v1:x'}, app: {secrets: {key: {secure: 'v1:y'}}}}\n",
    );
    await ran;
    expect(engine).toHaveLength(1);
  });

  test("a stack whose name makes others that nobody finds", async () => {
    const name = "a".repeat(60);
    const { ran } = made("config: {mode: prod}\n", name);
    await expect(ran).rejects.toThrow("and others find it by 63 at the most");
  });
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

const urnOf = (name: string) => `urn:pulumi:dev::shop::a:b:C::${name}`;
const ROOT_URN = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
const INTERRUPTED = JSON.stringify({
  version: 3,
  checkpoint: {
    latest: {
      resources: [{ urn: ROOT_URN, type: "pulumi:pulumi:Stack" }],
      pending_operations: [
        { type: "creating", resource: { urn: urnOf("app"), type: "a:b:C" } },
        { type: "deleting", resource: { urn: urnOf("old"), type: "a:b:C" } },
      ],
    },
  },
});

function interrupted(env: NodeJS.ProcessEnv, files: Record<string, string> = {}) {
  return situation(
    {
      ...PROJECT,
      "Pulumi.dev.yaml": "config: {mode: dev}\n",
      ".berth/passphrase": "secret\n",
      ".pulumi/stacks/shop/dev.json": INTERRUPTED,
      ...files,
    },
    env,
  );
}

const OFFICIAL = { BERTH_ENGINE: "pulumi", PULUMI_CONFIG_PASSPHRASE: "" };
const lockOf = (pid: number) =>
  JSON.stringify({ pid, username: "me", hostname: hostname(), timestamp: new Date() });

test("what an interrupted run left is settled by the embedded engine before the official CLI works", async () => {
  const { run, machine, embedded } = interrupted(OFFICIAL);
  await run("up --stack dev --stand-ins=never");
  expect(embedded.map(({ args }) => args.join(" "))).toEqual([
    `refresh --stack dev --target ${ROOT_URN} --yes --skip-preview --non-interactive --color never`,
  ]);
  expect(embedded[0]?.env.PULUMI_CONFIG_PASSPHRASE).toBe("");
  expect(machine.said).toEqual([
    "the last run was interrupted while it worked on app, old: what that left is in the state now",
  ]);
});

test("where that fails, its words and the way on are told", async () => {
  const { around, run, machine } = interrupted(OFFICIAL);
  around.embedded = async () => ({ code: 255, output: "Refreshing\nerror: no such engine\n" });
  await run("up --stack dev --stand-ins=never");
  expect(machine.said).toEqual([
    "the last run was interrupted while it worked on app, old, and what that left could not be looked for: no such engine; the embedded engine goes on with it: ./pulumiw --engine embedded up --stack dev",
  ]);
});

test.each([
  ["the embedded engine does so itself", { BERTH_ENGINE: "embedded" }, "up"],
  ["a preview changes nothing", OFFICIAL, "preview"],
])("nothing is settled before: %s", async (_, env, command) => {
  const { run, machine, embedded } = interrupted(env);
  await run(`${command} --stack dev --stand-ins=never`);
  expect(embedded).toEqual([]);
  expect(machine.said).toEqual([]);
});

test("a run that goes on is no interrupted one, and its lock stays", async () => {
  const lock = ".pulumi/locks/organization/shop/dev/a.json";
  const { run, machine, embedded, cwd } = interrupted(OFFICIAL, { [lock]: lockOf(process.pid) });
  await run("up --stack dev --stand-ins=never");
  expect(embedded).toEqual([]);
  expect(machine.said).toEqual([]);
  expect(existsSync(join(cwd, lock))).toBe(true);
});

test("the lock of a process that was killed is in nobody's way", async () => {
  const lock = ".pulumi/locks/organization/shop/dev/a.json";
  const { pid } = spawnSync("true");
  const { run, machine, embedded, cwd } = interrupted(OFFICIAL, { [lock]: lockOf(pid) });
  await run("up --stack dev --stand-ins=never");
  expect(embedded).toHaveLength(1);
  expect(machine.said[0]).toMatch(/^Taking over the lock of me@.*: that process is gone\.$/);
  expect(existsSync(join(cwd, lock))).toBe(false);
});
