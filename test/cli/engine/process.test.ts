import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { invocation } from "../../../cli/engine/process";
import { folderWith } from "../fakes";

const ROOT = resolve(__dirname, "../../..");
const cli = {
  kind: "pulumi",
  line: "",
  command: "/opt/pulumi/bin/pulumi",
  version: "3.260.0",
} as const;
const env = { PATH: "/usr/bin" };

describe("a command line of the engine", () => {
  test("of the CLI on PATH is as it was given", () => {
    expect(invocation({ ...cli, from: "PATH" }, "/p", ["up", "--yes"], env)).toEqual({
      command: "/opt/pulumi/bin/pulumi",
      args: ["up", "--yes"],
      env,
    });
  });

  test("of any other CLI lets it find what is in its folder", () => {
    expect(invocation({ ...cli, from: "npm" }, "/p", ["up"], env).env).toEqual({
      PATH: "/opt/pulumi/bin:/usr/bin",
    });
  });

  test("of the embedded engine", () => {
    expect(invocation({ kind: "embedded", line: "" }, "/p", ["up"], env)).toEqual({
      command: process.execPath,
      args: ["--require", "/p/engine/typescript-hook.cjs", "/p/engine/main.ts", "up"],
      env,
    });
  });
});

/** Runs a shell script in the place of a process, as the wrapper does, and signals that process. */
function inPlace(script: string, signal?: NodeJS.Signals) {
  const program = folderWith({
    "run.cjs": `const { runInPlace } = require(process.argv[2]);
runInPlace({ command: "sh", args: ["-c", process.argv[3]], env: process.env }).then(process.exit);`,
  });
  const hook = join(ROOT, "engine", "typescript-hook.cjs");
  const start = ["--require", hook, join(program, "run.cjs")];
  const wrapped = [...start, join(ROOT, "cli/engine/process.ts"), script];
  // No terminal: there, Ctrl-C would be the terminal's business.
  const child = spawn(process.execPath, wrapped, { stdio: ["ignore", "pipe", "ignore"] });
  let output = "";
  return new Promise<{ code: number | null; signal: string | null; output: string }>((done) => {
    child.stdout.on("data", (part: Buffer) => {
      output += part;
      if (signal && output === "ready\n") child.kill(signal);
    });
    child.once("close", (code, endedBy) => done({ code, signal: endedBy, output }));
  });
}

describe("a process in the wrapper's place", { timeout: 30_000 }, () => {
  test("gives its exit code and its output", async () => {
    expect(await inPlace("echo out; exit 7")).toEqual({ code: 7, signal: null, output: "out\n" });
  });

  test("gets a signal once, and ends as it wants to", async () => {
    const script = "trap 'echo got; exit 9' INT TERM; echo ready; while :; do sleep 0.05; done";
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      expect(await inPlace(script, signal)).toEqual({
        code: 9,
        signal: null,
        output: "ready\ngot\n",
      });
    }
  });

  test("is ended by a signal, and so is the wrapper", async () => {
    const { code, signal } = await inPlace("kill -KILL $$");
    expect({ code, signal }).toEqual({ code: null, signal: "SIGKILL" });
  });
});
