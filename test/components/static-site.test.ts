import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";
import { StaticSite, type StaticSiteArgs } from "../../components";
import { httpTest } from "../../components/health-checks";
import { labels } from "../../components/labels";
import { record, settled } from "../support/mocks";

const id = { project: "pages", stack: "dev" };
const host = "unix:///nowhere/docker.sock";
const folder = mkdtempSync(join(tmpdir(), "berth-site-"));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

const deploy = (args: Partial<StaticSiteArgs> = {}) =>
  record(() => new StaticSite("site", { id, host, folder, image: "nginx:1.30", ...args }));

test("nginx serves the folder, which it cannot write to", async () => {
  const port = { address: "127.0.0.1", port: 8080 };
  const recording = await deploy({ folder: relative(".", folder), port });
  expect(recording.tree()).toEqual([
    "berth:docker:StaticSite site",
    "  docker:index/container:Container site",
    "  docker:index/remoteImage:RemoteImage site-image",
    "  pulumi-nodejs:dynamic/berth:HealthGate site-healthy",
  ]);
  const { inputs, options } = recording.get("docker:Container site");
  expect(inputs).toEqual({
    name: "pages-dev-site",
    image: "id of nginx:1.30",
    labels: labels(id, "site"),
    mounts: [{ type: "bind", source: folder, target: "/usr/share/nginx/html", readOnly: true }],
    healthcheck: expect.objectContaining({ tests: httpTest(80, "/") }),
    ports: [{ internal: 80, external: 8080, ip: "127.0.0.1", protocol: "tcp" }],
    restart: "no",
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    stopTimeout: 15,
    destroyGraceSeconds: 15,
    removeVolumes: true,
    mustRun: true,
  });
  expect(options).toEqual({ deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] });
  expect(recording.value.containerName).toBe("pages-dev-site");
  expect(await settled(recording.value.publishedPort)).toEqual(port);
  expect(recording.get("berth:StaticSite site").outputs).toEqual({
    containerName: "pages-dev-site",
    publishedPort: port,
  });
});

test("configuration, limits and restarts", async () => {
  const nginx = "server { listen 80; }";
  const limits = { cpus: 0.5, memory: 64, pids: 20 };
  const recording = await deploy({ nginx, limits, restart: "always", healthPath: "/ready" });
  expect(recording.get("docker:Container site").inputs).toMatchObject({
    command: ["sh", "-c", expect.stringContaining(`\n${nginx}\n`)],
    healthcheck: { tests: httpTest(80, "/ready") },
    cpus: "0.5",
    memory: 64,
    memorySwap: 64,
    restart: "always",
    ports: [],
  });
  expect(recording.get("pulumi-nodejs:PidsLimit site-pids").inputs).toMatchObject({ pids: 20 });
});

test("without a folder nothing is registered", async () => {
  await expect(deploy({ folder: "/nowhere" })).rejects.toMatchObject({
    __pulumiRunError: true,
    message: "StaticSite: there is no folder /nowhere",
  });
});
