import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makingScripts } from "../../backup/scripts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-dump-"));
  program(
    "redis-cli",
    'case "$*" in *--rdb*) for file; do :; done; echo REDIS >"$file" ;; esac; echo PONG',
  );
  program("redis-check-rdb", "exit 0");
  writeFileSync(join(folder, "password"), "secret");
  mkdirSync(join(folder, "scripts"));
  for (const { name, content } of makingScripts("redis")) {
    writeFileSync(join(folder, "scripts", name), content);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, script: string) {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

function dump(command: string, owner: string) {
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    BACKUP_ENGINE: "redis",
    BACKUP_FOLDER: folder,
    BACKUP_HOST: "127.0.0.1",
    BACKUP_KEEP: "2",
    BACKUP_OWNER: owner,
    BACKUP_PASSWORD_FILE: join(folder, "password"),
  };
  const { status, stderr } = spawnSync("sh", [join(folder, "scripts/dump.sh"), command], {
    env,
    encoding: "utf8",
  });
  return { status, stderr };
}

test("a folder is the first stack's that uses it", () => {
  expect(dump("check", "shop-prod")).toEqual({ status: 0, stderr: "" });
  expect(dump("check", "shop-prod").status).toBe(0);
  for (const command of ["check", "now", "first", "keep-all"]) {
    const refused = dump(command, "shop-dev");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("has the backups of the stack shop-prod: set backup.to to");
  }

  rmSync(join(folder, ".berth-stack"));
  expect(dump("check", "shop-dev").status, "it was taken over").toBe(0);
});

test.each([
  ["now", 2],
  ["first", 4],
  ["keep-all", 6],
])("%s leaves %i of two to be kept and five that were there", (command, count) => {
  const others = [1, 2, 3, 4, 5].map((day) => `2026010${day}T000000Z.redis.rdb`);
  for (const name of others) writeFileSync(join(folder, name), "REDIS");
  expect(dump(command, "")).toEqual({ status: 0, stderr: "" });
  const left = readdirSync(folder).filter((name) => name.endsWith(".redis.rdb"));
  expect(left).toHaveLength(count);
  expect(left.sort().slice(0, -1), "the oldest go").toEqual(others.slice(6 - count));
});

test("a folder whose claim a full disk cut off is nobody's yet", () => {
  writeFileSync(join(folder, ".berth-stack"), "");
  expect(dump("check", "shop-prod")).toEqual({ status: 0, stderr: "" });
});

test("a backup that is made for a file needs no folder of its own", () => {
  expect(dump("check", "").status).toBe(0);
  expect(existsSync(join(folder, ".berth-stack"))).toBe(false);
});

test.skipIf(process.getuid?.() !== 0)("a folder that may not be read is no empty one", () => {
  chmodSync(folder, 0o755);
  const scripts = join(folder, "scripts");
  chmodSync(scripts, 0o755);
  const closed = join(folder, "closed");
  mkdirSync(closed, { mode: 0o700 });
  const env = { ...process.env, BACKUP_ENGINE: "redis", BACKUP_FOLDER: closed };
  const uid = 65534;
  const { status, stderr } = spawnSync("sh", [join(scripts, "dump.sh"), "ls"], {
    env,
    uid,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `the user ${uid} cannot read the folder of the backups\n`,
  });
});
