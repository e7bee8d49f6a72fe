import { expect, it } from "vitest";

import { lastErrors, type Task } from "../../../../engine/providers/docker/swarm/tasks";

const task = (second: number, Err?: string): Task => ({
  ID: "t1",
  CreatedAt: `2026-01-01T00:00:0${second}.123456789Z`,
  DesiredState: "shutdown",
  Status: { State: "failed", Err },
});

it("tells what tasks say, the latest first, each thing once, and in one form", () => {
  const tasks = [task(1, "task: non-zero exit (1)"), task(3), task(4, "No such image: a")];
  const again = task(2, "task: non-zero exit (1)");
  expect(lastErrors([...tasks, again])).toEqual([
    "task: No such image: a",
    "task: non-zero exit (1)",
  ]);
});

it("leaves out what tasks of an earlier update say", () => {
  const tasks = [task(1, "earlier"), task(3, "task: now")];
  expect(lastErrors(tasks, "2026-01-01T00:00:02.5Z")).toEqual(["task: now"]);
});

it("leaves out what was in the way of a task's end", () => {
  const end = task(2, "error while removing network: unknown network data id 1");
  expect(lastErrors([task(1, "task: non-zero exit (3)"), end])).toEqual([
    "task: non-zero exit (3)",
  ]);
});
