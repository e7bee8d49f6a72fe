import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changes, settingsOf } from "../../../cli/commands/releases-diff/content";
import { backupsIn, beforeEach } from "../../../cli/history/rollback";
import { imagesOf } from "../../components/image-shelf";
import { fakeEngine } from "../../docker/fake-engine";
import { commandLine, container, engineWith } from "./answers";

const shell = commandLine();

/** Files of a state in the project's folder. */
function write(files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(shell.folder, ".pulumi", name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, JSON.stringify(content));
  }
}
const state = (outputs: object, more: object[] = []) => ({
  checkpoint: { latest: { resources: [{ type: "pulumi:pulumi:Stack", outputs }, ...more] } },
});
const HERE = () => ({ PULUMI_BACKEND_URL: `file://${shell.folder}` });

const RUNS = {
  "stacks/widgets/prod.json": state({ url: "https://shop.example" }),
  "history/widgets/prod/prod-1.history.json": {
    ...{ kind: "update", startTime: 1769853600, endTime: 1769853642, result: "succeeded" },
    ...{ message: "Sell more", resourceChanges: { create: 27 } },
    environment: { "git.head": "0123456789abcdef", "git.author": "Ada" },
  },
  "history/widgets/prod/prod-1.checkpoint.json": state({ image: "sha256:a1b2c3d4e5f60718" }),
  "history/widgets/prod/prod-2.history.json": {
    ...{ kind: "update", startTime: 1769857200, endTime: 1769857203, result: "failed" },
    ...{ message: "", resourceChanges: { same: 27 }, environment: {} },
  },
};

test("history: who, when, from which commit, what changed, and how it ended", async () => {
  write(RUNS);
  await shell.run("history --color never", HERE());
  expect(shell.printed.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["WHEN (UTC)", "KIND", "RESULT", "TOOK", "CHANGES", "IMAGE", "COMMIT", "WHO", "MESSAGE"],
    ["2026-01-31 11:00", "update", "failed", "3 s", "-", "-", "-", "-"],
    [
      "2026-01-31 10:00",
      "update",
      "succeeded",
      "42 s",
      "+27",
      "a1b2c3d4e5f6",
      "01234567",
      "Ada",
      "Sell more",
    ],
    [""],
  ]);
  shell.printed = "";
  await shell.run("history -n 1 --json", HERE());
  expect(JSON.parse(shell.printed)).toMatchObject([{ result: "failed", seconds: 3 }]);
});

const LATER = {
  ...RUNS,
  "history/widgets/prod/prod-1769857203000000000.history.json": {
    ...{ kind: "update", startTime: 1769857200, endTime: 1769857203, result: "succeeded" },
    environment: { "git.author": "Ada" },
  },
  "history/widgets/prod/prod-1769857203000000000.note.json": {
    by: "eve@desk",
    probe: { path: "/health", requests: 412, failures: 1, slowest: 300 },
  },
  "history/widgets/prod/prod-1769857203000000000.checkpoint.json": state(
    { image: "registry.example/shop@sha256:ffff" },
    [
      {
        urn: "urn:pulumi:prod::widgets::berth:docker:WebApp$pulumi-nodejs:dynamic/berth:JobRun::app-release-run",
        created: "2026-01-01T10:00:00Z",
        modified: "2026-01-31T11:00:02Z",
      },
      {
        urn: "urn:pulumi:prod::widgets::pulumi-nodejs:dynamic/berth:BackupRun::release-backup",
        created: "2026-01-31T11:00:01Z",
      },
    ],
  ),
};

test("history: migration, backup and requests of a rollout, and the way back", async () => {
  write(LATER);
  shell.settings({ host: "tcp://127.0.0.1:9" });
  await shell.run("history --color never", HERE());
  const [heading, newest, , , , ...end] = shell.printed.split("\n");
  expect(heading).toMatch(/WHO +MIGRATION +BACKUP +FAILED REQUESTS +MESSAGE$/);
  // No engine answers that could name the backup.
  expect(newest).toMatch(/eve@desk +ran +made +1 of 412$/);
  expect(end).toEqual([
    "back to the version before: pulumi config set --stack prod release a1b2c3d4e5f6 && ./pulumiw up --stack prod",
    "",
  ]);
});

test("a version belongs together with the backup that was made before the next one's release command", () => {
  const at = (time: string, more: object) => ({
    ...{ when: `2026-01-31T${time}Z`, kind: "update", result: "succeeded", seconds: 60 },
    ...{ changes: {}, migrated: true, backedUp: true, ...more },
  });
  const past = [
    at("12:00:00", { image: "sha256:cccccccccccccc" }),
    at("11:30:00", { image: undefined, result: "failed" }),
    at("11:00:00", { image: "r.example/shop@sha256:bb" }),
    at("10:00:00", { image: "r.example/shop@sha256:bb" }),
    at("09:00:00", { image: "sha256:aaaaaaaaaaaaaa", backedUp: false }),
  ];
  const taken = [
    ...backupsIn("20260131T120010Z.mysql.sql.gz 9\n20260131T120040Z.mysql.sql.gz 9\n", {
      database: "database",
    }),
    ...backupsIn("20260131T120011Z.redis.rdb.gz 9\nno backup\n20260131T115959Z.redis.rdb.gz 1", {
      database: "cache",
    }),
    ...backupsIn("20260131T120012Z.volume.tar.gz 9", { volume: "uploads" }),
    ...backupsIn("20260131T100102Z.mysql.sql.gz 9", { database: "database" }),
  ];
  expect(beforeEach(past, taken)).toEqual([
    {
      release: "sha256:bb",
      backups: [
        { database: "database", name: "20260131T120010Z.mysql.sql.gz" },
        { database: "cache", name: "20260131T120011Z.redis.rdb.gz" },
        { volume: "uploads", name: "20260131T120012Z.volume.tar.gz" },
      ],
    },
    undefined,
    undefined,
    { release: "aaaaaaaaaaaa", backups: [] },
    undefined,
  ]);
});

