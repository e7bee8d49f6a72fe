import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isConverged } from "../../components/platforms/swarm/wait/wait-until-converged";
import { ENGINES } from "../support/engines";
import { RunningCommand } from "../support/faults";
import { get, post, request } from "../support/http";
import { Load } from "../support/load";
import { inLongRun } from "../support/long-run";
import { Project, type StackConfig, succeeded } from "../support/project";
import { type Swarm, startSwarm } from "../support/swarm";

const NAME = "e2e-swarm";
const PORT = 18091;
/** Of the registry; the nodes themselves have none. */
const LOGIN = { username: "deployer", password: "right-Horse-7" };

let swarm: Swarm;
let load: Load;
let registry: object;
const project = new Project(NAME, ENGINES[0]);
const crossed = project.under(ENGINES.at(-1) ?? "embedded");

const urls = () => swarm.nodes.map(({ address }) => `http://${address}:${PORT}`);
const configure = (app: StackConfig = {}, more: StackConfig = {}) =>
  project.configure("prod", {
    mode: "prod",
    platform: "swarm",
    host: swarm.manager.host,
    registry,
    swarm: { publishMode: "host" },
    app: { name: "widgets", port: PORT, ...app },
    replicas: 2,
    ...more,
  });

/** On the address of the node that nobody takes away. */
const steadyLoad = () =>
  new Load({
    url: urls()[2] ?? "",
    connections: [
      { count: 2, keepAlive: true },
      { count: 2, keepAlive: false },
    ],
  });
const nodeStates = () => swarm.manager.run("node", "ls", "--format", "{{.Status}}");
const running = () => {
  const words = ["--filter", `name=${NAME}-prod-app`, "--format", "{{.Replicas}}"];
  return swarm.manager.run("service", "ls", ...words);
};

beforeAll(async () => {
  const images = ["mysql:9.7", "caddy:2", "python:3.13-slim", "redis:8"];
  swarm = await startSwarm(NAME, { images, login: LOGIN });
  await project.stack("prod", { mode: "prod" });
  registry = {
    server: swarm.registry.server,
    username: LOGIN.username,
    password: await project.secret("prod", LOGIN.password),
  };
  configure();
});
afterAll(async () => {
  await swarm?.stop();
  await project.remove();
});

test("one line deploys it, and each node answers", async () => {
  const output = await project.mustUp("prod");
  expect(output).toMatch(/e2e-swarm-prod-database: 0 of 1 tasks run/);
  await post(`${urls()[0]}/initdb`);
  for (const url of urls()) expect(await get(url)).toBe("Hello from widgets!");
  load = steadyLoad();
});

test("nothing has changed since, whoever looks", async () => {
  for (const who of new Set([project, crossed])) {
    succeeded(await who.preview("prod", "--expect-no-changes"));
    succeeded(await who.preview("prod", "--refresh", "--expect-no-changes"));
  }
});

test("secrets are there for the app's user only, and nowhere else", async () => {
  const { databaseUrl } = await project.outputs("prod");
  const password = /:(\w{32})@/.exec(String(databaseUrl))?.[1] ?? "no password";
  const services = await swarm.manager.run("service", "ls", "--quiet");
  const inspected = await swarm.manager.run("service", "inspect", ...services.split("\n"));
  expect(password).toHaveLength(32);
  expect(inspected).not.toContain(password);
  expect(inspected).toMatch(/"UID": "10001",\s+"GID": "0",\s+"Mode": 256/);
});

test("a change of the code, by the other engine", async () => {
  project.edit("app/widgets/routes.py", "Hello from widgets!", "Hello from all nodes!");
  await crossed.mustUp("prod");
  for (const url of urls()) expect(await get(url)).toBe("Hello from all nodes!");
});

test("a bad version is rolled back, and says why until there is a good one", async () => {
  configure({ command: "echo a bad day; exit 3" });
  for (const who of [project, crossed]) {
    const { code, output } = await who.up("prod");
    expect(code).not.toBe(0);
    expect(output).toMatch(/service e2e-swarm-prod-app-\w+ was rolled back/);
    expect(output).toContain("non-zero exit (3)");
    expect(output).toContain("| a bad day");
  }
  configure();
  // The service is that already, but for what its update came to.
  await project.mustUp("prod", "--refresh");
});

test("two tasks, then six, and two again", async () => {
  configure({}, { replicas: 6 });
  await project.mustUp("prod");
  // Those that leave finish what they have.
  await expect.poll(running).toBe("6/6");
  configure();
  await crossed.mustUp("prod");
  await expect.poll(running).toBe("2/2");
});

test("a node that is drained", async () => {
  const [, worker] = swarm.nodes;
  await swarm.drain(worker);
  succeeded(await project.up("prod", "--refresh"));
  await swarm.activate(worker);
  await project.mustUp("prod", "--expect-no-changes");
});

