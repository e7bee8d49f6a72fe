import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { missingData, wasThere } from "../../../deploy/checks/missing-data";

const DATA = "widgets-prod-mysql-data";
const claims = { project: "widgets", stack: "prod", data: [DATA, "widgets-prod-backups"] };
const GONE = `the volume ${DATA} with the data of this stack is gone from the engine, and an empty one does not take its place unasked; bring it back, or begin with an empty one: docker volume create --label berth.project=widgets --label berth.stack=prod --label berth.role=mysql-data ${DATA}, and then pulumi up --stack prod --refresh`;

const volumes = (...names: string[]) => names.map((Name) => ({ Name }));

function folderWith(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "berth-backups-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of names) writeFileSync(join(folder, name), "");
  return folder;
}

test("nothing is missing of an engine that has them all", () => {
  expect(missingData(claims, volumes(DATA, "widgets-prod-backups", "other"))).toEqual([]);
});

test("a volume that is not kept may begin anew, which is told", () => {
  expect(missingData({ ...claims, data: [DATA] }, volumes())).toEqual([
    {
      volume: DATA,
      kept: false,
      words: `the volume ${DATA} with data of this stack is gone from the engine, and the one that takes its place is empty`,
    },
  ]);
});

const refusal = (there: { Name: string }[], backupFolder?: string) =>
  missingData({ ...claims, data: [DATA], kept: [DATA], backupFolder }, there);

test("one that is kept is not begun anew unasked", () => {
  expect(refusal(volumes())).toEqual([{ volume: DATA, kept: true, words: GONE }]);
});

test("the newest backup of a folder is named", () => {
  const folder = folderWith(
    ".berth-stack",
    "20261120T023000Z.mysql.sql.gz",
    "20261121T023000Z.mysql.sql.gz",
    "20261121T023000Z.mysql.sql.gz.sha256",
    "notes.txt",
  );
  const newest = join(folder, "20261121T023000Z.mysql.sql.gz");
  expect(refusal(volumes("widgets-prod-backups"), folder)[0]?.words).toBe(
    `${GONE}; after that, restore the newest backup: ./pulumiw backup restore ${newest} --stack prod`,
  );
});

test("backups in a volume that is there are named, too", () => {
  for (const folder of [undefined, folderWith(), "/nowhere"]) {
    expect(refusal(volumes("widgets-prod-backups"), folder)[0]?.words).toBe(
      `${GONE}; after that, restore a backup: ./pulumiw backup restore latest --stack prod`,
    );
  }
});

const missed = { volume: DATA, kept: true, words: GONE };
const recorded = (type: string, outputs: Record<string, unknown>) => [
  { urn: `urn:pulumi:prod::widgets::${type}::data`, type, outputs },
];

test("a stack whose first up ended before its volume was made has lost nothing", () => {
  expect(wasThere([])(missed)).toBe(false);
  expect(wasThere(recorded("docker:index/volume:Volume", { name: "other" }))(missed)).toBe(false);
});

test("one that had it has lost it, also after a refresh, and where nobody knows", () => {
  expect(wasThere(recorded("docker:index/volume:Volume", { name: DATA }))(missed)).toBe(true);
  const kept = recorded("pulumi-nodejs:dynamic/berth:KeptVolume", { volume: DATA });
  expect(wasThere(kept)(missed)).toBe(true);
  expect(wasThere(undefined)(missed)).toBe(true);
});
