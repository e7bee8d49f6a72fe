import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { eventually, get, request } from "../support/http";
import { Project, succeeded } from "../support/project";
import { type Server, startServer } from "../support/server";

let server: Server;
beforeAll(async () => {
  server = await startServer("example-python-server", ["python:3.13-slim", "caddy:2"]);
  vi.stubEnv("PATH", `${server.clientFolder}:${process.env.PATH}`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server?.remove();
});

describe.each(RUNS)("the example python-project under $title", ({ engines, index }) => {
  const project = new Project(`example-python-${index}`, engines, "examples/python-project");
  const port = 8000 + index;
  let app: string;
  const inspect = (format: string) => server.exec("docker", "inspect", "-f", format, app);

  const settings = (address: string) => ({
    mode: "prod",
    host: server.host,
    app: { port: `${address}:${port}`, containerPort: 8000 },
    database: "none",
    build: { pipTrustedHost: "pypi.example.com" },
  });

  beforeAll(async () => {
    await project.stack("prod", settings("127.0.0.1"));
    await project.mustUp("prod");
    app = await project.containerOf("prod", "app-1");
  });
  afterAll(() => project.remove());

  test("is built and runs on the server, with its packages and variables", async () => {
    expect(await leftovers(project.name)).toEqual([]);
    const health = `127.0.0.1:${port}/healthz`;
    expect(await server.exec("curl", "-s", health)).toBe("ok\n");
    expect(await server.exec("docker", "exec", app, "figlet", "-I", "1")).toMatch(/^\d+\n$/);
    expect(await server.exec("docker", "exec", app, "printenv", "JOBS")).toBe("/tmp/jobs\n");
    expect(await inspect("{{json .Config.ExposedPorts}}")).toContain('"8000/tcp":{}');
    const { image } = await project.outputs("prod");
    const history = await server.exec("docker", "history", "--no-trunc", String(image));
    expect(history).toContain("PIP_TRUSTED_HOST=pypi.example.com");
  });

  test("on the server's own address it is out of reach from elsewhere", async () => {
    expect(await project.outputs("prod")).toMatchObject({ url: `http://localhost:${port}` });
    await expect(request(`http://${server.address}:${port}/healthz`)).rejects.toThrow();
  });

  test("does not change by itself, and logs in no more often than it has to", async () => {
    const before = await server.logins();
    const again = await project.up("prod", "--refresh", "--expect-no-changes");
    expect(again.code, again.output).toBe(0);
    // One connection, and those that were begun before it stood.
    expect((await server.logins()) - before).toBeLessThan(10);
  });

  test("on a given interface it is reached; the worker does what the web process takes", async () => {
    project.configure("prod", settings(server.address));
    await project.mustUp("prod");
    const { url } = await project.outputs("prod");
    expect(url).toBe(`http://${server.address}:${port}`);
    const answer = await request(`${url}/banners`, { method: "POST", body: "Hi" });
    const { job } = (await answer.json()) as { job: string };
    await eventually(async () => (await get(`${url}/banners/${job}`)).includes("| |_| | |"));
  });

  test("SIGTERM ends both processes cleanly", async () => {
    await server.exec("docker", "stop", app);
    expect(await inspect("{{.State.ExitCode}}")).toBe("0\n");
    expect(await server.exec("docker", "logs", app)).toContain("Shutting down: Master");
    await server.exec("docker", "start", app);
  });

  test("a child that nobody waits for does not stay as a zombie", async () => {
    await server.exec("docker", "exec", app, "sh", "-c", "(sleep 0.1 &)");
    const states = "cat /proc/[0-9]*/stat | cut -d' ' -f3";
    await eventually(
      async () => !(await server.exec("docker", "exec", app, "sh", "-c", states)).includes("Z"),
    );
  });

  test("the end of one process ends the container, which comes back", async () => {
    const killWorker = [
      "import glob, os, signal",
      "for file in glob.glob('/proc/[0-9]*/cmdline'):",
      "    if open(file).read().endswith('worker.py\\0'):",
      "        os.kill(int(file.split('/')[2]), signal.SIGKILL)",
    ].join("\n");
    await server.exec("docker", "exec", app, "python", "-c", killWorker);
    await eventually(async () => (await inspect("{{.RestartCount}}")) === "1\n");
    expect(await server.exec("docker", "logs", app)).toContain(
      "start: the worker process ended with code 137",
    );
  });

  test("destroy leaves nothing on the server", async () => {
    succeeded(await project.destroy("prod"));
    const label = `label=berth.project=${project.name}`;
    for (const kind of ["container", "volume", "network"]) {
      const all = kind === "container" ? ["--all"] : [];
      expect(await server.exec("docker", kind, "ls", "-q", ...all, "--filter", label)).toBe("");
    }
  });
});
