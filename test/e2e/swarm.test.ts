import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINES } from "../support/engines";
import { get, post } from "../support/http";
import { Load } from "../support/load";
import { Project, type StackConfig, succeeded } from "../support/project";
import { type Swarm, startSwarm } from "../support/swarm";

const NAME = "e2e-swarm";
const PORT = 18091;

describe("the prod stack on three nodes", () => {
  const project = new Project(NAME);
  const crossed = project.under(ENGINES.at(-1) ?? "embedded");
  const greeting = "app/widgets/routes.py";
  let swarm: Swarm;
  let load: Load;

  const urls = () => swarm.nodes.map(({ address }) => `http://${address}:${PORT}`);
  const configure = (app: StackConfig = {}, more: StackConfig = {}) =>
    project.configure("prod", {
      mode: "prod",
      platform: "swarm",
      host: swarm.manager.host,
      registry: { server: swarm.registry.server },
      swarm: { publishMode: "host" },
      app: { name: "widgets", port: PORT, ...app },
      replicas: 2,
      ...more,
    });
  /** Names of everything that a stack may leave, on all nodes. */
  const left = async () => {
    const lists = [
      ["ps", "--all", "--format", "container {{.Names}}"],
      ["volume", "ls", "--format", "volume {{.Name}}"],
      ["network", "ls", "--format", "network {{.Name}}"],
    ];
    const onNodes = swarm.nodes.flatMap((node) => lists.map((words) => node.run(...words)));
    const shared = ["service", "secret"].map((kind) =>
      swarm.manager.run(kind, "ls", "--format", `${kind} {{.Name}}`),
    );
    const lines = (await Promise.all([...onNodes, ...shared])).flatMap((list) => list.split("\n"));
    return lines.filter((line) => line.includes(NAME));
  };

  beforeAll(async () => {
    swarm = await startSwarm(NAME, { images: ["mysql:9.7", "caddy:2", "python:3.13-slim"] });
    await project.stack("prod", { mode: "prod" });
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
    const output = succeeded(await project.destroy("prod"));
    expect(output).toContain(`docker volume rm ${NAME}-prod-mysql-data`);
    await expect.poll(left, { timeout: 30_000 }).toEqual([`volume ${NAME}-prod-mysql-data`]);
  });
});
