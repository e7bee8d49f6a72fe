import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backup, backups, fourWriters, mustBackup } from "../support/backup";
import { docker, execIn } from "../support/docker";
import { eventually } from "../support/http";
import { Project, succeeded } from "../support/project";

const NAME = "e2e-backup-redis";
const SERVER = `${NAME}-dev-database`;
const CLIENT = `REDISCLI_AUTH=$(cat /run/secrets/password) redis-cli`;

const project = new Project(NAME);
const redis = async (command: string) =>
  (await execIn(SERVER, "sh", "-c", `${CLIENT} ${command}`)).trim();
const lengths = async () => {
  const listed = [1, 2, 3, 4].map(async (writer) => Number(await redis(`llen w${writer}`)));
  return Promise.all(listed);
};

beforeAll(async () => {
  // A disk that is soon full, in the place of the volume that the stack would make.
  await docker.createVolume({
    Name: `${NAME}-dev-backups`,
    Labels: { "berth.project": NAME, "berth.stack": "dev", "berth.role": "backups" },
    DriverOpts: { type: "tmpfs", device: "tmpfs", o: "size=16m,uid=999" },
  });
  const app = { name: "widgets", port: 21110 };
  await project.stack("dev", { mode: "dev", app, database: "redis", backup: "weekly" });
  await project.mustUp("dev");
});
afterAll(() => project.remove());

test("while four clients write, a backup is a consistent prefix of what each of them wrote", async () => {
  const transaction = "printf 'MULTI\\nRPUSH w%s %s\\nINCR total\\nEXEC\\n' $w $i";
  const stop = fourWriters(SERVER, CLIENT, transaction);
  await eventually(async () => !(await lengths()).includes(0));
  const before = await lengths();
  const name = (await mustBackup(project, "dev", "now")).trim();
  const after = await lengths();
  expect(await stop()).toBe("");

  const output = await mustBackup(project, "dev", "restore", name, "--yes");
  expect(output).toMatch(/backed up what was there: \S+\.redis\.rdb\n/);
  const restored = await lengths();
  const total = Number(await redis("get total"));
  expect(
    restored.reduce((sum, length) => sum + length),
    "no transaction by half",
  ).toBe(total);
  restored.forEach((length, index) => {
    expect(length).toBeGreaterThanOrEqual(before[index] ?? Number.NaN);
    expect(length).toBeLessThanOrEqual(after[index] ?? Number.NaN);
  });
  for (const [index, length] of restored.entries()) {
    expect(await redis(`lrange w${index + 1} -1 -1`), "none is missing").toBe(String(length));
  }
});

test("what was restored is what the server has after a crash", async () => {
  const restored = await lengths();
  await docker.getContainer(SERVER).kill();
  await docker.getContainer(SERVER).start();
  await eventually(async () => (await redis("ping")) === "PONG");
  expect(await lengths()).toEqual(restored);
  expect(await redis("set written afterwards")).toBe("OK");
});

test("one that is broken is refused, and nothing is touched", async () => {
  await mustBackup(project, "dev", "get", "latest", "good.rdb");
  const good = readFileSync(project.path("good.rdb"));
  const flipped = Buffer.from(good);
  flipped.writeUInt8(flipped.readUInt8(good.length >> 1) ^ 1, good.length >> 1);
  const broken: [file: string, content: Buffer, why: string][] = [
    ["./cut.rdb", good.subarray(0, good.length >> 1), "is damaged or was cut off"],
    ["./flipped.rdb", flipped, "is damaged or was cut off"],
    ["./mysql.sql.gz", gzipSync("-- MySQL dump 10\n-- Dump completed\n"), "is a dump of mysql"],
  ];
  for (const [file, content, why] of broken) {
    writeFileSync(project.path(file), content);
    const { code, output } = await backup(project, "dev", "restore", file, "--yes");
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining(why) });
    expect(output).toContain("; nothing was changed\n");
  }
  expect(await redis("get written")).toBe("afterwards");
});

test("a full disk fails the backup, and costs no good one", async () => {
  const good = await backups(project, "dev");
  const noise = "local t = {}; for j = 1, 500 do t[j] = redis.sha1hex(i .. ':' .. j) end";
  // 24 MB in a dump, which packs hexadecimal digits to four fifths.
  const fill = `for i = 1, 1500 do ${noise}; redis.call('set', i, table.concat(t)) end`;
  await redis(`eval "${fill}" 0`);
  const failed = await backup(project, "dev", "now");
  expect(failed.code, failed.output).toBe(1);
  expect(failed.output).toContain("the disk of the backups is full");
  expect(await backups(project, "dev")).toEqual(good);
  const refused = await backup(project, "dev", "restore", "latest", "--yes");
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("could not be backed up first");
  await mustBackup(project, "dev", "restore", "latest", "--yes", "--without-backup");
  expect(await redis("get 1")).toBe("");
  await mustBackup(project, "dev", "now");
});

test("a destroy keeps the backups", async () => {
  const output = succeeded(await project.destroy("dev"));
  expect(output).toContain(`Kept the data volume ${NAME}-dev-backups`);
});
