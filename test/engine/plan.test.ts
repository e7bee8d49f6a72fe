import { describe, expect, test } from "vitest";
import { formerUrns } from "../../engine/plan/aliases";
import {
  decide,
  deletionObstacle,
  importObstacle,
  replacementObstacle,
} from "../../engine/plan/decide";
import { blankGoal } from "../../engine/plan/goal";
import { cascadeOf, deletionOrder, dependentsOf } from "../../engine/plan/graph";
import { Targets, withDependents } from "../../engine/plan/targets";
import type { DiffResult } from "../../engine/providers/provider";
import { blankState, type ResourceState } from "../../engine/resource/state";
import { Secret } from "../../engine/resource/value";

const urn = (name: string) => `urn:pulumi:dev::app::test:index:Thing::${name}`;

function thing(name: string, options: Partial<ResourceState> = {}): ResourceState {
  return { ...blankState(urn(name), "test:index:Thing", true), id: name, ...options };
}

const NO_CHANGE: DiffResult = {
  changes: false,
  replaces: [],
  deleteBeforeReplace: false,
  diffs: [],
};
const CHANGE: DiffResult = { ...NO_CHANGE, changes: true, diffs: ["size"] };
const REPLACE: DiffResult = { ...CHANGE, replaces: ["size"] };

describe("what becomes of a resource", () => {
  const verdict = (diff: DiffResult, old: Partial<ResourceState> = {}, options = {}) =>
    decide({
      old: thing("a", old),
      new: thing("a"),
      diff,
      replaceOnChanges: [],
      deleteBeforeReplace: undefined,
      ...options,
    });

  test("it stays, is updated or replaced as the provider says", () => {
    expect(verdict(NO_CHANGE)).toEqual({ kind: "same" });
    expect(verdict(CHANGE)).toMatchObject({ kind: "update" });
    expect(verdict(REPLACE)).toMatchObject({ kind: "replace", deleteFirst: false });
  });

  test("the program's word on the order goes over the provider's", () => {
    const first = { ...REPLACE, deleteBeforeReplace: true };
    expect(verdict(first)).toMatchObject({ deleteFirst: true });
    expect(verdict(first, {}, { deleteBeforeReplace: false })).toMatchObject({
      deleteFirst: false,
    });
    expect(verdict(REPLACE, {}, { deleteBeforeReplace: true })).toMatchObject({
      deleteFirst: true,
    });
  });

  test("replaceOnChanges turns an update into a replacement", () => {
    expect(verdict(CHANGE, {}, { replaceOnChanges: ["size"] })).toMatchObject({ kind: "replace" });
    expect(verdict(CHANGE, {}, { replaceOnChanges: ["*"] })).toMatchObject({ kind: "replace" });
    expect(verdict(CHANGE, {}, { replaceOnChanges: ["other"] })).toMatchObject({ kind: "update" });
  });

  test("one that did not come up is updated though nothing changed", () => {
    expect(verdict(NO_CHANGE, { initErrors: ["unhealthy"] })).toMatchObject({ kind: "update" });
  });

  test("one whose replacement never came is replaced whatever the provider says", () => {
    expect(verdict(NO_CHANGE, { pendingReplacement: true })).toMatchObject({ kind: "replace" });
  });
});

describe("protection", () => {
  const safe = thing("a", { protect: true });

  test("stands in the way of replacing and deleting", () => {
    expect(replacementObstacle(safe, safe)).toMatch(/unable to replace resource/);
    expect(deletionObstacle(safe)).toMatch(/cannot be deleted/);
  });

  test("may be lifted in the same update", () => {
    expect(replacementObstacle(safe, thing("a"))).toBeUndefined();
  });
});