test("no request was lost", async () => {
  const { failures, requests, slowestMs } = await load.stop();
  console.log(`${requests} requests, slowest ${slowestMs} ms`);
  expect(failures).toEqual([]);
});

test("a database that is away takes no task of the app along", async () => {
  const database = `${NAME}-prod-database`;
  const url = urls()[2] ?? "";
  const status = async () => (await request(`${url}/healthz`)).status;
  const app = await project.containerOf("prod", "app");
  const tasks = () => swarm.manager.run("service", "ps", "--quiet", app);
  const before = await tasks();
  await swarm.manager.run("service", "scale", "--detach", `${database}=0`);
  await expect.poll(status).toBe(503);
  // Longer than five failed checks take.
  await sleep(15_000);
  expect(await get(url)).toBe("Hello from all nodes!");
  expect(await tasks()).toBe(before);
  await swarm.manager.run("service", "scale", "--detach", `${database}=1`);
  await expect.poll(status).toBe(200);
});

test.each(inLongRun(...ENGINES))(
  "an up under %s that is killed at its gate, and the way back",
  async (engine) => {
    const who = project.under(engine);
    const app = await project.containerOf("prod", "app");
    const update = () =>
      swarm.manager.run("service", "inspect", app, "--format", "{{.UpdateStatus.State}}");
    configure({ command: "sleep 600" });
    const up = who.invocation("up", "--stack", "prod", "--yes", "--skip-preview");
    const killed = new RunningCommand(up);
    await expect.poll(update).toBe("updating");
    killed.kill();
    await killed.ended;
    // The embedded engine takes over the lock of a process that is gone.
    if (engine === "pulumi") await who.pulumi("cancel", "--yes", "--stack", "prod");
    configure();
    await who.mustUp("prod");
    // Swarm may have gone back by itself meanwhile.
    expect(await update()).toMatch(/^(rollback_)?completed$/);
    expect(await running()).toBe("2/2");
  },
);

test.each(inLongRun("a node that is killed loses no more than it was at"))("%s", async () => {
  const [, worker] = swarm.nodes;
  configure({}, { replicas: 6 });
  await project.mustUp("prod");
  load = steadyLoad();
  await worker.kill();
  const killed = Date.now();
  await expect.poll(nodeStates).toContain("Down");
  await expect.poll(running).toBe("6/6");
  const { failures, requests, slowestMs } = await load.stop();
  const lastMs = Math.max(0, ...failures.map(({ ended }) => ended - killed));
  console.log(
    `${requests} requests, ${failures.length} failed within ${lastMs} ms, slowest ${slowestMs} ms`,
  );
  // Only what a task of that node was at, and may have done, is not sent again.
  expect(failures.filter(({ method }) => method === "GET")).toEqual([]);
  await swarm.revive(worker);
  configure();
  await project.mustUp("prod");
});

test("a node without the data is no place for it", async () => {
  configure({}, { database: { engine: "mysql", node: "worker-1" } });
  const { code, output } = await project.up("prod");
  expect(code).not.toBe(0);
  expect(output).toContain("the data of this stack is on manager");
  configure();
});

test("a dev stack runs beside it, goes back from a bad change, and leaves no trace", async () => {
  await project.stack("dev", {});
  const password = await project.secret("dev", LOGIN.password);
  const configureDev = (app: StackConfig = {}) =>
    project.configure("dev", {
      mode: "dev",
      platform: "swarm",
      host: swarm.manager.host,
      registry: { ...registry, password },
      swarm: { publishMode: "host" },
      source: "image",
      app: { name: "widgets", port: PORT + 1, ...app },
      database: "redis",
    });
  configureDev();
  await crossed.mustUp("dev");
  const app = `${NAME}-dev-app`;
  configureDev({ command: "sleep 1; exit 3" });
  const { code, output } = await project.up("dev");
  expect(code).not.toBe(0);
  expect(output).toContain(`service ${app} was rolled back`);
  // What it goes back to is what the service was made of before.
  configureDev();
  await crossed.mustUp("dev");
  expect(await isConverged(swarm.manager.docker, app)).toBe(true);
  const answers = swarm.nodes.map(({ address }) => get(`http://${address}:${PORT + 1}`));
  expect(await Promise.any(answers)).toBe("Hello from all nodes!");
  await crossed.mustUp("dev", "--expect-no-changes");
  succeeded(await project.preview("dev", "--refresh", "--expect-no-changes"));
  succeeded(await project.destroy("dev"));
  await expect.poll(() => swarm.leftovers(`${NAME}-dev`)).toEqual([]);
});

test("destroy leaves the data, and nothing else", async () => {
  const output = succeeded(await crossed.destroy("prod"));
  expect(output).toContain(`docker volume rm ${NAME}-prod-mysql-data`);
  await expect.poll(() => swarm.leftovers(NAME)).toEqual([`volume ${NAME}-prod-mysql-data`]);
});
