import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { execIn, leftovers } from "../support/docker";
import { DockerProxy } from "../support/docker-proxy";
import { RunningCommand, randomFrom } from "../support/faults";
import { Project, succeeded } from "../support/project";

/** How often each kind of operation is killed, and what the moments are drawn from. */
const KILLS = Number(process.env.BERTH_KILLS ?? 1);
const SEED = Number(process.env.BERTH_SEED ?? Date.now() % 1_000_000);

/** The longest time between a line of the output and the kill: what comes after it has begun then. */
const DELAY_MS = 400;

const UP = ["up", "--stack", "dev", "--yes", "--skip-preview"];
const DESTROY = ["destroy", "--stack", "dev", "--yes", "--skip-preview"];

/** Where a step begins, ends or fails. */
const STEP_LINE = /\(\d[\d.]*s\)/g;
const stepsIn = (output: string) => output.match(STEP_LINE)?.length ?? 0;

/** A stack whose database has a row that no crash may cost. */
class Victim {
  readonly project: Project;
  private readonly random = randomFrom(SEED);
  private generation = 0;

  constructor(
    private readonly database: "redis" | "mysql",
    private readonly port: number,
    private readonly host?: string,
  ) {
    this.project = new Project(`e2e-faults-${port}`, "embedded");
  }

  /** Settings unlike all before, in what has the app alone or all containers replaced. */
  change(what: "app" | "all" = "all"): void {
    this.generation++;
    const { port, database, generation, host } = this;
    this.project.configure("dev", {
      mode: "dev",
      app: { name: "widgets", port, env: { GENERATION: String(generation) } },
      database: { engine: database, keepData: true },
      logs: { maxFile: what === "all" ? 2 + generation : 2 },
      ...(host && { host }),
    });
  }

  inDatabase(script: string): Promise<string> {
    return execIn(`${this.project.name}-dev-database`, "sh", "-c", script);
  }

  /** Runs a command undisturbed, and answers how many lines about its steps it printed. */
  async lines(args: string[]): Promise<number> {
    return stepsIn(succeeded(await this.project.pulumi(...args)));
  }

  /** Does something to a command after a random line of so many, and waits for its end. */
  async disturb(args: string[], lines: number, disturb: (command: RunningCommand) => void) {
    const line = Math.floor(this.random() * lines);
    const delay = this.random() * DELAY_MS;
    const command = new RunningCommand(this.project.invocation(...args));
    await command.until((output) => stepsIn(output) >= line);
    await Promise.race([sleep(delay), command.ended]);
    disturb(command);
    const { code, output } = await command.ended;
    const when = `${args[0]}, ${delay.toFixed(0)} ms after line ${line} of ${lines}, seed ${SEED}`;
    console.log(when);
    return { output, story: `${when}, exit code ${code}:\n${output}` };
  }

  /** Kills a command at a random moment, and lets the next `up` mend it. */
  async kill(args: string[], lines: number): Promise<void> {
    const { story } = await this.disturb(args, lines, (command) => command.kill());
    await this.converges(story);
  }

  /** The next `up` mends everything, so that the one after it has nothing to do. */
  async converges(before: string): Promise<void> {
    const { project } = this;
    const next = await project.up("dev");
    const story = `${before}\nThe next up:\n${next.output}`;
    expect(next.code, story).toBe(0);
    const again = await project.mustUp("dev");
    expect(again, `${story}\nThe one after:\n${again}`).toMatch(/Resources:\n\s+\d+ unchanged/);
    expect(await leftovers(project.name), story).toEqual(await this.recorded());
  }

  /** Everything that the state says is on the engine. */
  private async recorded(): Promise<string[]> {
    const { deployment } = JSON.parse(await this.project.state("dev"));
    expect(deployment.pending_operations).toBeUndefined();
    const resources = deployment.resources as { type: string; outputs?: { name?: string } }[];
    const names = resources.flatMap(({ type, outputs }) => {
      const kind = /^docker:index\/(container|volume|network):/.exec(type)?.[1];
      return kind ? [`${kind} ${outputs?.name}`] : [];
    });
    return names.sort();
  }
}

describe("killed at a random moment, the next up converges", () => {
  const victim = new Victim("redis", 18900);
  const { project } = victim;
  const redis = (words: string) =>
    victim.inDatabase(`REDISCLI_AUTH="$(cat /run/secrets/password)" redis-cli ${words}`);
  const hasRow = async () => expect(await redis("get row")).toContain("42");

  beforeAll(async () => {
    victim.change();
    succeeded(await project.pulumi("stack", "init", "dev"));
  });
  afterAll(() => project.remove());

  test("of a first up", async () => {
    const lines = await victim.lines(UP);
    await redis("set row 42");
    for (let kill = 0; kill < KILLS; kill++) {
      succeeded(await project.destroy("dev"));
      await victim.kill(UP, lines);
      await hasRow();
    }
  });

  test.each([
    ["of an update that replaces the app", "app", 8],
    ["of an update that replaces the database too", "all", 16],
  ] as const)("%s", async (_, what, lines) => {
    for (let kill = 0; kill < KILLS; kill++) {
      victim.change(what);
      await victim.kill(UP, lines);
      await hasRow();
    }
  });

  test("of a destroy", async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      await victim.kill(DESTROY, 40);
      await hasRow();
    }
  });
});

describe("killed while it replaces a MySQL server", () => {
  const victim = new Victim("mysql", 18910);
  const { project } = victim;
  const mysql = (statements: string) =>
    victim.inDatabase(
      `MYSQL_PWD="$(cat /run/secrets/password)" mysql -h 127.0.0.1 -u widgets -N -e "${statements}" widgets`,
    );

  beforeAll(async () => {
    victim.change();
    succeeded(await project.pulumi("stack", "init", "dev"));
    await project.mustUp("dev");
  });
  afterAll(() => project.remove());

  test("the next up converges, and no row is lost", async () => {
    await mysql("create table t (number int); insert into t values (42)");
    for (let kill = 0; kill < Math.ceil(KILLS / 2); kill++) {
      victim.change();
      await victim.kill(UP, 16);
      expect(await mysql("select number from t")).toContain("42");
    }
  });
});

describe("the Docker engine goes away at a random moment", () => {
  const proxy = new DockerProxy();
  const victim = new Victim("redis", 18920, proxy.address);
  const { project } = victim;

  beforeAll(async () => {
    await proxy.open();
    victim.change();
    succeeded(await project.pulumi("stack", "init", "dev"));
  });
  afterAll(async () => {
    await project.remove();
    proxy.remove();
  });

  test.each([
    ["of a first up", UP, 46],
    ["of an update", UP, 16],
    ["of a destroy", DESTROY, 40],
  ] as const)("%s: it ends by itself, and the next up converges", async (_, args, lines) => {
    victim.change();
    const { output, story } = await victim.disturb([...args], lines, () => proxy.cut());
    expect(output).not.toMatch(/\n\s+at .*:\d+:\d+/);
    await proxy.open();
    await victim.converges(story);
  });
});
