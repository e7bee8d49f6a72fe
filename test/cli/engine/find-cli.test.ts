import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findCli } from "../../../cli/engine/find-cli";
import { getFromNpm } from "../../../cli/engine/npm-cli";
import { fakeMachine, fakeNotes, folderWith } from "../fakes";

const noNpm = async () => "get.pulumi.com cannot be reached (ENOTFOUND)";
const version = (text: string) => ({ code: 0, output: text });

function program(path: string): string {
  const folder = folderWith({ [path]: "" });
  chmodSync(join(folder, path), 0o755);
  return folder;
}

test("on PATH goes first, then PULUMI_HOME; the version is asked for once", async () => {
  const bin = program("pulumi");
  const home = program("bin/pulumi");
  const onPath = join(bin, "pulumi");
  const inHome = join(home, "bin", "pulumi");
  const programs = { [onPath]: version("v3.260.0\n"), [inHome]: version("v3.250.0\n") };
  const env = { PATH: `/nowhere:${bin}`, PULUMI_HOME: home };
  const machine = fakeMachine({ env, programs });
  const notes = fakeNotes();
  const found = { command: onPath, version: "3.260.0", from: "PATH" };
  expect(await findCli(machine, notes, noNpm)).toEqual(found);
  expect(await findCli(machine, notes, noNpm)).toEqual(found);
  expect(machine.ran).toEqual([`${onPath} version`]);
  const elsewhere = fakeMachine({ env: { ...env, PATH: "" }, programs });
  expect(await findCli(elsewhere, notes, noNpm)).toEqual({
    command: inHome,
    version: "3.250.0",
    from: "PULUMI_HOME",
  });
});

test("one that does not run is passed over", async () => {
  const bin = program("pulumi");
  const home = program("bin/pulumi");
  const inHome = join(home, "bin", "pulumi");
  const programs = { [inHome]: version("warning: new version\nv3.250.0\n") };
  const machine = fakeMachine({ env: { PATH: bin, PULUMI_HOME: home }, programs });
  expect(await findCli(machine, fakeNotes(), noNpm)).toMatchObject({ from: "PULUMI_HOME" });
});

test("the newest of those that the npm package downloaded", async () => {
  const home = program("versions/3.99.0/bin/pulumi");
  const newest = join(home, "versions", "3.265.0", "bin", "pulumi");
  const env = { PATH: "", PULUMI_HOME: home };
  const machine = fakeMachine({ env, programs: { [home]: version("v3.99.0\n") } });
  expect(await findCli(machine, fakeNotes(), noNpm)).toMatchObject({ version: "3.99.0" });
  const both = fakeMachine({
    env: { PATH: "", PULUMI_HOME: program("versions/3.265.0/bin/pulumi") },
    programs: { "/": version("v3.265.0\n") },
  });
  expect(await findCli(both, fakeNotes(), noNpm)).toMatchObject({
    version: "3.265.0",
    from: "npm",
  });
  expect(newest).toContain("3.265.0");
});

test("none anywhere, and why npm did not help", async () => {
  const machine = fakeMachine({ env: { PATH: "", PULUMI_HOME: "/nowhere" } });
  expect(await findCli(machine, fakeNotes(), noNpm)).toEqual({
    why: "no pulumi CLI on PATH, in PULUMI_HOME or from npm: get.pulumi.com cannot be reached (ENOTFOUND)",
  });
});

test("npm downloads it where its source answers", async () => {
  const programs = { "npm exec": version("v3.265.0") };
  const machine = fakeMachine({ programs });
  expect(await getFromNpm(machine, fakeNotes(), async () => undefined)).toBeUndefined();
  expect(machine.ran).toEqual(["npm exec --yes --package=pulumi@3.265.0 -- pulumi version"]);
  expect(machine.said).toEqual([
    "downloading the pulumi CLI with the npm package pulumi@3.265.0; this takes a while",
  ]);
});

test("a failed download is not tried again for an hour", async () => {
  const machine = fakeMachine({ programs: { npm: { code: 1, output: "npm error\nno proxy\n" } } });
  const notes = fakeNotes();
  const why = "the npm package pulumi@3.265.0 could not download it (no proxy)";
  const minutes = (count: number) => count * 60_000;
  const reach = async () => undefined;
  expect(await getFromNpm(machine, notes, reach, minutes(0))).toBe(why);
  expect(await getFromNpm(machine, notes, reach, minutes(59))).toBe(why);
  expect(machine.ran).toHaveLength(1);
  await getFromNpm(machine, notes, reach, minutes(61));
  expect(machine.ran).toHaveLength(2);
});
