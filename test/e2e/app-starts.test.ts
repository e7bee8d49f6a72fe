import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers } from "../support/docker";
import { get } from "../support/http";
import { type ProbeImage, WITHOUT_SHELL, writeProbe } from "../support/probe-app";
import { Project, type StackConfig, succeeded } from "../support/project";

const PORT = 18520;
const APP = "e2e-starts-dev-app";
const ENTRYPOINT = ['ENTRYPOINT ["/srv/probe/entry.sh"]', 'CMD ["python3", "probe.py"]'];
const ENTRY = '#!/bin/sh\nset -e\nexec "$@"\n';

describe("how an app starts", () => {
  const project = new Project("e2e-starts");
  const app = { name: "probe", context: "./probe", containerPort: 8000, port: PORT };
  const settings = (ofTheApp: StackConfig = {}, more: StackConfig = {}) => ({
    mode: "dev",
    source: "image",
    restart: "always",
    database: "none",
    hardening: { pidsLimit: true },
    ...more,
    app: { ...app, ...ofTheApp },
  });
  /** Deploys an image, which has to fail with these texts and nothing of the inside. */
  const fails = async (image: ProbeImage, ofTheApp: StackConfig, ...texts: string[]) => {
    writeProbe(project.path("probe"), image);
    project.configure("dev", settings(ofTheApp));
    const { code, output } = await project.up("dev");
    expect(code, output).not.toBe(0);
    for (const text of texts) expect(output).toContain(text);
    expect(output).not.toContain("HTTP code");
    expect((output.match(/failed\*\* error:/g) ?? []).length, output).toBeLessThan(2);
  };

  beforeAll(() => project.stack("dev", settings()));
  afterAll(() => project.remove());

  test("a line for the shell is refused where the ENTRYPOINT takes it for arguments", async () => {
    const start = ['ENTRYPOINT ["python3"]', 'CMD ["probe.py"]'];
    await fails(
      { start },
      { command: "probe.py 0.0.0.0" },
      "app.command: given a line, which is run by sh -c, and the ENTRYPOINT of",
      "pulumi config set --stack dev --path 'app.command[0]' probe.py",
    );
    const made = (await leftovers(project.name)).filter((name) => name.startsWith("container"));
    expect(made).toEqual([]);
  });

  test("an entry script with Windows line ends", async () => {
    const files = { "entry.sh": ENTRY.replaceAll("\n", "\r\n") };
    const lines = ["RUN chmod 755 entry.sh"];
    await fails(
      { files, lines, start: ENTRYPOINT },
      {},
      `container ${APP} was restarted`,
      "/srv/probe/entry.sh has Windows line ends (CRLF)",
    );
  });

  test("an entry script that may not be executed", async () => {
    await fails(
      { files: { "entry.sh": ENTRY }, start: ENTRYPOINT },
      {},
      "/srv/probe/entry.sh may not be executed by the user of the container: chmod +x",
    );
  });

  test("an image without a shell says so at its first check", async () => {
    await fails(
      { lines: [WITHOUT_SHELL] },
      {},
      `container ${APP} cannot be checked: its health check is run by /bin/sh`,
      "set app.healthCommand to a list of words",
    );
  });

  test("it is checked by a program that it has; IPv6, and a /tmp on disk", async () => {
    const healthCommand = [
      "python3",
      "-c",
      "import socket; socket.create_connection(('127.0.0.1', 8000))",
    ];
    const ofTheApp = {
      healthCommand,
      healthInterval: 3,
      port: `[::1]:${PORT}`,
      writable: ["/tmp"],
    };
    project.configure("dev", settings(ofTheApp, { hardening: { readOnly: true } }));
    await project.mustUp("dev");
    expect((await project.outputs("dev")).url).toBe(`http://[::1]:${PORT}`);
    expect(await get(`http://[::1]:${PORT}`)).not.toBe("");
    const { Mounts, HostConfig, Config } = await docker.getContainer(APP).inspect();
    expect(Mounts).toMatchObject([{ Type: "volume", Destination: "/tmp" }]);
    expect(HostConfig.Tmpfs ?? {}).toEqual({});
    expect(Config.Healthcheck).toMatchObject({ Test: ["CMD", ...healthCommand], Interval: 3e9 });
    const { code, output } = await project.preview("dev", "--refresh", "--expect-no-changes");
    expect(code, output).toBe(0);
  });

  test("it is asked from beside it, and no check is left in the container", async () => {
    project.configure("dev", settings({ healthFrom: "network" }));
    await project.mustUp("dev");
    const { Config, State } = await docker.getContainer(APP).inspect();
    expect([Config.Healthcheck, State.Health]).toEqual([undefined, undefined]);
    expect(await get(`http://localhost:${PORT}`)).not.toBe("");
    const { code, output } = await project.preview("dev", "--refresh", "--expect-no-changes");
    expect(code, output).toBe(0);
  });

  test("and all of it can be destroyed", async () => {
    succeeded(await project.destroy("dev"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});
