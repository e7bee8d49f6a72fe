import { expect, test } from "vitest";
import { DATABASE_NAMES, databaseEngine } from "../../../components/databases";
import { UPGRADES } from "../../../components/databases/upgrade-scripts";
import {
  formerVolumeOf,
  isNewMajor,
  isOlder,
  majorInName,
  shortVersion,
  versionInTag,
} from "../../../components/databases/versions";

test.each([
  ["postgres", "17", "18", "upgrade"],
  ["postgres", "18", "17", "refused"],
  ["mysql", "8.4.5", "9.7.4", "upgrade"],
  ["mysql", "8.0.36", "8.4.5", "in place"],
  ["mysql", "9.7.4", "9.7.1", "in place"],
  ["mysql", "9.7.4", "9.6.0", "refused"],
  ["mariadb", "11.8.9-MariaDB", "12", "upgrade"],
  ["mariadb", "10.6.20", "10.11.18", "in place"],
  ["mariadb", "11.8.3-MariaDB", "1:11.8.6+maria~ubu2404", "in place"],
  ["mariadb", "11.8.3-MariaDB", "1:12.0.2+maria~ubu2404", "upgrade"],
  ["mariadb", "11.8.3-MariaDB", "1:11.4.9+maria~ubu2404", "refused"],
  ["redis", "8.0.3", "7.4.0", "refused"],
  // A tag without the second number may mean any.
  ["mysql", "9.7.4", "9", "in place"],
] as const)("%s: data of %s under a server of %s: %s", (engine, data, server, outcome) => {
  const { versions } = databaseEngine(engine);
  const told = isOlder(data, server, versions)
    ? "refused"
    : isNewMajor(data, server)
      ? "upgrade"
      : "in place";
  expect(told).toBe(outcome);
});

test("versions in the words of people, and in tags", () => {
  expect(shortVersion("11.8.9-MariaDB", { numbers: 2 })).toBe("11.8");
  expect(versionInTag("registry.test:5000/postgres:17.2-bookworm@sha256:0a")).toBe("17.2");
  expect(versionInTag("registry.test:5000/postgres")).toBeUndefined();
  expect(versionInTag("postgres:latest")).toBeUndefined();
});

test("a volume of former data is known by its name, which follows from the volume's", () => {
  expect(formerVolumeOf("shop-prod-mysql-data", "8.4.5")).toBe("shop-prod-mysql-data-8");
  expect(majorInName("shop-prod-mysql-data", "shop-prod-mysql-data-8")).toBe("8");
  expect(majorInName("shop-prod-mysql-data", "shop-prod-mysql-data-new")).toBeUndefined();
  expect(majorInName("shop-prod-mysql-data", "shop-prod-cache-mysql-data-8")).toBeUndefined();
});

test("an engine reads older data itself, or has the scripts of an upgrade", () => {
  for (const name of DATABASE_NAMES) {
    expect(name in UPGRADES, name).toBe(!databaseEngine(name).versions.readsOlder);
  }
});

test.each([
  ["mysql", '{"upgrade_history":[{"version":"8.4.5"},{"version":"9.7.4-2"}]}', "9.7.4"],
  ["mysql", "8.0.36", "8.0.36"],
  ["mariadb", "11.8.9-MariaDB", "11.8.9"],
  ["postgres", "17\n", "17"],
] as const)("the files of %s say %s", (engine, text, version) => {
  expect(databaseEngine(engine).versions.files[0]?.read(text)).toBe(version);
});
