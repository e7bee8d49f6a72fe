import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, execIn, leftovers } from "../support/docker";
import { RUNS } from "../support/engines";
import { eventually, get } from "../support/http";
import { Project, succeeded } from "../support/project";
import { type Registry, startTlsRegistry } from "../support/registry";

const LOGIN = { username: "user", password: "right-Horse-7" };
const MEGABYTE = 1024 * 1024;

let registry: Registry;
beforeAll(async () => {
  registry = await startTlsRegistry("example-hello-server", LOGIN);
});
afterAll(() => registry?.remove());

describe.each(RUNS)("the example hello-registry under $title", ({ engines, index }) => {
  const project = new Project(`example-hello-${index}`, engines, "examples/hello-registry");
  const port = 18940 + index;
  const url = `http://localhost:${port}`;
  const app = `${project.name}-dev-app`;
  const repository = `number-${index}/hello`;
  let image = "";
  let pushed = "";

  const stack = async (name: string, appSettings: object, source: object = {}) => {
    await project.stack(name, {
      ...source,
      mode: name,
      app: { name: "hello", port, containerPort: 80, env: { NAME: "registry" }, ...appSettings },
      database: "none",
      limits: { cpus: 0.2, memory: "300m" },
      registry: { server: `${registry.server}/number-${index}`, username: LOGIN.username },
    });
    const password = ["--secret", "--path", "registry.password", LOGIN.password];
    succeeded(await project.pulumi("config", "set", "--stack", name, ...password));
  };

  beforeAll(async () => {
    image = `${registry.server}/${repository}:v1`;
    await stack("dev", { tag: "v1" }, { source: "image" });
    await project.mustUp("dev");
  });
  afterAll(() => project.remove());

  test("builds, tags and pushes the image, and runs what was pushed", async () => {
    const { Config } = await docker.getContainer(app).inspect();
    expect(await get(url)).toBe(`<h3>Hello registry!</h3>\n<b>Hostname:</b> ${Config.Hostname}\n`);
    expect(await registry.tags(repository)).toEqual(["v1"]);
    pushed = String((await project.outputs("dev")).image);
    expect(pushed).toMatch(new RegExp(`^${registry.server}/${repository}@sha256:[0-9a-f]{64}$`));
    expect(Config.Image).toBe(pushed);
  });

  test("is held to 20 % of a CPU under load", async () => {
    const limit = "cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu/cpu.cfs_period_us";
    const limits = await execIn(
      app,
      "sh",
      "-c",
      `${limit} 2>/dev/null || cat /sys/fs/cgroup/cpu.max`,
    );
    expect(limits.trim().split(/\s+/)).toEqual(["20000", "100000"]);
    const before = await cpuOf(app);
    let after = before;
    // A busy machine may give it less than its share for a while, and then it is not made to wait.
    await eventually(async () => {
      await execIn(app, "timeout", "2", "python", "-c", "while True: pass");
      after = await cpuOf(app);
      return after.throttled > before.throttled;
    });
    const share = (after.usedSeconds - before.usedSeconds) / (after.atSeconds - before.atSeconds);
    expect(share).toBeLessThan(0.25);
  });

  test("is held to 300 MB: what wants more is killed, and the app serves on", async () => {
    const { HostConfig } = await docker.getContainer(app).inspect();
    expect(HostConfig).toMatchObject({ Memory: 300 * MEGABYTE, MemorySwap: 300 * MEGABYTE });
    const greedy = `python -c "b'x' * (400 * ${MEGABYTE})"; echo "exit code $?"`;
    expect(await execIn(app, "sh", "-c", greedy)).toContain("exit code 137");
    expect(await get(url)).toContain("Hello registry!");
  });

  test("has an anonymous volume, a named one and a folder of the host", async () => {
    const { Mounts } = await docker.getContainer(app).inspect();
    const mounted = (path: string) => Mounts.find(({ Destination }) => Destination === path);
    expect(mounted("/cache")).toMatchObject({
      Type: "volume",
      Name: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(mounted("/data")).toMatchObject({ Type: "volume", Name: `${project.name}-dev-data` });
    expect(mounted("/shared")).toMatchObject({ Source: project.path("shared"), RW: false });
    expect(await execIn(app, "cat", "/shared/note.txt")).toContain("A folder of the host");
  });

  test("does not change by itself", async () => {
    const again = await project.up("dev", "--refresh", "--expect-no-changes");
    expect(again.code, again.output).toBe(0);
  });

  test("is pulled back where it was removed, and runs from there", async () => {
    succeeded(await project.destroy("dev"));
    expect(await leftovers(project.name)).toEqual([]);
    await docker.getImage(image).remove({ force: true });
    await stack("prod", { name: undefined, image });
    await project.mustUp("prod");
    expect(await get(url)).toContain("Hello registry!");
    const { RepoDigests } = await docker.getImage(image).inspect();
    expect(RepoDigests).toContain(pushed);
    expect(await project.state("prod")).not.toContain(LOGIN.password);
    succeeded(await project.destroy("prod"));
    expect(await leftovers(project.name)).toEqual([]);
  });
});

/** What a container has used of the CPU since its start, and how often it was made to wait. */
async function cpuOf(name: string) {
  const { read, cpu_stats: cpu } = await docker.getContainer(name).stats({ stream: false });
  return {
    atSeconds: Date.parse(read) / 1000,
    usedSeconds: cpu.cpu_usage.total_usage / 1e9,
    throttled: cpu.throttling_data.throttled_periods,
  };
}
