import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { fakeEngine } from "../docker/fake-engine";
import { TinyProject } from "../support/tiny-project";

/** A resource whose creation lasts until there is a file named `go`, and one that comes after it. */
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = {
  async create() {
    const { existsSync, writeFileSync } = require("node:fs");
    writeFileSync("begun", "");
    while (!existsSync("go")) await new Promise((resolve) => setTimeout(resolve, 20));
    return { id: "1", outs: {} };
  },
};
class Slow extends pulumi.dynamic.Resource {
  constructor(name: string, options?: pulumi.CustomResourceOptions) {
    super(provider, name, {}, options);
  }
}
const slow = new Slow("slow");
new Slow("after", { dependsOn: slow });
`;

const UP = ["up", "--yes", "--skip-preview"];

interface Deployment {
  resources?: { urn: string }[];
  pending_operations?: { resource: { urn: string }; type: string }[];
}

let project: TinyProject;
const go = () => project.write("go", "");
const nameOf = ({ urn }: { urn: string }) => urn.split("::").at(-1);

/** Names of what the state has, and of what it has as begun. */
function recorded() {
  const { latest } = JSON.parse(readFileSync(project.stateFile, "utf8")).checkpoint;
  const { resources = [], pending_operations: pending = [] } = latest as Deployment;
  return {
    names: resources.map(nameOf).filter((name) => ["slow", "after", "gate"].includes(name ?? "")),
    pending: pending.map(({ resource, type }) => `${type} ${nameOf(resource)}`),
  };
}

async function created(program = PROGRAM): Promise<void> {
  project = new TinyProject(program);
  const { code, output } = await project.run(["stack", "init", "dev"]);
  expect(code, output).toBe(0);
}

/** Starts an `up`, and comes back while the provider creates the slow resource. */
async function runningUp() {
  const up = project.start(UP);
  const begun = () => expect(existsSync(project.path("begun"))).toBe(true);
  await Promise.race([up.ended, vi.waitFor(begun, { timeout: 240_000, interval: 20 })]);
  return up;
}

async function converges(...texts: string[]): Promise<void> {
  go();
  const next = await project.run(UP);
  expect(next.code, next.output).toBe(0);
  for (const text of texts) expect(next.output).toContain(text);
  expect(recorded()).toEqual({ names: ["slow", "after"], pending: [] });
  const again = await project.run(["preview", "--expect-no-changes"]);
  expect(again.code, again.output).toBe(0);
}

beforeEach(() => created());
afterEach(() => project.remove());

describe("Ctrl-C", () => {
  test("once: the running step finishes and is recorded, and none is begun after it", async () => {
    const up = await runningUp();
    up.signal("SIGINT");
    await up.until((output) => output.includes("^C received"));
    go();
    const { code, output } = await up.ended;
    expect(code, output).toBe(1);
    expect(output).toContain("slow created");
    expect(output).not.toContain("after creating");
    expect(output).toContain("error: update canceled");
    expect(recorded()).toEqual({ names: ["slow"], pending: [] });
    await converges();
  });

  test("twice: it stops at once, and the next run finds out what became of the step", async () => {
    const up = await runningUp();
    up.signal("SIGINT");
    await up.until((output) => output.includes("^C received"));
    up.signal("SIGINT");
    const { code, output } = await up.ended;
    expect(code, output).toBe(130);
    expect(output).toContain("Stopping at once.");
    expect(recorded()).toEqual({ names: [], pending: ["creating slow"] });
    await converges("Taking over the lock of", "an interrupted run was creating it");
  });
});

test("Ctrl-C ends the waiting for a container", async () => {
  const { address } = await fakeEngine({
    "GET /containers/c1/json": () => ({
      body: { State: { Status: "running", Health: { Status: "starting" } }, RestartCount: 0 },
    }),
    "GET /containers/c1/logs": () => ({ body: Buffer.alloc(0) }),
  });
  project.write(
    "index.ts",
    `import { HealthGate } from "./components/platforms/docker/wait/health-gate";
new HealthGate("gate", {
  host: ${JSON.stringify(address)},
  containers: [{ name: "web", id: "c1" }],
  timeoutSeconds: 3600,
});`,
  );
  const up = project.start(UP);
  await up.until((output) => output.includes("gate creating"));
  up.signal("SIGINT");
  const { code, output } = await up.ended;
  expect(code, output).toBe(1);
  expect(output).toContain("stopped waiting for the container web");
  expect(recorded()).toEqual({ names: [], pending: [] });
});

test("a second run is refused: it names who holds the stack, and since when", async () => {
  const first = await runningUp();
  const second = await project.run(UP);
  expect(second.code, second.output).toBe(1);
  expect(second.output).toMatch(
    /the stack is currently locked by 1 lock\(s\)\. .*\n.*created by \S+@\S+ \(pid \d+\) at 20\d\d-/,
  );
  go();
  expect((await first.ended).code).toBe(0);
});

test("a wrong passphrase is refused, and changes nothing", async () => {
  go();
  await project.run(UP);
  const before = readFileSync(project.stateFile, "utf8");
  const { code, output } = await project.run(UP, { PULUMI_CONFIG_PASSPHRASE: "wrong" });
  expect(code).toBe(1);
  expect(output).toContain("incorrect passphrase");
  expect(readFileSync(project.stateFile, "utf8")).toBe(before);
});

test("a damaged state: the error has the command that restores the newest backup", async () => {
  go();
  await project.run(UP);
  truncateSync(project.stateFile, 300);
  const { code, output } = await project.run(UP);
  expect(code).toBe(1);
  expect(output).toContain(`the state file ${project.stateFile} is damaged`);
  const [, restore = ""] = /restore the newest good backup: (.+)/.exec(output) ?? [];
  execFileSync("sh", ["-c", restore]);
  await converges();
});

/** A file system of its own for the state, which only root can make. */
describe.skipIf(process.getuid?.() !== 0)("with a disk that gets full", () => {
  const folder = () => project.path(".pulumi");
  beforeEach(async () => {
    rmSync(folder(), { recursive: true });
    mkdirSync(folder());
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder()]);
    await project.run(["stack", "init", "dev"]);
  });
  afterEach(() => execFileSync("umount", ["--lazy", folder()]));

  test("nothing is lost", async () => {
    const up = await runningUp();
    const filler = project.path(".pulumi", "filler");
    expect(() => writeFileSync(filler, Buffer.alloc(1024 * 1024))).toThrow("ENOSPC");
    go();
    const { code, output } = await up.ended;
    expect(code, output).toBe(1);
    expect(output).toContain(`${project.stateFile} cannot be written: no space left on device`);
    expect(output).toContain("make room on its disk, and run the command again");
    expect(recorded()).toEqual({ names: [], pending: ["creating slow"] });
    rmSync(filler);
    await converges("an interrupted run was creating it");
  });
});
