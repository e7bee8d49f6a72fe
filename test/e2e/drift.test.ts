import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, execIn } from "../support/docker";
import { ENGINES } from "../support/engines";
import { eventually, get } from "../support/http";
import { Project, succeeded } from "../support/project";

const PORT = 18420;
const URL = `http://localhost:${PORT}`;
const TOKEN = "a-secret-of-a-service";

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
    mkdirSync(project.path("page"));
    writeFileSync(
      project.path("page/Dockerfile"),
      'FROM python:3.13-slim\nUSER 10001\nCMD ["python", "-m", "http.server"]\n',
    );
    await project.stack("prod", {
      mode: "prod",
      app: { name: "widgets", port: PORT, aliases: ["backend"] },
      database: "redis",
      // It is healthy once it reaches the app by the app's other name.
      services: {
        page: {
          build: "./page",
          depends_on: ["app"],
          hardening: { readOnly: false, pidsLimit: false },
          healthcheck: {
            test: "python -c \"import urllib.request as u; u.urlopen('http://backend/healthz')\"",
          },
        },
      },
    });
    const token = ["--secret", "--path", "services.page.secrets.token", TOKEN];
    succeeded(await project.pulumi("config", "set", "--stack", "prod", ...token));
    await project.mustUp("prod");
  });
  afterAll(() => project.remove());

  test("a service has each part of the hardening that is not off, and secrets that are its user's alone", async () => {
    const page = await project.containerOf("prod", "service-page");
    const inside = (...command: string[]) => execIn(page, ...command);
    expect(await inside("cat", "/run/secrets/token")).toBe(TOKEN);
    expect(await inside("stat", "-c", "%a %u", "/run/secrets/token")).toBe("400 10001\n");
    const status = await inside("cat", "/proc/1/status");
    expect(status).toMatch(/^Uid:\t10001\t/m);
    expect(status).toMatch(/^CapBnd:\t0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    const { Config, HostConfig } = await docker.getContainer(page).inspect();
    expect(HostConfig).toMatchObject({ ReadonlyRootfs: false, Privileged: false });
    expect(HostConfig.PidsLimit ?? 0).toBeLessThanOrEqual(0);
    expect(JSON.stringify(Config)).not.toContain(TOKEN);
  });

  async function removeWithImage(role: string) {
    const one = await container(role);
    const { Image } = await one.inspect();
    await one.remove({ force: true });
    await docker.getImage(Image).remove({ force: true });
  }

  const rounds: Change[][] = [
    [
      {
        what: "the app is stopped",
        found: /Container \S+-app-1 update/,
        make: async () => (await container("app-1")).stop(),
      },
      {
        what: "a service is stopped",
        found: /Container page update/,
        make: async () => (await container("service-page")).stop({ t: 1 }),
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
      {
        what: "a service is off its network",
        found: /HealthGate page-healthy create/,
        make: async () => {
          const { id: Container } = await container("service-page");
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
        make: () => removeWithImage("app-1"),
      },
      {
        what: "a service's image is removed, and the service with it",
        found: /Container page create/,
        make: () => removeWithImage("service-page"),
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
