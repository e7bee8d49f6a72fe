import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { contextEntries } from "../../../docker/context/context-entries";
import { IgnoreFile } from "../../../docker/context/ignore-file";
import { lookOf, Remembered } from "../../../docker/context/remembered";
import { workInFolderWith } from "../../support/working-folder";

workInFolderWith({ "src/app.py": "" });

const OLD = new Date("2026-01-01T10:00:00Z");
const FILE = "src/app.py";
const KNOWN = "known/one.json";

function write(content: string, path = FILE): void {
  writeFileSync(path, content);
  utimesSync(path, OLD, OLD);
}

const look = (began = Date.now()) =>
  lookOf(contextEntries(".", new IgnoreFile(undefined, [])), began);

beforeEach(() => {
  write("print(1)\n");
});

test("files that nobody touched look the same", () => {
  expect(look()).toBe(look());
});

const CHANGES: [string, () => void][] = [
  ["a size", () => write("print(10)\n")],
  ["a time", () => utimesSync(FILE, OLD, new Date("2026-01-01T10:00:01Z"))],
  ["a mode", () => chmodSync(FILE, 0o755)],
  ["a folder's mode", () => chmodSync("src", 0o700)],
  ["a name", () => renameSync(FILE, "src/main.py")],
  ["a file more", () => write("", "src/other.py")],
  ["a folder more", () => mkdirSync("src/empty")],
  [
    "another file of the same size, time and mode",
    () => {
      write("print(2)\n", "src/new");
      renameSync("src/new", FILE);
    },
  ],
];

test.each(CHANGES)("%s is seen", (_, change) => {
  const before = look();
  change();
  expect(look()).not.toBe(before);
});

test("a file that may change once more without another time has no look", () => {
  expect(look(OLD.getTime() + 1999)).toBeUndefined();
  expect(look(OLD.getTime() + 2001)).toBeDefined();
});

test("a link looks by itself", () => {
  symlinkSync("nowhere", "link");
  // A link's own time cannot be set back by utimes: the look is taken as of later.
  expect(look(Date.now() + 10_000)).toBeDefined();
});

test("what was worked out is there in the next run, for the same files and the same question", () => {
  const at = (name: string | undefined) => new Remembered(KNOWN, name);
  expect(at("a").recall("sum", "x", () => 1)).toBe(1);
  expect(at("a").recall("sum", "x", () => 2)).toBe(1);
  expect(at("a").recall("sum", "y", () => 3)).toBe(3);
  expect(at("a").recall("sum", "x", () => 4)).toBe(4);
  expect(
    at("a").recall(
      "sum",
      "x",
      () => 5,
      (value) => value !== 4,
    ),
  ).toBe(5);
  expect(at("b").recall("sum", "x", () => 6)).toBe(6);
  expect(at("a").recall("sum", "x", () => 7)).toBe(7);
  expect(at("a").recall("other", "x", () => 8)).toBe(8);
  expect(at("a").recall("sum", "x", () => 9)).toBe(7);
});

test("nothing is remembered of files without a look", () => {
  const at = (name: string | undefined) => new Remembered(KNOWN, name);
  at("a").recall("sum", "x", () => 1);
  expect(at(undefined).recall("sum", "x", () => 2)).toBe(2);
  expect(at(undefined).recall("sum", "x", () => 3)).toBe(3);
  expect(at("a").recall("sum", "x", () => 4)).toBe(4);
});

test("work that ends half-way is done again, although it was done before", () => {
  const known = () => new Remembered(KNOWN, "a");
  known().recall("sum", "x", () => 1);
  const half = () => {
    throw new Error("half-way");
  };
  expect(() => known().recall("sum", "y", half)).toThrow("half-way");
  expect(known().recall("sum", "x", () => 2)).toBe(2);
});

test("a file that cannot be read or written is as none", () => {
  mkdirSync("known");
  writeFileSync(KNOWN, "{");
  const known = () => new Remembered(KNOWN, "a");
  expect(known().recall("sum", "x", () => 1)).toBe(1);
  expect(JSON.parse(readFileSync(KNOWN, "utf8")).look).toBe("a");
  const nowhere = () => new Remembered(`${KNOWN}/two.json`, "a");
  expect(nowhere().recall("sum", "x", () => 2)).toBe(2);
  expect(nowhere().recall("sum", "x", () => 3)).toBe(3);
});
