import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { serverConfigProblems } from "../../../deploy/checks/server-config";
import { configLinesOf } from "../../../deploy/server-config";

function fileWith(content: string | Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), "berth-server-config-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "my.cnf"), content);
  return join(folder, "my.cnf");
}

test.each([
  "max_allowed_packet=256M",
  "max_allowed_packet = 256M",
  "skip-name-resolve\n",
  "maxmemory 100mb",
  "[mysqld]\nsql_mode=ANSI",
])("%j is lines", (config) => {
  expect(configLinesOf(config)).toBe(config);
  expect(serverConfigProblems({ key: "database.config", engine: "mysql", config }, "prod")).toEqual(
    [],
  );
});

test("a file's lines, whatever its name", () => {
  const file = fileWith("[mysqld]\nsql_mode=ANSI\n");
  expect(configLinesOf(file)).toBe("[mysqld]\nsql_mode=ANSI\n");
  expect(
    serverConfigProblems({ key: "database.config", engine: "mysql", config: file }, "prod"),
  ).toEqual([]);
});

test.each(["./my.cnf", "my.cnf", "../con fig/my.cnf", "/etc/a=b.cnf"])(
  "%s is a file, which is not there",
  (config) => {
    expect(
      serverConfigProblems({ key: "database.config", engine: "mysql", config }, "prod"),
    ).toEqual([
      `database.config: ${config} cannot be read (ENOENT); set another file: pulumi config set --stack prod --path database.config FILE, or lines, such as: pulumi config set --stack prod --path database.config "max_allowed_packet = 256M"`,
    ]);
  },
);

test("what is no text, or too much of it", () => {
  for (const content of [Buffer.from([0xff, 0xfe]), "a\0b", "#".repeat(500_001)]) {
    const config = fileWith(content);
    expect(
      serverConfigProblems({ key: "database.config", engine: "redis", config }, "prod"),
    ).toEqual([
      `database.config: ${config}, is no configuration; accepted: text in UTF-8 of at most 500 kB: pulumi config set --stack prod --path database.config FILE`,
    ]);
  }
});

test("what would take the server away from its data or its app", () => {
  const sql =
    "# datadir=/x\n[client]\nport=1\n[mysqld]\nDataDir = /x\nloose_skip_networking\nport_open_timeout=1\n";
  expect(
    serverConfigProblems({ key: "database.config", engine: "mariadb", config: sql }, "prod"),
  ).toEqual([
    "database.config: line 5 sets datadir, which Berth sets itself; leave that line out",
    "database.config: line 6 sets skip-networking, which Berth sets itself; leave that line out",
  ]);
  const redis = "maxmemory 1gb\n  RequirePass x\n#dir /x\nappendonly no\n";
  expect(
    serverConfigProblems({ key: "database.config", engine: "redis", config: redis }, "prod"),
  ).toEqual([
    "database.config: line 2 sets requirepass, which Berth sets itself; leave that line out",
    "database.config: line 4 sets appendonly, which Berth sets itself; leave that line out",
  ]);
});
