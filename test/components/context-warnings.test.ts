import { expect, test } from "vitest";
import { warningsOf } from "../../components/app/context-warnings";
import type { TarEntry } from "../../docker/context/tar";

const file = (path: string, size: number, mode = 0o644): TarEntry => ({
  path,
  type: "file",
  mode,
  modified: new Date(0),
  content: { from: path, size },
});

const warnings = (...entries: TarEntry[]) => warningsOfStrict(0o644, ...entries);

const warningsOfStrict = (dockerfile: number, ...entries: TarEntry[]) =>
  warningsOf("./app", { entries, ignoreFile: "app/.dockerignore" }, dockerfile);

test("nothing is said of an ordinary context", () => {
  expect(warnings(file("a", 10), file("key", 10, 0o600))).toEqual([]);
  expect(warnings(file("key", 10, 0o600))).toEqual([]);
  expect(warningsOfStrict(0o600)).toEqual([]);
});

test("large files are named before anything of them is read", () => {
  expect(warnings(file("a", 10), file("db.sqlite", 1.2e9), file("weights.bin", 5e9))).toEqual([
    "large files of ./app go into each build: weights.bin (5.0 GB), db.sqlite (1.2 GB); leave them out in app/.dockerignore where the image does without",
  ]);
  const many = [1, 2, 3, 4, 5].map((number) => file(`${number}`, number * 1e9));
  expect(warnings(...many)[0]).toContain("5 (5.0 GB), 4 (4.0 GB), 3 (3.0 GB) and 2 more;");
});

test("a context that a strict umask made is named", () => {
  expect(warningsOfStrict(0o600, file("a", 1, 0o600), file("b", 1, 0o750))).toEqual([
    "no file of ./app may be read by others, and as with docker build the image has them so; where it does not run as root: chmod -R go+rX ./app",
  ]);
});
