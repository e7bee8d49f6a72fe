import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { get } from "../support/http";
import { Project, succeeded } from "../support/project";

describe.each(RUNS)("the example view-counter under $title", ({ engines, index }) => {
  const project = new Project(`example-counter-${index}`, engines, "examples/view-counter");
  const port = 18930 + index;
  const url = `http://localhost:${port}`;
  const named = (part: string) => `${project.name}-prod-${part}`;
  const settings = (replicas: number, others: object = {}) => ({
    mode: "prod",
    app: { port, containerPort: 5000, ...others },
    database: { engine: "redis", keepData: true },
    replicas,
  });
  const views = async (): Promise<number> => JSON.parse(await get(`${url}/views`)).views;

  /** What became of the containers at the first `up`, in its order. */
  const events: string[] = [];

  beforeAll(async () => {
    await project.stack("prod", settings(1));
    const filters = { label: [`berth.project=${project.name}`], event: ["start", "exec_die"] };
    const stream = (await docker.getEvents({ filters: JSON.stringify(filters) })) as Readable;
    createInterface({ input: stream }).on("line", (line) => {
      const { Action: action, Actor: actor } = JSON.parse(line);
      const { "berth.role": role, exitCode = "" } = actor.Attributes;
      events.push(`${role} ${action} ${exitCode}`.trim());
    });
    await project.mustUp("prod");
    stream.destroy();
  });
  afterAll(() => project.remove());

  test("counts views in Redis, which was healthy before the app started", async () => {
    expect(await get(url)).toBe("This page was seen 1 times.\n");
    expect(await get(url)).toBe("This page was seen 2 times.\n");
    const app = await docker.getContainer(await project.containerOf("prod", "app-1")).inspect();
    const database = await docker.getContainer(named("database")).inspect();
    expect(app.Config.Env).toContain(`REDIS_HOST=${named("database")}`);
    const [healthy, started] = ["database exec_die 0", "app start"].map((event) =>
      events.indexOf(event),
    );
    expect(healthy, events.join("; ")).toBeGreaterThan(-1);
    expect(started, events.join("; ")).toBeGreaterThan(Number(healthy));
    expect(database.Mounts).toContainEqual(
      expect.objectContaining({ Name: named("redis-data"), Destination: "/data" }),
    );
  });

  test("does not change by itself", async () => {
    const again = await project.up("prod", "--refresh", "--expect-no-changes");
    expect(again.code, again.output).toBe(0);
  });

  test("the count survives a killed Redis and a redeploy to three containers, and stays right", async () => {
    await docker.getContainer(named("database")).kill();
    // Its client tries again for a while.
    expect((await fetch(url, { signal: AbortSignal.timeout(30_000) })).status).toBe(503);
    project.edit("app/counter.py", "This page was seen", "Seen");
    project.configure("prod", settings(3));
    await project.mustUp("prod", "--refresh");
    expect(await get(url)).toBe("Seen 3 times.\n");
    const answers = await Promise.all(Array.from({ length: 12 }, () => get(url)));
    const counts = answers.map((answer) => Number(/\d+/.exec(answer)?.[0])).sort((a, b) => a - b);
    expect(counts).toEqual(Array.from({ length: 12 }, (_, index) => index + 4));
    for (const index of [1, 2, 3]) {
      const name = await project.containerOf("prod", `app-${index}`);
      const log = await docker.getContainer(name).logs({ stdout: true });
      expect(log.toString()).toContain('"GET / HTTP');
    }
  });

  test("the count survives a destroy, and goes with its volume", async () => {
    const { code, output } = await project.destroy("prod");
    expect(code, output).toBe(0);
    const volume = named("redis-data");
    expect(output).toContain(`docker volume rm ${volume}`);
    expect(await leftovers(project.name)).toEqual([`volume ${volume}`]);

    await project.mustUp("prod");
    expect(await views()).toBe(15);
    succeeded(await project.destroy("prod"));
    await docker.getVolume(volume).remove();
    expect(await leftovers(project.name)).toEqual([]);
  });
});
