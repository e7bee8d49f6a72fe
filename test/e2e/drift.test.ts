import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker } from "../support/docker";
import { ENGINES } from "../support/engines";
import { eventually, get } from "../support/http";
import { Project, succeeded } from "../support/project";

const PORT = 18420;
const URL = `http://localhost:${PORT}`;

interface Change {
  what: string;
  /** How the preview says so. */
  found: RegExp;
  make(): Promise<unknown>;
}

/** The changes of a round are made, found and mended at once, by another engine than those before. */
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

  const rounds: Change[][] = [
    [
      {
        what: "the app is stopped",
        found: /Container \S+-app-1 update/,
        make: async () => (await container("app-1")).stop(),
      },
      {
        what: "the edge is removed",
        found: /Container app create/,
        make: async () => (await container("edge")).remove({ force: true }),
      },
      {
        what: "the database does not restart",
        found: /Container database update .*restart/,
        make: async () => (await container("database")).update({ RestartPolicy: { Name: "no" } }),
      },
    ],
    [
      {
        what: "the app's limits are others",
        found: /Container \S+-app-1 update .*memory/,
        make: async () => {
          const memory = 256 * 1024 * 1024;
          await (await container("app-1")).update({ Memory: memory, MemorySwap: memory });
        },
      },
      {
        what: "the edge is off its network",
        found: /Container app replace/,
        make: async () => {
          const { id: Container } = await container("edge");
          await docker.getNetwork(named("").slice(0, -1)).disconnect({ Container });
        },
      },
    ],
    [
      {
        what: "the app may have more processes",
        found: /PidsLimit \S+-app-1-pids create/,
        make: async () => (await container("app-1")).update({ PidsLimit: 4000 }),
      },
      {
        what: "the edge sends requests elsewhere",
        found: /Rollout app-rollout create/,
        make: async () => {
          const Cmd = ["sh", "-c", "echo elsewhere:80 > /run/berth/1"];
          await (await (await container("edge")).exec({ Cmd, User: "0" })).start({});
        },
      },
    ],
    [
      {
        what: "the app is off the database's network",
        found: /HealthGate app-healthy create/,
        make: async () => {
          const { id: Container } = await container("app-1");
          await docker.getNetwork(named("data")).disconnect({ Container });
        },
      },
    ],
    [
      {
        what: "the image is removed, and the app with it",
        found: /Container \S+-app-1 create/,
        make: async () => {
          const app = await container("app-1");
          const { Image } = await app.inspect();
          await app.remove({ force: true });
          await docker.getImage(Image).remove({ force: true });
        },
      },
    ],
  ];

  test.each(
    rounds.map((changes, turn) => ({
      name: changes.map(({ what }) => what).join("; "),
      changes,
      engine: ENGINES[turn % ENGINES.length] ?? "embedded",
    })),
  )("$name", async ({ changes, engine }) => {
    const under = project.under(engine);
    for (const { make } of changes) await make();
    const { code, output } = await under.preview("prod", "--refresh", "--expect-no-changes");
    expect(code, output).not.toBe(0);
    for (const { found } of changes) expect(output).toMatch(found);
    await under.mustUp("prod", "--refresh");
    await eventually(async () => (await get(`${URL}/healthz`)).includes("ok"));
    succeeded(await under.preview("prod", "--refresh", "--expect-no-changes"));
  });
});
