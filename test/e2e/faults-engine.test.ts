import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { labelMap } from "../../components/labels";
import { connect } from "../../docker/connect";
import { buildImage } from "../support/build-image";
import { eventually } from "../support/http";
import { LoadedStack, ROUTES, withSlowRoute } from "../support/loaded-stack";
import { IS_LONG_RUN } from "../support/long-run";
import { succeeded } from "../support/project";
import { type Server, startServer } from "../support/server";

const NAME = "e2e-faults-engine";
const PORT = 18450;
const APP = "berth-test/widgets";

/** Redis in CI: MySQL asks a full disk again only after a minute. */
const DATABASES = {
  redis: { image: "redis:8", size: "16m" },
  mysql: { image: "mysql:9.7", size: "500m" },
};
const database = IS_LONG_RUN ? "mysql" : "redis";

/** How the engine ends; the gentle way takes longer. */
const ENDS: [what: string, signal: "KILL" | "TERM"][] = [
  ["killed", "KILL"],
  ...(IS_LONG_RUN ? [["stopped", "TERM"] as [string, "TERM"]] : []),
];

/** Who owns the data, in either image. */
const OWNER = 999;

/** The sample as it is for production: the server has nothing to build it from. */
async function buildApp(): Promise<void> {
  const root = join(__dirname, "../..");
  const entries = readdirSync(join(root, "app"), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((file) => {
      const content = readFileSync(file, "utf8");
      const isRoutes = relative(root, file) === ROUTES;
      return [relative(join(root, "app"), file), isRoutes ? withSlowRoute(content) : content];
    });
  const { Dockerfile: dockerfile = "", ...rest } = Object.fromEntries(files);
  await buildImage(APP, dockerfile, rest);
}

describe(`an engine of its own, with ${database}`, () => {
  let server: Server;
  let stack: LoadedStack;

  beforeAll(async () => {
    const { image, size } = DATABASES[database];
    await buildApp();
    server = await startServer(`${NAME}-server`, [APP, "caddy:2", image]);
    vi.stubEnv("PATH", `${server.clientFolder}:${process.env.PATH}`);
    const app = { image: APP, startPeriod: 5, port: `0.0.0.0:${PORT}` };
    const settings = { host: server.host, app, database };
    stack = new LoadedStack(NAME, PORT, settings, connect(server.host), server.address);
    await makeSmallVolume(`${database}-data`, size);
    await stack.start();
  });
  afterAll(async () => {
    await stack?.project.remove();
    await server?.remove();
    vi.unstubAllEnvs();
  });

  /** A volume with a disk of its own, as a person makes it for the stack before the first `up`. */
  async function makeSmallVolume(role: string, size: string): Promise<void> {
    await server.exec("mkdir", "/disk");
    await server.exec("mount", "-t", "tmpfs", "-o", `size=${size},uid=${OWNER}`, "disk", "/disk");
    const options = ["type=none", "o=bind", "device=/disk"].flatMap((option) => ["-o", option]);
    const labels = Object.entries(labelMap({ project: NAME, stack: "prod" }, role));
    const claims = labels.flatMap(([key, value]) => ["--label", `${key}=${value}`]);
    await server.exec("docker", "volume", "create", ...options, ...claims, stack.named(role));
  }

  test.each(ENDS)("that is %s and started again brings all of it back", async (what, signal) => {
    const before = await stack.addresses();
    await stack.survives(`engine ${what}`, async () => {
      await server.endEngine(signal);
      await sleep(1000);
      await server.startEngine();
    });
    console.log(`addresses: ${before} before, ${await stack.addresses()} after`);
    // More at once are more sessions than sshd gives to one connection.
    const flags = ["--expect-no-changes", "--parallel", "4"];
    succeeded(await stack.project.up("prod", ...flags));
    succeeded(await stack.project.preview("prod", "--refresh", ...flags));
  });

  test("whose data volume is full: all that was acknowledged stays, and room is all it takes", async () => {
    const full = async () => {
      await server.exec("sh", "-c", "cat /dev/zero >/disk/filler");
      await eventually(async () => !(await stack.takesRows()));
      // Long enough for the load to meet it too.
      await sleep(1500);
      await server.exec("rm", "/disk/filler");
      const waited = await eventually(() => stack.takesRows());
      console.log(`${database} takes rows again after ${waited} ms`);
    };
    const { gets, posts } = await stack.survives("data volume full", full);
    expect(gets).toBe(0);
    expect(posts).toBeGreaterThan(0);
    // What it has in memory only would go now.
    await stack.survives("database restarted", async () =>
      (await stack.container("database")).restart(),
    );
  });
});
