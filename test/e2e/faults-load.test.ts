import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, execIn, leftovers } from "../support/docker";
import { ENGINES } from "../support/engines";
import { RunningCommand, randomFrom } from "../support/faults";
import { LoadedStack } from "../support/loaded-stack";
import { inLongRun } from "../support/long-run";
import { succeeded } from "../support/project";
import { Writers } from "../support/writers";

const PORT = 18440;

/** How often a rollout is killed, and what the moments are drawn from. */
const KILLS = Number(process.env.BERTH_KILLS ?? 2);
const SEED = Number(process.env.BERTH_SEED ?? Date.now() % 1_000_000);

const UP = ["up", "--stack", "prod", "--yes", "--skip-preview"];

/** About as long as a rollout takes under each engine. */
const ROLLOUT_MS = { pulumi: 10_000, embedded: 6_000 };

const stack = new LoadedStack("e2e-faults-load", PORT, { database: "mysql" });
const { project } = stack;

beforeAll(() => stack.start());
afterAll(() => project.remove());

describe("under load, by itself comes back", () => {
  test("an app that crashed: what was at it failed, a GET was sent once more", async () => {
    const { gets, posts } = await stack.survives("app crashed", () => stack.crash("app-1"));
    expect(gets).toBe(0);
    expect(posts).toBeLessThan(12);
  });

  test("a database that crashed: no acknowledged transaction is lost, and none is half", async () => {
    const writers = await Writers.start(stack.named(), { "berth.project": project.name });
    const { gets } = await stack.survives("database crashed", () => stack.crash("database"));
    expect(gets).toBe(0);
    const acknowledged = await writers.acknowledged();
    const written = await writers.written();
    console.log(`rows acknowledged: ${acknowledged.join(" ")}, written: ${written.join(" ")}`);
    expect(acknowledged).toHaveLength(4);
    // The last one may have been written without an answer.
    const unanswered = acknowledged.map(([, last], index) => (written[index]?.[1] ?? 0) - last);
    expect(unanswered.filter((rows) => rows !== 0 && rows !== 1)).toEqual([]);
  });

  test("an edge that crashed", () => stack.survives("edge crashed", () => stack.crash("edge")));

  test("an edge that somebody restarts", () =>
    stack.survives("edge restarted", async () => (await stack.container("edge")).restart()));
});

/** Mends what only a refresh sees. */
const mend = () => project.mustUp("prod", "--refresh");

async function disconnect(role: string, ...network: string[]): Promise<void> {
  const { id: Container } = await stack.container(role);
  await docker.getNetwork(stack.named(...network)).disconnect({ Container, Force: true });
}

/** Takes all names of the app's image, as much as Docker lets anybody do to one that is in use. */
async function untagImage(): Promise<void> {
  const { Image } = await (await stack.container("app-2")).inspect();
  const { RepoTags } = await docker.getImage(Image).inspect();
  for (const tag of RepoTags) await docker.getImage(tag).remove({ force: true });
}

const kill = async (role: string) => (await stack.container(role)).kill();
const remove = async (role: string) => (await stack.container(role)).remove({ force: true });

const SOME: [string, ...(() => Promise<unknown>)[]][] = [
  ["app off its network, image without a name", () => disconnect("app-1"), untagImage],
  ["database off its network", () => disconnect("database", "data")],
];
/** drift.test.ts has them without load. */
const OTHERS: typeof SOME = [
  ["app off the database's network", () => disconnect("app-1", "data")],
  ["app killed", () => kill("app-1")],
  ["app removed, image without a name", () => remove("app-1"), untagImage],
  ["database killed", () => kill("database")],
  ["database removed", () => remove("database")],
  ["edge off its network", () => disconnect("edge")],
  ["edge killed", () => kill("edge")],
  ["edge removed", () => remove("edge")],
];

test.each([...SOME, ...inLongRun(...OTHERS)])(
  "under load, up --refresh mends: %s",
  async (name, ...events) => {
    await stack.survives(name, ...events, mend);
  },
);

/** Takes a port as soon as whoever has it lets it go. */
async function take(port: number): Promise<Server> {
  for (;;) {
    const server = createServer((socket) => socket.destroy());
    server.listen(port, "127.0.0.1");
    const isListening = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (isListening) return server;
    await nextTurn();
  }
}

