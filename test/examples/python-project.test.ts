import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { leftovers } from "../support/docker";
import { ENGINES } from "../support/engines";
import { get } from "../support/http";
import { Project, succeeded } from "../support/project";
import { type Server, startServer } from "../support/server";

let server: Server;
beforeAll(async () => {
  server = await startServer("example-python-server", ["python:3.13-slim"]);
  vi.stubEnv("PATH", `${server.clientFolder}:${process.env.PATH}`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server?.remove();
});

describe.each(ENGINES)("the example python-project under %s", (engine) => {
  const project = new Project(`example-python-${engine}`, engine, "examples/python-project");
  const port = 8000 + ENGINES.indexOf(engine);
  const app = `${project.name}-prod-app`;

  const settings = (address: string) => ({
    mode: "prod",
    host: server.host,
    app: { port: `${address}:${port}`, containerPort: 8000 },
    database: "none",
  });

  beforeAll(async () => {
    await project.stack("prod", settings("127.0.0.1"));
    console.log(await project.mustUp("prod"));
  });
  afterAll(() => project.remove());

  test("runs on the server, built there", async () => {
    expect(await leftovers(project.name)).toEqual([]);
    console.log(await server.exec("docker", "ps"), await server.exec("docker", "images"));
    expect(await server.exec("curl", "-s", `127.0.0.1:${port}/healthz`)).toBe("ok\n");
    await expect(get(`http://${server.address}:${port}/healthz`)).rejects.toThrow();
    console.log(await project.outputs("prod"));
    console.log((await project.up("prod", "--refresh", "--expect-no-changes")).output);
    console.log(await project.destroy("prod"));
  });
});
