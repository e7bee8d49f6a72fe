import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, test } from "vitest";
import { healthTest } from "../../../components/databases/postgres/health";

const login = {
  host: "shop-prod-database",
  user: "shop",
  database: "shop",
  password: pulumi.output("p"),
};
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-psql-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The health check where psql says something, and ends with a code. */
function check(said: string, code: number) {
  const psql = join(folder, "psql");
  writeFileSync(psql, `#!/bin/sh\nprintf '%s\\n' '${said}' >&2\nexit ${code}\n`);
  chmodSync(psql, 0o755);
  const [, script = ""] = healthTest(login);
  const { status, stdout } = spawnSync("sh", ["-c", script], {
    env: { PATH: `${folder}:${process.env.PATH}` },
    encoding: "utf8",
  });
  return { status, stdout: stdout.trim() };
}

test("a login that works is well", () => {
  expect(check("", 0).status).toBe(0);
});

test.each([
  "psql: error: FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
  "psql: error: FATAL:  sorry, too many clients already",
])("a server whose connections are all in use is well, and says so: %s", (said) => {
  expect(check(said, 2)).toEqual({ status: 0, stdout: said });
});

test("any other failure is none, with what psql said", () => {
  const said = "psql: error: connection refused";
  expect(check(said, 2)).toEqual({ status: 1, stdout: said });
});
