import { expect, test } from "vitest";
import { fakeEngine } from "../../docker/fake-engine";
import { commandLine, container, engineWith } from "./answers";

const shell = commandLine();

const LABELS = { "berth.project": "widgets", "berth.stack": "prod" };
const VARIABLES = [
  "BERTH_JOB_SCHEDULE=30 2 * * *",
  "BERTH_JOB_ZONE=UTC",
  "BERTH_JOB_OFFSETS=0:0",
  "BERTH_JOB_TIMEOUT=600",
];

/** A manager of two nodes, with a task of a role on each of these; `worker` has the address. */
async function managerOf(role: string, on: readonly ("manager" | "worker")[], address?: string) {
  const node = (name: string) => ({
    ID: name,
    Description: { Hostname: `${name}-1` },
    Spec: { Labels: name === "worker" && address ? { "berth.address": address } : {} },
    Status: { State: "ready", Addr: "10.0.0.12" },
  });
  const task = (name: string, index: number) => ({
    ...{ ID: `task-${index}`, ServiceID: "s", NodeID: name, Slot: index + 1 },
    ...{ CreatedAt: "2026-01-31T10:00:00Z", DesiredState: "running" },
    Status: {
      ...{ State: "running", Timestamp: "2026-01-31T10:00:00Z" },
      ContainerStatus: { ContainerID: name === "manager" ? `id-of-${role}` : "id-elsewhere" },
    },
    Spec: { ContainerSpec: { Image: "shop:v1" } },
  });
  const here = on.includes("manager") ? [container(role)] : [];
  return fakeEngine({
    ...engineWith(here),
    "GET /_ping": () => ({ body: "OK" }),
    "GET /services": () => ({
      body: [
        {
          ID: "s",
          Spec: {
            Name: `widgets-prod-${role}`,
            Labels: { ...LABELS, "berth.role": role },
            TaskTemplate: { ContainerSpec: { Image: "shop:v1", Env: VARIABLES } },
          },
        },
      ],
    }),
    "GET /tasks": () => ({ body: on.map(task) }),
    "GET /nodes/worker": () => ({ body: node("worker") }),
    "GET /nodes": () => ({ body: [node("manager"), node("worker")] }),
  });
}

const onSwarm = (host: string) => shell.settings({ host, platform: "swarm" });

/** The worker's own engine. */
const workerOf = (role: string) =>
  fakeEngine({
    ...engineWith([{ ...container(role, { Config: { Env: VARIABLES } }), Id: "id-elsewhere" }]),
    "GET /_ping": () => ({ body: "OK" }),
    "GET /containers/id-elsewhere/logs": () => ({ body: Buffer.alloc(0) }),
  });

test("a job on a node that nobody reaches from here is listed with its schedule", async () => {
  onSwarm((await managerOf("job-cleanup", ["worker"])).address);
  await shell.run("jobs");
  expect(shell.printed.split("\n")[1]?.replace(/ +/g, " ")).toMatch(
    /^cleanup 30 2 \* \* \* UTC on the node worker-1 - - \d{4}-\d\d-\d\d 02:30 UTC$/,
  );
});

test("a job on such a node cannot be run now, and the command that mends it is told", async () => {
  onSwarm((await managerOf("job-cleanup", ["worker"])).address);
  await expect(shell.run("jobs run cleanup")).rejects.toThrow(
    /^widgets-prod-job-cleanup\.1 is on the node worker-1, whose address is not known; say once how its engine is reached: docker node update --label-add berth\.address=ssh:\/\/USER@10\.0\.0\.12 worker$/,
  );
});

test.each(["jobs", "jobs run cleanup"])("%s asks the node that has the job", async (words) => {
  const worker = await workerOf("job-cleanup");
  onSwarm((await managerOf("job-cleanup", ["worker"], worker.address)).address);
  // This engine runs no command.
  await expect(shell.run(words)).rejects.toThrow("the job cleanup cannot be asked");
  expect(worker.requests.map(({ line }) => line)).toContain("POST /containers/id-elsewhere/exec");
});

test("a command runs rather in the task that is on the engine that is asked", async () => {
  const manager = await managerOf("app", ["worker", "manager"]);
  onSwarm(manager.address);
  await expect(shell.runAsIs(`exec --stack prod -C ${shell.folder} app ls`)).rejects.toThrow();
  expect(manager.requests.map(({ line }) => line)).toContain("POST /containers/id-of-app/exec");
});

test.each([
  [
    "job-cleanup",
    {},
    "jobs could not be looked at: widgets-prod-job-cleanup.1 is on the node worker-1",
  ],
  [
    "backup",
    { mode: "prod", database: "mysql", backup: "daily" },
    "backups could not be looked at: widgets-prod-backup.1 is on the node worker-1",
  ],
])("doctor says that a %s on another node was not looked at", async (role, settings, words) => {
  const { address: host } = await managerOf(role, ["worker"]);
  shell.settings({ host, platform: "swarm", ...settings });
  await shell.run("doctor");
  expect(shell.printed).toContain(words);
  expect(shell.printed).toContain("docker node update --label-add berth.address=");
});
