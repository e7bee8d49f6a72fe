import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { get, post } from "../support/http";
import { Project, succeeded } from "../support/project";

const PORT = 18300;
const URL = `http://localhost:${PORT}`;

describe("the databases", () => {
  const project = new Project("e2e-databases");
  const settings = (database: unknown) => ({
    mode: "dev",
    app: { name: "widgets", port: PORT },
    database,
  });
  const widgets = async () => JSON.parse(await get(`${URL}/widgets`));

  beforeAll(() => project.stack("dev", settings("redis")));
  afterAll(() => project.remove());

  /** Each one follows the one before in the same stack: switching is part of the test. */
  test.for(["redis", "mysql", "mariadb", "redis"])("%s comes up healthy", async (engine) => {
    project.configure("dev", settings(engine));
    await project.mustUp("dev");
    expect(JSON.parse(await get(`${URL}/healthz`))).toEqual({
      status: "ok",
      database: engine === "mariadb" ? "mysql" : engine,
    });
    await post(`${URL}/initdb`);
    expect(await post(`${URL}/widgets`, { name: engine, description: "kept here" })).toBe(201);
    expect(await widgets()).toEqual([{ name: engine, description: "kept here" }]);
    succeeded(await project.preview("dev", "--refresh", "--expect-no-changes"));
  });

  test("Redis asks for its password, and keeps its data when its container is replaced", async () => {
    const limits = { memory: "128m", pids: 64 };
    project.configure("dev", settings({ engine: "redis", limits, port: PORT + 1 }));
    await project.mustUp("dev");
    expect(await widgets()).toHaveLength(1);
    const { HostConfig } = await docker.getContainer("e2e-databases-dev-database").inspect();
    expect(HostConfig.Memory).toBe(128 * 1024 * 1024);
    expect(HostConfig.PidsLimit).toBe(64);
    expect(HostConfig.PortBindings).toEqual({
      "6379/tcp": [{ HostIp: "127.0.0.1", HostPort: String(PORT + 1) }],
    });
  });

  test("none takes the database away", async () => {
    project.configure("dev", settings("none"));
    await project.mustUp("dev");
    expect(JSON.parse(await get(`${URL}/healthz`))).toEqual({ status: "ok", database: "none" });
    expect(await project.outputs("dev")).not.toHaveProperty("databaseUrl");
    expect(await leftovers(project.name)).toEqual([
      "container e2e-databases-dev-app",
      "network e2e-databases-dev",
    ]);
    succeeded(await project.destroy("dev"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
