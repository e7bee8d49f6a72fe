import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { get, post } from "../support/http";
import { Load } from "../support/load";
import { Project, type StackConfig, succeeded } from "../support/project";

const SLOW_ROUTE = `    @app.get("/slow")
    def slow() -> ResponseReturnValue:
        import time

        time.sleep(3)
        return Response("slow")

    @app.get("/")`;

describe.each(RUNS)("a rolling app under $title", ({ engines, index, title }) => {
  const project = new Project(`e2e-rolling-${index}`, engines);
  const port = 18410 + index;
  const URL = `http://localhost:${port}`;
  const settings: StackConfig = { mode: "prod", database: "redis" };
  const app: StackConfig = { name: "widgets", port, startPeriod: 5 };
  const routes = "app/widgets/routes.py";
  let load: Load;

  /** Changes settings, and leaves the others. */
  const configure = (changes: StackConfig, ofTheApp: StackConfig = {}) => {
    Object.assign(settings, changes, { app: Object.assign(app, ofTheApp) });
    project.configure("prod", settings);
  };

  /** Deploys something that cannot work, and sees that nobody but its author is told. */
  const mustFail = async (reason: RegExp, ...flags: string[]) => {
    const served = await get(URL);
    const { code, output } = await project.up("prod", ...flags);
    expect(code, output).not.toBe(0);
    expect(output).toMatch(reason);
    expect(await get(URL)).toBe(served);
  };

  /** Ids of the images of the versions, the first one first. */
  const releases: unknown[] = [];

  beforeAll(async () => {
    project.edit(routes, `    @app.get("/")`, SLOW_ROUTE);
    configure({});
    await project.stack("prod", settings);
    await project.mustUp("prod");
    await post(`${URL}/initdb`);
    load = new Load({
      url: URL,
      connections: [
        { count: 4, keepAlive: true },
        { count: 4, keepAlive: false },
        { count: 32, keepAlive: true },
        { count: 32, keepAlive: false },
      ],
      slow: { count: 2, path: "/slow" },
    });
  });
  afterAll(() => project.remove());

  test("a change of the code, three times in a row", async () => {
    for (const version of ["1", "2", "3"]) {
      project.edit(routes, "Hello from widgets!", `Hello from widgets! ${version}`);
      await project.mustUp("prod");
      expect(await get(URL)).toBe(`Hello from widgets! ${version}`);
      releases.push((await project.outputs("prod")).image);
      project.edit(routes, `Hello from widgets! ${version}`, "Hello from widgets!");
    }
  });

  test("back to a release before, and to the source again", async () => {
    configure({ release: releases[0] });
    await project.mustUp("prod");
    expect(await get(URL)).toBe("Hello from widgets! 1");
    configure({ release: undefined });
    await project.mustUp("prod");
    expect(await get(URL)).toBe("Hello from widgets!");
  });

  test("replicas: one, three, one", async () => {
    configure({ replicas: 3 });
    await project.mustUp("prod");
    configure({ replicas: 1 });
    await project.mustUp("prod");
  });

  test("settings of the app, its health check and its edge", async () => {
    configure({ limits: { memory: "400m", pids: 100 } }, { env: { LOG_LEVEL: "debug" } });
    await project.mustUp("prod");
    configure({ edge: { drain: 20 } }, { healthPath: "/" });
    await project.mustUp("prod");
  });

  test.each<[string, { file?: [string, string, string]; app?: StackConfig }, RegExp]>([
    ["does not build", { file: ["app/Dockerfile", "COPY widgets widgets", "COPY x y"] }, /build/],
    ["ends when it starts", { app: { command: "exit 3" } }, /exit code 3/],
    ["never listens", { app: { command: "sleep 1000" } }, /is unhealthy/],
    ["listens on another port", { app: { command: undefined, containerPort: 81 } }, /is unhealthy/],
    ["is not well", { app: { containerPort: 80, healthPath: "/nowhere" } }, /is unhealthy.*404/s],
  ])("a deployment that %s", async (_, bad, reason) => {
    if (bad.file) project.edit(...bad.file);
    configure({}, bad.app);
    await mustFail(reason);
    if (bad.file) project.edit(bad.file[0], bad.file[2], bad.file[1]);
  });

  test("and that same one again, also after a refresh", async () => {
    await mustFail(/is unhealthy.*404/s);
    await mustFail(/is unhealthy.*404/s, "--refresh");
  });

  test("the good one after five bad ones", async () => {
    configure({}, { healthPath: "/" });
    await project.mustUp("prod");
    succeeded(await project.preview("prod", "--refresh", "--expect-no-changes"));
  });

  test("no request was lost, and none was counted twice", async () => {
    const { requests, failures, posted, slowestMs } = await load.stop();
    console.log(`${title}: ${requests} requests, ${posted.length} POSTs, slowest ${slowestMs} ms`);
    expect(failures).toEqual([]);
    const widgets: { name: string }[] = JSON.parse(await get(`${URL}/widgets`));
    const names = widgets.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.sort()).toEqual(posted.sort());
  });

  test("what is left is one generation, and goes with the stack", async () => {
    const containers = await docker.listContainers({
      all: true,
      filters: { label: [`berth.project=${project.name}`, "berth.role=app"] },
    });
    expect(containers).toHaveLength(1);
    succeeded(await project.destroy("prod"));
    expect(await leftovers(project.name)).toEqual([`volume ${project.name}-prod-redis-data`]);
  });
});
