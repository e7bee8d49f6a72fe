import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bytesOf, pathText, shownPath } from "../../../docker/context/file-name";
import { headersOf, type TarEntry, tarOf } from "../../../docker/context/tar";
import { filesIn } from "../../components/tar";
import { entriesIn } from "../../support/tar-entries";

const folder = mkdtempSync(join(tmpdir(), "berth-tar-"));
afterAll(() => rmSync(folder, { recursive: true }));

const modified = new Date(1_700_000_000_000);
const file = { type: "file" as const, mode: 0o644, modified };

describe("a tar", () => {
  test("is one that libraries read too", async () => {
    const long = `${"folder/".repeat(20)}file`;
    writeFileSync(join(folder, "a"), "content");
    const entries: TarEntry[] = [
      { path: "folder", type: "folder", mode: 0o1777, modified },
      { ...file, path: "a", mode: 0o4755, content: { from: join(folder, "a"), size: 7 } },
      { ...file, path: long, content: "ü" },
      { ...file, path: "empty" },
    ];
    const archive = Buffer.concat(await tarOf(entries).toArray());
    expect(await filesIn(archive)).toEqual([
      { name: "folder/", uid: 0, gid: 0, mode: 0o1777, content: "" },
      { name: "a", uid: 0, gid: 0, mode: 0o4755, content: "content" },
      { name: long, uid: 0, gid: 0, mode: 0o644, content: "ü" },
      { name: "empty", uid: 0, gid: 0, mode: 0o644, content: "" },
    ]);
  });

  test("keeps names and targets of any bytes and lengths", async () => {
    const odd = "caf\udce9";
    const entries: TarEntry[] = [
      { ...file, path: odd, content: "x" },
      { ...file, path: "link", type: "link", target: `${odd}/`.repeat(40) },
      { ...file, path: "pipe", type: "fifo" },
    ];
    const read = await entriesIn(tarOf(entries));
    expect(read.map(({ path, type, target }) => [path, type, target])).toEqual([
      [odd, "file", ""],
      ["link", "link", `${odd}/`.repeat(40)],
      ["pipe", "fifo", ""],
    ]);
  });

  test("says sizes that octal digits do not hold", () => {
    const sizeOf = (size: number) =>
      headersOf({ ...file, path: "a", content: { from: "a", size } }).subarray(124, 136);
    expect(sizeOf(5e9).toString()).toBe("45201371000\0");
    expect(sizeOf(9e9).readUInt8()).toBe(0x80);
    expect(sizeOf(9e9).readBigUInt64BE(4)).toBe(9_000_000_000n);
  });

  test("ends in an error where a file is not what it was, with its path", async () => {
    const path = join(folder, "a");
    const larger = { ...file, path: "a", content: { from: path, size: 8 } };
    await expect(tarOf([larger]).toArray()).rejects.toThrow(
      `${path} changed while it was read; try again`,
    );
    const gone = { ...file, path: "a", content: { from: join(folder, "b"), size: 8 } };
    await expect(tarOf([gone]).toArray()).rejects.toThrow(
      "b cannot be read: it went away meanwhile",
    );
  });
});

test.each([
  ["plain", Buffer.from("a.txt"), "a.txt"],
  ["UTF-8", Buffer.from("ü😀"), "ü😀"],
  ["Latin-1", Buffer.from("caf\xe9.txt", "latin1"), "caf\\xe9.txt"],
  ["a torn character", Buffer.from([0xf0, 0x9f, 0x61]), "\\xf0\\x9fa"],
  ["a line break", Buffer.from("a\nb"), "a\\nb"],
])("a name of bytes is text and back: %s", (_, bytes, shown) => {
  expect(bytesOf(pathText(bytes))).toEqual(bytes);
  expect(shownPath(pathText(bytes))).toBe(shown);
});
