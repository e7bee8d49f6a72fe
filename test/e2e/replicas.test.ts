import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { eventually, get, request } from "../support/http";
import { Project, succeeded } from "../support/project";

const PORT = 18400;
const URL = `http://localhost:${PORT}`;

describe("replicas that are recreated", () => {
  const project = new Project("e2e-replicas");
  const settings = (replicas: number) => ({
    mode: "prod",
    rollout: "recreate",
    app: { name: "widgets", port: PORT },
    database: "none",
    replicas,
    limits: { pids: 100 },
  });
  const app = (index: number) => `e2e-replicas-prod-app-${index}`;

  /** How many requests each replica has served, by its access log. */
  const served = async () =>
    Promise.all(
      [1, 2, 3].map(async (index) => {
        const log = await docker.getContainer(app(index)).logs({ stdout: true, stderr: true });
        return log.toString().split('"GET / HTTP').length - 1;
      }),
    );

  beforeAll(async () => {
    await project.stack("prod", settings(1));
    await project.mustUp("prod");
  });
  afterAll(() => project.remove());

  test("from one to three: all of them serve", async () => {
    project.configure("prod", settings(3));
    await project.mustUp("prod");
    expect(await project.outputs("prod")).toMatchObject({
      url: URL,
      containers: {
        "app-1": app(1),
        "app-2": app(2),
        "app-3": app(3),
        balancer: "e2e-replicas-prod-balancer",
      },
    });
    for (let turn = 0; turn < 30; turn++) expect(await get(URL)).toContain("widgets");
    await eventually(async () => (await served()).every((count) => count === 10));
    const { HostConfig } = await docker.getContainer(app(2)).inspect();
    expect(HostConfig.PidsLimit).toBe(100);
  });

  test("do not change by themselves", async () => {
    const refreshed = await project.preview("prod", "--refresh", "--expect-no-changes");
    expect(refreshed.code, refreshed.output).toBe(0);
  });

  test("one that was stopped by hand does not fail a request", async () => {
    await docker.getContainer(app(2)).stop();
    for (let turn = 0; turn < 30; turn++) expect((await request(URL)).status).toBe(200);
    await project.mustUp("prod", "--refresh");
    expect((await docker.getContainer(app(2)).inspect()).State.Running).toBe(true);
  });

  test("back to one, and away", async () => {
    project.configure("prod", settings(1));
    await project.mustUp("prod");
    expect(await get(URL)).toContain("widgets");
    expect(await leftovers(project.name)).toEqual([
      "container e2e-replicas-prod-app",
      "network e2e-replicas-prod",
    ]);
    succeeded(await project.destroy("prod"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
