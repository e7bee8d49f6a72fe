import { expect, test } from "vitest";
import { partBackedUpBy, partFlag, rolesOf } from "../../backup/part";

test.each([
  ["backup", { database: "database" }, ""],
  ["backups", { database: "database" }, ""],
  ["cache-backup", { database: "cache" }, " --database cache"],
  ["volume-uploads-backup", { volume: "uploads" }, " --volume uploads"],
  ["volume-uploads-backups", { volume: "uploads" }, " --volume uploads"],
])("%s belongs to backups of %o, which a command names by '%s'", (role, part, flag) => {
  expect(partBackedUpBy(role)).toEqual(part);
  expect(partFlag(part)).toBe(flag);
  expect(Object.values(rolesOf(part))).toContain(role);
});

test.each(["app", "database", "volume-uploads", undefined])(
  "%s has nothing to do with them",
  (role) => {
    expect(partBackedUpBy(role)).toBeUndefined();
  },
);