test("open prints the output url, or the domain", async () => {
  write(RUNS);
  await shell.run("open", HERE());
  expect(shell.printed).toBe("https://shop.example\n");
  shell.printed = "";
  shell.settings({ domain: "other.example" });
  await shell.run("open --json", { PULUMI_BACKEND_URL: "s3://bucket" });
  expect(JSON.parse(shell.printed)).toEqual({ url: "https://other.example" });
});

test.each([
  [
    "history",
    { PULUMI_BACKEND_URL: "s3://bucket" },
    "is in no folder of this machine; its history: ./pulumiw stack history --stack prod",
  ],
  ["history", undefined, "the stack prod has no history yet"],
  ["history -n 0", undefined, 'history: --last: given "0"; accepted: a whole number from 1 on'],
  ["open", undefined, "the stack prod has no output url in its state"],
  ["open prod", undefined, 'open: given "prod"; accepted: ./pulumiw open'],
  ["top --interval 0", undefined, 'top: --interval: given "0"; accepted: seconds from 0.5 to 3600'],
])("%s is told", async (words, env, message) => {
  write({ "stacks/widgets/prod.json": state({}) });
  await expect(shell.run(words, env ?? HERE())).rejects.toThrow(message);
});

test("what two releases do not share", () => {
  const before = settingsOf({
    ...{ Env: ["A=1", "B=x=y"], Cmd: ["flask"], Labels: { "berth.content": "1", team: "web" } },
  });
  const after = settingsOf({
    Env: ["B=x=y"],
    Cmd: ["uwsgi"],
    Labels: { "berth.content": "2" },
    User: "1000",
  });
  expect(changes(before, after)).toEqual([
    { kind: "changed", name: "CMD", from: '["flask"]', to: '["uwsgi"]' },
    { kind: "removed", name: "ENV A", from: "1" },
    { kind: "removed", name: "LABEL team", from: "web" },
    { kind: "added", name: "USER", to: "1000" },
  ]);
});

test("releases diff names a release that is not there, and one without another before it", async () => {
  const { address } = await fakeEngine({
    "GET /_ping": () => ({ body: "OK" }),
    ...imagesOf({ "sha256:0123456789abcdef": { tags: ["widgets-prod/app:v1"] } }),
  });
  shell.settings({ host: address });
  await expect(shell.run("releases diff v9")).rejects.toThrow(
    "the stack prod has no release v9; see ./pulumiw releases --stack prod",
  );
  await expect(shell.run("releases diff")).rejects.toThrow(
    "has no release before the one that runs",
  );
});

test("restart says why a container is not well, and does not go on to the next", async () => {
  const words = { Status: "unhealthy", Log: [{ ExitCode: 1, Output: "HTTP 500\n" }] };
  const { address, requests } = await fakeEngine({
    "POST /containers/": () => ({ status: 204 }),
    ...engineWith([
      container("app", { Id: "id-of-app-1", State: { Health: words } }),
      container("app", { Id: "id-of-app-2" }),
    ]),
  });
  shell.settings({ host: address });
  await expect(shell.run("restart")).rejects.toThrow(
    "widgets-prod-app was restarted and is not healthy: HTTP 500; see ./pulumiw logs app --stack prod --tail 50",
  );
  expect(requests.filter(({ line }) => line.startsWith("POST"))).toHaveLength(1);
});

test("restart runs nothing again that has run to its end", async () => {
  const { address, requests } = await fakeEngine({
    "POST /containers/": () => ({ status: 204 }),
    ...engineWith([
      container("app"),
      container("release", {
        HostConfig: { RestartPolicy: { Name: "no" } },
        State: { Status: "exited", ExitCode: 0 },
      }),
    ]),
  });
  shell.settings({ host: address });
  await expect(shell.run("restart app release")).rejects.toThrow(
    "widgets-prod-release has run to its end, and a restart would do its work again; nothing was restarted; to run a command in a new container: ./pulumiw run --stack prod COMMAND",
  );
  expect(requests.filter(({ line }) => line.startsWith("POST"))).toHaveLength(0);
});

test("doctor ends with exit code 1 where something is wrong now", async () => {
  const routes = (status: string) => ({
    "GET /volumes": () => ({ body: { Volumes: [] } }),
    "GET /networks": () => ({ body: [] }),
    "GET /info": () => ({
      body: { ServerVersion: "28.5.2", SystemTime: new Date().toISOString() },
    }),
    "GET /images/json": () => ({ body: [] }),
    "GET /events": () => ({ body: Buffer.alloc(0) }),
    ...engineWith([container("app", { State: { Status: status } })]),
  });
  for (const [status, code] of [
    ["running", 0],
    ["paused", 1],
  ] as const) {
    const { address } = await fakeEngine(routes(status));
    shell.settings({ host: address });
    shell.printed = "";
    expect(await shell.run("doctor --json")).toBe(code);
    const kinds = JSON.parse(shell.printed).faults.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(code === 0 ? [] : ["paused"]);
  }
});
