import { describe, expect, test } from "vitest";

import { blankState } from "../../engine/resource/state";
import type { Snapshot } from "../../engine/state/deployment";
import { Journal } from "../../engine/state/journal";

const thing = (name: string, dependencies: string[] = []) => ({
  ...blankState(name, "test:index:Thing", true),
  dependencies,
});
const names = ({ resources }: Snapshot) => resources.map(({ urn }) => urn);

describe("the state while a run goes on", () => {
  test("has what was done first, then what the last run left", async () => {
    const [a, b] = [thing("a"), thing("b")];
    const journal = new Journal({ resources: [a, b], pending: [] }, undefined);
    await journal.record({ ...b, id: "1" }, b);
    await journal.record(thing("c"));
    expect(names(journal.snapshot())).toEqual(["b", "c", "a"]);
  });

  test("a state that was replaced is found by the version that a step knows", async () => {
    const a = thing("a");
    const journal = new Journal({ resources: [a], pending: [] }, undefined);
    await journal.replace(a, { ...a, pendingReplacement: true });
    await journal.record({ ...a, id: "new" }, a);
    expect(journal.snapshot().resources).toEqual([{ ...a, id: "new" }]);
  });

  test("what refers to a renamed resource follows it", () => {
    const old = thing("old");
    const journal = new Journal({ resources: [old, thing("b", ["old"])], pending: [] }, undefined);
    journal.rename("old", "new");
    expect(names(journal.snapshot()), "nothing was done yet").toEqual(["old", "b"]);
    expect(journal.snapshot().resources[1]?.dependencies).toEqual(["old"]);
    journal.keep({ ...old, urn: "new" }, old);
    expect(
      journal.snapshot().resources.map(({ urn, dependencies }) => [urn, dependencies]),
    ).toEqual([
      ["new", []],
      ["b", ["new"]],
    ]);
  });

  test("the children of a renamed resource are renamed with it, and what is served by it follows", async () => {
    const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
    const child = (parent: string, type: string, name: string) => ({
      ...blankState(urn(type, name), type.slice(type.lastIndexOf("$") + 1), true),
      parent,
    });
    const before = { ...blankState(urn("x:MySql", "db"), "x:MySql", false) };
    const volume = child(before.urn, "x:MySql$x:Volume", "db-volume");
    const file = child(volume.urn, "x:MySql$x:Volume$x:File", "db-file");
    const user = { ...thing("user", [volume.urn]), provider: `${before.urn}::4d` };
    const resources = [before, volume, file, user];
    const journal = new Journal({ resources, pending: [] }, undefined);
    const after = urn("x:MariaDb", "db");
    journal.rename(before.urn, after);
    await journal.record({ ...before, urn: after, type: "x:MariaDb" }, before);
    expect(names(journal.snapshot())).toEqual([
      after,
      urn("x:MariaDb$x:Volume", "db-volume"),
      urn("x:MariaDb$x:Volume$x:File", "db-file"),
      "user",
    ]);
    const [, , , served] = journal.snapshot().resources;
    expect(served?.provider).toBe(`${after}::4d`);
    expect(served?.dependencies).toEqual([urn("x:MariaDb$x:Volume", "db-volume")]);
    // Its own registration, later in the same run, knows it as it was.
    await journal.record(
      { ...volume, urn: urn("x:MariaDb$x:Volume", "db-volume"), id: "1" },
      volume,
    );
    expect(names(journal.snapshot())).toHaveLength(4);
  });

  test("what was removed stays so, whatever still refers to it", async () => {
    const [a, b] = [thing("a"), thing("b")];
    const journal = new Journal({ resources: [a, b], pending: [] }, undefined);
    await journal.record({ ...b, id: "new" }, b);
    await journal.replace(b, { ...b, pendingReplacement: true });
    expect(names(journal.snapshot())).toEqual(["b", "a"]);
  });

  test("what is gone is referred to no more", async () => {
    const [a, b] = [thing("a"), thing("b", ["a"])];
    const journal = new Journal({ resources: [a, b], pending: [] }, undefined);
    await journal.forget(a);
    await journal.dropReferences(new Set(["a"]));
    expect(journal.snapshot().resources).toEqual([thing("b")]);
  });
});

describe("saving", () => {
  test("an operation is on record before it begins and off it with its result", async () => {
    const saved: Snapshot[] = [];
    const journal = new Journal({ resources: [], pending: [] }, async (snapshot) => {
      saved.push(snapshot);
    });
    const done = await journal.begin("creating", thing("a"));
    expect(saved.at(-1)?.pending.map(({ type }) => type)).toEqual(["creating"]);
    done();
    await journal.record(thing("a"));
    expect(saved.at(-1)).toEqual({ resources: [thing("a")], pending: [] });
  });

  test("a result and the end of its operation are in one write, however a step ends", async () => {
    const saved: Snapshot[] = [];
    const journal = new Journal({ resources: [thing("a")], pending: [] }, async (snapshot) => {
      saved.push(snapshot);
    });
    const [old] = journal.snapshot().resources;
    const done = await journal.begin("creating", thing("a"));
    done();
    if (old) journal.swap(old, { ...old, delete: true });
    await journal.record({ ...thing("a"), id: "new" });
    expect(saved).toHaveLength(2);
    expect(saved[1]?.pending).toEqual([]);
    expect(saved[1]?.resources).toMatchObject([{ id: "new" }, { delete: true }]);
  });

  test("an operation that could not be put on record is not begun", async () => {
    const journal = new Journal({ resources: [], pending: [] }, async () => {
      throw new Error("no space left on device");
    });
    await expect(journal.begin("creating", thing("a"))).rejects.toThrow("no space left");
    expect(journal.snapshot().pending).toEqual([]);
  });

  test("changes that come while a save runs share the next one", async () => {
    let saves = 0;
    let release = () => {};
    const journal = new Journal({ resources: [], pending: [] }, () => {
      saves++;
      return new Promise((resolve) => {
        release = resolve;
      });
    });
    const first = journal.record(thing("a"));
    const others = [journal.record(thing("b")), journal.record(thing("c"))];
    release();
    await first;
    release();
    await Promise.all(others);
    expect(saves).toBe(2);
    expect(names(journal.snapshot())).toEqual(["a", "b", "c"]);
  });

  test("a save that fails fails the change, and the next one tries again", async () => {
    let fail = true;
    const journal = new Journal({ resources: [], pending: [] }, async () => {
      if (fail) throw new Error("no space left on device");
    });
    await expect(journal.record(thing("a"))).rejects.toThrow("no space left");
    fail = false;
    await journal.record(thing("b"));
    expect(names(journal.snapshot())).toEqual(["a", "b"]);
  });
});
