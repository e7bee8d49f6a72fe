import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { execIn, leftovers } from "../support/docker";
import { RunningCommand, randomFrom } from "../support/faults";
import { Project, type StackConfig, succeeded } from "../support/project";

/** How often each kind of operation is killed, and what the moments are drawn from. */
const KILLS = Number(process.env.BERTH_KILLS ?? 3);
const SEED = Number(process.env.BERTH_SEED ?? Date.now() % 1_000_000);

const UP = ["up", "--stack", "dev", "--yes", "--skip-preview"];
const DESTROY = ["destroy", "--stack", "dev", "--yes", "--skip-preview"];

/** One engine and one database: how its container is asked for a row that has to survive. */
const STACKS = [
  {
    database: "redis",
    port: 18900,
    kills: KILLS,
    write: 'REDISCLI_AUTH="$(cat /run/secrets/password)" redis-cli set row 42',
    read: 'REDISCLI_AUTH="$(cat /run/secrets/password)" redis-cli get row',
  },
  {
    database: "mysql",
    port: 18910,
    kills: Math.ceil(KILLS / 4),
    write: sql("create table t (row_ int); insert into t values (42)"),
    read: sql("select row_ from t"),
  },
];

function sql(statements: string): string {
  return `MYSQL_PWD="$(cat /run/secrets/password)" mysql -h 127.0.0.1 -u widgets -N -e "${statements}" widgets`;
}

describe.each(STACKS)(
  "a stack with $database, killed",
  ({ database, port, kills, write, read }) => {
    const project = new Project(`e2e-faults-${database}`, "embedded");
    const random = randomFrom(SEED);
    let generation = 0;

    /** Settings that differ from all before in what makes the named containers be replaced. */
    const configure = (changed?: "app" | "all") => {
      if (changed) generation++;
      const env = { GENERATION: String(changed === "app" ? generation : 0) };
      project.configure("dev", {
        mode: "dev",
        app: { name: "widgets", port, env },
        database: { engine: database, keepData: true },
        logs: { maxFile: changed === "all" ? 2 + generation : 2 },
      } satisfies StackConfig);
    };
    const inDatabase = (script: string) =>
      execIn(`${project.name}-dev-database`, "sh", "-c", script);

    /** Everything on the engine that the state has. */
    async function recorded(): Promise<string[]> {
      const { deployment } = JSON.parse(await project.state("dev"));
      expect(deployment.pending_operations).toBeUndefined();
      const resources = deployment.resources as { type: string; outputs?: { name?: string } }[];
      return resources
        .flatMap(({ type, outputs }) => {
          const kind = /^docker:index\/(container|volume|network):/.exec(type)?.[1];
          return kind ? [`${kind} ${outputs?.name}`] : [];
        })
        .sort();
    }

    /** Kills a command at a random moment of its steps, and lets the next `up` mend it. */
    async function killed(args: string[], steps: { from: number; to: number }): Promise<void> {
      const command = new RunningCommand(project, ...args);
      const moment = steps.from + random() * (steps.to - steps.from);
      await Promise.race([command.ended, sleep(moment)]);
      command.signal("SIGKILL");
      const { output } = await command.ended;
      const next = await project.up("dev");
      const story = `seed ${SEED}, ${args[0]} killed after ${moment.toFixed(0)} ms:\n${output}\n${next.output}`;
      console.log(story);
      expect(next.code, story).toBe(0);
      expect(await project.mustUp("dev"), story).toMatch(/Resources:\n\s+\d+ unchanged/);
      expect(await leftovers(project.name), story).toEqual(await recorded());
      expect(await inDatabase(read), story).toContain("42");
    }

    /** When the steps of a command begin and end, in milliseconds from its start. */
    async function timed(args: string[]) {
      const command = new RunningCommand(project, ...args);
      const from = await command.printed("creating (0s)").catch(() => 0);
      const { code, output, ms } = await command.ended;
      expect(code, output).toBe(0);
      return { from, to: ms };
    }

    beforeAll(async () => {
      configure();
      succeeded(await project.pulumi("stack", "init", "dev"));
    });
    afterAll(() => project.remove());

    test("at its first up", async () => {
      const steps = await timed(UP);
      await inDatabase(write);
      for (let kill = 0; kill < kills; kill++) {
        succeeded(await project.destroy("dev"));
        await killed(UP, steps);
      }
    });

    test("at an update, and at a replacement of the database", async () => {
      for (const changed of ["app", "all"] as const) {
        configure(changed);
        const steps = await timed(UP);
        for (let kill = 0; kill < kills; kill++) {
          configure(changed);
          await killed(UP, steps);
        }
      }
    });

    test("at its destroy", async () => {
      const steps = await timed(DESTROY);
      for (let kill = 0; kill < kills; kill++) {
        succeeded(await project.up("dev"));
        await killed(DESTROY, steps);
      }
    });
  },
);
