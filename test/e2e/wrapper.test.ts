import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leftovers } from "../support/docker";
import { get } from "../support/http";
import { Project } from "../support/project";
import { findPulumi } from "../support/pulumi-cli";

const PORT = 18700;
const ROOT = resolve(__dirname, "../..");

const LINES = {
  pulumi: /^berth: pulumi \d+\.\d+\.\d+\S* from (PATH|PULUMI_HOME|npm) \(--engine pulumi\)\n/,
  embedded: /^berth: embedded engine \d+\.\d+\.\d+\S* \(--engine embedded\)\n/,
};

describe.each(["pulumi", "embedded"] as const)("the wrapper with --engine %s", (engine) => {
  describe.skipIf(engine === "pulumi" && !findPulumi())("in a new project", () => {
    const project = new Project(`e2e-wrapper-${engine}`);
    const passphrase = project.path(".berth", "passphrase");
    const config = { mode: "dev", app: { name: "widgets", port: PORT }, database: "none" };

    const pulumiw = (args: string[], env: NodeJS.ProcessEnv = {}) =>
      runWrapper(project, ["--engine", engine, ...args], env);

    beforeAll(() => {
      cpSync(`${ROOT}/images`, project.path("images"), { recursive: true });
      project.configure("dev", config);
    });
    afterAll(() => project.remove());

    test("the first up makes the passphrase and the stack, and ends with the URL", async () => {
      const { code, stdout, stderr } = await pulumiw(["up", "--yes", "--skip-preview"]);
      expect(code, stdout + stderr).toBe(0);
      expect(stderr).toMatch(LINES[engine]);
      expect(stderr).toContain(
        `berth: generated a passphrase for this project's secrets: ${passphrase};`,
      );
      expect(stderr).toContain("berth: created the stack dev\n");
      expect(statSync(passphrase).mode & 0o777).toBe(0o600);
      expect(stdout).toContain(`"http://localhost:${PORT}"`);
      expect(await get(`http://localhost:${PORT}`)).toContain("widgets");
    });

    test("the second one only says what runs", async () => {
      const { code, stdout, stderr } = await pulumiw(["preview", "--expect-no-changes"]);
      expect(code, stdout + stderr).toBe(0);
      expect(stderr.match(/^berth: .*/gm)).toHaveLength(1);
    });

    test("the command's own output can be read by a program", async () => {
      const { stdout } = await pulumiw(["stack", "output", "--json"]);
      expect(JSON.parse(stdout)).toMatchObject({ url: `http://localhost:${PORT}` });
    });

    test("the engine's exit code is passed on", async () => {
      const broken = { ...config, replicas: 0 };
      project.configure("dev", broken);
      const { code, stdout, stderr } = await pulumiw(["preview"]);
      expect(code).not.toBe(0);
      expect(stdout + stderr).toContain("replicas");
      project.configure("dev", config);
    });

    test("a lost passphrase is told, and none is made in its place", async () => {
      const kept = readFileSync(passphrase, "utf8").trim();
      rmSync(passphrase);
      const { code, stderr } = await pulumiw(["preview"]);
      expect(code).toBe(1);
      expect(stderr).toContain(
        "berth: error: Pulumi.dev.yaml is encrypted with a passphrase that is not known here: set PULUMI_CONFIG_PASSPHRASE or",
      );
      expect(existsSync(passphrase)).toBe(false);
      const destroy = ["destroy", "--yes", "--skip-preview"];
      const end = await pulumiw(destroy, { PULUMI_CONFIG_PASSPHRASE: kept });
      expect(end.code, end.stdout + end.stderr).toBe(0);
      expect(await leftovers(project.name)).toEqual([]);
    });
  });
});

/** Runs the project's own wrapper, in its folder and without a passphrase of the tests. */
function runWrapper(project: Project, args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(project.path("pulumiw"), args, {
    cwd: project.folder,
    env: {
      ...process.env,
      PULUMI_CONFIG_PASSPHRASE: undefined,
      PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (part: Buffer) => {
    output.stdout += part;
  });
  child.stderr.on("data", (part: Buffer) => {
    output.stderr += part;
  });
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done({ code, ...output }));
  });
}
