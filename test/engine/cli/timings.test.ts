import { expect, test } from "vitest";
import { Timings } from "../../../engine/cli/timings";
import type { RunEvent } from "../../../engine/execute/events";
import { blankState } from "../../../engine/resource/state";
import { STACK_TYPE } from "../../../engine/resource/urn";

const step = (type: string, name: string) => {
  const state = blankState(`urn:pulumi:dev::p::${type}::${name}`, type, true);
  return { action: "create", new: state } as const;
};

const done = (name: string, seconds: number): RunEvent => {
  const made = step("docker:index/container:Container", name);
  return { kind: "step-done", step: made, state: made.new, seconds };
};

test("a run's time is told part by part, long steps below theirs", () => {
  let now = 0;
  const timings = new Timings(() => now);
  now = 0.5;
  timings.begin("update", "wrapper and engine");
  now = 2;
  timings.note({ kind: "step-started", step: step(STACK_TYPE, "p-dev") });
  timings.note(done("app", 3.25));
  timings.note(done("network", 0.05));
  now = 6;
  timings.end();
  expect(timings.lines()).toEqual([
    "   0.50 s  wrapper and engine",
    "   1.50 s  update: until the program has loaded",
    "   4.00 s  update: look ahead, build and resources, those over 0.1 s below",
    "   3.25 s    create app",
    "   6.00 s  all",
  ]);
});
