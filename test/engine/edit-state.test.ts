import { describe, expect, it } from "vitest";

import { blankState, type ResourceState } from "../../engine/resource/state";
import type { Snapshot } from "../../engine/state/deployment";
import { withMark, withNewName, withoutResources } from "../../engine/state/edit";

const STACK = "urn:pulumi:dev::tiny::";
const TYPE = "test:index:Thing";
const urnOf = (name: string) => `${STACK}${TYPE}::${name}`;

function thing(name: string, rest: Partial<ResourceState> = {}): ResourceState {
  return { ...blankState(urnOf(name), TYPE, true), ...rest };
}

const stateOf = (...resources: ResourceState[]): Snapshot => ({ resources, pending: [] });
const urns = ({ resources }: Snapshot) => resources.map(({ urn }) => urn);
const SAFE = { targetDependents: false, force: false };

describe("state delete", () => {
  const snapshot = stateOf(
    thing("one"),
    thing("user", { dependencies: [urnOf("one")] }),
    thing("alone", { protect: true }),
  );

  it("forgets a resource that nothing needs", () => {
    expect(urns(withoutResources(snapshot, [urnOf("user")], SAFE))).toEqual([
      urnOf("one"),
      urnOf("alone"),
    ]);
  });

  it("refuses one that others need, and names them", () => {
    const forget = () => withoutResources(snapshot, [urnOf("one")], SAFE);
    expect(forget).toThrow(`"user" (${urnOf("user")})`);
    expect(forget).toThrow("pass --target-dependents");
  });

  it("takes those along where it is told to, or where they are named too", () => {
    const options = { ...SAFE, targetDependents: true };
    expect(urns(withoutResources(snapshot, [urnOf("one")], options))).toEqual([urnOf("alone")]);
    const both = [urnOf("one"), urnOf("user")];
    expect(urns(withoutResources(snapshot, both, SAFE))).toEqual([urnOf("alone")]);
  });

  it("forgets a protected one by force only", () => {
    const forget = (force: boolean) =>
      withoutResources(snapshot, [urnOf("alone")], { ...SAFE, force });
    expect(() => forget(false)).toThrow("because it is protected");
    expect(urns(forget(true))).not.toContain(urnOf("alone"));
  });

  it("does not guess", () => {
    expect(() => withoutResources(snapshot, [urnOf("nobody")], SAFE)).toThrow("--show-urns");
    const twice = stateOf(thing("one"), thing("one", { delete: true }));
    expect(() => withoutResources(twice, [urnOf("one")], SAFE)).toThrow("stands for 2 resources");
  });
});

describe("state protect", () => {
  const snapshot = stateOf(thing("one"), thing("two"), thing("one", { delete: true }));
  const flags = ({ resources }: Snapshot) => resources.map(({ protect }) => protect);

  it("protects what is named, or all, but nothing that is still to be deleted", () => {
    expect(flags(withMark(snapshot, [urnOf("one")], { protect: true }))).toEqual([
      true,
      false,
      false,
    ]);
    expect(flags(withMark(snapshot, undefined, { protect: true }))).toEqual([true, true, false]);
  });

  it("unprotects", () => {
    const all = withMark(snapshot, undefined, { protect: true });
    expect(flags(withMark(all, [urnOf("two")], { protect: false }))).toEqual([true, false, false]);
  });
});

describe("state rename", () => {
  it("changes a URN wherever it stands", () => {
    const provider = {
      ...blankState(`${STACK}pulumi:providers:test::mine`, "pulumi:providers:test", true),
      id: "1",
    };
    const snapshot = stateOf(
      provider,
      thing("one", { provider: `${provider.urn}::1` }),
      thing("user", {
        dependencies: [urnOf("one")],
        propertyDependencies: { value: [urnOf("one")], other: [] },
        deletedWith: urnOf("one"),
      }),
    );
    const [, , user] = withNewName(snapshot, urnOf("one"), "uno").resources;
    expect(user?.propertyDependencies).toEqual({ value: [urnOf("uno")] });
    expect(user).toMatchObject({
      dependencies: [urnOf("uno")],
      deletedWith: urnOf("uno"),
    });
    const [renamed, one] = withNewName(snapshot, provider.urn, "other").resources;
    expect(one?.provider).toBe(`${renamed?.urn}::1`);
  });

  it("keeps children below their parent", () => {
    const box = blankState(`${STACK}test:index:Box::box`, "test:index:Box", false);
    const child = `${STACK}test:index:Box$${TYPE}::content`;
    const snapshot = stateOf(box, thing("content", { urn: child, parent: box.urn }));
    const [, content] = withNewName(snapshot, box.urn, "crate").resources;
    expect(content).toMatchObject({ urn: child, parent: `${STACK}test:index:Box::crate` });
  });

  it("refuses a name that is taken", () => {
    const snapshot = stateOf(thing("one"), thing("two"));
    expect(() => withNewName(snapshot, urnOf("one"), "two")).toThrow("choose another name");
  });
});