test("a port that somebody takes while the edge restarts: up says who, then what mends it", async () => {
  const lostToAThief = async () => {
    const taken = take(PORT);
    await stack.crash("edge");
    const thief = await taken;
    const { code, output } = await project.up("prod");
    thief.close();
    expect(code).not.toBe(0);
    expect(output).toMatch(`the port ${PORT} is taken by `);
    expect(output).toContain(`(pid ${process.pid})`);
    expect(await project.mustUp("prod")).toMatch(/edge does not run.*--refresh/);
  };
  await stack.survives("port taken", lostToAThief, mend);
});

describe("under load, a rollout", () => {
  /** What the official CLI leaves when it is killed as Docker has just made a container. */
  const leaveOrphan = async () => {
    const { Config } = await (await stack.container("app-1")).inspect();
    const { Image, Labels } = Config;
    await docker.createContainer({ name: stack.named("app-1-0dead00"), Image, Labels });
  };

  test("of two at once, one is refused; an orphan goes", async () => {
    const { failures } = await stack.underLoad(async () => {
      await leaveOrphan();
      stack.changeCode();
      const first = new RunningCommand(project.inTurn().invocation(...UP));
      await first.until((output) => output.includes(stack.named("app-1")));
      const { code, output } = await project.up("prod");
      expect(code, output).not.toBe(0);
      expect(output).toContain("the stack is currently locked by 1 lock(s)");
      succeeded(await first.ended);
    });
    expect(failures).toEqual([]);
    expect(await stack.containers()).toHaveLength(4);
  });

  test("that is killed at a random moment: nobody notices, and the next one converges", async () => {
    const random = randomFrom(SEED);
    let requests = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const turn = project.inTurn();
      const moment = Math.round(random() * ROLLOUT_MS[turn.engine]);
      stack.configure({ limits: { pids: 200 + kill } });
      stack.changeCode();
      let story = `${turn.engine} killed after ${moment} ms, kill ${kill} of seed ${SEED}`;
      const report = await stack.underLoad(async () => {
        const running = new RunningCommand(turn.invocation(...UP));
        await Promise.race([sleep(moment), running.ended]);
        running.kill();
        story += `:\n${(await running.ended).output}`;
        // The embedded engine takes over the lock of a process that is gone.
        if (turn.engine === "pulumi") await turn.pulumi("cancel", "--yes", "--stack", "prod");
        const next = await turn.up("prod");
        story += `\nThe next up:\n${next.output}`;
        expect(next.code, story).toBe(0);
      });
      requests += report.requests;
      const there = (await stack.containers()).map(({ Names: [name] }) => name);
      expect(report.failures, story).toEqual([]);
      expect(there, `${story}\n${there}`).toHaveLength(4);
      console.log(/^.*/.exec(story)?.[0], /Removed the container.*/.exec(story)?.[0] ?? "");
    }
    console.log(`${KILLS} kills, ${requests} requests`);
    for (const engine of ENGINES) {
      succeeded(await project.under(engine).preview("prod", "--expect-no-changes"));
    }
  }, 7_200_000);
});

test("a data volume that somebody else uses: up says who, and nobody loses it", async () => {
  const volume = stack.named("mysql-data");
  const guest = await docker.createContainer({
    name: `${project.name}-guest`,
    Image: "mysql:9.7",
    Entrypoint: ["sleep", "1000"],
    HostConfig: { Binds: [`${volume}:/data:ro`] },
  });
  try {
    await guest.start();
    const { failures } = await stack.underLoad(async () => {
      const { code, output } = await project.up("prod");
      expect(code).not.toBe(0);
      expect(output).toContain(
        `the volume ${volume} is used by the container ${project.name}-guest`,
      );
    });
    expect(failures).toEqual([]);
    succeeded(await project.destroy("prod"));
    expect(await leftovers(project.name)).toEqual([`volume ${volume}`]);
    expect(await execIn(`${project.name}-guest`, "ls", "/data/widgets")).toContain("widgets.ibd");
  } finally {
    await guest.remove({ force: true, v: true });
  }
});
