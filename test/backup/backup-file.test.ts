import { expect, test } from "vitest";
import {
  type BackupFile,
  backupFiles,
  biggerBefore,
  isBackupName,
  pick,
  size,
} from "../../backup/backup-file";

const LISTING = `20261120T023000Z.mysql.sql.gz 1204
20261121T023000Z.mariadb.sql.gz 99
20261121T023001Z.redis.rdb 7
`;

test("a listing, read", () => {
  expect(backupFiles(LISTING)).toEqual([
    {
      name: "20261120T023000Z.mysql.sql.gz",
      engine: "mysql",
      made: "2026-11-20T02:30:00Z",
      bytes: 1204,
    },
    {
      name: "20261121T023000Z.mariadb.sql.gz",
      engine: "mariadb",
      made: "2026-11-21T02:30:00Z",
      bytes: 99,
    },
    { name: "20261121T023001Z.redis.rdb", engine: "redis", made: "2026-11-21T02:30:01Z", bytes: 7 },
  ]);
  expect(backupFiles("")).toEqual([]);
});

test("one is picked by its name, and the newest as latest", () => {
  const files = backupFiles(LISTING);
  expect(pick(files, "latest")?.engine).toBe("redis");
  expect(pick(files, "20261120T023000Z.mysql.sql.gz")?.engine).toBe("mysql");
  expect(pick(files, "20261120T023000Z.redis.rdb")).toBeUndefined();
  expect(pick([], "latest")).toBeUndefined();
});

test("an older one of the same engine that is more than twice as big", () => {
  const [big, half, small, other] = backupFiles(
    ["20261119", "20261120", "20261121"]
      .map((day, index) => `${day}T023000Z.mysql.sql.gz ${[1000, 500, 100][index]}\n`)
      .concat("20261122T023000Z.redis.rdb 7\n")
      .join(""),
  ) as [BackupFile, BackupFile, BackupFile, BackupFile];
  const files = [big, half, small, other];
  expect(files.map((file) => biggerBefore(files, file))).toEqual([
    undefined,
    undefined,
    big,
    undefined,
  ]);
});

test.each([
  ["latest", true],
  ["20261120T023000Z.mysql.sql.gz", true],
  ["20261120T023000Z.mysql.rdb", false],
  ["./20261120T023000Z.redis.rdb", false],
  ["dump.sql.gz", false],
])("%s is the name of a backup: %s", (text, is) => {
  expect(isBackupName(text)).toBe(is);
});

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1.0 kB"],
  [15_400_000, "15 MB"],
  [2_340_000_000, "2.3 GB"],
])("%s bytes are %s", (bytes, text) => {
  expect(size(bytes)).toBe(text);
});
