import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Project } from "../support/project";
import { findPulumi } from "../support/pulumi-cli";
import { TinyProject } from "../support/tiny-project";

const PACK = resolve(__dirname, "../../policy");

/** A container that no rule has anything to say about, with one thing that breaks a rule. */
const withOne = (wrong: string, name = "tiny") => `
new docker.Container("${name}", {
  image: "nginx:1.30",
  cpus: "1.0",
  memory: 64,
  restart: "always",
  healthcheck: { tests: ["CMD", "true"] },
  ${wrong}
});`;

const SERVICE = `
new docker.Service("service", {
  taskSpec: {
    containerSpec: { image: "nginx:1.30", capAdds: ["ALL"], healthcheck: { tests: ["CMD", "true"] } },
    resources: { limits: { nanoCpus: 1e9, memoryBytes: 2 ** 26 } },
  },
});`;

const BROKEN: readonly [rule: string, wrong: string][] = [
  ["no-bind-mounts", 'volumes: [{ hostPath: "/etc", containerPath: "/etc" }],'],
  ["no-published-database", "ports: [{ internal: 3306, external: 3306 }],"],
  ["no-privileged-container", "privileged: true,"],
  ["no-secret-in-environment", 'envs: ["MYSQL_PASSWORD=s3cret"],'],
  ["no-latest", 'image: "nginx:latest",'],
  ["limits-set", "memory: undefined,"],
  ["health-check-set", "healthcheck: undefined,"],
  ["restart-policy-set", 'restart: "no",'],
];

// The embedded engine runs no policies, and says so.
describe.runIf(findPulumi())("the policy pack under the official CLI", () => {
  const tiny = new TinyProject("", "pulumi");
  const sample = new Project("e2e-policy", "pulumi");
  const program = (...resources: string[]) =>
    tiny.program(['import * as docker from "@pulumi/docker";', ...resources].join("\n"));
  const preview = (...flags: string[]) =>
    tiny.run(["preview", "--policy-pack", PACK, "--color", "never", ...flags]);

  beforeAll(async () => {
    await tiny.run(["stack", "init", "dev"]);
    await sample.stack("prod", { mode: "prod" });
  });
  afterAll(async () => {
    tiny.remove();
    await sample.remove();
  });

  test.each([
    ["none", () => "none"],
    ["in a volume", () => "daily"],
    ["in a folder", () => ({ to: sample.folder })],
  ])("the sample keeps every rule, with backups %s", async (_, backup) => {
    const app = { name: "widgets", port: 21250 };
    sample.configure("prod", { mode: "prod", app, backup: backup() });
    const { code, output } = await sample.preview("prod", "--policy-pack", PACK);
    expect(code, output).toBe(0);
    expect(output).toMatch(/berth@v\S+ \(local/);
    expect(output).not.toMatch(/\[(mandatory|advisory)\]/);
  });

  test("what breaks a rule ends a preview of production, as a container and as a service", async () => {
    program(...BROKEN.map(([rule, wrong]) => withOne(wrong, rule)), SERVICE);
    tiny.write("Pulumi.dev.yaml", "config: {mode: prod}\n");
    const { code, output } = await preview();
    expect(code, output).not.toBe(0);
    const told = output.match(/\[mandatory\] .*/g) ?? [];
    const wanted = BROKEN.map(
      ([rule]) => `[mandatory]  ${rule}  (docker:index:Container: ${rule})`,
    );
    wanted.push("[mandatory]  no-privileged-container  (docker:index:Service: service)");
    expect(told.sort()).toEqual(wanted.sort());
    expect(output).not.toContain("s3cret");
  });

  test("a stack for development is left alone", async () => {
    tiny.write("Pulumi.dev.yaml", "config: {mode: dev}\n");
    program(withOne("privileged: true,"));
    const { code, output } = await preview();
    expect(code, output).toBe(0);
  });

  test("a team softens a rule in a file of its own", async () => {
    tiny.write("Pulumi.dev.yaml", "config: {mode: prod}\n");
    tiny.write("policy.json", '{"restart-policy-set": "advisory"}');
    program(withOne('restart: "no",'));
    const { code, output } = await preview("--policy-pack-config", tiny.path("policy.json"));
    expect(code, output).toBe(0);
    expect(output).toContain("[advisory]  restart-policy-set  (docker:index:Container: tiny)");
  });
});