describe("an import that the program still has", () => {
  const found = thing("a", { inputs: { size: 1, key: new Secret("found") } });
  const wanted = { size: 2, key: new Secret("other") };

  test("stands in the way of replacing, and says what differs, secrets apart", () => {
    const next = thing("a", { importId: "id", inputs: wanted });
    const diff = { ...CHANGE, diffs: ["size", "key"], replaces: ["size"] };
    expect(importObstacle(found, next, diff)).toBe(
      "previously-imported resources that still specify an ID may not be replaced; please remove " +
        "the `import` declaration from your program\nsize: 1 => 2\nkey: [secret] => [secret]",
    );
  });

  test("is no obstacle once it is taken out", () => {
    expect(importObstacle(found, thing("a", { inputs: wanted }), CHANGE)).toBeUndefined();
  });
});

describe("dependents", () => {
  const base = thing("base");
  const user = thing("user", {
    dependencies: [base.urn],
    propertyDependencies: { size: [base.urn] },
  });
  const far = thing("far", {
    dependencies: [user.urn],
    propertyDependencies: { size: [user.urn] },
  });
  const apart = thing("apart", { dependencies: [base.urn] });
  const all = [base, user, far, apart];

  test("are found at any distance", () => {
    expect(dependentsOf(base, all, { children: false })).toEqual([user, far, apart]);
  });

  test("go before what they need", () => {
    const order = deletionOrder(all);
    expect(order.get(base)).toEqual([user, apart]);
    expect(order.get(user)).toEqual([far]);
    expect(order.get(far)).toEqual([]);
  });

  test("the old one of a replacement does not wait for those of the new one", () => {
    const old = { ...thing("base"), delete: true };
    expect(deletionOrder([base, old]).get(base)).toEqual([]);
  });

  test("that go too may use the old one of a replacement still, which waits for them", () => {
    const old = { ...thing("base"), delete: true };
    const order = deletionOrder([base, user, old]);
    expect(order.get(old)).toEqual([user]);
    expect([...order.keys()]).toEqual([base, old, user]);
  });

  test("that an old one needed itself before go after it", () => {
    const old = { ...thing("base", { dependencies: [user.urn] }), delete: true };
    const order = deletionOrder([base, user, old]);
    expect(order.get(old)).toEqual([]);
    expect(order.get(user)).toEqual([old]);
  });

  test("are replaced with a delete-first one only where their own properties need it", async () => {
    const asked: string[] = [];
    const cascade = await cascadeOf(base, all, new Set(), async (state) => {
      asked.push(state.id);
      return state.id === "user" ? ["size"] : [];
    });
    expect(cascade).toEqual([{ resource: user, keys: ["size"] }]);
    expect(asked).toEqual(["user", "far"]);
  });

  test("that were registered already do not depend on it any more", async () => {
    const always = async () => ["size"];
    expect(await cascadeOf(base, all, new Set([user.urn]), always)).toEqual([]);
  });
});

describe("targets", () => {
  test("match by name and by pattern", () => {
    expect(new Targets([urn("a")]).has(urn("a"))).toBe(true);
    expect(new Targets(["**::a"]).has(urn("a"))).toBe(true);
    expect(new Targets(["**::a"]).has(urn("ab"))).toBe(false);
    expect(new Targets([]).has(urn("anything"))).toBe(true);
  });

  test("bring along what cannot stay without them", () => {
    const child = thing("child", { parent: urn("a") });
    const all = [thing("a"), child, thing("b")];
    expect([...withDependents(new Targets([urn("a")]), all)]).toEqual([urn("a"), child.urn]);
  });
});

describe("aliases", () => {
  const context = { stack: "dev", project: "app", renamed: new Map<string, string>() };
  const goal = { ...blankGoal("test:index:Thing", "new", {}), parent: undefined };

  test("a former name makes the former URN", () => {
    expect(formerUrns({ ...goal, aliases: [{ name: "old" }] }, context)).toEqual([urn("old")]);
  });

  test("a renamed parent renames its children, prefix included", () => {
    const parent = "urn:pulumi:dev::app::test:index:Box::new";
    const before = "urn:pulumi:dev::app::test:index:Box::old";
    const child = { ...goal, name: "new-content", parent };
    expect(formerUrns(child, { ...context, renamed: new Map([[parent, before]]) })).toEqual([
      "urn:pulumi:dev::app::test:index:Box$test:index:Thing::old-content",
    ]);
  });
});
