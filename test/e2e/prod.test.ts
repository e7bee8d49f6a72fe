import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { crash } from "../support/crash";
import { docker, execIn, leftovers } from "../support/docker";
import { STACK_RUNS } from "../support/engines";
import { eventually, get, post, request } from "../support/http";
import { Project, succeeded } from "../support/project";

describe.each(STACK_RUNS)("the prod stack under $title", ({ engines, index }) => {
  const project = new Project(`e2e-prod-${engines[0]}`, engines);
  const PORT = 18200 + 10 * index;
  const URL = `http://localhost:${PORT}`;
  const DATABASE = `${project.name}-prod-database`;
  const outputsOfTheCli: string[] = [];
  let app: string;

  beforeAll(async () => {
    await project.stack("prod", {
      mode: "prod",
      app: { name: "widgets", port: PORT },
      database: "mysql",
    });
    outputsOfTheCli.push(succeeded(await project.preview("prod", "--diff")));
    outputsOfTheCli.push(await project.mustUp("prod"));
    app = await project.containerOf("prod", "app-1");
    await post(`${URL}/initdb`);
    await post(`${URL}/widgets`, { name: "kept", description: "over a destroy" });
  });
  afterAll(() => project.remove());

  test("serves through nginx, with four uWSGI processes of two threads", async () => {
    const { headers } = await request(URL);
    expect(headers.get("server")).toMatch(/nginx/);
    expect(await execIn(app, "cat", "/app/deploy/uwsgi.ini")).toMatch(/threads = 2/);
    const { Processes } = await docker.getContainer(app).top();
    const uwsgi = Processes.filter((columns: string[]) => columns.join(" ").includes("uwsgi"));
    expect(uwsgi).toHaveLength(1 + 4);
    expect(uwsgi.every(([user]: string[]) => user === "10001")).toBe(true);
  });

  test("is limited, rotates its logs, restarts always, and mounts no folder of the host", async () => {
    for (const [name, memory] of [
      [app, 512],
      [DATABASE, 1024],
    ] as const) {
      const { HostConfig, Mounts } = await docker.getContainer(name).inspect();
      expect(HostConfig, name).toMatchObject({
        Memory: memory * 1024 * 1024,
        MemorySwap: memory * 1024 * 1024,
        NanoCpus: 1e9,
        RestartPolicy: { Name: "always" },
        LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
      });
      expect(Mounts.map(({ Type }) => Type)).not.toContain("bind");
    }
    const { HostConfig } = await docker.getContainer(DATABASE).inspect();
    expect(HostConfig.PortBindings ?? {}).toEqual({});
  });

  test("comes back by itself when its main process is killed", async () => {
    await crash(docker.getContainer(app));
    await eventually(async () => {
      const { RestartCount } = await docker.getContainer(app).inspect();
      return RestartCount === 1 && (await request(`${URL}/healthz`)).ok;
    });
  });

  test("keeps its secrets to itself", async () => {
    const { databaseUrl } = await project.outputs("prod");
    const password = /:(\w{32})@/.exec(String(databaseUrl))?.[1] ?? "no password";
    const root = await execIn(DATABASE, "cat", "/run/secrets/root-password");
    const image = await docker.getContainer(app).inspect();
    const places = {
      "docker inspect of the app": JSON.stringify(image),
      "docker inspect of the database": JSON.stringify(
        await docker.getContainer(DATABASE).inspect(),
      ),
      "the image": JSON.stringify([
        await docker.getImage(image.Image).inspect(),
        await docker.getImage(image.Image).history(),
      ]),
      "the environment of the app": await execIn(app, "env"),
      "the state": await project.state("prod"),
      "what the CLI printed": outputsOfTheCli.join(),
    };
    expect(password).toHaveLength(32);
    expect(root).toHaveLength(32);
    for (const [place, text] of Object.entries(places)) {
      expect(text.includes(password), place).toBe(false);
      expect(text.includes(root), place).toBe(false);
    }
    expect(await execIn(app, "stat", "-c", "%a %u", "/run/secrets/mysql-password")).toBe(
      "400 10001\n",
    );
  });

  test("does not change by itself", async () => {
    expect(await project.mustUp("prod")).toMatch(/Resources:\n\s+\d+ unchanged/);
    const refreshed = await project.preview("prod", "--refresh", "--expect-no-changes");
    expect(refreshed.code, refreshed.output).toBe(0);
  });

  test("destroy keeps the data, says so, and the next up finds it with a password that works", async () => {
    const before = await project.outputs("prod");
    const output = succeeded(await project.destroy("prod"));
    expect(await leftovers(project.name)).toEqual([`volume ${project.name}-prod-mysql-data`]);
    expect(output).toContain(`docker volume rm ${project.name}-prod-mysql-data`);

    await project.mustUp("prod");
    expect((await project.outputs("prod")).databaseUrl).not.toBe(before.databaseUrl);
    expect(JSON.parse(await get(`${URL}/widgets`))).toEqual([
      { name: "kept", description: "over a destroy" },
    ]);
  });
});
