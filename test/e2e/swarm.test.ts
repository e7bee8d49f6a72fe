import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ENGINES } from "../support/engines";
import { get, post } from "../support/http";
import { Load } from "../support/load";
import { Project, type StackConfig, succeeded } from "../support/project";
import { type Swarm, startSwarm } from "../support/swarm";

const NAME = "e2e-swarm";
const PORT = 18091;
/** Of the registry; the nodes themselves have none. */
const LOGIN = { username: "deployer", password: "right-Horse-7" };

let swarm: Swarm;

beforeAll(async () => {
  const images = ["mysql:9.7", "caddy:2", "python:3.13-slim", "redis:8"];
  swarm = await startSwarm(NAME, { images, login: LOGIN, tls: true });
});
afterAll(() => swarm?.stop());

/** It takes two minutes. */
const IN_THE_LONG_RUN =
  process.env.BERTH_FAULTS === "all" ? ["data whose node is gone is nowhere else"] : [];

/** The setting `registry` of a stack, whose password is encrypted with the stack's own key. */
const registryOf = async (project: Project, stack: string) => ({
  server: swarm.registry.server,
  username: LOGIN.username,
  password: await project.secret(stack, LOGIN.password),
});

const urlsOf = (port: number) => swarm.nodes.map(({ address }) => `http://${address}:${port}`);

describe("the prod stack on three nodes", () => {
  const project = new Project(NAME);
  const crossed = project.under(ENGINES.at(-1) ?? "embedded");
  const greeting = "app/widgets/routes.py";
  let load: Load;
  let registry: object;

  const urls = () => urlsOf(PORT);
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

  beforeAll(async () => {
    await project.stack("prod", { mode: "prod" });
    registry = await registryOf(project, "prod");
    configure();
  });
  afterAll(() => project.remove());

  test("one line deploys it, and each node answers", async () => {
    const output = await project.mustUp("prod");
    expect(output).toMatch(/e2e-swarm-prod-database: 0 of 1 tasks run/);
    await post(`${urls()[0]}/initdb`);
    for (const url of urls()) expect(await get(url)).toBe("Hello from widgets!");
    load = new Load({
      url: urls()[2] ?? "",
      connections: [
        { count: 2, keepAlive: true },
        { count: 2, keepAlive: false },
      ],
    });
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
    project.edit(greeting, "Hello from widgets!", "Hello from all nodes!");
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
    await project.mustUp("prod");
  });

  test("two tasks, then six, and two again", async () => {
    const running = async () => {
      const words = ["--filter", "name=e2e-swarm-prod-app", "--format", "{{.Replicas}}"];
      return swarm.manager.run("service", "ls", ...words);
    };
    configure({}, { replicas: 6 });
    await project.mustUp("prod");
    expect(await running()).toBe("6/6");
    configure();
    await crossed.mustUp("prod");
    expect(await running()).toBe("2/2");
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

  test("a node without the data is no place for it", async () => {
    configure({}, { database: { engine: "mysql", node: "worker-1" } });
    const { code, output } = await project.up("prod");
    expect(code).not.toBe(0);
    expect(output).toContain("the data of this stack is on manager");
    configure();
  });

  test("destroy leaves the data, and nothing else", async () => {
    const output = succeeded(await crossed.destroy("prod"));
    expect(output).toContain(`docker volume rm ${NAME}-prod-mysql-data`);
    await expect
      .poll(() => swarm.leftovers(NAME), { timeout: 30_000 })
      .toEqual([`volume ${NAME}-prod-mysql-data`]);
  });
});

describe("the example view-counter on three nodes, over TLS", () => {
  const project = new Project("example-counter-swarm", ENGINES.at(-1), "examples/view-counter");
  const crossed = project.under(ENGINES[0] ?? "embedded");
  const port = 18093;

  const configure = async (stack: "dev" | "prod", app: StackConfig, more: StackConfig) =>
    project.configure(stack, {
      mode: stack,
      platform: "swarm",
      host: swarm.tls?.host,
      registry: await registryOf(project, stack),
      swarm: { publishMode: "host" },
      app: { containerPort: 5000, ...app },
      ...more,
    });
  const onWorker = { engine: "redis", node: "worker-1" };
  const volume = `${project.name}-prod-redis-data`;

  beforeAll(async () => {
    vi.stubEnv("DOCKER_TLS_VERIFY", "1");
    vi.stubEnv("DOCKER_CERT_PATH", swarm.tls?.certificates);
    const command = "flask --app counter run --host 0.0.0.0";
    for (const stack of ["dev", "prod"]) await project.stack(stack, {});
    await configure("dev", { port: port + 1, command }, { database: "redis" });
    await configure("prod", { port }, { replicas: 3, database: onWorker });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
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
    await Promise.all([
      isUnchanged("prod", project, crossed),
      isUnchanged("dev", crossed, project),
    ]);
  });

  test("destroy leaves the volume that is out of reach, and nothing else", async () => {
    const ends = await Promise.all([project.destroy("prod"), crossed.destroy("dev")]);
    expect(ends.map(succeeded)[0]).toContain(`Kept the data volume ${volume} on the node worker-1`);
    await expect
      .poll(() => swarm.leftovers(project.name), { timeout: 30_000 })
      .toEqual([`volume ${volume}`]);
  });

  test.each(IN_THE_LONG_RUN)("%s", async () => {
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
    const states = ["node", "ls", "--format", "{{.Status}}"];
    await expect.poll(() => swarm.manager.run(...states), { timeout: 60_000 }).toContain("Down");
    await fails("the node worker-1, which has the data of this stack, is down; bring it back");
    await swarm.manager.run("node", "rm", "--force", "worker-1");
    await fails("the Swarm has no node worker-1");
    await configure("prod", { port }, { database: "redis" });
    await fails("the data of this stack is on the node worker-1, which the Swarm no longer has");
  });
});
