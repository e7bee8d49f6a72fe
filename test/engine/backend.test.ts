import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { FileBackend } from "../../engine/state/backend";

const REF = { project: "shop", stack: "dev" };
const GOOD = '{"version":3,"checkpoint":{"stack":"organization/shop/dev"}}';

let folder: string;
let backend: FileBackend;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "berth-backend-"));
  backend = new FileBackend(folder);
  await backend.create(REF, GOOD);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A file of the backups, so many minutes old. */
function backup(name: string, text: string, minutes: number): string {
  const path = join(folder, ".pulumi", name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const time = Date.now() / 1000 - minutes * 60;
  utimesSync(path, time, time);
  return path;
}

describe("a damaged state", () => {
  beforeEach(() => writeFileSync(backend.statePath(REF), GOOD.slice(0, 20)));
  const error = () =>
    backend.read(REF).then(
      () => "",
      ({ message }: Error) => message,
    );

  test("names the newest backup that is whole", async () => {
    backup("stacks/shop/dev.json.bak", GOOD, 3);
    const newest = backup("backups/shop/dev/dev.2.json", GOOD, 2);
    backup("backups/shop/dev/dev.3.json", "", 1);
    const state = backend.statePath(REF);
    expect(await error()).toBe(
      `the state file ${state} is damaged: it is no JSON; restore the newest good backup: cp ${newest} ${state}`,
    );
  });

  test("may be younger as it was before the last operation than after the one before", async () => {
    const before = backup("stacks/shop/dev.json.bak", GOOD, 1);
    backup("backups/shop/dev/dev.2.json", GOOD, 2);
    expect(await error()).toContain(`cp ${before} `);
  });

  test("without a backup says so", async () => {
    expect(await error()).toContain("is damaged: it is no JSON; no backup is left");
  });
});

test("a command that restores a backup has quotes where a shell needs them", async () => {
  const inSpace = new FileBackend(join(folder, "my shop's"));
  await inSpace.create(REF, GOOD);
  await inSpace.keepPrevious(REF);
  writeFileSync(inSpace.statePath(REF), "null");
  const quoted = `'${inSpace.statePath(REF).replaceAll("'", `'\\''`)}`;
  await expect(inSpace.read(REF)).rejects.toThrow(`cp ${quoted}.bak' ${quoted}'`);
});

test("a folder in the place of the state is told with its path", async () => {
  rmSync(backend.statePath(REF));
  mkdirSync(backend.statePath(REF));
  await expect(backend.read(REF)).rejects.toThrow(
    `${backend.statePath(REF)} cannot be read: it is a folder`,
  );
});

test("a file where a folder of the state has to be is told by its name", async () => {
  const stacks = join(folder, ".pulumi", "stacks");
  rmSync(stacks, { recursive: true });
  writeFileSync(stacks, "");
  const ends = "a part of its path is a file, where a folder has to be";
  const other = join(stacks, "shop");
  await expect(backend.stacks("shop")).rejects.toThrow(`${other} cannot be read: ${ends}`);
  const path = backend.statePath(REF);
  await expect(backend.write(REF, GOOD)).rejects.toThrow(`${path} cannot be written: ${ends}`);
});

describe("a state that cannot be written", () => {
  // Writing to it fails as on a full disk.
  const fill = () => {
    const path = backend.statePath(REF);
    symlinkSync("/dev/full", join(dirname(path), `.dev.json.${process.pid}.tmp`));
  };

  test("is what it was, and the error names the file", async () => {
    fill();
    const path = backend.statePath(REF);
    await expect(backend.write(REF, "new")).rejects.toThrow(
      `${path} cannot be written: no space left on device; make room on its disk`,
    );
    expect(readFileSync(path, "utf8")).toBe(GOOD);
  });

  test("leaves nothing that the next operation would keep", async () => {
    fill();
    await backend.keepPrevious(REF);
    await backend.write(REF, "new");
    expect(readFileSync(backend.statePath(REF), "utf8")).toBe("new");
  });
});
