import { describe, expect, test } from "vitest";

import { ResourceTree } from "../../../engine/display/tree";
import type { Step } from "../../../engine/plan/step";
import { blankState, type ResourceState } from "../../../engine/resource/state";

const STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
const TYPE = "docker:index/container:Container";

const container = (name: string, more: Partial<ResourceState> = {}): ResourceState => ({
  ...blankState(`urn:pulumi:dev::shop::${TYPE}::${name}`, TYPE, true),
  parent: STACK,
  ...more,
});
const create = (state: ResourceState): Step => ({ action: "create", new: state });
const same = (state: ResourceState): Step => ({ action: "same", old: state, new: state });
const started = (step: Step) => ({ kind: "step-started", step }) as const;
const done = (step: Step) => ({ kind: "step-done", step, state: undefined, seconds: 2 }) as const;
const log = (message: string, urn: string, ephemeral: boolean) =>
  ({ kind: "log", severity: "info", message, urn, ephemeral }) as const;

const app = container("app");
const shown = (tree: ResourceTree, now = 0) =>
  tree.rows(now).map(({ branch, sign, name, status, info }) => {
    return [branch + name, sign.trim(), status, info].filter(Boolean).join(" | ");
  });

describe("the tree of a run", () => {
  test("counts the seconds of a step and shows what its provider is at", () => {
    const tree = new ResourceTree(STACK, false);
    tree.handle(started(create(app)), 1000);
    tree.handle(log("\u001b[2mStep 1\r\nStep 2\u001b[22m\n", app.urn, true), 1500);
    expect(shown(tree, 4200)).toEqual(["shop-dev", "└─ app | + | creating (3s) | Step 2"]);
    tree.handle(done(create(app)), 3000);
    expect(shown(tree, 4200)).toEqual(["shop-dev", "└─ app | + | created (2s)"]);
  });

  test("leaves out what stays, but not what others hang from", () => {
    const box = { ...blankState("urn:pulumi:dev::shop::a:b:Box::box", "a:b:Box", false) };
    const tree = new ResourceTree(STACK, true);
    for (const state of [{ ...box, parent: STACK }, container("other")])
      tree.handle(done(same(state)), 0);
    tree.handle(done(create(container("app", { parent: box.urn }))), 0);
    expect(shown(tree)).toEqual(["shop-dev", "└─ box", "   └─ app | + | create"]);
  });

  test("keeps what failed and why", () => {
    const tree = new ResourceTree(STACK, false);
    tree.handle(
      { kind: "step-failed", step: create(app), message: "no room\nat all", seconds: 1 },
      0,
    );
    expect(shown(tree)).toEqual(["shop-dev", "└─ app | + | **creating failed** | error: no room"]);
  });

  test("calls a replacement one, whichever half is going on", () => {
    const diff = {
      changes: true,
      replaces: ["image"],
      deleteBeforeReplace: false,
      diffs: ["image"],
    };
    const tree = new ResourceTree(STACK, false);
    tree.handle(done({ action: "replace", old: app, new: app, diff }), 0);
    tree.handle(started({ action: "delete-replaced", old: app, beforeReplace: false }), 0);
    expect(shown(tree)).toEqual([
      "shop-dev",
      "└─ app | +- | deleting original (0s) | [diff: ~image]",
    ]);
  });

  test("shows what the program prints beside the stack", () => {
    const tree = new ResourceTree(STACK, false);
    tree.handle({ kind: "printed", line: "hello" }, 0);
    expect(shown(tree)).toEqual(["shop-dev | hello"]);
  });

  test("knows nothing of what is only read", () => {
    const tree = new ResourceTree(STACK, false);
    tree.handle(done({ action: "read", new: container("found", { external: true }) }), 0);
    expect(shown(tree)).toEqual(["shop-dev"]);
  });
});
