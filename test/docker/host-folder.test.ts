import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { folderProblem } from "../../docker/host-folder";

function folderOfMode(mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), "berth-folder-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, mode);
  return folder;
}

test.each([0o755, 0o775, 0o705])("a folder of mode %o can be read", (mode) => {
  expect(folderProblem(folderOfMode(mode))).toBeUndefined();
});

test.each([0o700, 0o750, 0o754])("a folder of mode %o is its owner's alone", (mode) => {
  const folder = folderOfMode(mode);
  expect(folderProblem(folder)).toBe(
    `only its owner may read the folder ${folder}, and the container has a user of its own; open it: chmod -R a+rX ${folder}`,
  );
});

test("no folder, and a file in its place", () => {
  expect(folderProblem("/nowhere")).toBe("there is no folder /nowhere");
  expect(folderProblem(__filename)).toBe(`there is no folder ${__filename}`);
});
