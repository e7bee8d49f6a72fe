import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  FILL_SLOTS,
  PRINT_SLOTS,
  ROUTES_FOLDER,
  slotsFor,
  slotsOf,
} from "../../components/proxy/routes";

test("the containers take turns, in as many slots as the edge has", () => {
  const slots = slotsOf(["app-1-a", "app-2-b"], 8080);
  expect(slots).toHaveLength(24);
  expect(slots.slice(0, 3)).toEqual(["app-1-a:8080", "app-2-b:8080", "app-1-a:8080"]);
  expect(slotsFor(30).at(-1)).toBe("/run/berth/30");
});

test("the scripts fill the slots, remove those beyond, and print what they filled", () => {
  const folder = mkdtempSync(join(tmpdir(), "berth-routes-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const sh = (script: string, ...args: string[]) => {
    const here = script.replace(ROUTES_FOLDER, folder);
    const { status, stdout } = spawnSync("sh", ["-c", here, "sh", ...args], { encoding: "utf8" });
    expect(status).toBe(0);
    return stdout.trimEnd().split("\n");
  };
  const many = Array.from({ length: 12 }, (_, index) => `a:${index}`);
  sh(FILL_SLOTS, ...many);
  expect(sh(PRINT_SLOTS)).toEqual(many);
  expect(readFileSync(join(folder, "12"), "utf8")).toBe("a:11");
  sh(FILL_SLOTS, "b:1", "c:2");
  expect(sh(PRINT_SLOTS)).toEqual(["b:1", "c:2"]);
});
