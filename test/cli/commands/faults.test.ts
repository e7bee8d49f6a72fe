import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Inspection, partOf } from "../../../cli/commands/containers";
import { ageFaults, missing, noBackups } from "../../../cli/commands/doctor/backups";
import { diskFaults } from "../../../cli/commands/doctor/disk";
import { engineFaults, nodeFaults } from "../../../cli/commands/doctor/engine";
import { memoryFaults } from "../../../cli/commands/doctor/events";
import { runFaults } from "../../../cli/commands/doctor/jobs";
import { imageFaults } from "../../../cli/commands/doctor/leftovers";
import { certificateFaults, openFaults } from "../../../cli/commands/doctor/ports";
import { knownBy, lockFaults, stateFaults } from "../../../cli/commands/doctor/state";
import { type Fault, memoryKey, NODES, partFaults } from "../../../cli/commands/faults";
import type { EndedRun } from "../../../cli/commands/job-state";
import type { Part } from "../../../cli/commands/part";
import type { FoundPlace } from "../../../cli/stack/find-place";
import type { NodeInfo } from "../../../docker/node-label";
import { folderWith } from "../fakes";
import { container } from "./answers";

const ID = { project: "widgets", stack: "prod" };
const ON = "--stack prod";
const NOW = Date.parse("2026-02-01T10:00:00Z");
const IMAGES = new Map([
  ["sha256:0123456789abcdef", { tags: ["widgets-prod/app:v1"], labels: {} }],
]);

const part = (
  role: string,
  changes: Parameters<typeof container>[1] = {},
  own: Partial<Part> = {},
): Part => ({
  ...partOf(container(role, changes) as Inspection, IMAGES, ID),
  ...own,
});
const ofPart = (...args: Parameters<typeof part>) => partFaults([part(...args)], "prod", NOW);

const engine = (changes: object = {}, isOnSwarm = false) =>
  engineFaults(
    { ServerVersion: "20.10.24+dfsg1", SystemTime: "2026-02-01T10:00:00.5Z", ...changes },
    ...([NOW, NOW + 1000, "ssh://deploy@server", isOnSwarm] as const),
  );

const df = (blocks: number, files: number) =>
  `Filesystem 1024-blocks Used Available Capacity Mounted on\noverlay 100 50 50 ${blocks}% /\n` +
  `Filesystem Inodes IUsed IFree IUse% Mounted on\noverlay 100 50 50 ${files}% /\n`;

const resource = (type: string, id: string, name: string, inputs: object = {}) => ({
  ...{ type: `docker:index/${type}`, id, inputs, outputs: { name } },
});
const STATE = [
  resource("container:Container", "id-of-app", "widgets-prod-app", { memory: 512 }),
  resource("volume:Volume", "widgets-prod-mysql-data", "widgets-prod-mysql-data"),
  resource("network:Network", "n1", "widgets-prod"),
];
const THERE = {
  parts: [part("app")],
  volumes: ["widgets-prod-mysql-data"],
  networks: ["widgets-prod"],
};
function differ(changes: Partial<typeof THERE>, pending: object[] = [], more: object[] = []) {
  const known = knownBy({ resources: [...STATE, ...more], pending_operations: pending });
  return known ? stateFaults(known, { ...THERE, ...changes }, ON) : [];
}

const unhealthy = (Output: string) => ({
  State: { Health: { Status: "unhealthy", Log: [{ ExitCode: 1, Output }] } },
});
const published = (role: string, IP: string) => [
  {
    ...{ Names: [`/widgets-prod-${role}`], Labels: { "berth.role": role } },
    Ports: [{ IP, PrivatePort: 3306, PublicPort: 3306 }],
  },
];
const SERVED = { at: "127.0.0.1:443", domain: "shop.example" };
const certificate = (day: string, days = 90, file?: string) => {
  const ends = Date.parse(day);
  const begins = ends - days * 86_400_000;
  return certificateFaults({ begins, ends }, { ...SERVED, file }, NOW, ON);
};
const ranLast = (outcome: EndedRun["outcome"], exitCode: number | null) =>
  runFaults(
    {
      ...{ name: "report", container: "widgets-prod-job-report", state: "waiting" },
      ...{ schedule: "@daily", timeZone: "UTC", timeout: 600, run: null, next: null },
      last: { why: "schedule", started: "2026-02-01T08:00:00Z", ended: null, outcome, exitCode },
    },
    NOW,
    ON,
  );

