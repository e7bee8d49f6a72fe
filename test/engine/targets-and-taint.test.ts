import { describe, expect, test } from "vitest";
import { protectedUrns } from "../../engine/plan/targets";
import { Lab, TEST_PROVIDER, thingUrn } from "./lab";

const chain = (lab: Lab, value: number, options: Parameters<Lab["run"]>[1] = {}) =>
  lab.run(async (program) => {
    const needs = (...names: string[]) => ({ dependencies: names.map(thingUrn) });
    await program.thing("a", { value });
    await program.thing("b", { value }, needs("a"));
    await program.thing("c", { value }, needs("b"));
    await program.thing("other", { value });
  }, options);

describe("a run that is limited to a target", () => {
  test("updates it, and with --target-dependents all that depends on it", async () => {
    const lab = new Lab();
    await chain(lab, 1);
    const targets = [thingUrn("a")];
    expect((await chain(lab, 2, { targets })).steps).toEqual([
      "update a",
      "same b",
      "same c",
      "same other",
    ]);
    expect((await chain(lab, 3, { targets, targetDependents: true })).steps).toEqual([
      "update a",
      "update b",
      "update c",
      "same other",
    ]);
  });
});

describe("a run that leaves something out", () => {
  const excludes = [thingUrn("b")];

  test("leaves it as it is, and with --exclude-dependents all that depends on it", async () => {
    const lab = new Lab();
    await chain(lab, 1);
    expect((await chain(lab, 2, { excludes })).steps).toEqual([
      "update a",
      "same b",
      "update c",
      "update other",
    ]);
    expect((await chain(lab, 3, { excludes, excludeDependents: true })).steps).toEqual([
      "update a",
      "same b",
      "same c",
      "update other",
    ]);
  });

  test("does not make what is new, and nothing that needs it", async () => {
    const lab = new Lab();
    const run = await chain(lab, 1, { excludes, excludeDependents: true });
    expect(run.steps).toEqual(["create a", "skip-create b", "skip-create c", "create other"]);
    const failing = await chain(new Lab(), 1, { excludes });
    expect(failing.failed).toBe(true);
    expect(failing.messages[0]).toContain(`depends on '${thingUrn("b")}'`);
  });

  test("deletes neither it nor what it needs", async () => {
    const lab = new Lab();
    await chain(lab, 1);
    const run = await lab.run(async () => {}, { excludes });
    expect(run.steps.filter((step) => step.startsWith("delete")).sort()).toEqual([
      "delete c",
      "delete other",
    ]);
  });
});

test("what is protected is left out with all that it needs", async () => {
  const lab = new Lab();
  const needs = (name: string) => ({ dependencies: [thingUrn(name)] });
  await lab.run(async (program) => {
    await program.thing("a");
    await program.thing("b", {}, { ...needs("a"), protect: true });
    await program.thing("c", {}, needs("b"));
  });
  const excludes = protectedUrns(lab.resources);
  const run = await lab.run(async () => {}, { excludes });
  expect(run.steps.filter((step) => step.startsWith("delete"))).toEqual(["delete c"]);
  await lab.run(async (program) => void (await program.thing("b", {}, { protect: false })));
  expect(protectedUrns(lab.resources)).toEqual([]);
});

describe("a preview of what its targets do not allow", () => {
  const limited = { targets: [thingUrn("a")], preview: true };

  test("shows a target that would need what is none, and fails", async () => {
    const lab = new Lab();
    await lab.run(async (program) => void (await program.thing("a", { value: 1 })));
    const run = await lab.run(async (program) => {
      await program.thing("new", { value: 1 });
      await program.thing("a", { value: 2 }, { dependencies: [thingUrn("new")] });
    }, limited);
    expect(run.steps).toEqual(["skip-create new", "update a"]);
    expect(run.failed).toBe(true);
    expect(run.messages[0]).toContain(`depends on '${thingUrn("new")}'`);
  });

  test("shows all that would have to be deleted, and fails", async () => {
    const lab = new Lab();
    await chain(lab, 1);
    const run = await lab.run(async () => {}, limited);
    expect(run.steps.filter((step) => step.startsWith("delete")).sort()).toEqual([
      "delete a",
      "delete b",
      "delete c",
    ]);
    expect(run.failed).toBe(true);
  });
});

test("an old resource and its successor are deleted side by side, as neither needs the other", async () => {
  const lab = new Lab({
    test: {
      ...TEST_PROVIDER,
      delete: async ({ oldInputs }) => {
        if (oldInputs.key === "1") throw new Error("it does not go away");
      },
    },
  });
  const program = (key: string) =>
    lab.run(async (program) => void (await program.thing("a", { key })));
  await program("1");
  expect((await program("2")).steps).toContain("delete-replaced a failed");
  const { steps } = await lab.run(async () => {});
  expect(steps.sort()).toEqual(["delete a", "delete-replaced a failed"]);
});

describe("a tainted resource", () => {
  test("is replaced once, by a run that it is a target of", async () => {
    const lab = new Lab();
    await chain(lab, 1);
    lab.resources = lab.resources.map((state) =>
      state.urn === thingUrn("b") ? { ...state, taint: true } : state,
    );
    await chain(lab, 1, { targets: [thingUrn("a")] });
    expect(lab.state("b")?.taint).toBe(true);
    expect((await chain(lab, 1)).steps).toContain("replace b");
    expect(lab.state("b")?.taint).toBe(false);
    expect((await chain(lab, 1)).steps).not.toContain("replace b");
  });
});

test("a tainted resource whose successor needs its name is deleted first", async () => {
  const lab = new Lab({ test: { ...TEST_PROVIDER, sharesName: () => true } });
  await chain(lab, 1);
  const { steps } = await chain(lab, 1, { replace: [thingUrn("other")] });
  expect(steps.filter((step) => step.endsWith("other"))).toEqual([
    "delete-replaced other",
    "replace other",
    "create-replacement other",
  ]);
});

test("a program can look at what was registered, by its URN, and at nothing else", async () => {
  const lab = new Lab({ test: TEST_PROVIDER });
  const choice = { ref: "", version: "", pluginDownloadUrl: "" };
  await lab.run(async (program) => {
    await program.thing("a", { value: 1 });
    await program.read("b", "id-of-b", { value: 2 });
    const look = (urn: string) =>
      program.deployment.invoke("pulumi:pulumi:getResource", { urn }, choice);
    expect(await look(thingUrn("a"))).toMatchObject({
      result: { urn: thingUrn("a"), id: "id-a", state: { value: 1 } },
    });
    expect(await look(thingUrn("b"))).toMatchObject({ result: { id: "id-of-b" } });
    await expect(look(thingUrn("c"))).rejects.toThrow(`unknown resource ${thingUrn("c")}`);
  });
});
