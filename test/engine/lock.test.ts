import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";

import { acquireLock } from "../../engine/state/lock";

const BEFORE_ANY_START = "2001-02-03T04:05:06.000Z";

let root: string;
let folder: string;
let told: string[];
const acquire = () => acquireLock(folder, (line) => told.push(line));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "berth-lock-"));
  folder = join(root, "dev");
  told = [];
});
afterEach(() => rmSync(root, { recursive: true }));

/** A lock as the official CLI writes it. */
function heldBy(changes: { pid?: number; hostname?: string; timestamp?: string }): void {
  const timestamp = new Date().toISOString();
  const content = {
    pid: process.pid,
    username: "ann",
    hostname: hostname(),
    timestamp,
    ...changes,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "0000.json"), JSON.stringify(content));
}

/** A process that has ended, of a parent that never asks. */
async function zombie(): Promise<{ pid: number }> {
  // It waits for its parent to become a program that knows nothing of it.
  const child = 'while [ "$(cat /proc/$$/comm)" != sleep ]; do sleep 0.05; done';
  const parent = spawn("sh", ["-c", `(${child}) & echo $!; exec sleep 60`]);
  onTestFinished(() => void parent.kill("SIGKILL"));
  const [line] = await once(parent.stdout, "data");
  const pid = Number(String(line));
  await expect.poll(() => readFileSync(`/proc/${pid}/stat`, "utf8")).toContain(") Z ");
  return { pid };
}

describe("the lock of a stack", () => {
  test("is refused to a second run, with who holds it and since when, until it is released", async () => {
    const lock = await acquire();
    const who = `created by ${userInfo().username}@${hostname()} (pid ${process.pid}) at 20`;
    await expect(acquire()).rejects.toThrow(who);
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
    await acquire();
    expect(told).toEqual([]);
  });

  test("that somebody holds on another host is refused: nobody can tell whether they live", async () => {
    heldBy({ hostname: "elsewhere", pid: 1, timestamp: BEFORE_ANY_START });
    await expect(acquire()).rejects.toThrow("created by ann@elsewhere (pid 1)");
  });

  test.each([
    ["that has ended", () => ({ pid: spawnSync("true").pid })],
    ["that was killed and that nobody reaps", zombie],
    ["of before this host was started", () => ({ timestamp: BEFORE_ANY_START })],
  ])("is taken over from a process %s, with a line", async (_, left) => {
    heldBy(await left());
    await acquire();
    expect(told).toEqual([expect.stringMatching(/^Taking over the lock of ann@.*is gone\.$/)]);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test("is alone in its folder, where the official CLI takes every file for a lock", async () => {
    writeFileSync(join(root, ".half-written.json.1.tmp"), "");
    await acquire();
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
