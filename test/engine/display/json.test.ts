import { expect, test } from "vitest";

import type { DisplayOptions } from "../../../engine/display/display";
import { JsonDisplay } from "../../../engine/display/json";
import { JsonEventsDisplay } from "../../../engine/display/json-events";
import type { RunEvent } from "../../../engine/execute/events";
import { blankState } from "../../../engine/resource/state";
import { Secret } from "../../../engine/resource/value";

const STACK = blankState(
  "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev",
  "pulumi:pulumi:Stack",
  false,
);
const old = {
  ...blankState("urn:pulumi:dev::p::a:b:C::c", "a:b:C", true),
  inputs: { key: new Secret("hunter22") },
};
const events: RunEvent[] = [
  {
    kind: "step-done",
    step: { action: "same", old: STACK, new: STACK },
    state: STACK,
    seconds: 0,
  },
  {
    kind: "step-started",
    step: {
      action: "update",
      old,
      new: { ...old, inputs: { key: new Secret("hunter33") } },
      diff: { changes: true, replaces: [], deleteBeforeReplace: false, diffs: ["key"] },
    },
  },
  { kind: "log", severity: "warning", message: "not hunter22", urn: old.urn, ephemeral: false },
  { kind: "log", severity: "debug", message: "hunter22 and all", urn: "", ephemeral: false },
];
const update = events[1] as Extract<RunEvent, { kind: "step-started" }>;
events.splice(2, 0, { kind: "step-done", step: update.step, state: undefined, seconds: 1 });

function options(lines: string[], preview: boolean): DisplayOptions {
  return {
    ...{ stack: "dev", project: "p", preview, title: "", showOutputs: true },
    ...{ showSecrets: false, diff: false, config: { "p:key": "[secret]" } },
    write: (line) => void lines.push(line),
  };
}

test("a preview is one document without secrets, in the official CLI's shape", () => {
  const lines: string[] = [];
  const display = new JsonDisplay(options(lines, true), ["hunter22"]);
  for (const event of events) display.handle(event);
  display.finish();
  const document = JSON.parse(lines.join("\n"));
  expect(document).toMatchObject({
    config: { "p:key": "[secret]" },
    steps: [
      { op: "same", urn: STACK.urn, detailedDiff: null },
      {
        op: "update",
        oldState: { inputs: { key: "[secret]" } },
        newState: { inputs: { key: "[secret]" } },
        diffReasons: ["key"],
      },
    ],
    diagnostics: [{ urn: old.urn, severity: "warning", message: "not [secret]" }],
    changeSummary: { same: 1, update: 1 },
  });
  expect(document.steps[1]).not.toHaveProperty("replaceReasons");
});

test("an update is a line for each event, without secrets", () => {
  const lines: string[] = [];
  const display = new JsonEventsDisplay(options(lines, false), undefined, ["hunter22"]);
  for (const event of events) display.handle(event);
  display.finish(false);
  expect(lines.join("\n")).not.toMatch(/hunter/);
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(parsed.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(parsed.flatMap((event) => Object.keys(event).filter((key) => /Event$/.test(key)))).toEqual(
    [
      "preludeEvent",
      "resOutputsEvent",
      "resourcePreEvent",
      "resOutputsEvent",
      "diagnosticEvent",
      "summaryEvent",
      "cancelEvent",
    ],
  );
});
