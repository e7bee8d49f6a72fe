import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINES, type Engine } from "../support/engines";
import { get } from "../support/http";
import { IS_LONG_RUN, inLongRun } from "../support/long-run";
import { manyInputs } from "../support/service-program";
import { type Swarm, startSwarm } from "../support/swarm";
import { TinyProject } from "../support/tiny-project";

const IMAGE = "redis:8";
const SITE_IMAGE = "nginx:1.30";

/** The official CLI is slow at it: a bad update takes a minute and a half. */
const BOTH_WHERE_LONG: readonly Engine[] = IS_LONG_RUN ? ENGINES : ["embedded"];

let swarm: Swarm;
let image: string;
const projects: TinyProject[] = [];

beforeAll(async () => {
  swarm = await startSwarm("e2e-services", { images: [IMAGE, SITE_IMAGE] });
  const found = await swarm.manager.docker.getImage(IMAGE).distribution();
  image = `${IMAGE}@${found.Descriptor.digest}`;
});
afterAll(async () => {
  for (const project of projects) project.remove();
  await swarm?.stop();
});

const run = (project: TinyProject, ...words: string[]) =>
  project.run(words, { DOCKER_HOST: swarm.manager.host });
const up = (project: TinyProject, ...flags: string[]) =>
  run(project, "up", "--yes", "--skip-preview", ...flags);
const succeeds = async (project: TinyProject, ...words: string[]): Promise<string> => {
  const { code, output } = await run(project, ...words);
  expect(code, output).toBe(0);
  return output;
};
const projectOf = async (text: string, engine: Engine) => {
  const project = new TinyProject(text, engine);
  projects.push(project);
  await succeeds(project, "stack", "init", "dev");
  return project;
};

describe("services on three nodes", () => {
  const isUnchanged = async (project: TinyProject) => {
    await succeeds(project, "preview", "--expect-no-changes");
    await succeeds(project, "preview", "--refresh", "--expect-no-changes");
  };
  const begin = async (engine: Engine) => {
    const project = await projectOf(manyInputs(image), engine);
    await succeeds(project, "up", "--yes", "--skip-preview");
    return project;
  };
  const count = async (kind: string) =>
    (await swarm.manager.run(kind, "ls", "--quiet")).split("\n").filter(Boolean).length;

  test.each(BOTH_WHERE_LONG)(
    "%s: a bad update is rolled back, again and again, until a good one",
    async (engine) => {
      const project = await begin(engine);
      for (const who of ENGINES) await isUnchanged(project.under(who));

      project.program(manyInputs(image, { command: "exit 3", data: "two" }));
      for (const flags of [[], ["--refresh"]]) {
        const { code, output } = await up(project, ...flags);
        expect(code, output).not.toBe(0);
        expect(output).toContain("rollback completed");
        if (engine === "embedded") expect(output).toContain("task: non-zero exit (3)");
      }
      expect([await count("secret"), await count("config"), await count("service")]).toEqual([
        2, 2, 1,
      ]);

      project.program(manyInputs(image, { data: "two" }));
      await succeeds(project, "up", "--yes", "--skip-preview");
      expect([await count("secret"), await count("config"), await count("service")]).toEqual([
        1, 1, 1,
      ]);
      await isUnchanged(project);
      await succeeds(project, "destroy", "--yes", "--skip-preview");
      expect([await count("secret"), await count("config"), await count("service")]).toEqual([
        0, 0, 0,
      ]);
    },
  );

  const ways = inLongRun<[Engine, Engine]>(["pulumi", "embedded"], ["embedded", "pulumi"]);

  test.each(ENGINES.length > 1 ? ways : [])(
    "what %s made, %s finds unchanged, updates and destroys",
    async (from, to) => {
      const first = await begin(from);
      const second = first.under(to);
      await isUnchanged(second);
      second.program(manyInputs(image, { data: "two" }));
      await succeeds(second, "up", "--yes", "--skip-preview");
      await isUnchanged(first);
      await succeeds(second, "destroy", "--yes", "--skip-preview");
      expect(await count("service")).toBe(0);
    },
  );
});

