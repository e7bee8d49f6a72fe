import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { dataFolderOf, startScript } from "../../../components/databases/postgres/start-script";
import { GIVE_TO_USER } from "../../../components/databases/postgres/take-over";

/**
 * A volume with these files, and what a script does with it; its `postgres` writes down what it is told.
 *
 * @param says what that writes itself.
 */
function run(files: readonly string[], script: string, says = "") {
  const folder = mkdtempSync(join(tmpdir(), "berth-postgres-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const data = join(folder, "data");
  mkdirSync(data);
  for (const name of files) {
    mkdirSync(dirname(join(data, name)), { recursive: true });
    writeFileSync(join(data, name), "18\n");
  }
  const program = '#!/bin/sh\necho "$*" >>"$TOLD"\ncat >>"$TOLD"\n[ -z "$SAYS" ] || echo "$SAYS"\n';
  writeFileSync(join(folder, "postgres"), program, { mode: 0o755 });
  const own = script.replaceAll("/tmp/", `${folder}/`).replaceAll("/var/lib/postgresql", data);
  const told = join(folder, "told");
  writeFileSync(told, "");
  const env = {
    ...{ PATH: `${folder}:${process.env.PATH}`, TOLD: told, SAYS: says },
    ...{ PG_MAJOR: "18", USER_NAME: "shop", DATABASE: "store" },
  };
  const { status, stderr } = spawnSync("sh", ["-c", own], { env, encoding: "utf8" });
  return {
    status,
    stderr: stderr.replaceAll(data, ""),
    told: readFileSync(told, "utf8").replaceAll(data, ""),
    left: readdirSync(data, { recursive: true }).sort(),
  };
}

test.each([
  ["18/docker/PG_VERSION", "/18/docker"],
  ["PG_VERSION", ""],
  ["data/PG_VERSION", "/data"],
  ["data/pgdata/PG_VERSION", "/data/pgdata"],
  ["pgdata/PG_VERSION", "/pgdata"],
])("data at %s of a volume is used where it is", (file, folder) => {
  const { told } = run([file], `${dataFolderOf(true)}\npostgres "at $PGDATA" </dev/null`);
  expect(told).toBe(`at ${folder}\n`);
  // One of the stack's own has a folder for each version, and no other is looked at.
  const own = run([file], `${dataFolderOf(false)}\npostgres "at $PGDATA" </dev/null`);
  expect(own.told).toBe("at /18/docker\n");
});

test("the app's user is made where there is none, and owns what the superuser made for the app", () => {
  const { status, stderr, told, left } = run(["PG_VERSION", "postmaster.pid"], GIVE_TO_USER);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const [first, second] = told.split(/^(?=--single)/m);
  expect(first).toMatch(/^--single -D {2}template1\n/);
  expect(first).toContain(`CREATE ROLE postgres SUPERUSER LOGIN; END IF; END $$;`);
  expect(first).toContain(`rolname = 'shop') THEN CREATE ROLE "shop" LOGIN; END IF; END $$;`);
  expect(second).toMatch(
    /^--single -D {2}store\nDO \$\$ DECLARE object text; BEGIN FOR object IN /,
  );
  expect(second).toContain("EXECUTE format('ALTER %s OWNER TO %I', object, 'shop')");
  for (const kind of ["SCHEMA %I", "SEQUENCE", "MATERIALIZED VIEW", "TYPE %s", "ROUTINE %s"]) {
    expect(second).toContain(kind);
  }
  // Single-user mode takes a line as a statement.
  expect(second?.trimEnd().split("\n")).toHaveLength(2);
  expect(left).toEqual(["PG_VERSION"]);
});

test("a statement that fails stops it, with the server's words", () => {
  const { status, stderr } = run(["PG_VERSION"], GIVE_TO_USER, "ERROR:  permission denied");
  expect({ status, stderr }).toEqual({ status: 1, stderr: "ERROR:  permission denied\n" });
});

test("data of another version is left alone, and so is an empty volume", () => {
  const other = GIVE_TO_USER.replace("set -e", "set -e\nPG_MAJOR=17");
  const { status, stderr, told } = run(["PG_VERSION"], other);
  expect({ status, told }).toEqual({ status: 1, told: "" });
  expect(stderr).toBe("the data is of PostgreSQL 18, and this is 17, which cannot read it\n");
  expect(run([], GIVE_TO_USER)).toMatchObject({ status: 0, told: "" });
});

test("the start of a server on data that was taken over is a script that a shell reads", () => {
  execFileSync("sh", ["-n", "-c", startScript([], true)]);
  expect(startScript([])).not.toContain("former");
});
