import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { makingScripts, restoringScripts } from "../../../backup/scripts";
import { DATABASE_NAMES, databaseEngine } from "../../../components/databases";

const ROOT = resolve(__dirname, "../../..");

test("the wrapper and the settings load no package with the registry", () => {
  const program =
    'require("./register.cjs"); require("./components/databases"); ' +
    "console.log(Object.keys(require.cache).filter((file) => " +
    '/node_modules.(@pulumi|dockerode|@grpc)/.test(file)).join("\\n"))';
  const { stdout, stderr } = spawnSync("node", ["-e", program], { cwd: ROOT, encoding: "utf8" });
  expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: "", stderr: "" });
});

test.each(DATABASE_NAMES)("%s has what a dump and a restore call", (name) => {
  const [dump, restore] = restoringScripts(name)
    .filter((script) => script.name.startsWith("engine-"))
    .map(({ content }) => content);
  for (const part of ["server_answers", "make_dump", "verify_dump"]) {
    expect(dump).toMatch(new RegExp(`^${part}\\(\\)`, "m"));
  }
  for (const part of ["load", "drop", "swap"]) {
    expect(restore).toMatch(new RegExp(`^${part}\\(\\)`, "m"));
  }
  expect(makingScripts(name).map((script) => script.name)).toContain("engine-dump.sh");
});

test("dumps are told apart by their names and by what they begin with", () => {
  const formats = DATABASE_NAMES.map((name) => databaseEngine(name).backup);
  for (const what of ["suffix", "signature"] as const) {
    expect(new Set(formats.map((format) => format[what])).size).toBe(formats.length);
  }
});