/** As Swarm says it of a task whose data is on a node that is down. */
const AWAY =
  "no suitable node (scheduling constraints not satisfied on 2 nodes; 1 node not available for new tasks)";
const node = (Hostname: string, State: string): NodeInfo => ({
  ...{ ID: `id-of-${Hostname}`, Version: { Index: 1 } },
  ...{ Spec: { Role: "worker", Availability: "active" } },
  ...{ Description: { Hostname, Resources: {} }, Status: { State, Addr: "10.0.0.12" } },
});

/** Each kind, what finds it, what is said, and the command. */
const FAULTS: readonly [kind: string, found: Fault[], words: string, mend: string][] = [
  [
    "unhealthy",
    ofPart("app", unhealthy("HTTP 503: no database\n")),
    "widgets-prod-app is unhealthy: HTTP 503: no database",
    "./pulumiw logs app --stack prod --tail 50",
  ],
  [
    "crash-loop",
    ofPart("app", { RestartCount: 7, State: { Status: "restarting", ExitCode: 3 } }),
    "widgets-prod-app ends with exit code 3 again and again: 7 restarts",
    "./pulumiw logs app --stack prod --tail 50",
  ],
  [
    "stopped",
    ofPart("database", { State: { Status: "exited", ExitCode: 0 } }),
    "widgets-prod-database was stopped by somebody",
    "./pulumiw restart database --stack prod",
  ],
  [
    "stopped",
    ofPart("app", {
      Config: { Healthcheck: { Test: ["CMD", "true"] } },
      State: { Status: "exited" },
      HostConfig: { RestartPolicy: { Name: "no" } },
    }),
    "widgets-prod-app was stopped by somebody",
    "./pulumiw restart app --stack prod",
  ],
  [
    "job-failed",
    ofPart("release", {
      State: { Status: "exited", ExitCode: 1 },
      HostConfig: { RestartPolicy: { Name: "no" } },
    }),
    "widgets-prod-release has failed with exit code 1",
    "./pulumiw logs release --stack prod --tail 50",
  ],
  [
    "killed-for-memory",
    ofPart("app", { State: { Status: "exited", ExitCode: 137, OOMKilled: true } }),
    "widgets-prod-app was killed because it reached its limit of 512 MB",
    "pulumi config set --stack prod --path limits.memory 1024m && ./pulumiw up --stack prod",
  ],
  [
    "memory-nearly-full",
    ofPart("database", {}, { usage: { memory: 500 * 1024 ** 2 } }),
    "widgets-prod-database uses 500 MB of 512 MB",
    "pulumi config set --stack prod --path database.limits.memory 1024m && ./pulumiw up --stack prod",
  ],
  [
    "never-started",
    ofPart("app", { State: { Status: "created", Error: "no such device" } }),
    "widgets-prod-app was made and never started: no such device",
    "./pulumiw restart app --stack prod",
  ],
  [
    "port-taken",
    ofPart("app", {
      State: {
        Status: "created",
        Error: "Bind for 127.0.0.1:8091 failed: port is already allocated",
      },
    }),
    "widgets-prod-app has not started: the port 8091 is taken by another program",
    "ss -ltnp 'sport = :8091'   # on the server, and stop that; then ./pulumiw restart app --stack prod",
  ],
  [
    "paused",
    ofPart("app", { State: { Status: "paused" } }),
    "widgets-prod-app is paused: it takes connections and answers none",
    "docker unpause widgets-prod-app",
  ],
  [
    "dead",
    ofPart("app", { State: { Status: "dead" } }),
    "widgets-prod-app is dead: Docker could not remove it",
    "docker rm --force widgets-prod-app",
  ],
  [
    "image-gone",
    ofPart("app", { Image: "sha256:ffffffffffffffff" }),
    "widgets-prod-app runs an image that the engine has no more (0123456789ab): it cannot be made again",
    "./pulumiw up --stack prod --refresh",
  ],
  [
    "node-gone",
    ofPart("app", {}, { state: "node down", node: "worker-1" }),
    "widgets-prod-app was on the node worker-1, which does not answer",
    NODES,
  ],
  [
    "node-gone",
    ofPart("database", {}, { state: "pending", error: AWAY }),
    `widgets-prod-database does not run: ${AWAY}`,
    NODES,
  ],
  [
    "node-gone",
    nodeFaults([node("server", "ready"), node("worker-1", "down")]),
    "the node worker-1 (10.0.0.12) of the Swarm does not answer",
    NODES,
  ],
  [
    "not-placed",
    ofPart("app", {}, { state: "pending", error: "no suitable node" }),
    "widgets-prod-app does not run: no suitable node",
    "./pulumiw up --stack prod --refresh",
  ],
  [
    "backup-failed",
    ofPart("backup", unhealthy("no space left on device")),
    "widgets-prod-backup failed: no space left on device",
    "./pulumiw backup now --stack prod",
  ],
  [
    "backup-old",
    ageFaults("20260129T020000Z.mysql.sql.gz 171\n", "daily", "", NOW, ON),
    "the last backup is 3 d old, and the schedule is daily",
    "./pulumiw backup now --stack prod",
  ],
  [
    "backups-stopped",
    [missing(ON, "widgets-prod-backup")],
    "no backups are made: widgets-prod-backup does not run",
    "./pulumiw up --stack prod --refresh",
  ],
  [
    "no-backups",
    [noBackups(ON, "the database has no backups")],
    "the database has no backups",
    "pulumi config set --stack prod backup daily && ./pulumiw up --stack prod",
  ],
  [
    "disk-full",
    diskFaults(df(97, 10), "ssh://deploy@server:2222", ON),
    "the disk of ssh://deploy@server:2222 is 97% full",
    "ssh -p 2222 deploy@server 'docker builder prune --all && docker image prune --all'   # what no container uses; releases: ./pulumiw releases --stack prod",
  ],
  [
    "disk-nearly-full",
    diskFaults(df(10, 86), "unix:///var/run/docker.sock", ON),
    "the table of files of the disk of unix:///var/run/docker.sock is 86% full",
    "docker builder prune --all && docker image prune --all   # what no container uses; releases: ./pulumiw releases --stack prod",
  ],
  [
    "clock",
    engine({ SystemTime: "2026-02-01T09:58:00Z" }),
    "the clock of ssh://deploy@server is 120 s behind this machine's",
    "ssh deploy@server sudo timedatectl set-ntp true",
  ],
  [
    "docker-too-old",
    engine({ ServerVersion: "19.03.15" }),
    "Docker 19.03.15 at ssh://deploy@server is older than 20.10, which Berth needs",
    "# install a newer one: https://docs.docker.com/engine/install/",
  ],
  [
    "no-swarm",
    engine({ Swarm: { LocalNodeState: "inactive" } }, true),
    "the engine at ssh://deploy@server is no manager of a Swarm",
    "ssh deploy@server docker swarm init   # or name a manager in the setting host",
  ],
  [
    "certificate-ended",
    certificate("2026-01-30T10:00:00Z"),
    "the certificate of shop.example ended on 2026-01-30",
    "./pulumiw restart edge --stack prod && ./pulumiw logs edge --stack prod --tail 50",
  ],
  [
    "certificate-ending",
    certificate("2026-02-05T10:00:00Z"),
    "the certificate of shop.example ends on 2026-02-05, in 4 days",
    "./pulumiw restart edge --stack prod && ./pulumiw logs edge --stack prod --tail 50",
  ],
  [
    "certificate-ending",
    certificate("2026-02-05T10:00:00Z", 365, "./shop.pem"),
    "the certificate of shop.example ends on 2026-02-05, in 4 days",
    "./pulumiw up --stack prod   # with a newer certificate in ./shop.pem",
  ],
  [
    "certificate-ending",
    certificate("2026-02-01T12:00:00Z", 0.5),
    "the certificate of shop.example ends on 2026-02-01, in 0 days",
    "./pulumiw restart edge --stack prod && ./pulumiw logs edge --stack prod --tail 50",
  ],
  [
    "https-closed",
    certificateFaults({ problem: "no answer" }, SERVED, NOW, ON),
    "nothing answers by TLS at 127.0.0.1:443 for shop.example: no answer",
    "./pulumiw logs edge --stack prod --tail 50",
  ],
  [
    "port-open-to-all",
    openFaults(published("database", "0.0.0.0"), ON),
    "widgets-prod-database takes connections of everybody on port 3306",
    "pulumi config set --stack prod --path database.port 127.0.0.1:3306 && ./pulumiw up --stack prod",
  ],
  [
    "port-open-to-all",
    openFaults(published("cache", "::"), ON),
    "widgets-prod-cache takes connections of everybody on port 3306",
    "pulumi config set --stack prod --path databases.cache.port 127.0.0.1:3306 && ./pulumiw up --stack prod",
  ],
  [
    "job-run-failed",
    ranLast("failed", 3),
    "the last run of the job report failed with exit code 3, 2 h ago",
    "./pulumiw jobs run report --stack prod   # its log: ./pulumiw logs job-report --stack prod --tail 50",
  ],
  [
    "job-run-failed",
    ranLast("broken-off", null),
    "the last run of the job report was broken off, 2 h ago",
    "./pulumiw jobs run report --stack prod   # its log: ./pulumiw logs job-report --stack prod --tail 50",
  ],
  [
    "job-stuck",
    ranLast("timeout", 143),
    "the last run of the job report did not come to its end within 600 s, 2 h ago",
    "./pulumiw jobs run report --stack prod   # where it only needs longer: pulumi config set --stack prod --path jobs.report.timeout 1200 && ./pulumiw up --stack prod; its log: ./pulumiw logs job-report --stack prod --tail 50",
  ],
  [
    "leftover-container",
    differ({ parts: [part("app"), part("web")] }),
    "widgets-prod-web is in no state of the stack",
    "docker rm --force widgets-prod-web",
  ],
  [
    "up-failed",
    differ(
      { parts: [part("app"), part("web")] },
      [],
      [{ ...resource("container:Container", "id-of-web", "widgets-prod-web"), delete: true }],
    ),
    "widgets-prod-web is of the version before, and stays until an up ends well",
    "./pulumiw up --stack prod",
  ],
  [
    "container-gone",
    differ({ parts: [] }),
    "widgets-prod-app was removed by somebody",
    "./pulumiw up --stack prod --refresh",
  ],
  [
    "limit-drifted",
    differ({ parts: [part("app", { HostConfig: { Memory: 1024 ** 3 } })] }),
    "widgets-prod-app has 1.0 GB of memory, and the stack says 512 MB",
    "./pulumiw up --stack prod --refresh",
  ],
  [
    "volume-gone",
    differ({ volumes: [] }),
    "the volume widgets-prod-mysql-data was removed by somebody",
    "./pulumiw up --stack prod --refresh && ./pulumiw backup restore latest --stack prod",
  ],
  [
    "network-gone",
    differ({ networks: [] }),
    "the network widgets-prod was removed by somebody",
    "./pulumiw up --stack prod --refresh",
  ],
  [
    "interrupted",
    differ({}, [{ type: "creating", resource: { urn: "urn:pulumi:prod::widgets::t::app" } }]),
    "the last run was interrupted while it made app",
    "./pulumiw up --stack prod",
  ],
  [
    "images-without-stack",
    imageFaults(
      [{ Id: "i", Size: 100 * 1024 ** 2, RepoTags: [], Labels: { "berth.stack": "old" } }],
      ["prod"],
      "widgets",
    ),
    "an image of the stack old, which is no more: 100 MB",
    "docker image prune --all --filter label=berth.project=widgets --filter label=berth.stack=old",
  ],
];

