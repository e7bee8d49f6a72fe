import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker } from "../support/docker";
import { ENGINES } from "../support/engines";
import { eventually, get } from "../support/http";
import { Project, succeeded } from "../support/project";

const PORT = 18420;
const URL = `http://localhost:${PORT}`;

/** Each change by hand is found and mended by another engine than the one before. */
describe(`what somebody changed by hand, under ${ENGINES.join(" and ")}`, () => {
  const project = new Project("e2e-drift");
  const named = (role: string) => `${project.name}-prod-${role}`;
  const container = async (role: string) =>
    docker.getContainer(await project.containerOf("prod", role));

  beforeAll(async () => {
    await project.stack("prod", {
      mode: "prod",
      app: { name: "widgets", port: PORT },
      database: "redis",
    });
    await project.mustUp("prod");
  });
  afterAll(() => project.remove());

  test.each<[string, () => Promise<unknown>]>([
    ["the app is stopped", async () => (await container("app-1")).stop()],
    ["the app is removed", async () => (await container("app-1")).remove({ force: true })],
    ["the edge is removed", async () => (await container("edge")).remove({ force: true })],
    [
      "the app's limits are others",
      async () => {
        const memory = 256 * 1024 * 1024;
        await (await container("app-1")).update({ Memory: memory, MemorySwap: memory });
      },
    ],
    [
      "the app may have more processes",
      async () => (await container("app-1")).update({ PidsLimit: 4000 }),
    ],
    [
      "the database does not restart",
      async () => (await container("database")).update({ RestartPolicy: { Name: "no" } }),
    ],
    [
      "the app is off the database's network",
      async () => {
        const { id: Container } = await container("app-1");
        await docker.getNetwork(named("data")).disconnect({ Container });
      },
    ],
    [
      "the edge is off its network",
      async () => {
        const { id: Container } = await container("edge");
        await docker.getNetwork(named("").slice(0, -1)).disconnect({ Container });
      },
    ],
    [
      "the image is removed, and the app with it",
      async () => {
        const app = await container("app-1");
        const { Image } = await app.inspect();
        await app.remove({ force: true });
        await docker.getImage(Image).remove({ force: true });
      },
    ],
    [
      "the edge sends requests elsewhere",
      async () => {
        const edge = await container("edge");
        const Cmd = ["sh", "-c", "echo elsewhere:80 > /run/berth/1"];
        await (await edge.exec({ Cmd, User: "0" })).start({});
      },
    ],
  ])("%s", async (_, change) => {
    const engine = ENGINES[turn++ % ENGINES.length] ?? "embedded";
    const under = project.under(engine);
    await change();
    const found = await under.preview("prod", "--refresh", "--expect-no-changes");
    expect(found.code, found.output).not.toBe(0);
    await under.mustUp("prod", "--refresh");
    await eventually(async () => (await get(`${URL}/healthz`)).includes("ok"));
    succeeded(await under.preview("prod", "--refresh", "--expect-no-changes"));
  });
  let turn = 0;
});
