import { afterEach, describe, expect, test, vi } from "vitest";
import { JobRun } from "../../components/platforms/docker/wait/job-run";
import { type EngineAnswer, fakeEngine, frames } from "../docker/fake-engine";
import { record } from "../support/mocks";

const NEVER = "0001-01-01T00:00:00Z";
const STARTED = "2026-01-31T12:00:00.5Z";
const START = "POST /containers/j1/start";
const WAIT = "POST /containers/j1/wait";
const KILL = "POST /containers/j1/kill";
/** What it writes is shown while it is waited for; either may be asked first. */
const FOLLOWED = [1, 2].map(() =>
  expect.stringMatching(/^(POST .containers.j1.wait|GET .containers.j1.logs\?follow=true)/),
);

const state = (Running: boolean, StartedAt: string, ExitCode = 0, OOMKilled = false) => ({
  Running,
  StartedAt,
  ExitCode,
  OOMKilled,
});

/** Runs the job where the container is in one state, and in another after its end. */
async function run(
  before: object,
  after: object,
  how: "create" | "update" | "newer code" = "create",
  {
    log = { body: frames("disk full\n") },
    limit = "",
  }: { log?: EngineAnswer; limit?: string } = {},
) {
  const said = vi.spyOn(console, "log").mockReturnValue();
  let kill = () => {};
  const killed = new Promise<void>((resolve) => {
    kill = resolve;
  });
  let begun = false;
  let ended = false;
  const { address, requests } = await fakeEngine({
    "GET /containers/j1/json": () => ({
      body: {
        State: ended ? after : begun ? { ...after, Running: true } : before,
        Config: { Labels: { "berth.timeout": limit } },
      },
    }),
    [START]: () => {
      begun = true;
      return { status: 204 };
    },
    [WAIT]: async () => {
      // With a limit it goes on until it is killed.
      if (limit !== "") await killed;
      ended = true;
      return { body: { StatusCode: 0 } };
    },
    [KILL]: () => {
      kill();
      return { status: 204 };
    },
    "GET /containers/j1/logs": () => log,
  });
  const inputs = { host: address, container: { name: "pages-dev-job", id: "j1" } };
  const recording = await record(() => new JobRun("run", inputs));
  const provider = recording.dynamicProvider("pulumi-nodejs:JobRun run");
  const olds =
    how === "update" ? { ...inputs, container: { name: "pages-dev-job", id: "j0" } } : inputs;
  const result = how === "create" ? provider.create(inputs) : provider.update("id", olds, inputs);
  const outcome: { done?: unknown; message?: string } = await result.then(
    (done) => ({ done }),
    ({ message }: Error) => ({ message }),
  );
  const printed = said.mock.calls.map(([line]) => line);
  const lines = requests.map(({ line }) => line).filter((line) => !line.endsWith("/json"));
  return { ...outcome, inputs, lines, printed };
}

afterEach(() => vi.restoreAllMocks());

describe("the run of a job", () => {
  test("starts a new container, and is done at its end", async () => {
    const { done, inputs, lines } = await run(state(false, NEVER), state(false, STARTED));
    expect(done).toEqual({ id: "pages-dev-job", outs: inputs });
    expect(lines).toEqual([START, ...FOLLOWED]);
  });

  test("runs again when there is another container", async () => {
    const { done, inputs, lines } = await run(state(false, NEVER), state(false, STARTED), "update");
    expect(done).toEqual({ outs: inputs });
    expect(lines).toEqual([START, ...FOLLOWED]);
  });

  test("does not run for newer code alone", async () => {
    const { done, inputs, lines } = await run(
      state(false, NEVER),
      state(false, STARTED),
      "newer code",
    );
    expect(done).toEqual({ outs: inputs });
    expect(lines).toEqual([]);
  });

  test("waits for one that an interrupted up left running", async () => {
    const { lines } = await run(state(true, STARTED), state(false, STARTED));
    expect(lines).toEqual(FOLLOWED);
  });

  test("has nothing to do where that one has ended well", async () => {
    const { done, lines } = await run(state(false, STARTED), state(false, STARTED));
    expect(done).toBeDefined();
    expect(lines).toEqual([]);
  });

  test("starts one that failed anew", async () => {
    const { done, lines } = await run(state(false, STARTED, 3), state(false, STARTED));
    expect(done).toBeDefined();
    expect(lines).toEqual([START, ...FOLLOWED]);
  });

  test("fails with the exit code and what this run logged last", async () => {
    const { message, lines } = await run(state(false, NEVER), state(false, STARTED, 3));
    expect(message).toBe(
      "the job pages-dev-job ended with exit code 3\nlast lines of its log:\n  | disk full",
    );
    expect(lines.at(-1)).toBe(
      `GET /containers/j1/logs?stdout=true&stderr=true&tail=20&since=${Date.parse("2026-01-31T12:00:00Z") / 1000}`,
    );
  });

  test("shows what it writes behind its name", async () => {
    const log = { body: frames("migr", "ating\ndone\n") };
    const { printed } = await run(state(false, NEVER), state(false, STARTED), "create", { log });
    expect(printed).toEqual([
      "pages-dev-job | migrating",
      "pages-dev-job | done",
      "pages-dev-job ended well",
    ]);
  });

  test("shows no log without end, but how to read the rest", async () => {
    const log = { body: frames("line\n".repeat(1001)) };
    const { printed } = await run(state(false, NEVER), state(false, STARTED), "create", { log });
    expect(printed.filter((line) => line === "pages-dev-job | line")).toHaveLength(1000);
    expect(printed[1000]).toBe("pages-dev-job | ... goes on: docker logs pages-dev-job");
    expect(printed[1001]).toMatch(/^pages-dev-job ended well\nlast lines of its log:\n {2}\| line/);
  });

  test("does not fail for a log that cannot be read", async () => {
    const log = { status: 501, body: { message: "the driver does not support reading" } };
    const { done, printed } = await run(state(false, NEVER), state(false, STARTED), "create", {
      log,
    });
    expect(done).toBeDefined();
    expect(printed).toEqual([
      expect.stringMatching(
        /^pages-dev-job ended well\nits log cannot be read: .*not support reading/,
      ),
    ]);
  });

  test("is killed after its limit, and has failed", async () => {
    const { message, lines } = await run(
      state(false, NEVER),
      state(false, STARTED, 137),
      "create",
      {
        limit: "0.05",
      },
    );
    expect(message).toMatch(
      /^the job pages-dev-job went on for more than 0.05 s, all that it may take, and was killed\nlast lines/,
    );
    expect(lines).toContain(KILL);
  });

  test("says when it was the memory", async () => {
    const { message } = await run(state(false, NEVER), state(false, STARTED, 137, true));
    expect(message).toContain("ended with exit code 137 (it ran out of memory)");
  });
});
