import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ENGINES } from "../support/engines";
import { get } from "../support/http";
import { inLongRun } from "../support/long-run";
import { Project, type StackConfig, succeeded } from "../support/project";
import { type Swarm, startSwarm } from "../support/swarm";

let swarm: Swarm;

const nodeStates = () => swarm.manager.run("node", "ls", "--format", "{{.Status}}");
const urlsOf = (port: number) => swarm.nodes.map(({ address }) => `http://${address}:${port}`);

const project = new Project("example-counter-swarm", ENGINES.at(-1), "examples/view-counter");
const crossed = project.under(ENGINES[0] ?? "embedded");
const port = 18093;

const configure = (stack: "dev" | "prod", app: StackConfig, more: StackConfig) =>
  project.configure(stack, {
    mode: stack,
    platform: "swarm",
    host: swarm.tls?.host,
    registry: { server: swarm.registry.server },
    swarm: { publishMode: "host" },
    app: { containerPort: 5000, ...app },
    ...more,
  });
const onWorker = { engine: "redis", node: "worker-1" };
const volume = `${project.name}-prod-redis-data`;

beforeAll(async () => {
  const images = ["caddy:2", "python:3.13-slim", "redis:8"];
  swarm = await startSwarm(project.name, { images, tls: true });
  vi.stubEnv("DOCKER_TLS_VERIFY", "1");
  vi.stubEnv("DOCKER_CERT_PATH", swarm.tls?.certificates);
  const command = "flask --app counter run --host 0.0.0.0";
  for (const stack of ["dev", "prod"]) await project.stack(stack, {});
  configure("dev", { port: port + 1, command }, { database: "redis" });
  configure("prod", { port }, { replicas: 3, database: onWorker });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await swarm?.stop();
  await project.remove();
});

test("its stacks of either mode come up, and every node counts the same views", async () => {
  await Promise.all([project.mustUp("prod"), crossed.mustUp("dev")]);
  const seen = [];
  for (const url of urlsOf(port)) seen.push(await get(url));
  expect(seen).toEqual([1, 2, 3].map((times) => `This page was seen ${times} times.\n`));
});

test("without an edge, the node of the app's one task answers", async () => {
  const answers = urlsOf(port + 1).map((url) => get(url).catch(() => "nothing"));
  expect((await Promise.all(answers)).sort()).toEqual([
    "This page was seen 1 times.\n",
    "nothing",
    "nothing",
  ]);
});

test("nothing changes by itself, also for the engine that did not make it", async () => {
  const isUnchanged = async (stack: string, maker: Project, other: Project) => {
    await maker.mustUp(stack, "--expect-no-changes");
    succeeded(await other.preview(stack, "--refresh", "--expect-no-changes"));
  };
  await Promise.all([isUnchanged("prod", project, crossed), isUnchanged("dev", crossed, project)]);
});

describe.each(inLongRun(...ENGINES))("what somebody does to a node, under %s:", (engine) => {
  const who = project.under(engine);
  const onNode = (node: string, ...words: string[]) =>
    swarm.manager.run("node", "update", ...words, node);
  const unchanged = async () => succeeded(await who.preview("prod", "--expect-no-changes"));

  test("a port that is taken ends the first up, which says where", async () => {
    const [, , node] = swarm.nodes;
    succeeded(await who.destroy("prod"));
    await node.run("run", "--detach", "--name", "thief", "--publish", `${port}:80`, "redis:8");
    try {
      const { code, output } = await who.up("prod");
      expect(code).not.toBe(0);
      expect(output).toMatch(
        /service \S+-prod-edge has 3 tasks that ended\s+its last task that ended on worker-2: .*port is already allocated/,
      );
    } finally {
      await node.run("rm", "--force", "thief");
    }
    await who.mustUp("prod");
    await unchanged();
  });

  test("a pause: the others are updated, and the next up is for that one", async () => {
    const trusting = {
      edge: { trustedProxies: [engine === "pulumi" ? "10.9.0.0/16" : "10.8.0.0/16"] },
    };
    await onNode("worker-2", "--availability", "pause");
    configure("prod", { port }, { replicas: 3, database: onWorker, ...trusting });
    await who.mustUp("prod");
    await unchanged();
    await onNode("worker-2", "--availability", "active");
    await who.mustUp("prod");
    await unchanged();
    for (const url of urlsOf(port)) expect(await get(url)).toMatch(/seen \d+ times/);
  });

  test("the data's label is taken away: any up puts it back, and the database goes on", async () => {
    const before = Number(/\d+/.exec(await get(urlsOf(port)[0] ?? ""))?.[0]);
    await onNode("worker-1", "--label-rm", `berth.data.${project.name}-prod`);
    await who.mustUp("prod");
    await expect
      .poll(async () => Number(/\d+/.exec(await get(urlsOf(port)[0] ?? ""))?.[0]))
      .toBeGreaterThan(before);
    await unchanged();
  });
});

test("destroy leaves the volume that is out of reach, and nothing else", async () => {
  const ends = await Promise.all([project.destroy("prod"), crossed.destroy("dev")]);
  expect(ends.map(succeeded)[0]).toContain(`Kept the data volume ${volume} on the node worker-1`);
  await expect.poll(() => swarm.leftovers(project.name)).toEqual([`volume ${volume}`]);
});

test.each(inLongRun("data whose node is gone is nowhere else"))("%s", async () => {
  const [, worker] = swarm.nodes;
  const fails = async (why: string) => {
    for (const who of new Set([project, crossed])) {
      for (const { code, output } of [await who.preview("prod"), await who.up("prod")]) {
        expect(code).not.toBe(0);
        expect(output).toContain(why);
      }
    }
    expect(await swarm.manager.run("volume", "ls", "--quiet")).not.toContain(volume);
  };
  await project.mustUp("prod");
  await worker.kill();
  await expect.poll(nodeStates).toContain("Down");
  await fails("the node worker-1, which has the data of this stack, is down; bring it back");
  await swarm.manager.run("node", "rm", "--force", "worker-1");
  await fails("the Swarm has no node worker-1");
  configure("prod", { port }, { database: "redis" });
  await fails("the data of this stack is on the node worker-1, which the Swarm no longer has");
});
