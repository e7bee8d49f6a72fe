import { expect, test } from "vitest";
import { parseBackupLine } from "../../../cli/commands/backup/line";

const NOTHING = {
  stack: undefined,
  cwd: undefined,
  from: undefined,
  yes: false,
  json: false,
  withoutBackup: false,
};

test.each([
  ["backup", { action: "help" }],
  ["backup ls --help", { action: "help" }],
  ["backup now", { action: "now", file: undefined }],
  ["backup now dump.sql.gz -s prod", { action: "now", file: "dump.sql.gz", stack: "prod" }],
  ["backup ls --json --stack prod", { action: "ls", json: true, stack: "prod" }],
  ["--stack=prod -C shop backup ls", { action: "ls", stack: "prod", cwd: "shop" }],
  ["backup get latest", { action: "get", name: "latest", file: undefined }],
  ["backup get latest a.rdb", { action: "get", name: "latest", file: "a.rdb" }],
  [
    "backup restore latest --from prod --stack dev --yes",
    { action: "restore", what: "latest", from: "prod", stack: "dev", yes: true },
  ],
  [
    "backup restore ./dump.sql.gz -y --without-backup",
    { action: "restore", what: "./dump.sql.gz", yes: true, withoutBackup: true },
  ],
])("%s", (line, read) => {
  expect(parseBackupLine(line.split(" "))).toEqual({ ...NOTHING, ...read });
});

test.each([
  ["backup show", "backup: given show\n"],
  ["backup ls prod", "backup: given ls prod\n"],
  ["backup restore", "backup: given restore\n"],
  ["backup get a b c", "backup: given get a b c\n"],
  ["backup ls --all", "backup: Unknown option '--all'"],
])("%s is refused, with what is accepted", (line, message) => {
  expect(() => parseBackupLine(line.split(" "))).toThrow(message);
  expect(() => parseBackupLine(line.split(" "))).toThrow("Usage: ./pulumiw backup COMMAND");
});
