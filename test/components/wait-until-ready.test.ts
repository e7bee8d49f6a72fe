import type Docker from "dockerode";
import { describe, expect, test, vi } from "vitest";
import { adviseBy } from "../../components/advice";
import { areReady, waitUntilReady } from "../../components/platforms/docker/wait/container-health";
import { newProgress } from "../../components/platforms/docker/wait/container-report";
import { MESSAGES } from "../../deploy/messages";
import { connect } from "../../docker/connect";
import { fakeEngine, frames } from "../docker/fake-engine";

adviseBy(MESSAGES);

const NO_TEST = { Config: {} };
const starting = {
  ...NO_TEST,
  State: { Status: "running", Health: { Status: "starting" } },
  RestartCount: 0,
};
const healthy = { State: { Status: "running", Health: { Status: "healthy" } }, RestartCount: 0 };
const unhealthy = {
  ...NO_TEST,
  State: {
    Status: "running",
    Health: { Status: "unhealthy", FailingStreak: 5, Log: [{ Output: "HTTP 500: no database" }] },
  },
  RestartCount: 0,
};

const APP = { name: "widgets-dev-app", id: "a1" };

/** Containers that show one state after the other; the last one stays. */
async function engineWith(states: Record<string, object[]>, log = frames("one\n", "two\n")) {
  const asked: Record<string, number> = {};
  const { address, requests } = await fakeEngine(
    Object.fromEntries(
      Object.entries(states).flatMap(([id, seen]) => [
        [
          `GET /containers/${id}/json`,
          () => {
            const turn = asked[id] ?? 0;
            asked[id] = turn + 1;
            return { body: seen[Math.min(turn, seen.length - 1)] };
          },
        ],
        [`GET /containers/${id}/logs`, () => ({ body: log })],
      ]),
    ),
  );
  return { docker: connect(address), requests, asked };
}

test("asks until every container is healthy", async () => {
  const { docker, asked } = await engineWith({
    a1: [starting, starting, healthy],
    b2: [healthy],
  });
  await waitUntilReady(docker, [APP, { name: "widgets-dev-database", id: "b2" }], 10);
  expect(asked).toEqual({ a1: 3, b2: 1 });
});

test("a check that passes from here comes before Docker's own", async () => {
  const Config = { Healthcheck: { Test: ["CMD", "true"] } };
  const exitCodes = [1, 0];
  let state: object = starting;
  const { address } = await fakeEngine({
    "GET /containers/a1/json": () => ({ body: { ...state, Config } }),
    "POST /containers/a1/exec": () => ({ status: 201, body: { Id: "x1" } }),
    "POST /exec/x1/start": () => ({ body: Buffer.alloc(0) }),
    "GET /exec/x1/json": () => ({ body: { ExitCode: exitCodes.shift() } }),
  });
  await waitUntilReady(connect(address), [APP], 60);
  expect(exitCodes).toEqual([]);
  exitCodes.push(1, 0, 0);
  expect(await areReady(connect(address), [APP])).toBe(false);
  expect(await areReady(connect(address), [APP])).toBe(true);
  // Docker's own verdict counts on a refresh, unless a check from here is asked for.
  state = unhealthy;
  expect(await areReady(connect(address), [APP])).toBe(false);
  expect(await areReady(connect(address), [{ ...APP, runsCheck: true }])).toBe(true);
});

test("a check that hangs does not hide Docker's own verdict", async () => {
  const Config = { Healthcheck: { Test: ["CMD", "true"] } };
  let looks = 0;
  const { address } = await fakeEngine({
    "GET /containers/a1/json": () => ({ body: { ...(++looks > 3 ? healthy : starting), Config } }),
    "POST /containers/a1/exec": () => ({ status: 201, body: { Id: "x1" } }),
    "POST /exec/x1/start": () => undefined,
  });
  await waitUntilReady(connect(address), [APP], 60);
  expect(looks).toBe(4);
});

test("of a container that was started again Docker's verdict counts, not a check from here", async () => {
  const Config = { Healthcheck: { Test: ["CMD", "true"] } };
  const states = [starting, starting, healthy].map((it) => ({ ...it, RestartCount: 1, Config }));
  const { docker, requests } = await engineWith({ a1: states });
  await waitUntilReady(docker, [APP], 60);
  expect(requests.filter(({ line }) => line.includes("exec"))).toEqual([]);
});