describe("a job and a site on three nodes", () => {
  interface WantedJob {
    command: string;
    env?: Record<string, string>;
    runAgain?: string;
  }
  const jobOf = (job: WantedJob, node: string) => `
import { Job, StaticSite, swarm } from "./components";
const common = {
  id: { project: "e2e-jobs", stack: "dev" },
  host: ${JSON.stringify(swarm.manager.host)},
  platform: swarm({
    node: "${node}",
    data: { constraint: "node.id==${node}" },
    publishMode: "host" as const,
    update: { parallelism: 1, delaySeconds: 0 },
    preferences: [],
    reservations: {},
  }),
};
const { command, ...rest } = ${JSON.stringify(job)};
new Job("job", { ...common, ...rest, image: "${image}", command: ["sh", "-c", command] });
`;
  const jobAndSite = (job: WantedJob, node: string) => `${jobOf(job, node)}
new StaticSite("site", {
  ...common,
  folder: "${join(swarm.folder, "site")}",
  image: "${SITE_IMAGE}",
  port: { address: "0.0.0.0", port: 7002 },
});
`;

  test.each(BOTH_WHERE_LONG)(
    "%s: a job runs until it succeeds, and then no more",
    async (engine) => {
      const node = await swarm.manager.run("node", "inspect", "self", "--format", "{{.ID}}");
      mkdirSync(join(swarm.folder, "site"), { recursive: true });
      writeFileSync(join(swarm.folder, "site", "index.html"), "pages");
      const log = () => swarm.manager.run("service", "logs", "--raw", "e2e-jobs-dev-job");
      const project = await projectOf(
        jobAndSite({ command: "echo no luck; exit 1" }, node),
        engine,
      );
      for (const [runs, flags] of [[], [], ["--refresh"]].entries()) {
        const { code, output } = await up(project, ...flags);
        expect(code).not.toBe(0);
        expect(output).toContain("the job e2e-jobs-dev-job failed: task: non-zero exit (1)");
        expect(output).toContain("| no luck");
        expect((await log()).split("\n")).toHaveLength(runs + 1);
      }
      expect(await get(`http://${swarm.manager.address}:7002`)).toBe("pages");

      const command = "cat /proc/sys/kernel/random/uuid";
      project.program(jobAndSite({ command }, node));
      await succeeds(project, "up", "--yes", "--skip-preview");
      const first = await log();
      await succeeds(project, "up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes");
      expect(await log()).toBe(first);

      project.program(jobAndSite({ command, runAgain: "monday" }, node));
      await succeeds(project, "up", "--yes", "--skip-preview");
      expect(await log()).toMatch(/^[\da-f-]{36}$/);
      expect(await log()).not.toBe(first);
      await succeeds(project, "destroy", "--yes", "--skip-preview");
      await expect.poll(() => swarm.leftovers("e2e-jobs")).toEqual([]);
    },
  );

  test.each(inLongRun(...ENGINES))(
    "%s: a job is not waited for once its node is down",
    async (engine) => {
      const [manager, worker, other] = swarm.nodes;
      const node = await manager.run("node", "inspect", "self", "--format", "{{.ID}}");
      const command = "test $NODE != worker-1 || sleep 600; echo done";
      const job = { command, env: { NODE: "{{.Node.Hostname}}" } };
      const project = await projectOf(jobOf(job, node), engine);
      for (const busy of [manager, other]) await swarm.drain(busy);
      const killed = expect
        .poll(() => worker.run("ps", "--quiet"))
        .not.toBe("")
        .then(() => worker.kill());
      const { code, output } = await up(project);
      await killed;
      expect(code).not.toBe(0);
      expect(output).toContain("the job e2e-jobs-dev-job was on worker-1, a node that is down now");
      for (const busy of [manager, other]) await swarm.activate(busy);
      await succeeds(project, "up", "--yes", "--skip-preview");
      // Its log is there only when all nodes are.
      await swarm.revive(worker);
      const log = () => manager.run("service", "logs", "--raw", "e2e-jobs-dev-job");
      await expect.poll(log).toBe("done");
      await succeeds(project, "destroy", "--yes", "--skip-preview");
      await expect.poll(() => swarm.leftovers("e2e-jobs")).toEqual([]);
    },
  );
});
