import { expect, test } from "vitest";

import { renderResources } from "../../../engine/display/resource-list";
import { blankState } from "../../../engine/resource/state";

const STACK = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev";
const BOX = "urn:pulumi:dev::p::a:b:Box::box";

const resources = [
  { ...blankState("urn:pulumi:dev::p::pulumi:providers:a::default", "pulumi:providers:a", true) },
  blankState(STACK, "pulumi:pulumi:Stack", false),
  { ...blankState(BOX, "a:b:Box", false), parent: STACK },
  { ...blankState("urn:pulumi:dev::p::a:b:Box$a:b:C::in", "a:b:C", true), parent: BOX, id: "7" },
];

test("a stack's resources are a tree; what has no parent comes last", () => {
  expect(renderResources(resources, { urns: false, ids: false })).toEqual([
    "TYPE                   NAME",
    "pulumi:pulumi:Stack    p-dev",
    "├─ a:b:Box             box",
    "│  └─ a:b:C            in",
    "└─ pulumi:providers:a  default",
  ]);
});

test("details stand below, where the lines of the tree go on", () => {
  const lines = renderResources(resources, { urns: true, ids: true });
  expect(lines).toContain(`│  │  URN: ${BOX}`);
  expect(lines).toContain("│        ID: 7");
});
