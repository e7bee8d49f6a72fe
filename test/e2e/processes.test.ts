import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker } from "../support/docker";
import { ENGINES } from "../support/engines";
import { get } from "../support/http";
import { Load } from "../support/load";
import { Project, succeeded } from "../support/project";
import { writeWorkerApp } from "../support/worker-app";

const NAME = "e2e-processes";
const PORT = 21490;
const URL = `http://127.0.0.1:${PORT}`;
const TOKEN = "it's a $ecret";

describe(`workers and a release command under ${ENGINES.join(" and ")}`, () => {
  const project = new Project(NAME, ENGINES);
  const ask = (path: string) => get(`${URL}/${path}`);
  const count = async (path: string) => Number(await ask(path));

  /** Ids of the containers of a role. */
  async function idsOf(role: string): Promise<string[]> {
    const label = [`berth.project=${NAME}`, `berth.role=${role}`];
    const found = await docker.listContainers({ all: true, filters: { label } });
    return found.map(({ Id }) => Id).sort();
  }

  beforeAll(async () => {
    writeWorkerApp(project.path("worker-app"));
    const config = {
      mode: "prod",
      database: "redis",
      backup: { schedule: "0 3 * * *" },
      edge: { drain: 2 },
      app: {
        name: "widgets",
        context: "./worker-app",
        port: `127.0.0.1:${PORT}`,
        containerPort: 8000,
        releaseCommand: ["release.py"],
        processes: {
          worker: { command: ["worker.py"], replicas: 2, stopGrace: 20, limits: { memory: "64m" } },
          beat: { command: ["beat.py"], singleton: true },
        },
      },
    };
    await project.stack("prod", config);
    const token = ["--secret", "app.secretEnv.TOKEN", TOKEN];
    succeeded(await project.pulumi("config", "set", "--stack", "prod", "--path", ...token));
    await project.mustUp("prod");
  });
  afterAll(() => project.remove());

  test("have run once before the app serves, with secrets that Docker does not tell", async () => {
    expect(await count("releases")).toBe(1);
    for (const holder of ["TOKEN", "release-token", "worker-token"]) {
      expect(await ask(holder)).toBe(TOKEN);
    }
    const ids = (await Promise.all(["app", "process-worker", "release"].map(idsOf))).flat();
    for (const id of ids) {
      expect(JSON.stringify(await docker.getContainer(id).inspect())).not.toContain(TOKEN);
    }
    expect(await idsOf("process-worker")).toHaveLength(2);
    succeeded(await project.preview("prod", "--refresh", "--expect-no-changes"));
  });

  test("a release command that fails leaves all that runs as it is, and the next up tries again", async () => {
    const before = await Promise.all(["app", "process-worker", "process-beat"].map(idsOf));
    project.edit("worker-app/release.py", "FAIL = False", "FAIL = True");
    for (const _ of [1, 2]) {
      const { code, output } = await project.up("prod");
      expect(code, output).not.toBe(0);
      expect(output).toMatch(/ended with exit code 1\n.*migrating\n.*already exists/s);
    }
    expect(await Promise.all(["app", "process-worker", "process-beat"].map(idsOf))).toEqual(before);
    expect(await count("releases")).toBe(1);
    expect(await ask("")).toBe("one");
  });

  test("another version under load: no request fails, no task is broken off, and never two singletons", async () => {
    project.edit("worker-app/release.py", "FAIL = True", "FAIL = False");
    project.edit("worker-app/web.py", '"one"', '"two"');
    const load = new Load({ url: URL, connections: [{ count: 4, keepAlive: true }] });
    const output = await project.mustUp("prod");
    const { failures } = await load.stop();
    expect(failures).toEqual([]);
    expect(output).toMatch(/made the backup .*migrating/s);
    expect(await ask("")).toBe("two");
    expect(await count("releases")).toBe(2);
    expect(await count("most-beats")).toBe(1);
    expect(await count("stopped")).toBe(2);
    expect(await idsOf("process-worker")).toHaveLength(2);
    succeeded(await project.up("prod"));
    expect(await count("releases")).toBe(2);
  });
});