test("a clock that jumps meanwhile is no time that has passed", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const { docker, asked } = await engineWith({ a1: [starting, starting, healthy] });
    const waiting = waitUntilReady(docker, [APP], 60);
    vi.setSystemTime(Date.now() + 3_600_000);
    await waiting;
    expect(asked).toEqual({ a1: 3 });
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  [
    "of a read-only root",
    "OSError: [Errno 30] Read-only file system: '/app/cache'",
    "its root can only be read: name the folder in app.writable, or set hardening.readOnly to false",
  ],
  [
    "of an authority",
    '{"logger":"tls.obtain","msg":"could not get certificate from issuer"}',
    "the authority gave no certificate, and until it does nothing answers: mend",
  ],
])("a log that complains %s is explained", async (_, line, way) => {
  const { docker } = await engineWith({ a1: [unhealthy] }, frames(`${line}\n`));
  await expect(waitUntilReady(docker, [APP], 60)).rejects.toThrow(`  | ${line}\n${way}`);
});

test("an unhealthy container fails at once, with its last log lines", async () => {
  const { docker, asked, requests } = await engineWith({ a1: [starting, unhealthy] });
  await expect(waitUntilReady(docker, [APP], 60)).rejects.toThrow(
    [
      "container widgets-dev-app is unhealthy: 5 failed checks, the last: HTTP 500: no database",
      "last lines of its log:",
      "  | one",
      "  | two",
    ].join("\n"),
  );
  expect(asked).toEqual({ a1: 2 });
  expect(requests.at(-1)?.line).toBe(
    "GET /containers/a1/logs?stdout=true&stderr=true&tail=20&since=0",
  );
});

test("one that fails does not wait for the others", async () => {
  const { docker } = await engineWith({ a1: [starting], b2: [unhealthy] });
  const containers = [APP, { name: "widgets-dev-database", id: "b2" }];
  await expect(waitUntilReady(docker, containers, 60)).rejects.toThrow(
    /^container widgets-dev-database is unhealthy/,
  );
});

test("a container that stops fails with its exit code", async () => {
  const { docker } = await engineWith({
    a1: [starting, { State: { Status: "exited", ExitCode: 3 }, RestartCount: 0 }],
  });
  await expect(waitUntilReady(docker, [APP], 60)).rejects.toThrow(
    /^container widgets-dev-app stopped with exit code 3\n/,
  );
});

test("what was unhealthy before has one more check", async () => {
  const at = (Start: string, Status: string) => ({
    ...NO_TEST,
    State: {
      Status: "running",
      Health: { Status, FailingStreak: 5, Log: [{ Start, Output: "" }] },
    },
    RestartCount: 0,
  });
  const well = await engineWith({
    a1: [at("1", "unhealthy"), at("1", "unhealthy"), at("2", "healthy")],
  });
  await waitUntilReady(well.docker, [APP], 60);
  expect(well.asked).toEqual({ a1: 3 });
  const ill = await engineWith({ a1: [at("1", "unhealthy"), at("2", "unhealthy")] });
  await expect(waitUntilReady(ill.docker, [APP], 60)).rejects.toThrow("is unhealthy");
  expect(ill.asked).toEqual({ a1: 2 });
});

test("a crash loop fails at the third restart", async () => {
  const restarted = (RestartCount: number) => ({
    State: { Status: "restarting", ExitCode: 1 },
    RestartCount,
  });
  const { docker, asked } = await engineWith({ a1: [0, 1, 2, 3].map(restarted) });
  await expect(waitUntilReady(docker, [APP], 60)).rejects.toThrow(
    /^container widgets-dev-app was restarted 3 times \(exit code 1\)\n/,
  );
  expect(asked).toEqual({ a1: 4 });
});

test("a healthy container may have been restarted before", async () => {
  const { docker } = await engineWith({ a1: [{ ...healthy, RestartCount: 12 }] });
  await waitUntilReady(docker, [APP], 1);
});

test("one that never gets healthy fails when its time is over", async () => {
  const { docker } = await engineWith({ a1: [starting] });
  await expect(waitUntilReady(docker, [APP], 0.3)).rejects.toThrow(
    /^container widgets-dev-app not healthy after 0\.3 s\nlast lines of its log:\n {2}\| one/,
  );
});

