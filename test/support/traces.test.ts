import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { noteTrace, removeTraces, type Trace } from "./traces";

const ROOT = resolve(__dirname, "../..");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-traces-"));
  vi.stubEnv("TMPDIR", folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
});

/** A run that notes these, forgets the last one, and is killed. */
function cutOff(...traces: Trace[]): void {
  const script = `const { noteTrace } = require("./test/support/traces");
    const forget = ${JSON.stringify(traces)}.map(noteTrace);
    forget.at(-1)();
    process.kill(process.pid, "SIGKILL");`;
  const words = ["--require", "./register.cjs", "--eval", script];
  expect(spawnSync(process.execPath, words, { cwd: ROOT }).signal).toBe("SIGKILL");
}

async function removed() {
  const traces: Trace[] = [];
  const lines: string[] = [];
  await removeTraces(
    async (trace) => void traces.push(trace),
    (line) => void lines.push(line),
  );
  return { traces, lines };
}

test("what a killed run left is taken away once; what it took away itself is not", async () => {
  const left = { label: "berth.project=e2e-left", folder: join(folder, "e2e-left") };
  mkdirSync(left.folder);
  cutOff(left, { container: "gone" });
  expect(await removed()).toEqual({
    traces: [left],
    lines: [`a run was cut off: taking away berth.project=e2e-left, ${left.folder}`],
  });
  expect(existsSync(left.folder)).toBe(false);
  expect((await removed()).traces).toEqual([]);
});

test("what a run that goes on has made stays", async () => {
  const forget = noteTrace({ container: "ours" });
  expect((await removed()).traces).toEqual([]);
  forget();
});
