import { afterAll, beforeAll, expect, test } from "vitest";
import { mustBackup } from "../support/backup";
import { ENGINES } from "../support/engines";
import { get } from "../support/http";
import { Project, type StackConfig, succeeded } from "../support/project";
import { type Swarm, startSwarm } from "../support/swarm";

const NAME = "e2e-move";
const PORT = 18097;

let swarm: Swarm;
const project = new Project(NAME, ENGINES[0], "examples/view-counter");
const crossed = project.under(ENGINES.at(-1) ?? "embedded");

const configure = (settings: StackConfig) =>
  project.configure("prod", {
    mode: "prod",
    host: swarm.manager.host,
    app: { containerPort: 5000, port: `0.0.0.0:${PORT}` },
    database: { engine: "redis", keepData: true },
    replicas: 2,
    ...settings,
  });
const onEngine = () => configure({ platform: "docker" });
const onSwarm = () =>
  configure({
    platform: "swarm",
    swarm: { publishMode: "host" },
    registry: { server: swarm.registry.server },
  });
const seen = async () => /\d+/.exec(await get(`http://${swarm.manager.address}:${PORT}`))?.[0];

beforeAll(async () => {
  swarm = await startSwarm(NAME, { images: ["caddy:2", "python:3.13-slim", "redis:8"] });
  await project.stack("prod", {});
});
afterAll(async () => {
  await swarm?.stop();
  await project.remove();
});

test("one engine counts, and is backed up", async () => {
  onEngine();
  await project.mustUp("prod");
  expect([await seen(), await seen()]).toEqual(["1", "2"]);
  await mustBackup(project, "prod", "now", "moving.rdb");
});

test("a stack that runs is not moved: two servers would have its data", async () => {
  onSwarm();
  const { code, output } = await crossed.up("prod");
  expect(code).not.toBe(0);
  expect(output).toContain("take that away first");
  onEngine();
  succeeded(await crossed.preview("prod", "--expect-no-changes"));
});

test("its Swarm goes on where it was", async () => {
  succeeded(await project.destroy("prod"));
  onSwarm();
  await crossed.mustUp("prod");
  expect(await seen()).toBe("3");
});

test("what was backed up before comes back there", async () => {
  await mustBackup(project, "prod", "restore", "./moving.rdb", "--yes");
  expect([await seen(), await seen()]).toEqual(["3", "4"]);
});

test("one engine goes on where the Swarm was", async () => {
  succeeded(await crossed.destroy("prod"));
  onEngine();
  await project.mustUp("prod");
  expect(await seen()).toBe("5");
  succeeded(await project.destroy("prod"));
  await expect.poll(() => swarm.leftovers(NAME)).toEqual([`volume ${NAME}-prod-redis-data`]);
});