const database = (Output: string) => ({
  Config: { Labels: { "berth.role": "database" } },
  State: {
    Status: "running",
    Health: { Status: "unhealthy", FailingStreak: 5, Log: [{ Output }] },
  },
  RestartCount: 0,
});

test("a first start that goes on is no failure, and what to do is told when the time is over", async () => {
  const { docker } = await engineWith({ a1: [database("refused\nstill at its first start\n")] });
  await expect(waitUntilReady(docker, [APP], 0.3)).rejects.toThrow(
    /not healthy after 0\.3 s\nlast lines of its log:\n.*\n.*\nits first start goes on, and the next pulumi up waits for it again; database\.startPeriod/,
  );
});

test("a database that only starts slowly has a setting", async () => {
  const { docker } = await engineWith({ a1: [database("Can't connect")] });
  await expect(waitUntilReady(docker, [APP], 60)).rejects.toThrow(
    "where it only needs longer: pulumi config set --path database.startPeriod SECONDS",
  );
});

test("now and then it is said what a container that takes its time is at", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const raw = frames("3 of 7 GB imported\n");
  const container = { logs: async () => raw } as unknown as Docker.Container;
  const tell = newProgress(container, "widgets-dev-database", 180);
  const inspected = database(
    "refused\nstill at its first start\n",
  ) as unknown as Docker.ContainerInspectInfo;
  for (const seconds of [1, 14, 15.3, 16, 31]) await tell(inspected, seconds);
  const words =
    "of 180 s at most; its last check: still at its first start; its last line: 3 of 7 GB imported";
  expect(log.mock.calls.flat()).toEqual(
    [15, 31].map((seconds) => `widgets-dev-database: not healthy yet after ${seconds} s, ${words}`),
  );
});

test("a container that vanishes is an error that names it", async () => {
  const { docker } = await engineWith({ b2: [healthy] });
  await expect(waitUntilReady(docker, [APP], 60)).rejects.toThrow(
    "container widgets-dev-app is gone: somebody removed it",
  );
});

test("a container without a single line in its log", async () => {
  const { docker } = await engineWith({ a1: [unhealthy] }, Buffer.alloc(0));
  await expect(waitUntilReady(docker, [APP], 60)).rejects.toThrow(
    /last lines of its log:\n {2}\| $/,
  );
});

test("a log that cannot be read does not hide why the container failed", async () => {
  const { address } = await fakeEngine({
    "GET /containers/a1/json": () => ({ body: unhealthy }),
    "GET /containers/a1/logs": () => ({
      status: 501,
      body: { message: "configured logging driver does not support reading" },
    }),
  });
  await expect(waitUntilReady(connect(address), [APP], 60)).rejects.toThrow(
    /^container widgets-dev-app is unhealthy: 5 failed checks, the last: HTTP 500: no database\nits log cannot be read: .*configured logging driver does not support reading/,
  );
});

describe("whether all are ready", () => {
  const both = [APP, { name: "widgets-dev-database", id: "b2" }];

  test.each<[string, Record<string, object[]>, boolean]>([
    ["all healthy", { a1: [healthy], b2: [healthy] }, true],
    ["one starting", { a1: [healthy], b2: [starting] }, false],
    ["one unhealthy", { a1: [unhealthy], b2: [healthy] }, false],
    ["one gone", { a1: [healthy] }, false],
  ])("%s", async (_, states, expected) => {
    const { docker } = await engineWith(states);
    expect(await areReady(docker, both)).toBe(expected);
  });

  test("one that is off its network is not", async () => {
    const { docker } = await engineWith({
      a1: [{ ...healthy, NetworkSettings: { Networks: { prod: {} } } }],
    });
    expect(await areReady(docker, [{ ...APP, networks: ["prod"] }])).toBe(true);
    expect(await areReady(docker, [{ ...APP, networks: ["prod", "data"] }])).toBe(false);
  });

  test("an engine that answers with an error is one", async () => {
    const { address } = await fakeEngine({
      "GET /containers/a1/json": () => ({ status: 500, body: { message: "no space left" } }),
    });
    await expect(areReady(connect(address), [APP])).rejects.toThrow("no space left");
  });
});
