import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { TAKE_SNAPSHOT } from "../../../components/databases/redis/take-over";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-redis-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** Writes a file as of so many seconds after 2020. */
function file(name: string, second: number): void {
  writeFileSync(join(folder, name), name);
  utimesSync(join(folder, name), 1577836800 + second, 1577836800 + second);
}

function takeOver(): string[] {
  const script = TAKE_SNAPSHOT.replaceAll("/data", folder);
  const { status, stderr } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return readdirSync(folder)
    .map((name) => name.replace(/\d{6,}/, "TIME"))
    .sort();
}

const appendOnly = () => readFileSync(join(folder, "appendonly.aof"), "utf8");

test("a snapshot alone becomes the beginning of an append-only file, and stays", () => {
  file("dump.rdb", 1);
  expect(takeOver()).toEqual(["appendonly.aof", "dump.rdb"]);
  expect(appendOnly()).toBe("dump.rdb");
});

test("an append-only file that is newer is what holds", () => {
  file("dump.rdb", 1);
  file("appendonly.aof", 2);
  expect(takeOver()).toEqual(["appendonly.aof", "dump.rdb"]);
  expect(appendOnly()).toBe("appendonly.aof");
});

test("one that is older is put aside", () => {
  mkdirSync(join(folder, "appendonlydir"));
  file("appendonlydir/appendonly.aof.manifest", 1);
  file("dump.rdb", 2);
  expect(takeOver()).toEqual(["appendonly.aof", "before-berth-TIME-appendonlydir", "dump.rdb"]);
});

test("an empty volume is left alone", () => {
  expect(takeOver()).toEqual([]);
});
