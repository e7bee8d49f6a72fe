import type Docker from "dockerode";
import { expect, test } from "vitest";
import { verdictOf } from "../../components/container-health";

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
