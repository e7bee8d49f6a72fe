import { expect, test } from "vitest";
import { impactsOf } from "../../../cli/impact/impact";

const wave = (...names: string[]) => [names.map((name) => ({ name, graceSeconds: 10 }))];

/** A plan that creates or changes the resource of a stage. */
function impacts(stage: string, waves: object, before?: object) {
  const urn = `urn:pulumi:prod::shop::pulumi-nodejs:dynamic/berth:TakeOver::take-over-${stage}`;
  const state = (is: object) => ({ urn, inputs: { waves: is }, retainOnDelete: false });
  const old = before && { old: state(before) };
  return impactsOf([
    { op: before ? "update" : "create", urn, diffs: [], ...old, new: state(waves) },
  ]);
}

test.each(["data", "app"])("containers that stop at the stage %s leave a darkness", (stage) => {
  expect(impacts(stage, wave("db", "web"))).toEqual([
    {
      part: "adopt",
      change: "stopped, and kept: db, web",
      felt: "nobody answers until the new app is healthy",
      effect: "downtime",
    },
  ]);
});

test("those that stop once all is well are not missed", () => {
  expect(impacts("rest", wave("mail"))).toMatchObject([
    { change: "stopped, and kept: mail", effect: "nothing" },
  ]);
});

test("what was taken over before is not felt again", () => {
  expect(impacts("data", wave("db", "web"), wave("db"))).toMatchObject([
    { change: "stopped, and kept: web" },
  ]);
  expect(impacts("data", wave("db"), wave("db"))).toEqual([]);
  // Data that is only made ready.
  expect(impacts("data", [])).toEqual([]);
});
