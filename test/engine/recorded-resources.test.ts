import { expect, test } from "vitest";

import { livingIn } from "../../engine/cli/outputs-of";
import { blankState } from "../../engine/resource/state";

const TYPE = "docker:index/container:Container";
const state = (name: string) => blankState(`urn:pulumi:dev::tiny::${TYPE}::${name}`, TYPE, true);

test("a program is told what its stack has, and what an interrupted run was about to create", () => {
  const living = { ...state("app"), outputs: { name: "tiny-dev-app" } };
  const old = { ...state("old"), delete: true };
  const begun = { ...state("database"), inputs: { name: "tiny-dev-database" } };
  const snapshot = {
    resources: [living, old],
    pending: [
      { resource: begun, type: "creating" as const },
      { resource: { ...living, outputs: { name: "another" } }, type: "updating" as const },
    ],
  };
  expect(livingIn(snapshot)).toEqual({
    [begun.urn]: { type: TYPE, outputs: { name: "tiny-dev-database" } },
    [living.urn]: { type: TYPE, outputs: { name: "tiny-dev-app" } },
  });
});