test.each(FAULTS)("%s is found, named, and mended by a command", (kind, found, words, mend) => {
  expect(found.map((it) => [it.kind, it.words, it.mend])).toEqual([[kind, words, mend]]);
});

test("what is well is no fault", () => {
  const found = [
    ...ofPart("app"),
    ...ofPart("backup", { RestartCount: 5 }),
    ...ofPart("job", {
      State: { Status: "exited" },
      HostConfig: { RestartPolicy: { Name: "no" } },
    }),
    ...ofPart("release", {
      State: { Status: "created" },
      HostConfig: { RestartPolicy: { Name: "no" } },
    }),
    ...engine(),
    ...engine({ ServerVersion: "28.5.2", Swarm: { ControlAvailable: true } }, true),
    ...diskFaults(df(84, 84), "unix:///x", ON),
    ...ageFaults("20260131T200000Z.mysql.sql.gz 171\n", "daily", "", NOW, ON),
    ...ageFaults("", "daily", "2026-02-01T08:00:00Z", NOW, ON),
    ...certificate("2026-03-05T10:00:00Z"),
    // An authority of the edge's own gives one for twelve hours, and a new one four hours before.
    ...certificate("2026-02-01T14:00:00Z", 0.5),
    ...ranLast("ok", 0),
    ...openFaults(published("database", "127.0.0.1"), ON),
    ...openFaults(published("edge", "0.0.0.0"), ON),
    ...differ({}),
    ...differ({ parts: [part("app"), part("run")] }),
    ...memoryFaults([], NOW, ON),
  ];
  expect(found).toEqual([]);
});

