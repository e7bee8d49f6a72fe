import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { get } from "../support/http";
import { Project, type StackConfig, succeeded } from "../support/project";

const PORT = 18500;
const URL = `http://localhost:${PORT}`;
const APP = "e2e-failures-dev-app";

/** What every message to a person has to do without. */
const STACK_TRACE = /\n\s+at .*:\d+:\d+/;

describe("what goes wrong", () => {
  const project = new Project("e2e-failures");
  const settings = (changes: StackConfig = {}) => ({
    mode: "dev",
    app: { name: "widgets", port: PORT },
    database: "none",
    ...changes,
  });

  /** The stack with these settings has to fail with these texts, and to change nothing. */
  const fails = async (config: StackConfig, ...texts: string[]) => {
    const before = await leftovers(project.name);
    project.configure("dev", config);
    const { code, output } = await project.up("dev");
    expect(code, output).not.toBe(0);
    for (const text of texts) expect(output).toContain(text);
    expect(output).not.toMatch(STACK_TRACE);
    expect(await leftovers(project.name)).toEqual(before);
    project.configure("dev", settings());
    return output;
  };

  beforeAll(() => project.stack("dev", settings()));
  afterAll(() => project.remove());

  test("all mistakes of a stack file are told at once", async () => {
    await fails(
      { ...settings(), mode: "production", replicas: 0, databse: "mysql" },
      "Pulumi.dev.yaml has 3 problems",
      'e2e-failures:mode: given "production"; accepted: dev or prod',
      "e2e-failures:replicas",
      "e2e-failures:databse",
      "pulumi config set --stack dev mode prod",
    );
  });

  test("a folder, a Dockerfile or a stage that is not there", async () => {
    const app = { name: "widgets", port: PORT };
    await fails(settings({ app: { ...app, context: "./nope" } }), "app.context", "./nope");
    await fails(settings({ app: { ...app, dockerfile: "nope" } }), "app.dockerfile", "app/nope");
    await fails(settings({ app: { ...app, target: "nope" } }), "app.target", "nope", "dev", "prod");
  });

  test("a build that fails: its last lines, and nothing has changed", async () => {
    project.edit("app/Dockerfile", "AS dev\n", "AS dev\nRUN echo this is why && exit 7\n");
    await fails(settings(), "this is why", "exit code: 7", "nothing was changed");
    project.edit("app/Dockerfile", "RUN echo this is why && exit 7\n", "");
  });

  test("an app that listens on 127.0.0.1 of its container alone", async () => {
    const command = "flask --app widgets run --port 5000";
    project.configure("dev", settings({ app: { name: "widgets", port: PORT, command } }));
    const { code, output } = await project.up("dev");
    expect(code, output).not.toBe(0);
    expect(output).toContain(`container ${APP} answers its health check on 127.0.0.1, and not on`);
    project.configure("dev", settings());
    succeeded(await project.destroy("dev"));
  });

  test("a port that a process holds, by its name", async () => {
    const server = createServer().listen(PORT, "127.0.0.1");
    try {
      const name = `(pid ${process.pid})`;
      await fails(settings(), "app.port", `the port ${PORT} is taken by`, name);
    } finally {
      server.close();
    }
  });

  test("a port, and a name, that a container of somebody else holds", async () => {
    const container = await docker.createContainer({
      name: APP,
      Image: "redis:8",
      HostConfig: { PortBindings: { "6379/tcp": [{ HostPort: String(PORT) }] } },
    });
    try {
      await container.start();
      await fails(
        settings(),
        `the container name ${APP} is taken by a container of the image redis:8`,
        `docker rm -f ${APP}`,
        `the port ${PORT} is taken by the container ${APP}`,
      );
      await container.inspect();
    } finally {
      await container.remove({ force: true, v: true });
    }
  });

  test("no engine at the host", async () => {
    await fails(settings({ host: "unix:///nowhere/docker.sock" }), "unix:///nowhere/docker.sock");
    await fails(settings({ source: "image", host: "tcp://127.0.0.1:1" }), "nothing listens there");
  });

  test("an app that never gets healthy: its last log lines, and every up tries again", async () => {
    project.configure("dev", settings({ app: { name: "widgets", port: PORT, startPeriod: 5 } }));
    project.edit("app/widgets/routes.py", '"/healthz"', '"/broken"');
    const first = await project.up("dev");
    expect(first.code).not.toBe(0);
    expect(first.output).toContain(`container ${APP} is unhealthy`);
    expect(first.output).toMatch(/last lines of its log:\n\s+\| /);
    expect(first.output).toContain("GET /healthz");
    expect(first.output).not.toMatch(STACK_TRACE);
    for (const flags of [[], ["--refresh"]]) {
      const again = await project.up("dev", ...flags);
      expect(again.code, again.output).not.toBe(0);
      expect(again.output).toContain(`container ${APP} is unhealthy`);
    }
    project.edit("app/widgets/routes.py", '"/broken"', '"/healthz"');
    await project.mustUp("dev");
    expect(await get(URL)).toContain("widgets");
  });

  test("an app that stops at its start", async () => {
    project.configure("dev", settings({ app: { port: PORT, command: "echo no luck; exit 3" } }));
    const { code, output } = await project.up("dev");
    expect(code).not.toBe(0);
    expect(output).toContain(`container ${APP} stopped with exit code 3`);
    expect(output).toContain("| no luck");
    project.configure("dev", settings());
  });

  test("and after all of it, it can be destroyed", async () => {
    succeeded(await project.destroy("dev"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
