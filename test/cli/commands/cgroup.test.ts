import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countsHere } from "../../../cli/commands/cgroup";

const container = { id: "0123abcd", pid: 42 };
const MEBIBYTE = 1024 ** 2;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "berth-cgroup-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(root, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const VERSION_2 = {
  "proc/42/cgroup": "0::/system.slice/docker-0123abcd.scope\n",
  "sys/fs/cgroup/system.slice/docker-0123abcd.scope/cpu.stat":
    "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\n",
  "sys/fs/cgroup/system.slice/docker-0123abcd.scope/memory.current": `${5 * MEBIBYTE}\n`,
  "sys/fs/cgroup/system.slice/docker-0123abcd.scope/memory.stat": `anon 1\ninactive_file ${2 * MEBIBYTE}\n`,
};

test("reads version 2", () => {
  write(VERSION_2);
  expect(countsHere(container, root)).toEqual({
    atMs: expect.any(Number),
    cpuNs: 1_500_000,
    memory: 3 * MEBIBYTE,
  });
});

test("reads version 1, beside which version 2 may be mounted without controllers", () => {
  write({
    "proc/42/cgroup":
      "4:memory:/docker/0123abcd\n3:cpu,cpuacct:/docker/0123abcd\n0::/docker/0123abcd\n",
    "sys/fs/cgroup/cpuacct/docker/0123abcd/cpuacct.usage": "1500000\n",
    "sys/fs/cgroup/memory/docker/0123abcd/memory.usage_in_bytes": `${5 * MEBIBYTE}\n`,
    "sys/fs/cgroup/memory/docker/0123abcd/memory.stat": `inactive_file 7\ntotal_inactive_file ${2 * MEBIBYTE}\n`,
  });
  expect(countsHere(container, root)).toMatchObject({ cpuNs: 1_500_000, memory: 3 * MEBIBYTE });
});

test.each([
  ["another process has that number here", { "proc/42/cgroup": "0::/user.slice\n" }],
  ["its group cannot be read", { "proc/42/cgroup": VERSION_2["proc/42/cgroup"] }],
  ["there is no such process", {}],
])("counts nothing where %s", (_, files) => {
  write(files);
  expect(countsHere(container, root)).toBeUndefined();
});