test("kills of the last day are counted by container", () => {
  const at = (time: string) => ({
    ...{ Action: "oom", time: Date.parse(time) / 1000 },
    Actor: { Attributes: { name: "widgets-prod-app", "berth.role": "app" } },
  });
  const [found] = memoryFaults([at("2026-02-01T07:00:00Z"), at("2026-02-01T09:00:00Z")], NOW, ON);
  expect(found).toMatchObject({ kind: "killed-for-memory", when: "soon", about: "app" });
  expect(found?.words).toContain("2 times in a day, the last time 1 h ago");
});

test("a lock that a run left is found in the state's folder", () => {
  const folder = folderWith({
    ".pulumi/stacks/widgets/prod.json": "{}",
    ".pulumi/locks/organization/widgets/prod/1.json": "{}",
    ".pulumi/stacks/widgets/dev.json": "{}",
  });
  const at = (stack: string) => {
    const state = join(folder, `.pulumi/stacks/widgets/${stack}.json`);
    const project = { name: "widgets" } as FoundPlace["project"];
    return lockFaults({ state, project, id: { project: "widgets", stack } });
  };
  expect(at("prod")).toMatchObject([
    { kind: "locked", mend: "./pulumiw cancel prod   # once no run goes on" },
  ]);
  expect(at("dev")).toEqual([]);
});

describe("docs/commands.md", () => {
  const page = readFileSync(join(__dirname, "../../../docs/commands.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\| `(.+)` +\|$/gm)];

  test("has a row for each kind, and its command", () => {
    expect(rows.map(([, kind]) => kind).sort()).toEqual(
      [...new Set(FAULTS.map(([kind]) => kind)), "locked"].sort(),
    );
    for (const [, kind, , command = ""] of rows) {
      const mend = FAULTS.find(([name]) => name === kind)?.[3];
      const [first = ""] = command.split(" ... ");
      if (mend) expect(mend, kind).toContain(first);
    }
  });
});

test.each([
  ["app", "limits.memory"],
  ["job-report", "limits.memory"],
  ["database", "database.limits.memory"],
  ["cache", "databases.cache.limits.memory"],
  ["cache-backup", "backup.limits.memory"],
  ["process-worker", "app.processes.worker.limits.memory"],
  ["service-mail", "services.mail.limits.memory"],
])("the memory of %s is limited by %s", (role, key) => {
  expect(memoryKey(role)).toBe(key);
});
