import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = resolve(__dirname, "../..");
const HOOK = join(ROOT, "engine/typescript-hook.cjs");
const SUFFIX = Math.random().toString(36).slice(2, 8);
const folder = mkdtempSync(join(tmpdir(), "berth-engine-"));

async function engine(...args: string[]): Promise<string> {
  const command = ["--require", HOOK, join(ROOT, "engine/main.ts"), ...args];
  const env = { ...process.env, PULUMI_CONFIG_PASSPHRASE: "engine", PULUMI_STACK: "test" };
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: folder, env });
  return stdout;
}

function program(length: number): string {
  return `
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

const provider: pulumi.dynamic.ResourceProvider = {
  async create(inputs) {
    return { id: "seen", outs: inputs };
  },
};
class Witness extends pulumi.dynamic.Resource {
  constructor(name: string, args: { network: pulumi.Input<string> }) {
    super(provider, name, args);
  }
}

const network = new docker.Network("network", { name: "eng-e2e-${SUFFIX}" });
const volume = new docker.Volume("volume", { name: "eng-e2e-${SUFFIX}" });
const password = new random.RandomPassword("password", { length: ${length} });
new Witness("witness", { network: network.id });
export const names = [network.name, volume.name];
export const secret = password.result;
`;
}

beforeAll(() => {
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{"name":"engine-e2e","main":"index.ts"}');
  const options = `{typescript: false, nodeargs: "--require ${HOOK}"}`;
  const yaml = `name: engine-e2e\nruntime: {name: nodejs, options: ${options}}\nbackend: {url: "file://."}\n`;
  writeFileSync(join(folder, "Pulumi.yaml"), yaml);
  writeFileSync(join(folder, "index.ts"), program(12));
});

afterAll(async () => {
  await engine("destroy", "--yes", "--skip-preview");
  rmSync(folder, { recursive: true, force: true });
});

test("a program goes up, stays as it is, changes, and its secrets are not shown", async () => {
  await engine("stack", "init", "test");
  const first = await engine("up", "--yes");
  expect(first).toContain("    + 5 to create\n");
  expect(first).toContain("    + 5 created\n");
  expect(first).toMatch(/secret: \[secret\]/);

  expect(await engine("up", "--yes")).toContain("    5 unchanged\n");

  writeFileSync(join(folder, "index.ts"), program(13));
  const changed = await engine("up", "--yes");
  expect(changed).toContain("    +-1 replaced\n    4 unchanged\n");

  const secret = (await engine("stack", "output", "secret", "--show-secrets")).trim();
  expect(secret).toHaveLength(13);
  const state = readFileSync(join(folder, ".pulumi/stacks/engine-e2e/test.json"), "utf8");
  expect(state).not.toContain(secret);
});

test("a refresh finds what was removed behind its back, and the next update brings it again", async () => {
  await promisify(execFile)("docker", ["volume", "rm", `eng-e2e-${SUFFIX}`]);
  expect(await engine("refresh", "--yes", "--skip-preview")).toContain("    - 1 deleted\n");
  expect(await engine("up", "--yes", "--skip-preview")).toContain("    + 1 created\n");
});
