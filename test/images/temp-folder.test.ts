import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withTempFolder } from "../../images/temp-folder";

function fill(folder: string): void {
  mkdirSync(join(folder, "root"));
  writeFileSync(join(folder, "root", "file"), "content");
}

test("lends a folder and removes it", async () => {
  const folder = await withTempFolder("berth-test-", async (lent) => {
    fill(lent);
    return lent;
  });
  expect(existsSync(folder)).toBe(false);
});

test("removes it when the work fails", async () => {
  let folder = "";
  const failing = withTempFolder("berth-test-", async (lent) => {
    folder = lent;
    fill(lent);
    throw new Error("no space left");
  });
  await expect(failing).rejects.toThrow("no space left");
  expect(existsSync(folder)).toBe(false);
});
