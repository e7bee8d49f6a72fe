import { expect, test } from "vitest";
import { Lab, TEST_PROVIDER, thingUrn } from "./lab";

test("what goes with a resource that is deleted first comes back only once it is gone", async () => {
  let release = () => {};
  const gone = new Promise<void>((resolve) => {
    release = resolve;
  });
  const done: string[] = [];
  const lab = new Lab({
    test: {
      ...TEST_PROVIDER,
      create: async (request) => {
        done.push(`create ${request.name}`);
        return TEST_PROVIDER.create(request);
      },
      delete: async ({ name }) => {
        done.push(`delete ${name}`);
        if (name === "b") await gone;
        done.push(`deleted ${name}`);
      },
    },
  });
  await lab.run(async (program) => {
    await program.thing("a", { key: "1", deleteFirst: true });
    const needsA = {
      dependencies: [thingUrn("a")],
      propertyDependencies: { key: [thingUrn("a")] },
    };
    await program.thing("b", { key: "1", deleteFirst: true }, needsA);
  });
  done.length = 0;
  const run = lab.run(async (program) => {
    const a = program.thing("a", { key: "2", deleteFirst: true });
    // It does not need the other one any more, and waits for nothing.
    const b = program.thing("b", { key: "1", deleteFirst: true });
    setTimeout(release, 50);
    await Promise.all([a, b]);
  });
  expect((await run).failed).toBe(false);
  expect(done.indexOf("deleted b")).toBeGreaterThanOrEqual(0);
  expect(done.indexOf("create b")).toBeGreaterThan(done.indexOf("deleted b"));
});
