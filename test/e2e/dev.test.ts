import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { STACK_RUNS } from "../support/engines";
import { eventually, get, post } from "../support/http";
import { Project, succeeded } from "../support/project";

describe.each(STACK_RUNS)("the dev stack under $title", ({ engines, index }) => {
  const project = new Project(`e2e-dev-${engines[0]}`, engines);
  const PORT = 18100 + 10 * index;
  const URL = `http://localhost:${PORT}`;
  const APP = `${project.name}-dev-app`;
  const DATABASE = `${project.name}-dev-database`;
  const settings = {
    mode: "dev",
    app: { name: "widgets", port: PORT },
    database: { engine: "mysql" },
  };
  let output = "";

  const idOf = async (name: string) => (await docker.getContainer(name).inspect()).Id;

  beforeAll(async () => {
    await project.stack("dev", settings);
    output = await project.mustUp("dev");
  });
  afterAll(() => project.remove());

  test("answers with its database once up returns", async () => {
    expect(await get(URL)).toContain("widgets");
    expect(await post(`${URL}/initdb`)).toBe(200);
    expect(await post(`${URL}/widgets`, { name: "one", description: "the first" })).toBe(201);
    expect(JSON.parse(await get(`${URL}/widgets`))).toEqual([
      { name: "one", description: "the first" },
    ]);
    for (const name of [APP, DATABASE]) {
      // The gate's own check may come before Docker's.
      await eventually(async () => {
        const { State } = await docker.getContainer(name).inspect();
        return State.Health?.Status === "healthy";
      });
    }
  });

  test("puts out where everything is", async () => {
    const outputs = await project.outputs("dev");
    expect(outputs).toMatchObject({
      url: URL,
      containers: { app: APP, database: DATABASE },
      network: `${project.name}-dev`,
      volumes: [`${project.name}-dev-mysql-data`],
    });
    expect(outputs.image).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(outputs.databaseUrl).toMatch(
      /^mysql:\/\/widgets:\w{32}@e2e-dev-\w+-dev-database:3306\/widgets$/,
    );
    expect(output).toMatch(/databaseUrl: \[secret\]/);
  });

  test("is published on the loopback address only, and its database not at all", async () => {
    const app = await docker.getContainer(APP).inspect();
    expect(app.HostConfig.PortBindings).toEqual({
      "5000/tcp": [{ HostIp: "127.0.0.1", HostPort: String(PORT) }],
    });
    const database = await docker.getContainer(DATABASE).inspect();
    expect(database.HostConfig.PortBindings ?? {}).toEqual({});
  });

  test("shows an edited page, without another up", async () => {
    project.edit("app/widgets/routes.py", "Hello from", "Edited:");
    await eventually(async () => (await get(URL)).startsWith("Edited:"));
    project.edit("app/widgets/routes.py", "Edited:", "Hello from");
    await eventually(async () => (await get(URL)).startsWith("Hello from"));
  });

  test("does not change by itself", async () => {
    expect(await project.mustUp("dev")).toMatch(/Resources:\n\s+\d+ unchanged/);
    const refreshed = await project.preview("dev", "--refresh", "--expect-no-changes");
    expect(refreshed.code, refreshed.output).toBe(0);
  });

  test("a change of code replaces the image and the app's container alone", async () => {
    const before = { app: await idOf(APP), database: await idOf(DATABASE) };
    project.edit("app/widgets/routes.py", "Hello from", "Greetings from");
    await project.mustUp("dev");
    expect(await get(URL)).toContain("Greetings from");
    expect(await idOf(DATABASE)).toBe(before.database);
    expect(await idOf(APP)).not.toBe(before.app);
  });

  test("a change of a database setting replaces its container alone, and keeps the rows", async () => {
    const before = { app: await idOf(APP), database: await idOf(DATABASE) };
    project.configure("dev", { ...settings, database: { engine: "mysql", port: PORT + 1 } });
    await project.mustUp("dev");
    expect(await idOf(APP)).toBe(before.app);
    expect(await idOf(DATABASE)).not.toBe(before.database);
    const { HostConfig } = await docker.getContainer(DATABASE).inspect();
    expect(HostConfig.PortBindings).toEqual({
      "3306/tcp": [{ HostIp: "127.0.0.1", HostPort: String(PORT + 1) }],
    });
    expect(JSON.parse(await get(`${URL}/widgets`))).toHaveLength(1);
  });

  test("destroy leaves nothing", async () => {
    succeeded(await project.destroy("dev"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
