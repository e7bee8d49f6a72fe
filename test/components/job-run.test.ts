import { describe, expect, test } from "vitest";
import { JobRun } from "../../components/platforms/docker/wait/job-run";
import { fakeEngine, frames } from "../docker/fake-engine";
import { record } from "../support/mocks";

const NEVER = "0001-01-01T00:00:00Z";
const STARTED = "2026-01-31T12:00:00.5Z";
const START = "POST /containers/j1/start";
const WAIT = "POST /containers/j1/wait";
/** Its last lines are part of what an up says. */
const LOGS = expect.stringMatching(/^GET .containers.j1.logs\?/);

const state = (Running: boolean, StartedAt: string, ExitCode = 0, OOMKilled = false) => ({
  Running,
  StartedAt,
  ExitCode,
  OOMKilled,
});

/** Runs the job where the container is in one state, and in another after its end. */
async function run(before: object, after: object, how: "create" | "update" = "create") {
  let ended = false;
  const { address, requests } = await fakeEngine({
    "GET /containers/j1/json": () => ({ body: { State: ended ? after : before } }),
    [START]: () => ({ status: 204 }),
    [WAIT]: () => {
      ended = true;
      return { body: { StatusCode: 0 } };
    },
    "GET /containers/j1/logs": () => ({ body: frames("disk full\n") }),
  });
  const inputs = { host: address, container: { name: "pages-dev-job", id: "j1" } };
  const recording = await record(() => new JobRun("run", inputs));
  const provider = recording.dynamicProvider("pulumi-nodejs:JobRun run");
  const result = how === "create" ? provider.create(inputs) : provider.update("id", inputs, inputs);
  const outcome: { done?: unknown; message?: string } = await result.then(
    (done) => ({ done }),
    ({ message }: Error) => ({ message }),
  );
  const lines = requests.map(({ line }) => line).filter((line) => !line.endsWith("/json"));
  return { ...outcome, inputs, lines };
}

describe("the run of a job", () => {
  test("starts a new container, and is done at its end", async () => {
    const { done, inputs, lines } = await run(state(false, NEVER), state(false, STARTED));
    expect(done).toEqual({ id: "pages-dev-job", outs: inputs });
    expect(lines).toEqual([START, WAIT, LOGS]);
  });

  test("runs again when there is another container", async () => {
    const { done, inputs, lines } = await run(state(false, NEVER), state(false, STARTED), "update");
    expect(done).toEqual({ outs: inputs });
    expect(lines).toEqual([START, WAIT, LOGS]);
  });

  test("waits for one that an interrupted up left running", async () => {
    const { lines } = await run(state(true, STARTED), state(false, STARTED));
    expect(lines).toEqual([WAIT, LOGS]);
  });

  test("has nothing to do where that one has ended well", async () => {
    const { done, lines } = await run(state(false, STARTED), state(false, STARTED));
    expect(done).toBeDefined();
    expect(lines).toEqual([]);
  });

  test("starts one that failed anew", async () => {
    const { done, lines } = await run(state(false, STARTED, 3), state(false, STARTED));
    expect(done).toBeDefined();
    expect(lines).toEqual([START, WAIT, LOGS]);
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

  test("says when it was the memory", async () => {
    const { message } = await run(state(false, NEVER), state(false, STARTED, 137, true));
    expect(message).toContain("ended with exit code 137 (it ran out of memory)");
  });
});
