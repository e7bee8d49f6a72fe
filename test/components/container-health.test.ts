import type Docker from "dockerode";
import { expect, test } from "vitest";
import { adviseBy } from "../../components/advice";
import { verdictOf } from "../../components/platforms/docker/wait/container-verdict";
import { MESSAGES } from "../../deploy/messages";

adviseBy(MESSAGES);

interface Seen {
  Status?: string;
  ExitCode?: number;
  Health?: { Status: string; FailingStreak?: number; Log?: { Output: string }[] };
}

const inspected = ({ Status = "running", ...state }: Seen, RestartCount = 0) =>
  ({ State: { Status, ...state }, RestartCount }) as Docker.ContainerInspectInfo;

test.each([
  ["healthy", { Health: { Status: "healthy" } }],
  ["running without a health check", {}],
  ["running with its health check switched off", { Health: { Status: "none" } }],
])("%s: ready", (_, state) => {
  expect(verdictOf(inspected(state))).toEqual({ state: "ready" });
});

test.each([
  ["starting", { Health: { Status: "starting" } }],
  ["created", { Status: "created" }],
  ["restarting", { Status: "restarting", ExitCode: 1 }],
  ["paused", { Status: "paused", Health: { Status: "healthy" } }],
])("%s: waiting", (_, state) => {
  expect(verdictOf(inspected(state))).toEqual({ state: "waiting" });
});

test.each([
  ["exited", 3, "stopped with exit code 3"],
  ["exited", 0, "stopped with exit code 0"],
  ["dead", 137, "stopped with exit code 137"],
])("%s with exit code %i: failed", (Status, ExitCode, why) => {
  expect(verdictOf(inspected({ Status, ExitCode }))).toEqual({ state: "failed", why });
});

test("unhealthy: failed, with the last check's output", () => {
  const Log = [{ Output: "first" }, { Output: "HTTP 500: no database\n" }];
  const state = { Health: { Status: "unhealthy", FailingStreak: 5, Log } };
  expect(verdictOf(inspected(state))).toEqual({
    state: "failed",
    why: "is unhealthy: 5 failed checks, the last: HTTP 500: no database",
  });
});

test.each([[undefined], [[]], [[{ Output: " \n" }]]])("unhealthy without output: %o", (Log) => {
  const state = { Health: { Status: "unhealthy", FailingStreak: 5, Log } };
  expect(verdictOf(inspected(state))).toMatchObject({
    why: "is unhealthy: 5 failed checks, the last: no output",
  });
});

test("two restarts are waited out, a third is a crash loop", () => {
  const state = { Status: "restarting", ExitCode: 1 };
  expect(verdictOf(inspected(state, 2))).toEqual({ state: "waiting" });
  expect(verdictOf(inspected(state, 3))).toEqual({
    state: "failed",
    why: "was restarted 3 times (exit code 1)",
  });
});

test("a crash loop is judged between two runs; without health checks at any time", () => {
  const running = { Status: "running", ExitCode: 0 };
  const checked = { ...running, Health: { Status: "starting" } };
  expect(verdictOf(inspected(checked, 3))).toEqual({ state: "waiting" });
  expect(verdictOf(inspected({ ...running, Health: undefined }, 3)).state).toBe("failed");
});

const AT = "2026-01-01T00:00:00Z";
const after = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();

/** A container with a start period of a minute that ends over and over, the last time after some seconds. */
const loop = (livedSeconds: number, more: object = {}) =>
  ({
    Created: AT,
    RestartCount: 7,
    State: { Status: "restarting", ExitCode: 1, FinishedAt: after(livedSeconds), ...more },
    Config: { Healthcheck: { StartPeriod: 60e9 }, Labels: { "berth.role": "database" } },
    HostConfig: { Memory: 64 * 1024 * 1024 },
  }) as unknown as Docker.ContainerInspectInfo;

test("what restarts while its start period lasts may wait for something; it is judged at the end", () => {
  expect(verdictOf(loop(5), 5)).toEqual({ state: "waiting" });
  expect(verdictOf(loop(59), 59)).toEqual({ state: "waiting" });
  const failed = { state: "failed", why: "was restarted 7 times (exit code 1)" };
  expect(verdictOf(loop(61), 5), "an old container").toEqual(failed);
  expect(verdictOf(loop(40), 61), "long between two runs").toEqual(failed);
});

test.each([126, 127])("what cannot be run at all, exit code %i, is not waited for", (ExitCode) => {
  expect(verdictOf(loop(5, { ExitCode }), 5).state).toBe("failed");
});

test("killed for want of memory: at once, with the limit and the setting", () => {
  const why = "killed for want of memory at its limit of 64 MB: raise database.limits.memory";
  const killed = { ExitCode: 137, OOMKilled: true };
  expect(verdictOf(loop(5, killed), 5)).toEqual({
    state: "failed",
    why: `was restarted 7 times (exit code 137, ${why})`,
  });
  expect(verdictOf(loop(5, { ...killed, Status: "exited" }), 5)).toMatchObject({
    why: expect.stringContaining(why),
  });
  const Health = { Status: "unhealthy", FailingStreak: 5, Log: [{ Output: "refused" }] };
  expect(verdictOf(loop(5, { ...killed, Status: "running", Health }), 5)).toMatchObject({
    why: `is unhealthy: 5 failed checks, the last: refused; it was restarted 7 times, ${why}`,
  });
});

test("a database that is unhealthy as it imports is waited for", () => {
  const Log = [{ Output: "ERROR 2003: Can't connect\nstill at its first start\n" }];
  const state = { Health: { Status: "unhealthy", FailingStreak: 90, Log } };
  expect(verdictOf(inspected(state))).toEqual({ state: "waiting" });
});
