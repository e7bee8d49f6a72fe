import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";

/** Writes down when it begins and when it ends; fails where there is a file `broken`. */
const APT = `#!/bin/sh
cd "$(dirname "$0")"
echo "$* begins" >>log
sleep 0.1
[ ! -e broken ] || exit 100
echo "$* ends" >>log
`;

const install = "install -y --no-install-recommends";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-apt-"));
  writeFileSync(join(folder, "apt-get"), APT);
  chmodSync(join(folder, "apt-get"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
});

/** A process of its own, as far as packages are concerned. */
const freshApt = async () => {
  vi.resetModules();
  return import("../../shared/apt");
};
const log = () => readFileSync(join(folder, "log"), "utf8").trim().split("\n");
const done = (...commands: string[]) => commands.flatMap((it) => [`${it} begins`, `${it} ends`]);

test("the mirror is asked once, and installs wait for one another", async () => {
  const { aptInstall } = await freshApt();
  await Promise.all([aptInstall(["one"]), aptInstall(["two", "three"])]);
  expect(log()).toEqual(done("update -qq", `${install} one`, `${install} two three`));
});

test("the mirror is not asked where the wrapper's shell has asked it just now", async () => {
  vi.stubEnv("BERTH_APT_UPDATED", "1");
  const { aptInstall } = await freshApt();
  await aptInstall(["one"]);
  expect(log()).toEqual(done(`${install} one`));
});

test("after a failure the next one tries again", async () => {
  const { aptInstall } = await freshApt();
  appendFileSync(join(folder, "broken"), "");
  await expect(aptInstall(["one"])).rejects.toThrow("apt-get exited with 100");
  rmSync(join(folder, "broken"));
  await aptInstall(["two"]);
  expect(log()).toEqual(["update -qq begins", ...done("update -qq", `${install} two`)]);
});
