import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { restoringScripts } from "../../backup/scripts";

/** What a restore has pg_restore load, a list at a time, and the role that each is loaded as. */
function loaded(list: readonly string[], { rows = "", refuses = "" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "berth-restore-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = (name: string) => join(folder, name);
  const program = (name: string, script: string) =>
    writeFileSync(file(name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  writeFileSync(file("list"), `; Archive\n${list.join("\n")}\n`);
  program(
    "psql",
    `case "$*" in *pg_depend*) printf '${rows}' ;; *'pg_get_userbyid(datdba) FROM'*) echo shop ;; esac`,
  );
  program(
    "pg_restore",
    `role=postgres
for word; do
  case $word in
    --list) exec cat ${file("list")} ;;
    --role=*) role=\${word#*=} ;;
    --use-list=*) names=\${word#*=} ;;
  esac
done
sed "s/^[^a-zA-Z]*/$role: /" "$names" >>${file("loaded")}
echo >>${file("loaded")}
if grep -q ACL "$names" && [ -n "${refuses}" ]; then echo 'pg_restore: error: could not execute query: ERROR:  ${refuses}' >&2; exit 1; fi`,
  );
  writeFileSync(file("password"), "secret");
  mkdirSync(file("scripts"));
  for (const { name, content } of restoringScripts("postgres")) {
    writeFileSync(join(folder, "scripts", name), content);
  }
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    BACKUP_DATABASE: "shop",
    BACKUP_ENGINE: "postgres",
    BACKUP_HOST: "127.0.0.1",
    BACKUP_PASSWORD_FILE: file("password"),
  };
  const ran = spawnSync("sh", [file("scripts/restore.sh"), "load", file("dump")], {
    env,
    encoding: "utf8",
  });
  expect(ran).toMatchObject({ status: 0, stderr: "" });
  const parts = readFileSync(file("loaded"), "utf8").split("\n\n");
  return { said: ran.stdout, parts: parts.map((part) => part.trim()).filter(Boolean) };
}

test("an extension finds its schema, and a superuser writes into its tables", () => {
  const { parts, said } = loaded(
    [
      "8; 2615 1 SCHEMA - topology shop",
      "3; 3079 2 EXTENSION - postgis ",
      "9; 0 0 COMMENT - EXTENSION postgis ",
      "5; 0 4 TABLE DATA public spatial_ref_sys postgres",
      "6; 1259 5 TABLE public shops shop",
      "7; 0 5 TABLE DATA public shops shop",
      "4; 0 0 ACL public TABLE shops shop",
    ],
    { rows: " TABLE DATA public spatial_ref_sys \\n" },
  );
  expect(parts).toEqual([
    "shop: SCHEMA - topology shop",
    "postgres: EXTENSION - postgis",
    "postgres: TABLE DATA public spatial_ref_sys postgres",
    "shop: Archive\nshop: TABLE public shops shop\nshop: TABLE DATA public shops shop",
    "postgres: ACL public TABLE shops shop",
  ]);
  expect(said).toBe("");
});

test("what is left out of a dump is told", () => {
  const { parts, said } = loaded(
    ["4; 0 0 ACL public TABLE shops shop", "5; 6100 1 SUBSCRIPTION - orders postgres"],
    { refuses: 'role "reports" does not exist' },
  );
  expect(parts.join()).not.toContain("SUBSCRIPTION");
  expect(said).toBe(
    'left out of the dump: role "reports" does not exist\nsubscriptions of the dump are left out\n',
  );
});

test.each([
  [
    "unsupported version (1.16) in file header",
    "a.dump is of a newer PostgreSQL than this server's pg_restore (PostgreSQL) 15.14: pg_restore: error: unsupported version (1.16) in file header; restore it into a stack with that one\n",
  ],
  [
    "could not read from input file: end of file",
    "a.dump is damaged or was cut off: pg_restore: error: could not read from input file: end of file\n",
  ],
])("a dump of which pg_restore says %s is refused for what it is", (words, message) => {
  const folder = mkdtempSync(join(tmpdir(), "berth-restore-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = `#!/bin/sh
[ "$1" = --version ] && { echo 'pg_restore (PostgreSQL) 15.14'; exit; }
echo 'pg_restore: error: ${words}' >&2
exit 1
`;
  writeFileSync(join(folder, "pg_restore"), program, { mode: 0o755 });
  const dump = resolve(__dirname, "../../components/databases/postgres/dump.sh");
  const script = `fail() { echo "$1"; exit 1; }; last_words() { cat "$1"; }; . ${dump}; verify_dump /x/a.dump`;
  const env = { PATH: `${folder}:${process.env.PATH}`, SCRATCH: folder };
  const ran = spawnSync("sh", ["-c", script], { env, encoding: "utf8" });
  expect(ran).toMatchObject({ status: 1, stdout: message });
});
