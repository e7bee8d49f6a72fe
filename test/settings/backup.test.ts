import { describe, expect, test } from "vitest";
import { parseSettings } from "../../settings/parse";
import { FILE, rawConfig } from "./raw-config";

const backupOf = (backup?: unknown) =>
  parseSettings(FILE, rawConfig({ mode: "prod", ...(backup !== undefined && { backup }) })).backup;

describe("backups", () => {
  test("are off, unless they are asked for", () => {
    expect(backupOf()).toBeUndefined();
    expect(backupOf("none")).toBeUndefined();
  });

  test.each([
    ["hourly", "0 * * * *"],
    ["daily", "0 0 * * *"],
    ["weekly", "0 0 * * 0"],
    ["02:30", "30 2 * * *"],
    ["23:05", "5 23 * * *"],
    ["*/30 8-10 * * *", "0,30 8,9,10 * * *"],
  ])("%s is the schedule %s", (given, schedule) => {
    expect(backupOf(given)).toMatchObject({ schedule, keep: 7, folder: undefined });
  });

  test("are made daily where only something else is said of them", () => {
    expect(backupOf({ keep: "30", to: "/srv/backups" })).toEqual({
      schedule: "0 0 * * *",
      keep: 30,
      folder: "/srv/backups",
      limits: { cpus: 1, memory: 512, pids: undefined },
    });
    expect(backupOf({ to: "volume" })?.folder).toBeUndefined();
  });

  test("have limits of their own", () => {
    const limits = { cpus: "0.5", memory: "1g", pids: 64 };
    expect(backupOf({ limits })?.limits).toEqual({ cpus: 0.5, memory: 1024, pids: 64 });
  });
});
